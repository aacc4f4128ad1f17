"""A tool's figures, each worked out by hand."""

from tests.referee.hand import NOISE, RATE, broken, control, faulty, fixed, graded, healthy
from trainwreck.referee.answer import ABSTAIN, HEALTHY, Cause, Diagnosis
from trainwreck.referee.figures import summaries, summarise, told_apart

CASES = [
    graded(broken(), 0, faulty(RATE, Cause("data")), alarm=10, steps=100, overhead=1.2, trainings=1),  # named
    graded(broken(), 1, faulty(Cause("loss"), RATE), alarm=30, steps=100, overhead=9.0, trainings=3),  # located
    graded(broken(), 2, faulty(Cause("model"), NOISE, RATE), alarm=90, steps=100),  # detected; right in third place
    graded(broken(), 3, HEALTHY, steps=100),  # missed
    graded(fixed(), 0, faulty(RATE), steps=100, alarm=1, overhead=1.0),
    graded(fixed(), 1, HEALTHY, steps=100),
    graded(broken("label_noise", NOISE), 0, ABSTAIN, overhead=1.4),
    graded(broken("label_noise", NOISE), 1, None),
    graded(control(), 0, HEALTHY),
    graded(control(), 1, HEALTHY),
]


def values(cases=CASES) -> dict[str, float | None]:
    figures = vars(summarise("all", cases))
    return {name: getattr(figure, "value", figure) for name, figure in figures.items()}


def test_the_shares_are_means_over_scenarios():
    found = values()
    assert found["detection"] == (3 / 4 + 0) / 2
    assert found["false_alarms"] == (1 / 2 + 0) / 2
    assert (found["of_fixes"], found["of_controls"]) == (1 / 2, 0)
    assert found["advantage"] == 3 / 8 - 1 / 4
    assert found["abstention"] == found["errors"] == round((0 + 1 / 2 + 0) / 3, 4)
    assert found["risk"] == round((2 / 6 + 0) / 2, 4)  # one missed and one alarmed of six; none of two


def test_a_scenario_is_told_apart_by_what_is_accused_of_its_broken_ones_less_that_of_its_fixed_ones():
    assert told_apart(CASES) == {"high_learning_rate": [3 / 4 - 1 / 2]}
    both = [graded(broken(), 0, faulty(RATE)), graded(fixed(), 0, faulty(RATE))]
    assert told_apart(both) == {"high_learning_rate": [0.0]}
    reversed_ = [graded(broken(), 0, HEALTHY), graded(fixed(), 0, faulty(RATE))]
    assert told_apart(reversed_) == {"high_learning_rate": [-1.0]}


def test_who_says_the_same_of_all_tells_nothing_apart():
    for answer in (HEALTHY, faulty(RATE), ABSTAIN):
        told = values([graded(case.truth, case.seed, answer) for case in CASES])
        assert told["told_apart"] == told["advantage"] == 0


def test_a_diagnosis_counts_over_all_that_is_broken_found_or_not():
    found = values()
    assert found["component"] == (2 / 4 + 0) / 2
    assert found["cause"] == (2 / 4 + 0) / 2  # the loss, too, is a cause that is accepted
    assert found["cause_in_three"] == (3 / 4 + 0) / 2
    assert found["reciprocal_rank"] == round(((1 + 1 + 1 / 3 + 0) / 4 + 0) / 2, 4)
    assert found["named"] == (2 + 2 + 3 + 1) / 4


def test_a_right_cause_in_the_fourth_place_comes_too_late():
    late = faulty(Cause("model"), Cause("data"), Cause("loop"), RATE)
    found = values([graded(broken(), 0, late)])
    assert (found["cause_in_three"], found["reciprocal_rank"]) == (0, 0.25)


def test_to_find_one_fault_and_be_right_about_it_is_little_where_there_are_ten():
    cases = [graded(broken(f"fault_{n}"), 0, HEALTHY) for n in range(9)] + [graded(broken(), 0, faulty(RATE))]
    assert values(cases)["cause"] == 0.1


def test_what_a_fix_leaves_as_it_was_is_excused_and_out_of_the_count():
    lived_with = fixed("label_noise", "data", "early_stopping", leaves=("data",))
    cases = [
        graded(lived_with, 0, faulty(NOISE)),
        graded(lived_with, 1, HEALTHY),
        graded(lived_with, 2, faulty(RATE)),
        graded(broken("label_noise", NOISE), 0, faulty(NOISE)),
    ]
    found = values(cases)
    assert found["excused"] == round(1 / 3, 4)
    assert found["false_alarms"] == 1 / 2
    assert found["told_apart"] == 1 - 1 / 2


