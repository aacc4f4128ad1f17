"""Logs are read whoever wrote them, and what cannot be read is told with its cure."""

import json
import math
import sys

import pandas as pd
import pytest

from trainwreck.errors import UserError
from trainwreck.matching.reading import of_frame, read


@pytest.fixture
def log(tmp_path):
    """Write a file of this name, and return what is read of it."""

    def written(name: str, text: str):
        (tmp_path / name).write_text(text)
        return read(tmp_path / name)

    return written


def test_csv_gives_each_column_of_numbers(log):
    assert log("log.csv", "step,loss,note\n0,2.5,a\n1,1.5,b\n") == {"step": (0.0, 1.0), "loss": (2.5, 1.5)}


def test_csv_with_semicolons_is_csv(log):
    assert log("log.csv", "step;loss\n0;2.5\n1;1.5\n")["loss"] == (2.5, 1.5)


def test_lightnings_rows_are_sparse_and_what_is_empty_was_not_logged(log):
    text = "epoch,step,train_loss,val_loss\n0,0,2.5,\n0,1,,2.0\n1,1,1.5,\n1,2,,1.0\n"
    columns = log("metrics.csv", text)
    assert columns["train_loss"] == (2.5, 1.5)
    assert columns["val_loss"] == (2.0, 1.0)


def test_nan_and_infinity_in_a_file_are_data(log):
    first, second, third = log("log.csv", "loss\n2.5\ninf\nnan\n")["loss"]
    assert (first, second, math.isnan(third)) == (2.5, math.inf, True)


def test_json_lines_may_lack_names_and_null_was_not_logged(log):
    columns = log("log.jsonl", '{"loss": 2.5}\n\n{"loss": NaN, "val_loss": null}\n{"val_loss": 1.0}\n')
    assert columns["loss"][0] == 2.5
    assert math.isnan(columns["loss"][1])
    assert columns["val_loss"] == (1.0,)


def test_a_trainers_state_has_its_rows_in_its_history(log):
    state = {"global_step": 2, "log_history": [{"loss": 2.5, "step": 1}, {"eval_loss": 2.0, "step": 1}]}
    assert log("trainer_state.json", json.dumps(state)) == {"loss": (2.5,), "step": (1.0, 1.0), "eval_loss": (2.0,)}


def test_a_scripts_metrics_have_a_list_of_losses(log):
    assert log("metrics.json", '{"validation_score": 0.9, "losses": [2.5, 1.5]}') == {"losses": (2.5, 1.5)}


def test_what_a_script_prints_has_a_name_before_each_number(log):
    lines = "Epochs:\nepoch  1: loss 2.3, accuracy 0.125, validation loss 2.25, accuracy 0.5\n"
    columns = log("log.txt", lines + "epoch  2: loss nan, accuracy 0.125, validation loss 1e3, accuracy 0.5\n")
    assert columns["loss"][0] == 2.3
    assert math.isnan(columns["loss"][1])
    assert columns["validation loss"] == (2.25, 1000.0)
    assert columns["accuracy"] == (0.125, 0.125)
    assert columns["validation accuracy"] == (0.5, 0.5)


def test_tensorboards_events_have_a_tag_for_each_column(tmp_path):
    pytest.importorskip("tensorboard")
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(tmp_path)) as writer:
        for step, loss in enumerate((2.5, 1.5)):
            writer.add_scalar("train/loss", loss, step)
            writer.add_scalar("val/acc", 0.5, step, new_style=True)
    assert read(tmp_path) == {"train/loss": (2.5, 1.5), "val/acc": (0.5, 0.5)}


def test_without_tensorboard_it_is_told_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorboard.backend.event_processing.event_accumulator", None)
    with pytest.raises(UserError, match=r"pip install 'trainwreck\[tensorboard\]'"):
        read(tmp_path / "events.out.tfevents.1")


def test_in_a_folder_the_log_is_found_by_its_usual_name(tmp_path):
    (tmp_path / "train.py").write_text("loss = 1")
    (tmp_path / "metrics.csv").write_text("loss\n2.5\n")
    assert read(tmp_path) == {"loss": (2.5,)}


@pytest.mark.parametrize("names", [(), ("a.csv", "b.csv")], ids=["none", "several"])
def test_a_folder_without_one_log_is_refused_with_the_cure(names, tmp_path):
    for name in names:
        (tmp_path / name).write_text("loss\n1\n")
    with pytest.raises(UserError, match=r"Name (the file|one)\.$"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("log.csv", "", "has no column of numbers"),
        ("log.csv", "name\nx\n", "has no column of numbers"),
        ("log.txt", "nothing to see\n", "has no column of numbers"),
        ("log.jsonl", "{", "cannot be read as JSON lines"),
        ("log.json", "[1, 2]", "it is no table"),
        ("log.json", "3", "cannot be read as JSON"),
    ],
)
def test_a_file_that_holds_no_log_is_told_with_what_it_was_read_as(log, name, text, said):
    with pytest.raises(UserError, match=said):
        log(name, text)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UserError, match="There is no"):
        read(tmp_path / "log.csv")


def test_in_a_frame_a_gap_was_not_logged_and_nan_at_the_end_was():
    frame = pd.DataFrame({"loss": [2.5, 1.5, math.nan], "val_loss": [math.nan, 2.0, math.nan], "note": list("abc")})
    columns = of_frame(frame)
    assert [len(columns["loss"]), columns["val_loss"]] == [3, (2.0,)]
    assert math.isnan(columns["loss"][2])


def test_a_frame_without_numbers_is_refused():
    with pytest.raises(UserError, match="no column of numbers"):
        of_frame(pd.DataFrame({"note": ["a"]}))
