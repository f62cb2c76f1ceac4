"""Test clients of order-fulfilment APIs against Plumbline's simulator."""

from ._http import Control, PlumblineError, Problem
from .explain import explain_entry, explain_rule
from .process import Simulator
from .webhooks import Notification, Receiver
from .world import RuleBroken, World

__all__ = [
    "Control",
    "Notification",
    "PlumblineError",
    "Problem",
    "Receiver",
    "RuleBroken",
    "Simulator",
    "World",
    "explain_entry",
    "explain_rule",
]
