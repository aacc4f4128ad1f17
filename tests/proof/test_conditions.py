"""Seeds, images and device are checked before anything is trained."""

import pytest
import torch

from trainwreck.errors import UserError
from trainwreck.proof.conditions import Conditions


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"images": "minst"}, "Did you mean 'mnist'"),
        ({"device": "cuda:99"}, "Choose one of: cpu"),
        ({"device": "gpu"}, "Choose one of: cpu"),
        ({"device": "cpu:7"}, "there is one CPU\nChoose one of: cpu"),
        ({"device": "meta"}, "Choose one of: cpu"),
        ({"first_seed": -1}, "Start from 0"),
        ({"seeds": 4}, "at least 5"),
        ({"seeds": 0}, "at least 5"),
    ],
)
def test_conditions_that_cannot_work_are_refused_with_what_would(wrong, says):
    with pytest.raises(UserError, match=says):
        Conditions.checked(**wrong)


@pytest.mark.parametrize("name", ["cpu", "cpu:0"])
def test_the_one_cpu_goes_by_one_name(name):
    assert Conditions.checked(device=name).device == torch.device("cpu")


def test_without_mnist_and_without_a_network_the_cure_is_told_before_anything_is_trained(tmp_path, monkeypatch):
    monkeypatch.setattr("torchvision.datasets.MNIST.mirrors", ["http://127.0.0.1:9/"])
    with pytest.raises(UserError, match=r"(?s)could not be read.*where there is a network"):
        Conditions.checked(images="mnist", data_root=tmp_path)
