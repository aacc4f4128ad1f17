"""Where catalogues are found, and under which names their files are imported."""

import importlib
import sys
from pathlib import Path

import pytest

from trainwreck.errors import UserError
from trainwreck.pairs import packs
from trainwreck.pairs.entries import Catalogue


def marked(folder: Path, package: str = "mypack") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trainwreck.toml").write_text(f'package = "{package}"\n')
    return folder


def install(site: Path, name: str, package: str) -> None:
    """Put into a folder what pip would: the package, and what it says of itself."""
    marked(site / package, package)
    about = site / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[trainwreck.packs]\n{name} = {package}\n")


def test_by_default_it_is_the_catalogue_around_the_present_folder(tmp_path, monkeypatch):
    root = marked(tmp_path / "mypack")
    deep = root / "scenarios" / "loop"
    deep.mkdir(parents=True)
    for here in (root, deep):
        monkeypatch.chdir(here)
        assert packs.find() == root


def test_or_else_the_one_that_comes_with_trainwreck(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert packs.find() == packs.BUILT_IN
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert packs.find() == packs.BUILT_IN


@pytest.mark.parametrize("where", [".", "../mypack", "scenarios/.."])
def test_a_folder_may_be_named_by_a_relative_path(tmp_path, monkeypatch, where):
    root = marked(tmp_path / "mypack")
    (root / "scenarios").mkdir()
    monkeypatch.chdir(root)
    assert packs.find(where) == root


def test_an_installed_pack_is_found_by_its_name_from_any_folder(tmp_path, monkeypatch):
    install(tmp_path / "site", "some-pack", "some_pack")
    monkeypatch.syspath_prepend(tmp_path / "site")
    (tmp_path / "some-pack").mkdir()  # a folder of this name that is no catalogue is not meant
    monkeypatch.chdir(tmp_path)
    assert packs.find("some-pack") == tmp_path / "site" / "some_pack"


def test_a_pack_that_was_removed_by_hand_is_not_offered(tmp_path, monkeypatch):
    install(tmp_path, "some-pack", "some_pack")
    (tmp_path / "some_pack" / "trainwreck.toml").unlink()
    (tmp_path / "some_pack").rmdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert "some-pack" not in packs.installed()


def test_what_is_no_catalogue_is_refused_with_the_cure(tmp_path, monkeypatch):
    install(tmp_path / "site", "some-pack", "some_pack")
    monkeypatch.syspath_prepend(tmp_path / "site")
    with pytest.raises(UserError, match=r"no file trainwreck.toml in it.*trainwreck init"):
        packs.find(tmp_path)
    with pytest.raises(UserError, match=r"neither a folder nor an installed pack 'some-pak'. Did you mean 'some-pack'"):
        packs.find("some-pak")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "There is no .* that marks a catalogue"),
        ("package = mypack", "is no TOML"),
        ('pakage = "mypack"', "must name the import package"),
        ('package = "my-pack"', "must name the import package"),
        ("package = 3", "must name the import package"),
    ],
)
def test_a_marker_that_names_no_package_is_refused_with_an_example(tmp_path, text, says):
    if text is not None:
        (tmp_path / "trainwreck.toml").write_text(text)
    with pytest.raises(UserError, match=says) as refused:
        packs.package_of(tmp_path)
    assert str(refused.value).endswith('Write, for example: package = "mypack"')


@pytest.fixture
def importing(monkeypatch):
    """Forget after the test what was imported in it."""
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.mark.usefixtures("importing")
def test_the_files_of_a_folder_are_imported_by_the_name_that_its_marker_gives():
    packs.make_importable(packs.BUILT_IN)
    assert importlib.import_module("trainwreck.scenarios").__name__ == "trainwreck.scenarios"


@pytest.mark.usefixtures("importing")
def test_wherever_the_folder_lies_and_whatever_it_is_called(tmp_path):
    root = marked(tmp_path / "a folder", "pack_elsewhere")
    (root / "scenarios").mkdir()
    (root / "scenarios" / "x.py").write_text("VALUE = 7\n")
    packs.make_importable(root)
    packs.make_importable(root)
    assert importlib.import_module("pack_elsewhere.scenarios.x").VALUE == 7


@pytest.mark.usefixtures("importing")
def test_two_folders_of_one_package_are_refused(tmp_path):
    packs.make_importable(marked(tmp_path / "one", "pack_taken"))
    with pytest.raises(UserError, match=r"pack_taken.*one.*another name") as refused:
        packs.make_importable(marked(tmp_path / "two", "pack_taken"))
    assert str(tmp_path / "two") in str(refused.value)


@pytest.mark.usefixtures("importing")
def test_the_folder_that_one_works_in_is_taken_before_the_same_pack_installed(tmp_path, monkeypatch):
    install(tmp_path / "site", "pack_twice", "pack_twice")
    monkeypatch.syspath_prepend(tmp_path / "site")
    root = marked(tmp_path / "work", "pack_twice")
    (root / "here.py").write_text("")
    packs.make_importable(root)
    assert importlib.import_module("pack_twice.here")


def test_nobody_writes_where_packages_are_installed():
    assert packs.is_installed(Path("/usr/lib/python3/dist-packages/mypack"))
    assert packs.is_installed(Path("/x/.venv/lib/python3.11/site-packages/mypack"))
    assert not packs.is_installed(Path("/home/me/packages/mypack"))


LEFT_BEHIND = [".hidden.py", ".#lock.py", "old.py~", ".DS_Store", "_draft.py", "__pycache__/x.py"]
HIDDEN_FOLDERS = [".pytest_cache", ".ipynb_checkpoints"]


@pytest.mark.parametrize("top", ["scenarios", "fixes"])
def test_what_editors_and_tools_leave_behind_is_no_part_of_a_catalogue(toy, top):
    toy.add("tiny_steps")
    folder = toy.root / top / "toy"
    for name in LEFT_BEHIND:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    for hidden in HIDDEN_FOLDERS:
        (toy.root / top / hidden).mkdir()
        (toy.root / top / hidden / "x.py").write_text("")
    (folder / "dangling.py").symlink_to(folder / "nowhere.py")
    assert [entry.name for entry in toy.catalogue] == ["tiny_steps"]
    assert toy.catalogue.fixes_without_scenario() == []
    assert strangers(toy) == "Nothing to complain of."


def test_what_somebody_put_there_is_named(toy):
    toy.add("tiny_steps")
    (toy.root / "scenarios" / "notes.txt").write_text("")
    assert strangers(toy).startswith("scenarios/notes.txt does not belong there")


def strangers(toy) -> str:
    from trainwreck.proof.contract import of_catalogue

    return str(dict(of_catalogue(Catalogue(toy.root)))["catalogue:stray"])
