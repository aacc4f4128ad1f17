"""What pytest collects of a catalogue, however it is named on the command line."""

import pytest
import torch._dynamo

import trainwreck.pytest_plugin.items
from tests.conftest import Toy

# As in test_items: what pytester would otherwise import, forget, and import again.
assert torch._dynamo
assert trainwreck.pytest_plugin.items


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Toy:
    """A catalogue with one good scenario, in pytester's folder."""
    toy = Toy(pytester.path)
    toy.add("tiny_steps")
    return toy


def ids(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    printed = pytester.runpytest("--collect-only", "-q", *arguments).outlines
    return [line for line in printed if "::" in line]


@pytest.mark.parametrize("spoiled", ["def broken(:", "import nonsense_that_is_not_there"])
def test_a_file_that_cannot_be_imported_is_collected_once_where_it_is_named(folder, pytester, spoiled):
    folder.add("unreadable", scenario=spoiled)
    result = pytester.runpytest("scenarios/toy/unreadable.py")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*unreadable: unreadable:loads*", "scenarios/toy/unreadable.py, line 1: *Error*"])
    assert "ERROR collecting" not in result.stdout.str()


def test_what_is_demanded_of_the_whole_catalogue_is_run_by_the_id_that_is_printed(folder, pytester):
    (folder.root / "scenarios" / "notes.txt").write_text("")
    [node] = [node for node in ids(pytester) if node.endswith("catalogue:stray")]
    assert node == "trainwreck.toml::catalogue:stray"
    result = pytester.runpytest(node)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["scenarios/notes.txt does not belong there*"])
    (folder.root / "scenarios" / "notes.txt").unlink()
    pytester.runpytest("--lf").assert_outcomes(passed=1)


def test_each_demand_is_collected_once_from_the_folder_above(folder, pytester):
    everything = ids(pytester)
    assert len(everything) == len(set(everything))
    assert set(everything) == set(ids(pytester, "scenarios"))


def test_a_session_in_the_folder_itself_leaves_nothing_that_a_later_one_complains_of(folder, pytester, monkeypatch):
    monkeypatch.chdir(folder.root / "scenarios")
    pytester.runpytest("-k", "catalogue", f"--rootdir={folder.root / 'scenarios'}")
    assert (folder.root / "scenarios" / ".pytest_cache").is_dir()
    monkeypatch.chdir(folder.root)
    pytester.runpytest("-k", "stray").assert_outcomes(passed=1, deselected=len(ids(pytester)) - 1)
