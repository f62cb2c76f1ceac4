export * from "./contract.ts";
export { Control, PlumblineError, Problem } from "./control.ts";
export { brokenRules, type ClientReport, explainEntry, explainRule, type FailOn, type RuleFinding } from "./explain.ts";
export { Simulator, type StartOptions } from "./simulator.ts";
export { type Notification, Receiver } from "./webhooks.ts";
export { Faults, RuleBroken, World, WorldClock } from "./world.ts";
