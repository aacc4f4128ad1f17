"""Tasks on images, one change at a time, and on sources that are not scikit-learn's digits."""

from dataclasses import dataclass

import pytest
import torch

from trainwreck import tasks
from trainwreck.tasks.sources import Digits, Mnist
from trainwreck.training.split import Split
from trainwreck.training.task import Images, Task


@dataclass(frozen=True)
class Stripes:
    """A third source: images that are all of one grey, 0.6; each goal is 0.25 lower, and 7 more images judge."""

    name = "stripes"
    handicap = 0.25
    more_to_judge = 7

    def draw(self, seed: int, available: int, held_back: int) -> tuple[Split, Split]:
        both = [Split(torch.full((n, 1, 28, 28), 0.6), (torch.arange(n) + seed) % 10) for n in (available, held_back)]
        return both[0], both[1]


def on(task: Task, images: Images) -> Task:
    assert task.with_images is not None
    return task.with_images(images)


def test_a_third_source_brings_its_own_handicap_and_its_own_judges():
    task = on(tasks.digits(), Stripes())
    available, held_back = task.data(0)
    assert task.goal == tasks.digits().goal - 0.25
    assert (len(available), len(held_back)) == (800, 398 + 7)


# What goals on MNIST were calibrated with: another figure here is another goal there.
@pytest.mark.parametrize(
    ("task", "handicap"),
    [
        (tasks.digits(), 0.1),
        (tasks.byte_digits(), 0.1),
        (tasks.relit_digits(washed_out=1.0), 0.1),
        (tasks.grainy_digits(), 0.1),
        (tasks.inked_pixels(), -0.045),
        (tasks.speckled_digits(share=0.5), 0.19),
    ],
)
def test_goals_are_meant_for_digits_and_differ_on_mnist_by_as_much_as_it_is_harder(task, handicap, tmp_path):
    assert on(task, Mnist(tmp_path)).goal == pytest.approx(task.goal - handicap)
    assert on(on(task, Mnist(tmp_path)), Digits()).goal == task.goal


def test_pixels_of_a_file_are_whole_numbers_up_to_255():
    available, _ = on(tasks.byte_digits(), Stripes()).data(0)
    assert available.inputs.unique().tolist() == [153]


def test_the_grain_has_the_deviation_that_it_says():
    available, _ = on(tasks.grainy_digits(), Stripes()).data(0)
    assert available.inputs.mean().item() == pytest.approx(0.6, abs=0.01)
    assert available.inputs.std().item() == pytest.approx(0.8, abs=0.01)


def test_ink_is_where_the_clean_pixel_is_above_one_half():
    available, _ = on(tasks.inked_pixels(), Stripes()).data(0)
    assert available.targets.shape == (480, 1, 8, 8)
    assert available.targets.unique().tolist() == [1.0]


def test_half_of_the_pixels_of_speckled_images_are_replaced_and_none_of_the_clean_ones():
    task = on(tasks.speckled_digits(share=0.5), Stripes())
    available, held_back = task.data(0)
    assert available.groups is not None
    assert available.groups.tolist() == [0] * 600 + [1] * 200
    assert (available.inputs[:600] == 0.6).all()
    for speckled in (available.inputs[600:], held_back.inputs):
        assert [round((speckled == value).float().mean().item(), 2) for value in (0.0, 1.0)] == [0.25, 0.25]


def test_held_back_images_are_washed_out_and_the_available_ones_are_not():
    available, held_back = on(tasks.relit_digits(washed_out=1.0), Stripes()).data(0)
    assert available.inputs.min() >= 0.8 * 0.6
    assert available.inputs.max() <= 0.6 + 0.1
    assert held_back.inputs.min() >= 0.5 + 0.2 * 0.6
    assert held_back.inputs.max() <= 0.75 + 0.4 * 0.6
