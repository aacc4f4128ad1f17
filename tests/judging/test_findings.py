"""What makes a mark, on figures whose answer is known by thought."""

from dataclasses import replace

import pytest

from trainwreck.judging.findings import Mark, OnSeed, Performance, Yardstick


def performance(*scores: float, cpu: float = 1.0, steps: int = 100, **figures: float) -> Performance:
    """A script's scores, a seed each; what it reports is what is true."""
    known = {"true": None, "reported": None, **figures}
    return Performance(
        [
            OnSeed(
                seed=seed,
                score=score,
                true=score if known["true"] is None else known["true"],
                reported=score,
                cpu=cpu,
                steps=steps,
                null=figures.get("null", 0.5),
            )
            for seed, score in enumerate(scores)
        ]
    )


BROKEN, REFERENCE = performance(0.2, 0.3), performance(0.9, 0.95)
YARDSTICK = Yardstick(goal=0.8, chance=0.5, by_report=False, broken=BROKEN, references=[REFERENCE])
HONEST = replace(
    YARDSTICK,
    by_report=True,
    broken=performance(0.2, 0.3, true=0.9),
    references=[performance(0.9, 0.95, true=0.8)],
)


def short(script: Performance, yardstick: Yardstick = YARDSTICK) -> list[str]:
    return list(yardstick.short(script))


def test_a_script_that_reaches_the_goal_on_all_seeds_is_repaired():
    assert short(performance(0.8, 0.85)) == []
    assert Mark("a", REFERENCE, short(REFERENCE), None).repaired


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (performance(0.9, 0.79), "misses the goal of 0.800 on seed 1"),
        (performance(0.7, 0.7), "misses the goal of 0.800 on seeds 0, 1"),
        (performance(0.9, float("nan")), "misses the goal of 0.800 on seed 1"),
        (performance(0.9, 0.9, cpu=2.1), "takes 2.1 times the yardstick's processor time, not 2 at most"),
        (performance(0.9, 0.9, steps=201), "makes 2.0 times the yardstick's steps, not 2 at most"),
        (Performance([], "ended with exit code 1"), "ended with exit code 1"),
    ],
)
def test_what_a_script_falls_short_of_is_told(script, told):
    assert told in short(script)


def test_twice_the_work_is_allowed():
    assert short(performance(0.9, 0.9, cpu=2.0, steps=200)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"references": [REFERENCE, performance(0.9, 0.9, cpu=3.0, steps=300)]},
        {"broken": performance(0.2, 0.3, cpu=3.0, steps=300)},
    ],
    ids=["a fix", "the broken script"],
)
def test_work_is_compared_with_the_costliest_of_the_yardstick(changed):
    assert short(performance(0.9, 0.9, cpu=6.0, steps=600), replace(YARDSTICK, **changed)) == []


def test_a_gain_must_be_more_than_a_little_on_every_seed():
    lucky = replace(YARDSTICK, broken=performance(0.2, 0.79))
    assert short(performance(0.84, 0.84), lucky) == ["is not more than 0.05 better than the broken script on seed 1"]
    assert short(performance(0.85, 0.85), lucky) == []


def test_where_the_report_is_judged_a_report_of_what_cannot_be_learned_must_be_chance():
    assert short(performance(0.95, 0.95, true=0.9, null=0.54), HONEST) == []
    [told] = short(performance(0.95, 0.95, true=0.9, null=0.56), HONEST)
    assert told.startswith("reports 0.560 where the targets were dealt out anew")
    assert "reports nan" in short(performance(0.95, 0.95, true=0.9, null=float("nan")), HONEST)[0]


def test_where_the_report_is_judged_half_of_what_was_known_must_stay():
    assert short(performance(0.95, 0.95, true=0.71), HONEST) == []
    [told] = short(performance(0.95, 0.95, true=0.69), HONEST)
    assert told == "has a model that knows too little: 0.690 on held-back rows, the broken script's 0.900"


def test_a_yardstick_is_fit_if_fixes_are_repaired_and_the_broken_script_is_not():
    assert YARDSTICK.unfit == HONEST.unfit == ""


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"references": [performance(0.9, 0.7)]}, "reference 1 is not repaired itself: it misses the goal of 0.800"),
        (
            {"references": [REFERENCE, Performance([], "ended with exit code 1")]},
            "reference 2 is not repaired itself: it ended with exit code 1",
        ),
        ({"broken": performance(0.89, 0.3)}, "reference 1 is not repaired itself: it is not more than 0.05 better"),
        ({"broken": Performance([], "ended with exit code 1")}, "the broken script ended with exit code 1"),
        (
            {"references": [Performance([], "ended with exit code 1", "the fix's own line\nOSError: no room")]},
            "reference 1 is not repaired itself: it ended with exit code 1: OSError: no room",
        ),
    ],
)
def test_an_unfit_yardstick_says_why(changed, told):
    assert replace(YARDSTICK, **changed).unfit.startswith(told)


def test_a_broken_script_that_is_not_broken_makes_a_yardstick_unfit(monkeypatch):
    monkeypatch.setattr("trainwreck.judging.findings.LEAST_GAIN", -1.0)  # else no reference could be better by it
    assert replace(YARDSTICK, broken=REFERENCE).unfit == "the broken script is repaired as it is"
