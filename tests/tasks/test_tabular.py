"""What is particular about the tables."""

import subprocess
import sys

import pytest
import torch

from trainwreck import tasks


@pytest.mark.parametrize("seed", [0, 1])
def test_the_rare_class_is_exactly_as_rare_as_it_says(seed):
    available, held_back = tasks.rare_class(share=0.03).data(seed)
    assert (available.targets.sum(), held_back.targets.sum()) == (180, 300)


def test_each_column_of_blood_values_has_a_unit_of_its_own():
    available, _ = tasks.blood_values().data(0)
    deviations = available.inputs.std(dim=0)
    assert deviations.max() > 50_000 * deviations.min()


def test_cells_are_lost_in_both_parts_as_often_as_it_says():
    for part in tasks.incomplete_blood_values().data(0):
        assert part.inputs.isnan().float().mean().item() == pytest.approx(0.05, abs=0.01)


def test_no_one_of_the_held_back_has_been_back_and_only_the_ill_among_the_others():
    available, held_back = tasks.recorded_later().data(0)
    assert not held_back.inputs[:, 10].any()
    assert not available.inputs[available.targets == 0, 10].any()
    assert available.inputs[available.targets == 1, 10].mean().item() == pytest.approx(6, abs=0.5)


def test_labels_that_slipped_are_as_many_as_it_says_and_name_another_class():
    right, held_right = tasks.mislabelled(wrong=0.0).data(0)
    slipped, held_back = tasks.mislabelled(wrong=1.0).data(0)
    assert (slipped.targets != right.targets).all()
    assert torch.equal(held_back.targets, held_right.targets)
    third, _ = tasks.mislabelled(wrong=1 / 3).data(0)
    assert (third.targets != right.targets).float().mean().item() == pytest.approx(1 / 3, abs=0.05)


def test_only_the_first_five_columns_of_the_wide_table_differ_between_the_classes():
    available, _ = tasks.wide_table(columns=50).data(0)
    means = [available.inputs[available.targets == label].mean(dim=0) for label in (0, 1)]
    difference = means[1] - means[0]
    assert difference[:5].tolist() == pytest.approx([0.6] * 5, abs=0.2)
    assert difference[5:].tolist() == pytest.approx([0.0] * 45, abs=0.2)


def test_the_arms_of_the_spirals_are_equally_frequent_and_end_at_radius_1():
    available, held_back = tasks.spirals().data(0)
    assert torch.cat([available.targets, held_back.targets]).bincount().tolist() == [1334, 1333, 1333]
    assert available.inputs.norm(dim=1).max() <= 1


def test_tasks_are_imported_without_scikit_learn():
    program = "import sys, trainwreck.tasks; assert 'sklearn' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
