"""What the pages of the site tell a reader to run is run, and how to cite it can be read."""

import shlex
import tomllib

import pytest
import yaml

from tests.documented import commands
from tests.judging.conftest import needs_lock
from trainwreck.pairs.packs import BUILT_IN


@pytest.mark.parametrize("line", commands("index.md"))
def test_a_command_of_the_first_page_succeeds(command, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if line.startswith("status"):
        assert command("start", "high_learning_rate", "-o", "cases").code == 0
    answer = command(*shlex.split(line))
    assert answer.code == 0, answer.err


@needs_lock
def test_the_page_on_agents_is_walked_from_a_desk_to_a_mark(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answers = [command(*shlex.split(line)) for line in commands("agents.md")]
    # A script as it was handed out is not repaired, and where it is healthy there is nothing to mend.
    assert [answer.code for answer in answers] == [0, 0, answers[2].code, 0, 0]
    assert answers[2].code in (0, 1), answers[2].err
    assert (tmp_path / "marks.csv").is_file()


def test_the_page_on_adding_is_walked_in_a_catalogue_of_one_s_own(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command("init", "mypack").code == 0
    monkeypatch.chdir(tmp_path / "mypack")
    new, check = (command(*shlex.split(line)) for line in commands("adding.md"))
    assert new.code == 0, new.err
    assert check.code == 1
    assert "text:story" in check.out  # is still to be written


def test_how_to_cite_it_names_what_a_citation_needs():
    told = yaml.safe_load((BUILT_IN / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((BUILT_IN / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"cff-version", "message", "title", "authors", "version", "license"} <= told.keys()
    assert told["cff-version"] == "1.2.0"
    assert (told["version"], told["license"]) == (project["version"], project["license"])
    assert all("name" in author or "family-names" in author for author in told["authors"])
