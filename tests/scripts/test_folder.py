"""A script's files are all there or none of them, and nobody's work is overwritten."""

import io

import numpy as np
import pytest
import torch

from trainwreck.errors import UserError
from trainwreck.scripts.folder import TEST, TRAIN, data_files, require_folder, require_free, write
from trainwreck.training.split import Split

GROUPED = Split(torch.arange(3.0), torch.arange(3), torch.tensor([7, 7, 8]))


def arrays(content: bytes) -> dict[str, list]:
    with np.load(io.BytesIO(content)) as file:
        return {name: file[name].tolist() for name in file}


def test_the_data_are_what_is_available_and_inputs_of_what_is_held_back():
    found = data_files(GROUPED, Split(torch.ones(1), torch.zeros(1)))
    assert arrays(found[TRAIN]) == {"inputs": [0.0, 1.0, 2.0], "targets": [0, 1, 2], "groups": [7, 7, 8]}
    assert arrays(found[TEST]) == {"inputs": [1.0]}


def test_the_same_data_are_the_same_bytes():
    assert data_files(GROUPED, GROUPED) == data_files(GROUPED, GROUPED)


def test_files_are_written_into_a_folder_that_is_made_for_them(tmp_path):
    folder = tmp_path / "a" / "b"
    assert write(folder, {"x.py": b"x", "y.py": b"y"}) == [folder / "x.py", folder / "y.py"]
    assert sorted(path.name for path in folder.iterdir()) == ["x.py", "y.py"]
    assert (folder / "x.py").read_bytes() == b"x"


def test_a_file_that_cannot_be_written_leaves_none_of_the_others(tmp_path):
    with pytest.raises(UserError, match=r"cannot be written: .*Name another folder with -o"):
        write(tmp_path, {"x.py": b"x", "no/such/folder.py": b"y"})
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_refused_unless_it_is_the_same(tmp_path):
    (tmp_path / "x.py").write_bytes(b"mine")
    require_free(tmp_path, {"x.py": b"mine", "y.py": b"y"})
    with pytest.raises(UserError, match=r"x\.py' is there already, .* say --force to overwrite it"):
        require_free(tmp_path, {"x.py": b"yours"})


def test_a_folder_of_the_name_of_a_file_is_refused(tmp_path):
    (tmp_path / "x.py").mkdir()
    with pytest.raises(UserError, match="is there already"):
        require_free(tmp_path, {"x.py": b""})


def test_a_place_below_a_file_is_refused_before_any_work(tmp_path):
    (tmp_path / "file").touch()
    require_folder(tmp_path / "new" / "er")
    assert not (tmp_path / "new").exists()
    with pytest.raises(UserError, match="file' is no folder"):
        require_folder(tmp_path / "file" / "new")
