"""What is particular about the regressions."""

import pytest
import torch

from trainwreck import tasks


def test_prices_are_those_of_friedman_on_another_scale():
    values, prices = (task.data(0)[0] for task in (tasks.friedman(), tasks.prices(available=4096)))
    assert torch.equal(values.inputs, prices.inputs)
    assert torch.allclose(prices.targets, 300_000 + 40_000 * values.targets)


def test_friedmans_values_have_mean_0_and_variance_1_and_their_columns_lie_between_minus_1_and_1():
    available, _ = tasks.friedman().data(0)
    assert available.targets.mean().item() == pytest.approx(0, abs=0.05)
    assert available.targets.var().item() == pytest.approx(1, abs=0.1)
    assert available.inputs.abs().max() <= 1


def test_mistyped_bills_are_ten_times_too_large_and_none_of_them_is_held_back():
    right, held_right = tasks.mistyped_bills(share=0.0).data(0)
    typed, held_back = tasks.mistyped_bills(share=0.03).data(0)
    slipped = typed.targets != right.targets
    assert slipped.sum() == round(0.03 * 1200)
    assert torch.equal(typed.targets[slipped], 10 * right.targets[slipped])
    assert torch.equal(held_back.targets, held_right.targets)


def test_readings_are_3_too_low():
    available, _ = tasks.readings().data(0)
    assert (available.targets - available.inputs.mean(dim=1)).mean().item() == pytest.approx(3.0, abs=0.05)


@pytest.mark.parametrize(("make", "column", "places"), [(tasks.sales, 10, 40), (tasks.rents, 4, 24)])
def test_a_shop_or_district_is_named_by_a_whole_number(make, column, places):
    available, _ = make().data(0)
    assert available.inputs[:, column].unique().tolist() == list(range(places))


def test_the_columns_about_a_days_demand_are_correlated_by_nine_tenths():
    available, _ = tasks.sales().data(0)
    between = available.inputs[:, :10].T.corrcoef()[~torch.eye(10, dtype=torch.bool)]
    assert between.mean().item() == pytest.approx(0.9, abs=0.02)


def test_noise_is_a_ninth_of_what_many_columns_influence():
    available, _ = tasks.many_influences().data(0)
    assert available.targets.var().item() == pytest.approx(4.49, rel=0.05)  # 4 from the causes, 0.49 from the noise


def test_some_causes_of_many_influences_are_ten_times_as_loud_as_others_and_no_column_shows_it():
    available, _ = tasks.many_influences().data(0)
    spread = torch.linalg.svdvals(available.inputs) / len(available) ** 0.5
    assert spread[[0, -1]].tolist() == pytest.approx([1.0, 0.1], rel=0.25)
    assert available.inputs.std(dim=0).max() < 2 * available.inputs.std(dim=0).min()


def test_spectra_are_made_up_of_four_substances_and_of_noise():
    _, held_back = tasks.spectra().data(0)
    spread = torch.linalg.svdvals(held_back.inputs - held_back.inputs.mean(dim=0)) / len(held_back) ** 0.5
    assert (spread > 1).sum() == 4
    # noise of 0.4 in 450 columns and 1,500 rows spreads up to 0.4 (1 + √(450 / 1500)) (Marchenko and Pastur)
    assert spread[4:].max() == pytest.approx(0.62, abs=0.02)
    assert held_back.targets.var().item() == pytest.approx(1.16, rel=0.1)  # 1 from the substances, 0.16 from the noise
