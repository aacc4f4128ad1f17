"""Cases that are written out: all that it takes to answer, nothing that gives an answer away, and the truth apart."""

import json
import re

import pytest

from tests.conftest import SCENARIO
from tests.referee.conftest import CPU
from tests.telling import words_of
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.proof.conditions import Conditions
from trainwreck.referee import key as keys
from trainwreck.referee.export import Export, require_apart, require_secret
from trainwreck.referee.subject import sittings, subjects
from trainwreck.tasks.sources import Digits

SECRET = "a secret that nobody guesses"
GIVEN = {"train.py", "train.npz", "test.npz", "log.csv", "vocabulary.json", "README.md"}
ALIKE = ("vocabulary.json", "README.md")


@pytest.fixture
def export(toy, tmp_path):
    """Write two sittings of the toy catalogue; return what is said, the folder, and the key's file."""

    def write(numbers=(0, 1), secret=SECRET):
        pairs = [load(entry, Digits()) for entry in toy.catalogue]
        drawn = [sittings(toy.catalogue, pairs, [number], secret) for number in numbers]
        conditions = Conditions.checked(len(numbers), fewest=1)
        out = Export(sittings=drawn, secret=secret, conditions=conditions, advance=lambda: None)
        folder, key = tmp_path / "deep" / "cases", tmp_path / "kept" / "key.json"
        out.write(folder, key)
        return out, folder, key

    return write


@pytest.fixture
def two(toy):
    """A catalogue of two scenarios."""
    toy.add("tiny_steps")
    toy.add("other_steps", scenario=SCENARIO.replace("batch_size=300", "batch_size=200"))
    return toy


def test_a_sitting_is_a_folder_and_a_case_is_one_with_all_that_it_takes_to_answer(two, export):
    _, folder, key = export()
    assert sorted(path.name for path in folder.iterdir()) == ["README.md", "sitting-1", "sitting-2"]
    cases = sorted(folder.glob("sitting-*/*"))
    assert len(cases) == 4
    assert all({path.name for path in case.iterdir()} == GIVEN for case in cases)
    assert {case.name for case in cases} == {one.case for one in keys.read(key).cases}
    for name in ALIKE:
        assert len({(case / name).read_text() for case in cases}) == 1
    assert json.loads((cases[0] / "vocabulary.json").read_text())["toy"] == ["other_steps", "tiny_steps"]


def test_nothing_that_is_written_gives_an_answer_away(two, export):
    _, folder, _ = export()
    files = [path for path in folder.rglob("*") if path.is_file()]
    told = "".join(path.read_text(errors="replace") for path in files if path.name != "vocabulary.json")
    told += "".join(str(path.relative_to(folder)) for path in files)
    words = {
        *(word for entry in two.catalogue for word in words_of(entry)),
        "A loss that stands still",
        "toy",
        "stalls",
    }
    assert {"tiny_steps", "larger_steps", "Take steps of a sensible size."} <= words
    assert [word for word in (*words, SECRET, "broken") if re.search(rf"\b{re.escape(word)}\b", told)] == []


def test_the_key_has_the_truth_about_each_case(two, export):
    _, folder, key = export()
    sealed = keys.read(key)
    assert (sealed.secret, sealed.images, sealed.seeds) == (SECRET, "digits", (0, 1))
    assert sealed.component_of["tiny_steps"] == "toy"
    for one in sealed.cases:
        [case] = folder.glob(f"sitting-*/{one.case}")
        assert ("lr=1e-9" in (case / "train.py").read_text()) == (one.truth.kind == "broken")
        assert ("batch_size=200" in (case / "train.py").read_text()) == (one.truth.scenario == "other_steps")
        assert len((case / "log.csv").read_text().splitlines()) == one.steps + 1
        assert (one.reported > 0.8) == (one.truth.kind == "fixed")