def test_delay_is_by_the_referees_count_and_of_what_was_found():
    found = values()
    assert found["delay"] == 0.3  # of (0.1, 0.3, 0.9); the false alarm has none
    said = Diagnosis("faulty", (RATE,), alarm_step=0)
    assert values([graded(broken(), 0, said, steps=100)])["delay"] is None
    assert values([graded(broken(), 0, said, alarm=0)])["delay"] is None


def test_what_it_costs_is_told_by_medians():
    found = values()
    assert found["overhead"] == 1.3  # of (1.0, 1.2, 1.4, 9.0)
    assert found["trainings"] == 2
    assert found["tokens"] is None
    talkers = [graded(control(), n, Diagnosis("healthy", tokens=tokens)) for n, tokens in enumerate((10, 20, 90))]
    assert values(talkers)["tokens"] == 20


def test_scores_have_an_area_and_a_distance_from_the_truth():
    cases = [
        graded(broken(), 0, faulty(RATE, score=0.9)),
        graded(broken(), 1, faulty(RATE, score=0.4)),
        graded(fixed(), 0, healthy(score=0.4)),
        graded(control(), 0, healthy(score=0.0)),
        graded(control(), 1, HEALTHY),
    ]
    found = values(cases)
    assert found["auc"] == (1 + 1 + 0.5 + 1) / 4
    assert found["brier"] == round(((0.01 + 0.36 + 0.16) / 3 + 0) / 2, 4)
    assert values()["auc"] is None


def groups(cases) -> dict[str, dict[str, float | None]]:
    return {one.group: {n: getattr(v, "value", v) for n, v in vars(one).items()} for one in summaries(cases)}


def test_there_are_figures_of_each_component_and_of_the_controls():
    found = groups(CASES)
    assert list(found) == ["all", "controls", "data", "optimizer"]
    assert (found["optimizer"]["detection"], found["optimizer"]["false_alarms"]) == (3 / 4, 1 / 2)
    assert (found["data"]["false_alarms"], found["controls"]["detection"]) == (None, None)


def test_there_are_figures_of_each_symptom_and_each_third_of_the_gains():
    cases = [
        graded(
            broken(f"fault_{n}", symptom="stalls" if n else "spikes", gain=n / 10), 0, faulty(RATE) if n else HEALTHY
        )
        for n in range(6)
    ]
    found = groups([*cases, graded(fixed("fault_5", symptom="stalls", gain=0.5), 0, faulty(RATE))])
    assert (found["shows spikes"]["detection"], found["shows stalls"]["detection"]) == (0, 1)
    assert found["shows stalls"]["false_alarms"] == 1
    gains = {name: figures["detection"] for name, figures in found.items() if name.startswith("gain")}
    assert gains == {"gain 0.00 to 0.17": 0.5, "gain 0.17 to 0.33": 1, "gain 0.33 to 0.50": 1}


def test_there_are_figures_of_what_looks_fine_and_of_what_does_not():
    cases = [
        *(graded(broken(f"poor_{n}"), 0, faulty(RATE), reported=0.2) for n in range(3)),
        *(graded(fixed(f"poor_{n}"), 0, HEALTHY, reported=0.9) for n in range(3)),
        graded(broken("misleading"), 0, HEALTHY, reported=0.95),
        graded(control(), 0, faulty(RATE), reported=0.9),
    ]
    found = groups(cases)
    assert (found["looks fine"]["detection"], found["looks fine"]["false_alarms"]) == (0, 1 / 4)
    assert found["looks fine"]["advantage"] == -1 / 4
    assert (found["looks poor"]["detection"], found["looks poor"]["false_alarms"]) == (1, None)


def at_severity(severity: int, seed: int, answer: Diagnosis):
    recipe = "broken" if severity == 3 else f"broken at severity {severity}"
    truth = broken(severity=severity)
    return graded(truth.__class__(**{**vars(truth), "recipe": recipe}), seed, answer)


def test_other_severities_count_in_figures_of_their_own():
    cases = [
        at_severity(1, 0, HEALTHY),
        at_severity(2, 0, HEALTHY),
        at_severity(2, 1, faulty(RATE)),
        at_severity(3, 0, faulty(RATE)),
        graded(fixed(), 0, HEALTHY),
    ]
    found = groups(cases)
    assert list(found) == ["all", "optimizer", "severity 1", "severity 2", "severity 3"]
    assert found["all"]["detection"] == 1
    assert [found[f"severity {n}"]["detection"] for n in (1, 2, 3)] == [0, 0.5, 1]
