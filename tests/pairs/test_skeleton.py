"""What `trainwreck new` and `trainwreck init` write, and what they refuse to."""

import sys
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import Answer, Command
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.skeleton import create, create_pack

_count = count()


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new pack, and the present folder in it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    root = tmp_path / f"skeleton_pack{next(_count)}"  # Python imports a package of one name once a process
    create_pack(root)
    monkeypatch.chdir(root)
    return root


def test_a_new_scenario_can_be_trained_but_does_not_pass_yet(pack, command: Command):
    answer = command("new", "my_fault", "--component", "loop")
    assert answer.code == 0
    for path in ("scenarios/loop/my_fault.py", "fixes/loop/my_fault.py", "fixes/loop/my_fault.md"):
        assert f"wrote {pack / path}" in answer.out
    checked = command("check", "my_fault")
    assert checked.code == 1
    for unfinished in ("text:story", "text:hints", "text:lesson"):
        assert unfinished in checked.out
    assert trained(command("run", "my_fault"))


def trained(answer: Answer) -> bool:
    return answer.code == 1 and "my_fault  smaller_steps" in answer.out


def test_a_new_component_is_said_to_be_one(pack, command: Command):
    assert "modl is a new component. Did you mean 'model'?" in command("new", "my_fault", "--component", "modl").out
    assert "new component" not in command("new", "other_fault", "--component", "model").out


def test_a_new_control_is_one_file(pack):
    assert create(Catalogue(pack), "calm", "controls") == [pack / "scenarios" / "controls" / "calm.py"]


def test_the_first_scenario_of_an_empty_folder_makes_its_folders(tmp_path):
    (tmp_path / "trainwreck.toml").write_text('package = "empty"\n')
    create(Catalogue(tmp_path), "first", "loop")
    create(Catalogue(tmp_path), "second", "data")
    assert Catalogue(tmp_path).components() == ["data", "loop"]
    assert "from empty.scenarios.data.second import broken" in (tmp_path / "fixes/data/second.py").read_text()


@pytest.mark.parametrize("name", ["class", "a" * 300, "TinySteps", "tiny-steps", "1st", "../loop", "_x", ""])
def test_a_name_that_cannot_be_imported_is_refused(pack, name):
    for arguments in ((name, "loop"), ("my_fault", name)):
        with pytest.raises(UserError, match="use lower-case words joined by underscores, at most 60 characters"):
            create(Catalogue(pack), *arguments)
    assert not list(pack.rglob("my_fault*"))


def test_a_name_that_is_taken_is_refused(pack):
    with pytest.raises(UserError, match="Choose another name"):
        create(Catalogue(pack), "missing_bias", "loop")


def test_nothing_that_exists_is_overwritten(pack):
    (pack / "fixes" / "loop").mkdir()
    (pack / "fixes" / "loop" / "my_fault.md").write_text("My notes.")
    with pytest.raises(UserError, match=r"my_fault.md' exists already"):
        create(Catalogue(pack), "my_fault", "loop")
    assert not (pack / "scenarios" / "loop").exists()


def test_nothing_is_written_into_an_installed_package(tmp_path):
    root = tmp_path / "site-packages" / "mypack"
    root.mkdir(parents=True)
    (root / "trainwreck.toml").write_text('package = "mypack"\n')
    with pytest.raises(UserError, match=r"site-packages/mypack' is an installed package.*trainwreck init mypack"):
        create(Catalogue(root), "my_fault", "loop")
    assert [path.name for path in root.iterdir()] == ["trainwreck.toml"]


def test_a_pack_is_a_folder_whose_name_is_its_packages(tmp_path, command: Command):
    answer = command("init", str(tmp_path / "frost"))
    assert answer.code == 0
    assert f"wrote {tmp_path / 'frost' / 'pyproject.toml'}" in answer.out
    assert (tmp_path / "frost" / "trainwreck.toml").read_text().endswith('package = "frost"\n')
    assert (tmp_path / "frost" / ".github" / "workflows" / "pack.yml").is_file()
    assert [path for path in (tmp_path / "frost").rglob("*") if path.suffix == ".txt" or "$package" in path.name] == []


def test_the_present_folder_can_become_a_pack_if_it_is_empty_of_its_files(tmp_path, monkeypatch):
    (tmp_path / "frost").mkdir()
    monkeypatch.chdir(tmp_path / "frost")
    create_pack(Path())
    with pytest.raises(UserError, match="exists already"):
        create_pack(Path())


@pytest.mark.parametrize(
    ("name", "says"),
    [("Frost", "lower-case words"), ("torch", "Python has a module 'torch' already"), ("json", "Python has a module")],
)
def test_a_name_that_no_package_can_have_is_refused(tmp_path, name, says):
    with pytest.raises(UserError, match=says):
        create_pack(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_pack_that_cannot_be_written_is_an_error_with_the_cure():
    with pytest.raises(UserError, match=r"cannot be written: .* Choose another folder."):
        create_pack(Path("/dev/null/frost"))
    assert Path("/dev/null").exists()


def test_the_example_of_a_pack_holds_and_every_command_works_in_its_folder(pack, command: Command):
    assert "missing_bias" in command("list").out
    checked = command("check")
    assert (checked.code, "0 problems" in checked.out) == (0, True), checked.out
    for root in ([], ["--root", "."], ["--root", str(pack)]):
        answer = command("run", *root)
        assert answer.code == 0, answer.out
        assert "missing_bias  constant_term  underfits" in answer.out


def test_the_example_holds_on_other_seeds(pack, command: Command):
    answer = command("study", "--sets", "3")
    assert answer.code == 0, answer.out
    assert "3 of 3 verdicts hold" in answer.out
    assert "0 of 3 impostors passed" in answer.out


def test_the_lesson_of_the_example_sends_its_reader_to_scenarios_of_trainwreck(pack, command: Command):
    lesson = pack / "fixes" / "model" / "missing_bias.md"
    assert "`unscaled_targets`" in lesson.read_text()
    lesson.write_text(lesson.read_text().replace("unscaled_targets", "no_such_thing"))
    answer = command("check")
    assert answer.code == 1
    assert "no_such_thing" in answer.out


def test_a_pack_that_cannot_be_written_to_its_end_leaves_nothing(tmp_path, monkeypatch):
    write, written = Path.write_text, []

    def full(path, *arguments, **options):
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        written.append(path)
        return write(path, *arguments, **options)

    (tmp_path / "mine").mkdir()
    write(tmp_path / "mine" / "notes.txt", "kept")
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(UserError, match="No space left on device"):
        create_pack(tmp_path / "mine" / "frost")
    assert len(written) == 3
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]
