"""``trainwreck record`` and ``results``, on a catalogue in miniature with one good scenario."""

from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import FIX, Answer, Command, Toy
from trainwreck.pairs.packs import BUILT_IN

USELESS = FIX.replace("10.0", "1e-8")


@pytest.fixture
def trainwreck(toy: Toy, command: Command) -> Command:
    """Call the command line on the catalogue; records of runs are kept below it."""
    toy.add("tiny_steps")

    def call(*arguments: str) -> Answer:
        toy.forget()
        kept = ("--out", str(toy.root / "runs")) if arguments[0] == "record" else ()
        return command(*arguments, "--root", str(toy.root), *kept)

    return call


def rows(toy: Toy, table: str = "digits-cpu") -> pd.DataFrame:
    return pd.read_csv(toy.root / "results" / f"{table}.csv")


def stamps(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.*")}


def test_runs_and_goals_are_recorded_in_the_catalogue_itself_and_nowhere_else(trainwreck, toy):
    answer = trainwreck("record")
    assert answer.code == 0
    assert not any("tiny_steps" in table.read_text() for table in (BUILT_IN / "results").glob("*.csv"))
    assert rows(toy).recipe.tolist() == ["broken"] * 5 + ["larger_steps"] * 5
    assert rows(toy, "goals-digits").scenario.tolist() == ["tiny_steps"]
    assert not (toy.root / "results" / "study-digits-cpu.csv").exists()


def test_what_is_up_to_date_is_not_made_again(trainwreck, toy):
    trainwreck("record")
    before = stamps(toy.root)
    answer = trainwreck("record")
    assert (answer.code, answer.out) == (0, "All that is recorded is up to date.\n")
    assert stamps(toy.root) == before


def test_only_what_has_changed_is_made_again(trainwreck, toy):
    toy.add("other")
    trainwreck("record")
    before = stamps(toy.root / "runs" / "digits-cpu" / "toy.tiny_steps")
    toy.edit("fixes/toy/other.py", "lr=10.0", "lr=9.0")
    answer = trainwreck("record")
    assert "other" in answer.err
    assert "tiny_steps" not in answer.err
    assert stamps(toy.root / "runs" / "digits-cpu" / "toy.tiny_steps") == before
    assert set(rows(toy).scenario) == {"tiny_steps", "other"}


def test_a_recording_that_was_killed_goes_on_with_the_runs_that_are_kept(trainwreck, toy):
    trainwreck("record")
    (toy.root / "results" / "digits-cpu.csv").unlink()
    before = stamps(toy.root / "runs")
    assert trainwreck("record").code == 0
    assert stamps(toy.root / "runs") == before
    assert len(rows(toy)) == 10


def test_rows_of_a_scenario_that_was_removed_go_although_nothing_is_made(trainwreck, toy):
    toy.add("other")
    trainwreck("record", "--study", "--sets", "1")
    for file in [*toy.root.glob("scenarios/toy/other.py"), *toy.root.glob("fixes/toy/other.*")]:
        file.unlink()
    assert trainwreck("record", "--study", "--sets", "1").code == 0
    for table in ("digits-cpu", "goals-digits", "study-digits-cpu"):
        assert set(rows(toy, table).scenario) == {"tiny_steps"}


def test_named_entries_alone_are_recorded_and_the_rest_is_told(trainwreck, toy):
    toy.add("other")
    trainwreck("record", "other")
    answer = trainwreck("record", "other")
    assert set(rows(toy).scenario) == {"other"}
    assert "1 not up to date: trainwreck record tiny_steps" in answer.out


def test_a_verdict_that_does_not_hold_is_not_recorded_and_the_others_are(trainwreck, toy):
    toy.add("useless", fix=USELESS)
    answer = trainwreck("record")
    assert answer.code == 1
    assert "useless does not hold: nothing recorded." in answer.out
    assert "'larger_steps' must reach the goal of 0.900" in answer.out
    assert set(rows(toy).scenario) == {"tiny_steps"}


def test_a_scenario_that_cannot_be_loaded_is_told_and_the_others_are_recorded(trainwreck, toy):
    toy.add("unreadable", scenario="import nonsense_that_is_not_there")
    answer = trainwreck("record")
    assert answer.code == 1
    assert "scenarios/toy/unreadable.py, line 1" in answer.out
    assert set(rows(toy).scenario) == set(rows(toy, "goals-digits").scenario) == {"tiny_steps"}


def test_a_goal_that_is_too_low_is_told(trainwreck, toy):
    toy.edit("scenarios/toy/tiny_steps.py", "goal=0.9", "goal=0.5")
    answer = trainwreck("record")
    assert answer.code == 1
    assert "tiny_steps: the goal of 0.5 is too low" in answer.out


def test_a_study_is_recorded_when_asked_for_and_holds_or_not(trainwreck, toy):
    toy.add("useless", fix=USELESS)
    answer = trainwreck("record", "--study", "--sets", "1")
    assert answer.code == 1
    assert "useless larger_steps: held in 0 of 1 sets" in answer.out
    recorded = rows(toy, "study-digits-cpu").set_index("scenario")
    assert recorded.held.to_dict() == {"tiny_steps": 1, "useless": 0}
    assert set(recorded.first_seed) == {100}


def test_a_study_is_made_anew_on_other_seeds_or_with_more_sets_if_asked_for(trainwreck, toy):
    def recorded() -> tuple[int, int]:
        [row] = rows(toy, "study-digits-cpu").to_dict("records")
        return row["first_seed"], row["sets"]

    trainwreck("record", "--study", "--sets", "1", "--first-seed", "200")
    assert recorded() == (200, 1)
    trainwreck("record", "--study", "--sets", "2")
    assert recorded() == (200, 2)
    trainwreck("record", "--study", "--sets", "1", "--first-seed", "300")
    assert recorded() == (300, 1)


def test_a_study_keeps_to_its_seeds_when_the_code_has_changed(trainwreck, toy):
    trainwreck("record", "--study", "--sets", "1", "--first-seed", "200")
    toy.edit("fixes/toy/tiny_steps.py", "lr=10.0", "lr=9.0")
    trainwreck("record", "--study", "--sets", "1")
    assert rows(toy, "study-digits-cpu").first_seed.tolist() == [200]


def test_generated_pages_are_written_with_the_results(trainwreck, toy):
    page = toy.root / "README.md"
    page.write_text("Mine.\n<!-- scores_digits -->\n<!-- /scores_digits -->\nMine as well.\n")
    trainwreck("record")
    assert "| tiny_steps | stalls | larger_steps | 0.2" in page.read_text()
    assert page.read_text().startswith("Mine.\n")
    assert page.read_text().endswith("Mine as well.\n")


def test_pages_alone_are_written_without_any_training(trainwreck, toy):
    page = toy.root / "README.md"
    page.write_text("<!-- demands -->\n<!-- /demands -->\n")
    assert trainwreck("record", "--pages").code == 0
    assert "`broken:goal`" in page.read_text()
    assert not (toy.root / "results").exists()


def test_nothing_is_recorded_in_an_installed_package(toy, command, tmp_path):
    installed = Toy(tmp_path / "site-packages" / "pack")
    installed.add("tiny_steps")
    answer = command("record", "--root", str(installed.root))
    assert answer.code == 2
    assert f"written to '{installed.root / 'results'}'" in answer.err
    assert "--root FOLDER" in answer.err
    assert not (installed.root / "results").exists()


def test_a_table_that_cannot_be_written_is_refused_before_anything_is_trained(trainwreck, toy):
    (toy.root / "results").write_text("a file, where a folder should be")
    answer = trainwreck("record")
    assert answer.code == 2
    assert "cannot be written" in answer.err
    assert not (toy.root / "runs").exists()


@pytest.mark.parametrize("table", ["digits-cpu", "goals-digits", "study-digits-cpu"])
def test_a_table_that_cannot_be_read_is_refused_before_anything_is_trained(trainwreck, toy, table):
    (toy.root / "results").mkdir()
    (toy.root / "results" / f"{table}.csv").write_text("a,b\n1,2\n")
    answer = trainwreck("record")
    assert answer.code == 2
    assert "Delete it, and make it anew" in answer.err
    assert not (toy.root / "runs").exists()


def test_a_catalogue_without_a_scenario_is_refused(toy, command):
    answer = command("record", "--root", str(toy.root))
    assert answer.code == 2
    assert "`trainwreck new` makes one" in answer.err


def test_results_are_compared_and_printed(trainwreck, toy):
    trainwreck("record")
    assert trainwreck("results", "compare").code == 0
    assert "| tiny_steps | stalls | larger_steps | 0.2" in trainwreck("results", "table").out
    toy.edit("fixes/toy/tiny_steps.py", "10.0", "1e-8")
    changed = trainwreck("results", "compare")
    assert changed.code == 1
    assert "tiny_steps / larger_steps: mean score 0.98" in changed.out


def test_one_scenario_is_compared_without_the_others(trainwreck, toy):
    toy.add("other")
    trainwreck("record")
    answer = trainwreck("results", "compare", "other")
    assert answer.code == 0
    assert "tiny_steps" not in answer.err


def test_a_scenario_that_can_no_longer_be_loaded_is_a_difference(trainwreck, toy):
    trainwreck("record")
    toy.edit("scenarios/toy/tiny_steps.py", "from torch import nn", "from torch import nothing_of_this_name as nn")
    answer = trainwreck("results", "compare")
    assert answer.code == 1
    assert "nothing_of_this_name" in answer.out


@pytest.mark.parametrize("action", ["compare", "table"])
@pytest.mark.parametrize(("text", "cure"), [(None, "Record it: trainwreck record"), ("a,b\n", "Delete it")])
def test_results_that_are_absent_or_nonsense_are_refused_with_the_cure(trainwreck, toy, action, text, cure):
    if text is not None:
        (toy.root / "results").mkdir()
        (toy.root / "results" / "digits-cpu.csv").write_text(text)
    answer = trainwreck("results", action)
    assert answer.code == 2
    assert cure in answer.err


def test_rows_of_what_no_longer_has_images_go(trainwreck, toy):
    trainwreck("record")
    for end in ("csv", "json"):
        digits = toy.root / "results" / f"digits-cpu.{end}"
        digits.with_name(f"mnist-cpu.{end}").write_bytes(digits.read_bytes())
    assert set(rows(toy, "mnist-cpu").scenario) == {"tiny_steps"}
    trainwreck("record", "--images", "mnist")
    assert rows(toy, "mnist-cpu").empty


def test_on_mnist_only_what_has_images_is_recorded(trainwreck, toy):
    answer = trainwreck("record", "--images", "mnist")
    assert answer.code == 0
    assert not (toy.root / "runs").exists()


def test_how_runs_went_is_recorded_with_them_and_from_those_that_are_kept_without_training(trainwreck, toy):
    trainwreck("record")
    curves = toy.root / "results" / "curves-digits-cpu.csv"
    before, text = stamps(toy.root), curves.read_text()
    assert rows(toy, "curves-digits-cpu").recipe.tolist() == ["broken"] * 5 + ["larger_steps"] * 5
    curves.unlink()
    assert trainwreck("record").code == 0
    assert curves.read_text() == text
    after = {**stamps(toy.root), curves.name: before[curves.name]}
    assert {name: stamp for name, stamp in after.items() if stamp != before[name]}.keys() <= {"curves-digits-cpu.json"}
