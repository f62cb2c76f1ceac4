"""The pytest plugin, by tests that run tests."""

import shutil

import pytest
from conftest import ROOT

#: Where document 000 says that totals are sent, and where it has the refusal.
TOTALS = "document 000, Remarques, paragraph on combined and repeated calls, line 15"
REFUSAL = "document 000, Remarques, table of errors, row 422, line 29"


@pytest.fixture
def example(pytester, monkeypatch):
    """The example, in a folder of its own."""
    # Where one of them is set, pytest's summary repeats each message whole.
    for name in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    for name in ("picking.py", "test_picking.py", "pytest.ini"):
        shutil.copy(ROOT / "examples/python" / name, pytester.path)
    return pytester


def outcome(pytester, *arguments):
    # A process of its own, as a user has it.
    return pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider", *arguments)


def test_the_example_passes(example):
    outcome(example).assert_outcomes(passed=4)


def test_a_broken_rule_fails_the_test_and_is_shown(example):
    """The station reports what was added since, where the document wants totals; Altazion answers 200."""
    source = (example.path / "picking.py").read_text()
    broken = source.replace("self._picked.get(reference, 0) + quantity", "quantity")
    assert broken != source
    (example.path / "picking.py").write_text(broken)
    result = outcome(example)
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["*altazion/caller-sends-totals: broken", f"*{TOTALS}*"])
    assert str(result.stdout).count("altazion/caller-sends-totals: broken") == 1


def test_a_refusal_is_shown_with_its_passage(example):
    example.makepyfile(
        test_refused="""
        from picking import Bon

        def test_picking_too_much(plumbline):
            Bon(plumbline.url("altazion"), "BP-1001").pick("REF-A", 99)
        """
    )
    result = outcome(example, "test_refused.py")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*plumbline, world t-test-picking-too-much-*",
            "POST /altazion/api/logistique/preparation/prepa/BP-1001 -> 422 (journal 1)",
            f"*The rule altazion/prepared-more-than-contained decided: *{REFUSAL}*",
        ]
    )


def test_the_marker_is_stronger_than_the_setting(example):
    example.makepyfile(
        test_marked="""
        import pytest
        from picking import Bon

        def partial(plumbline):
            Bon(plumbline.url("altazion"), "BP-1001").pick("REF-A", 2)
            Bon(plumbline.url("altazion"), "BP-1001").pick("REF-A", 1)

        @pytest.mark.plumbline(fail_on=None)
        def test_on_purpose(plumbline):
            partial(plumbline)

        @pytest.mark.plumbline(fail_on="not-seen")
        def test_strict(plumbline):
            plumbline.journal()
            Bon(plumbline.url("altazion"), "BP-1001").read()
        """
    )
    result = outcome(example, "test_marked.py")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*altazion/caller-sends-totals: not-seen"])


def test_a_failure_of_another_kind_says_that_nothing_was_refused(example):
    example.makepyfile(test_other="def test_other(plumbline):\n    assert plumbline.journal() == 1")
    result = outcome(example, "test_other.py")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["The simulator refused no request of this test, and its client broke no rule."])


def test_worlds_are_dropped_and_kept(example, simulator):
    """Against a simulator that runs already: the world of a failed test stays, the others go."""
    example.makepyfile(
        test_kept="""
        def test_passes(plumbline):
            plumbline.clock.freeze()

        def test_fails(plumbline):
            plumbline.clock.freeze()
            raise ValueError
        """
    )
    result = outcome(
        example, "test_kept.py", "--plumbline-vendors-url", simulator.vendors_url,
        "--plumbline-control-url", simulator.control.url,
    )  # fmt: skip
    result.assert_outcomes(passed=1, failed=1)
    worlds = [world for world in simulator.control.list_worlds() if world.startswith("t-")]
    assert [world.rpartition("-")[0] for world in worlds] == ["t-test-fails"]
    simulator.control.drop_world(worlds[0])


def test_a_setting_that_means_nothing_is_refused(example):
    result = outcome(example, "-o", "plumbline_fail_on=brokn")
    result.stderr.fnmatch_lines(["*plumbline_fail_on is 'brokn': it is broken, not-seen, or left out"])
    assert result.ret != 0


def test_a_missing_binary_is_named(example):
    result = outcome(example, "--plumbline-bin", "no-such-program", "-k", "picked")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*there is no program no-such-program*PLUMBLINE_BIN*"])