def test_a_secret_decides_on_all_of_it(two, export, tmp_path):
    _, _, key = export(numbers=(0,))
    first = key.read_text()
    for name in ("deep", "kept"):
        (tmp_path / name).rename(tmp_path / f"old-{name}")
    export(numbers=(0,))
    assert key.read_text() == first
    for name in ("deep", "kept"):
        (tmp_path / name).rename(tmp_path / f"older-{name}")
    export(numbers=(0,), secret="another that nobody guesses")
    assert not {one.case for one in keys.read(key).cases} & set(re.findall(r"case-\w+", first))


def test_no_two_cases_of_a_sitting_have_the_same_code(toy, export):
    toy.add("tiny_steps")
    toy.add("the_same")
    toy.add("as_well")
    out, folder, key = export(numbers=(0,))
    codes = [path.read_text() for path in folder.rglob("train.py")]
    codes = [re.sub(r'"SEED", \d+', "", code) for code in codes]
    assert len(codes) == len(set(codes)) == len(keys.read(key).cases) < 3
    assert len(out.left_out) == 3 - len(codes)
    assert "is left out: another case of the sitting has the same code" in out.left_out[0]


def test_what_does_not_train_is_left_out(two, export):
    two.edit("scenarios/toy/tiny_steps.py", "mlp, 2, 4", "mlp, 5, 4")
    out, _, key = export(numbers=(0,))
    [said] = out.left_out
    assert re.match(r"tiny_steps / \w+, seed \d+, is left out: RuntimeError: mat1", said)
    assert [one.truth.scenario for one in keys.read(key).cases] == ["other_steps"]


def nothing_left(tmp_path):
    return not [path for path in tmp_path.rglob("*") if path.name.startswith((".", "case", "key", "sitting"))]


def test_where_no_case_is_left_nothing_is_written(toy, export, tmp_path):
    toy.add("tiny_steps", scenario=SCENARIO.replace("mlp, 2, 4", "mlp, 5, 4"))
    with pytest.raises(UserError, match=r"(?s)is left out: RuntimeError.*No case is left to be written"):
        export(numbers=(0,))
    assert nothing_left(tmp_path)


def test_where_the_key_cannot_be_written_no_case_is_left_behind(two, export, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("trainwreck.referee.export.write_whole", full)
    with pytest.raises(UserError, match=r"No space left on device\. Make room"):
        export(numbers=(0,))
    assert nothing_left(tmp_path)


def test_a_secret_that_could_be_guessed_is_refused():
    with pytest.raises(UserError, match="A secret of 2 characters could be guessed"):
        require_secret("42")
    require_secret(SECRET)


def test_a_key_among_the_cases_or_in_the_place_of_another_is_refused(tmp_path):
    with pytest.raises(UserError, match="would lie among the cases"):
        require_apart(tmp_path / "cases" / "key.json", tmp_path / "cases")
    (tmp_path / "key.json").write_text("{}")
    with pytest.raises(UserError, match="may be the only key"):
        require_apart(tmp_path / "key.json", tmp_path / "cases")
    require_apart(tmp_path / "cases.key.json", tmp_path / "cases")


@pytest.mark.parametrize(
    ("text", "says"),
    [("no", "is no key"), ("{}", "is no key"), ('{"version": 9}', "version 9, not 1"), ("[1]", "is no key")],
)
def test_what_is_no_key_is_refused(tmp_path, text, says):
    (tmp_path / "key.json").write_text(text)
    with pytest.raises(UserError, match=f"(?s){says}.*trainwreck cases export"):
        keys.read(tmp_path / "key.json")


CATALOGUE = Catalogue()
OF_LIBRARIES = {"median_filter", "weight_decay", "log_softmax"}  # fixes that are named after what they call


@pytest.mark.parametrize("component", CATALOGUE.components())
def test_no_script_of_our_own_catalogue_names_what_it_is_made_from(component):
    for entry in (entry for entry in CATALOGUE if entry.component == component):
        words = {*words_of(entry), entry.title}
        for one in subjects(CATALOGUE, [load(entry, Digits())], [3]):
            told = one.brief(CPU).script
            assert told
            found = {word for word in words if re.search(rf"\b{re.escape(word)}\b", told)}
            assert found <= OF_LIBRARIES & {one.truth.recipe}, (entry.name, one.truth.recipe)
