"""What all runs share is checked before anything is trained."""

import ast
import re
from collections.abc import Iterator

import pytest
import torch

from trainwreck.errors import UserError
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.fingerprint import PACKAGE
from trainwreck.tasks.sources import Digits


def test_the_default_is_five_seeds_of_digits_on_the_cpu():
    conditions = Conditions.checked()
    assert list(conditions.seeds) == [0, 1, 2, 3, 4]
    assert (conditions.images.name, str(conditions.device), conditions.name) == ("digits", "cpu", "digits-cpu")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"seeds": 0}, "0 seeds make no runs. Ask for at least 5"),
        ({"seeds": 4}, "Ask for at least 5 seeds"),
        ({"seeds": 0, "fewest": 1}, "Ask for at least 1"),
        ({"first_seed": -1}, "Start from 0 or more"),
        ({"images": "minst"}, "Did you mean 'mnist'"),
        ({"device": "cuda:99"}, "Choose one of: cpu"),
        ({"device": "cpu:7"}, "there is one CPU\nChoose one of: cpu"),
        ({"device": "meta"}, "Choose one of: cpu"),
        ({"device": "nonsense"}, "Choose one of: cpu"),
    ],
)
def test_conditions_that_cannot_work_are_refused_with_what_to_ask_for(given, says):
    with pytest.raises(UserError, match=says):
        Conditions.checked(**given)


def test_a_single_seed_is_enough_where_no_fix_is_to_be_proven():
    assert len(Conditions.checked(seeds=1, fewest=1).seeds) == 1


@pytest.mark.parametrize("name", ["cpu", "cpu:0"])
def test_the_one_cpu_goes_by_one_name(name):
    assert Conditions.checked(device=name).device == torch.device("cpu")


def test_without_mnist_and_without_a_network_the_cure_is_told_before_anything_is_trained(tmp_path, monkeypatch):
    monkeypatch.setattr("torchvision.datasets.MNIST.mirrors", ["http://127.0.0.1:9/"])
    with pytest.raises(UserError, match=r"(?s)could not be read.*where there is a network"):
        Conditions.checked(images="mnist", data_root=tmp_path)


def test_images_that_are_kept_apart_judge_only_where_that_is_asked_for():
    assert Conditions.checked().images == Digits()
    assert Conditions.checked(untouched=True).name == "digits-untouched-cpu"


def calls_of(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of something of this name in the package, with the module that it stands in."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name:
                yield path.relative_to(PACKAGE).with_suffix("").as_posix(), node


def test_no_command_but_a_study_asks_for_the_images_that_are_kept_apart():
    asking = [place for place, call in calls_of("checked") if any(word.arg == "untouched" for word in call.keywords)]
    # What logs are matched with are the study's own runs: nothing is set by them that a verdict hangs on.
    assert sorted(asking) == ["cli/matched", "cli/record", "cli/training"]
    recording = ast.parse((PACKAGE / "proof" / "recording.py").read_text(encoding="utf-8"))
    methods = [node for node in ast.walk(recording) if isinstance(node, ast.FunctionDef)]
    drawing = [m.name for m in methods if re.search(r"conditions\(.*, True\)", ast.unparse(m))]
    assert drawing == ["study", "variants"]  # of seeds, and of doses and longer runs
    training = ast.parse((PACKAGE / "cli" / "training.py").read_text(encoding="utf-8"))
    functions = [node for node in training.body if isinstance(node, ast.FunctionDef)]
    assert [function.name for function in functions if "untouched" in ast.unparse(function)] == ["study"]


def test_no_module_makes_such_a_source_but_the_one_that_checks_conditions():
    made = [(place, call) for name in ("Digits", "Mnist") for place, call in calls_of(name)]
    assert {place for place, call in made if call.args or call.keywords} == {"proof/conditions"}
