"""``trainwreck show --plot``: a scenario's recorded runs, and no word of the answer unless it is asked for."""

import pytest

from tests.conftest import FIX, Toy, make_run
from trainwreck.pairs.loading import load
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.proof.histories import histories
from trainwreck.proof.prove import Proof
from trainwreck.proof.results import Results
from trainwreck.tasks.sources import Digits


@pytest.fixture
def recorded(toy: Toy, trainwreck):
    """The command line on a catalogue whose one scenario has recorded runs."""
    entry = toy.catalogue.entry("tiny_steps")
    pair, table = load(entry, Digits()), Results(toy.root / "results").curves
    runs = {"broken": [make_run([1.4, 1.4])], "larger_steps": [make_run([1.4, 0.1])]}
    table.update(histories([Proof(entry, [], pair, runs)]), table.fingerprints([entry]), {"tiny_steps"})
    return trainwreck


def test_a_riddle_s_picture_shows_what_is_seen_and_gives_nothing_away(recorded, tmp_path):
    answer = recorded("show", "tiny_steps", "--plot", str(tmp_path / "a.svg"))
    assert (answer.code, answer.out) == (0, f"wrote {tmp_path / 'a.svg'}\n")
    text = (tmp_path / "a.svg").read_text()
    assert "A loss that stands still." in text
    assert "The loss of broken stays near 1.4." in text
    assert "larger" not in text
    assert "tiny" not in text


def test_with_fix_the_fixes_are_drawn_as_well(recorded, tmp_path):
    answer = recorded("show", "tiny_steps", "--fix", "--plot", str(tmp_path / "a.svg"))
    assert answer.code == 0
    assert (
        "without doses: the fault is no matter of degree\nwithout readings: the check reads no number\n" in answer.out
    )
    assert "The loss of larger_steps falls from 1.4 to 0.1." in (tmp_path / "a.svg").read_text()


def test_runs_of_earlier_code_are_said_to_be_such(recorded, toy, tmp_path):
    toy.edit("fixes/toy/tiny_steps.py", "lr=10.0", "lr=9.0")
    answer = recorded("show", "tiny_steps", "--plot", str(tmp_path / "a.svg"))
    assert "recorded with earlier code. Record it anew: trainwreck record tiny_steps" in answer.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["new_one", "--plot", "a.svg"], "Record them: trainwreck record new_one"),
        (["tiny_steps", "--plot", "a.png"], "Name a file that ends"),
        (["tiny_steps", "--plot", "a.svg", "--hint", "1"], "Ask for hints and files without it."),
        (["tiny_step", "--plot", "a.svg"], "Did you mean 'tiny_steps'?"),
        (["unmended", "--fix", "--plot", "a.svg"], "Write one in "),
        (["tiny_steps", "--plot", "folder.svg"], "Is a directory"),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure_and_writes_nothing(
    recorded, toy, tmp_path, monkeypatch, arguments, says
):
    toy.add("new_one", fix=FIX)
    toy.add("unmended", fix=None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.svg").mkdir()
    answer = recorded("show", *arguments)
    assert answer.code == 2
    assert says in " ".join(answer.err.replace("│", " ").split())
    assert not list(tmp_path.glob("a.*"))


def test_every_entry_of_our_own_catalogue_can_be_drawn():
    from trainwreck.pairs.entries import Catalogue
    from trainwreck.pictures.recorded import panels

    results = Results(BUILT_IN / "results")
    table = results.curves.read()
    assert set(table.scenario) == {entry.name for entry in Catalogue()}
    for name in ("high_learning_rate", "missing_warmup", "clipped_rnn", "duplicate_leakage"):
        entry = Catalogue().entry(name)
        riddle = " ".join(panel.words for panel in panels(entry, results, fixes=False))
        assert not [fix for fix in (*entry.fixes, entry.name) if fix in riddle]
