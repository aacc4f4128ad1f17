"""A tool is found by its name, and none of its code is run for that."""

import sys
from pathlib import Path

import pytest

from trainwreck.errors import UserError
from trainwreck.referee import tool
from trainwreck.referee.tool import bundled, find, resolve

BOOBY_TRAP = "raise RuntimeError('this code was run')\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_tools_that_come_along_are_the_files_of_their_folder(tmp_path, monkeypatch):
    assert set(bundled()) == {path.stem for path in tool.FOLDER.glob("[!_]*.py")}
    assert bundled()["silent"] == "Says that everything is healthy: the yardstick for detection."
    (tmp_path / "another.py").write_text(f'"""A tool.\n\nMore of it.\n"""\n{BOOBY_TRAP}')
    (tmp_path / "_hidden.py").write_text("")
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    assert bundled() == {"another": "A tool."}


@pytest.mark.parametrize("name", bundled())
def test_each_of_them_is_found_and_has_the_function(name, monkeypatch):
    monkeypatch.setattr(tool, "version", lambda _: "1.0")  # as if its package were installed
    found = find(name)
    assert (found.name, found.module, found.function) == (name, f"trainwreck.referee.tools.{name}", "diagnose")
    assert callable(resolve(found))


def test_of_those_that_come_along_some_must_read_the_catalogue_and_no_tool_of_one_s_own_may_say_so(here):
    assert find("most_frequent").trusted
    assert not find("checklist").trusted
    (here / "mine.py").write_text("READS_THE_CATALOGUE = True\ndef diagnose(case): ...\n")
    assert not find("mine:diagnose").trusted


def test_a_tool_in_the_present_folder_is_found_without_running_it(here):
    (here / "mine.py").write_text(BOOBY_TRAP + "def look(case): ...\n")
    found = find("mine:look")
    assert (found.name, found.module, found.function, found.version) == ("mine:look", "mine", "look", "")
    assert "mine" not in sys.modules
    assert str(here) not in sys.path


def test_a_tool_in_a_package_is_found_without_running_the_package(here):
    (here / "pack" / "inner").mkdir(parents=True)
    for package in ("pack", "pack/inner"):
        (here / package / "__init__.py").write_text(BOOBY_TRAP)
    (here / "pack" / "inner" / "mine.py").write_text(BOOBY_TRAP + "def look(case): ...\n")
    assert find("pack.inner.mine:look").module == "pack.inner.mine"
    assert "pack" not in sys.modules


@pytest.mark.parametrize(
    "text",
    ["def look(case): ...", "class look: ...", "look = print", "from os import path as look", "from os import look"],
)
def test_whatever_binds_the_name_at_the_top_will_do(here, text):
    (here / "mine.py").write_text(text)
    assert find("mine:look").function == "look"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("silnt", "There is no tool 'silnt'. Did you mean 'silent'? Write package.module:function, or choose one"),
        ("mine", "There is no tool 'mine'. Write package.module:function"),
        ("nowhere:look", "Python finds no module 'nowhere' for the tool 'nowhere:look'. Install its package, or run"),
        ("mine.deeper:look", "Python finds no module 'mine.deeper'"),
        ("sys:exit", "Python finds no module 'sys'"),
        (":look", "Python finds no module ''"),
        ("mine:", "defines no function ''."),
        ("mine:loo", "mine.py' defines no function 'loo'. Did you mean 'look'?"),
        ("half:look", "half.py' is no Python that can be read: "),
    ],
)
def test_a_mistake_is_an_error_with_the_cure(here, name, says):
    (here / "mine.py").write_text("def look(case): ...")
    (here / "half.py").write_text("def look(case: ...")
    with pytest.raises(UserError) as caught:
        find(name)
    assert says in str(caught.value)


def test_the_digest_is_of_the_module_or_of_the_whole_package(here):
    (here / "pack").mkdir()
    for name in ("mine.py", "other.py", "pack/__init__.py", "pack/mine.py", "pack/helper.py"):
        (here / name).write_text("def look(case): ...\n")
    alone, packed = find("mine:look").text, find("pack.mine:look").text
    (here / "other.py").write_text("changed = 1")
    assert find("mine:look").text == alone
    (here / "pack" / "helper.py").write_text("changed = 1")
    assert find("pack.mine:look").text != packed
    (here / "mine.py").write_text("def look(case): 'changed'\n")
    assert find("mine:look").text != alone


def test_the_digest_of_a_function_of_the_package_itself_is_of_the_whole_package_too(here):
    (here / "pack").mkdir()
    (here / "pack" / "__init__.py").write_text("from pack.inner import look\n")
    (here / "pack" / "inner.py").write_text("def look(case): ...\n")
    before = find("pack:look")
    (here / "pack" / "inner.py").write_text("def look(case): 'changed'\n")
    assert find("pack:look").text != before.text
    assert before.own == (here / "pack",)


def test_a_program_at_the_very_top_has_no_environment_for_itself():
    assert tool._around(Path("/program")) == ()


def test_the_version_is_that_of_the_distribution(here):
    (here / "mine.py").write_text("DISTRIBUTION = 'pytest'\ndef look(case): ...")
    assert find("mine:look").version == pytest.__version__
    (here / "mine.py").write_text("DISTRIBUTION = 'not-installed-at-all'\ndef look(case): ...")
    assert find("mine:look").version == ""
    assert find("silent").version != ""


def test_resolving_imports_the_function(here, monkeypatch):
    monkeypatch.syspath_prepend(here)
    (here / "resolvable_tool.py").write_text("def look(case):\n    return case + 1\n")
    assert resolve(find("resolvable_tool:look"))(1) == 2
    del sys.modules["resolvable_tool"]
