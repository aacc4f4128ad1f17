"""Where images come from, and what happens when they do not come."""

import struct
from pathlib import Path

import pytest
import torch

from trainwreck.errors import UserError
from trainwreck.tasks.sources import Digits, Mnist
from trainwreck.training.split import Split


def write_mnist(root: Path, size: int = 50) -> Path:
    """Write a small MNIST in its own format: image k is all of value k, its label k modulo 10."""
    folder = root / "MNIST" / "raw"
    folder.mkdir(parents=True)
    for part in ("train", "t10k"):
        pixels = b"".join(bytes([number]) * 784 for number in range(size))
        (folder / f"{part}-images-idx3-ubyte").write_bytes(struct.pack(">4i", 2051, size, 28, 28) + pixels)
        labels = bytes(number % 10 for number in range(size))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">2i", 2049, size) + labels)
    return root


def test_digits_are_small_images_with_pixels_from_0_to_1():
    available, held_back = Digits().draw(0, 100, 50)
    assert available.inputs.shape == (100, 1, 28, 28)
    assert held_back.targets.shape == (50,)
    assert available.inputs.min() == 0
    assert 0.9 < available.inputs.max() <= 1
    assert set(available.targets.tolist()) == set(range(10))


def test_no_image_is_both_available_and_held_back():
    available, held_back = Digits().draw(3, 800, 398)
    seen = {tuple(image.flatten().tolist()) for image in available.inputs}
    assert not any(tuple(image.flatten().tolist()) in seen for image in held_back.inputs)


def test_a_seed_draws_the_same_images_and_another_seed_others():
    first, again, other = (Digits().draw(seed, 100, 1)[0] for seed in (0, 0, 1))
    assert torch.equal(first.inputs, again.inputs)
    assert not torch.equal(first.inputs, other.inputs)


def images_in(*parts) -> set[bytes]:
    return {image.numpy().tobytes() for part in parts for image in part.inputs}


def test_no_digit_that_is_kept_apart_is_ever_drawn_while_set_ups_are_tuned():
    _, apart = Digits(untouched=True).draw(0, 1, 599)
    tuned_on = images_in(*Digits().draw(0, 800, 398))
    assert len(tuned_on) + len(images_in(apart)) >= 1797 - 10  # all there are, but for a few that are there twice
    assert len(tuned_on & images_in(apart)) <= 10


def test_a_study_trains_on_what_set_ups_were_tuned_on_and_judges_by_what_is_kept_apart():
    available, held_back = Digits(untouched=True).draw(5, 800, 398)
    tuned_on = images_in(*Digits().draw(0, 800, 398))
    assert images_in(available) <= tuned_on
    assert len(images_in(held_back) & tuned_on) <= 10


def test_more_digits_than_there_are_cannot_be_drawn():
    with pytest.raises(UserError, match=r"1198 digits.*Ask for fewer"):
        Digits().draw(0, 900, 398)


def test_of_mnist_one_half_is_kept_apart_and_it_is_drawn(tmp_path):
    root = write_mnist(tmp_path)
    for part in (0, 1):
        mine, apart = (numbers_in(source.draw(0, 25, 25)[part]) for source in (Mnist(root), Mnist(root, untouched=True)))
        assert sorted(mine + apart) == list(range(50))
        for half in (mine, apart):  # two groups of writers take turns: counting off would part them
            assert 5 < sum(number % 2 for number in half) < 20


def numbers_in(part: Split) -> list[int]:
    numbers: list[int] = (part.inputs[:, 0, 0, 0] * 255).round().long().tolist()
    return numbers


def test_records_of_the_two_pools_are_filed_apart(tmp_path):
    assert Digits(untouched=True).name == "digits-untouched" != Digits().name
    assert Mnist(tmp_path, untouched=True).name == "mnist-untouched" != Mnist(tmp_path).name


def test_mnist_is_read_from_its_own_files(tmp_path):
    available, held_back = Mnist(write_mnist(tmp_path)).draw(0, 20, 15)
    assert available.inputs.shape == (20, 1, 28, 28)
    numbers = (available.inputs[:, 0, 0, 0] * 255).round().long()
    assert torch.equal(numbers % 10, available.targets)
    assert len(held_back) == 15


def test_a_file_of_mnist_that_was_cut_short_is_named_with_the_cure(tmp_path):
    write_mnist(tmp_path)
    file = tmp_path / "MNIST" / "raw" / "train-images-idx3-ubyte"
    file.write_bytes(file.read_bytes()[:-1000])
    with pytest.raises(UserError, match=r"(?s)could not be read.*--data-root.*--images digits"):
        Mnist(tmp_path).draw(0, 10, 10)


def test_a_file_that_is_no_mnist_is_named_with_the_cure(tmp_path):
    write_mnist(tmp_path)
    (tmp_path / "MNIST" / "raw" / "t10k-labels-idx1-ubyte").write_bytes(b"not at all")
    with pytest.raises(UserError, match="could not be read"):
        Mnist(tmp_path).draw(0, 10, 10)


def test_without_mnist_and_without_a_network_the_cure_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("torchvision.datasets.MNIST.mirrors", ["http://127.0.0.1:9/"])
    with pytest.raises(UserError, match=r"(?s)could not be read.*where there is a network"):
        Mnist(tmp_path).draw(0, 1, 1)
