"""What is particular about the sequences."""

import pytest
import torch

from trainwreck import tasks


def test_the_two_kinds_of_swings_differ_in_the_order_of_their_values_and_in_nothing_else():
    available, _ = tasks.swings().data(0)
    ordered = available.inputs.squeeze(2).sort(dim=1).values
    first, second = (ordered[available.targets == label].mean(dim=0) for label in (0, 1))
    assert first.tolist() == pytest.approx(second.tolist(), abs=0.05)


def test_a_pump_hums_for_one_whole_turn_as_loud_as_the_others_and_a_recording_starts_anywhere():
    available, _ = tasks.hums(recordings=4000).data(0)
    assert available.inputs.std(dim=0).tolist() == pytest.approx([(1 + 0.3**2) ** 0.5] * 32, abs=0.05)
    assert available.inputs.mean(dim=0).tolist() == pytest.approx([0.0] * 32, abs=0.06)
    for label in range(4):
        pump = available.inputs[available.targets == label]
        assert torch.corrcoef(pump.T)[0, [1, 31]].min() > 0.5  # the last reading leads on to the first


def test_a_window_is_followed_by_its_next_reading():
    available, held_back = tasks.next_reading().data(0)
    assert torch.equal(available.inputs, available.targets)
    assert available.inputs.shape == (64, 48)
    assert held_back.inputs.shape == (2000, 12)
    assert held_back.targets.shape == (2000,)


def test_one_step_is_marked_and_its_value_is_the_target_but_for_the_noise():
    available, _ = tasks.marked_value().data(0)
    values, marks = available.inputs.unbind(dim=2)
    assert (marks.sum(dim=1) == 1).all()
    errors = (values * marks).sum(dim=1) - available.targets
    assert errors.std().item() == pytest.approx(0.3, abs=0.02)


def test_recordings_have_2_to_16_readings_and_zeros_after_the_last():
    available, _ = tasks.mean_level().data(0)
    real = available.inputs.squeeze(2) != 0
    lengths = real.sum(dim=1)
    assert (lengths.min(), lengths.max()) == (2, 16)
    assert torch.equal(real, torch.arange(16) < lengths.unsqueeze(1))


def test_tags_are_1_2_or_3_and_padding_is_0_in_inputs_and_targets():
    available, _ = tasks.tagged_steps(length=20).data(0)
    real = available.targets != 0
    assert set(real.sum(dim=1).tolist()) == {2, 3, 4}
    assert available.targets.unique().tolist() == [0, 1, 2, 3]
    assert not available.inputs[~real].any()


def test_a_walk_ends_at_the_sum_of_its_steps():
    available, _ = tasks.net_steps(length=16).data(0)
    assert set(available.inputs.unique().tolist()) == {-1.0, 1.0}
    assert torch.equal(available.inputs.sum(dim=(1, 2)), available.targets)
