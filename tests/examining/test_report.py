"""A report says what was found, and as plainly what was not, for people and for programs."""

import gc
import json
import math
import weakref
from dataclasses import fields

import torch
from torch import nn

from tests.examining.conftest import loader, net, train, watched
from trainwreck.examining.asking import answers
from trainwreck.examining.judging import report
from trainwreck.examining.material import Material
from trainwreck.examining.observed import material
from trainwreck.examining.report import Candidate, Finding, Report, Unasked
from trainwreck.examining.rows import twice
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.tasks.sources import Digits
from trainwreck.training.setup import Log
from trainwreck.training.split import Split

FOUND = Report(
    findings=(
        Finding(
            "high_learning_rate",
            "check",
            "How many times its first value does the loss of one batch reach in ten steps on that batch? " * 2,
            [1.0] * 80,
            (Candidate("high_learning_rate", "One leap."), Candidate("summed_loss", "It leaps.", "How many times?")),
            after="summed_loss",
        ),
        Finding("stalls", "symptom", "the loss has hardly left its starting value", None, ()),
    ),
    quiet=("forgotten_parameters",),
    unasked=(Unasked("stale_checkpoint", "`stop`: what stops the training cannot be seen"),),
    steps=100,
    losses=(2.0, 1.0, math.nan),
    watching=0.5,
    asking=1.5,
    error="Traceback: …",
)


def test_a_report_says_in_80_columns_what_was_read_what_looks_so_and_what_to_measure_next():
    text = str(FOUND)
    assert max(map(len, text.splitlines())) <= 80
    for part in (
        "100 steps were seen. 2 found.",
        "may be a consequence of summed_loss",
        "to tell summed_loss apart, measure: How many times?",
        "trainwreck show high_learning_rate --plot high_learning_rate.svg",
        "2 checks were asked",
        "can't tell, `stop`",
        "0.5 s to watch",
    ):
        assert part in " ".join(text.split()), part


def test_nothing_found_and_cannot_tell_are_not_the_same():
    assert "Nothing found" in str(Report(quiet=("forgotten_parameters",)))
    assert "Can't tell" in str(Report())
    assert not Report().found


def test_a_report_is_json_and_comes_back_from_it():
    plain = json.loads(json.dumps(FOUND.as_dict(), allow_nan=False))
    assert set(plain) == {field.name for field in fields(Report)}
    back = Report.from_dict(plain)
    assert back.findings[0].candidates == FOUND.findings[0].candidates
    assert back.losses[:2] == FOUND.losses[:2]
    assert math.isnan(back.losses[2])
    assert str(back).replace("null", "") == str(FOUND).replace("null", "")


def test_only_numbers_that_json_does_not_have_are_left_out_of_it_and_no_word_is_changed():
    finding = Finding("diverges", "check", "How large?", [math.inf, 1.0], ())
    plain = Report(findings=(finding,), losses=(-math.inf,), error="ValueError: Input contains NaN.").as_dict()
    json.dumps(plain, allow_nan=False)
    assert plain["error"] == "ValueError: Input contains NaN."
    assert plain["findings"][0]["value"] == [None, 1.0]
    assert plain["losses"] == [None]


def test_a_report_that_comes_back_from_json_can_be_shown_in_a_notebook():
    assert Report.from_dict(FOUND.as_dict())._repr_html_() == FOUND._repr_html_()


def test_in_a_notebook_ones_own_curve_stands_beside_that_of_what_looks_so():
    page = FOUND._repr_html_()
    assert page.count("<svg") == 1
    assert "high_learning_rate" in page
    assert "<script" not in page


def test_a_check_that_raises_is_reported_and_ends_nothing(monkeypatch):
    entry = Catalogue().entry("zero_initialization")
    broken, sound = load(entry, Digits()), load(Catalogue().entry("forgotten_parameters"), Digits())

    def raises(model):
        raise ZeroDivisionError("no\nidea")

    object.__setattr__(broken, "check", raises)
    model = net()
    given = Material(model=model, optimizer=torch.optim.SGD(model.parameters(), lr=0.1))
    first, second = answers(given, [broken, sound], seconds=60)
    assert first.raised == "ZeroDivisionError: no"
    assert second.applies


def test_what_is_suspicious_is_not_believed_on_data_of_a_kind_that_it_was_not_measured_on():
    pair = load(Catalogue().entry("unnormalized_features"), Digits())
    inputs, model = torch.randn(400, 2) * torch.tensor([1.0, 1000.0]), nn.Linear(2, 3)
    wide = Material(model=model, batches=[(inputs, torch.arange(400) % 3)])
    [told] = answers(wide, [pair], seconds=60)
    assert told.accuses
    odd = Material(model=model, batches=[(inputs, torch.rand(400, 2, 2))])
    [doubted] = answers(odd, [pair], seconds=60)
    assert "fewer than 5 healthy trainings" in doubted.unasked


def test_a_loss_that_ends_as_no_number_is_seen_and_what_may_be_behind_it_named():
    given = Material(log=Log([2.0, 3.0, math.nan], [0.1] * 3))
    seen, shown = report([given], seconds=0).findings
    assert (seen.name, seen.kind) == ("breaks_off", "loop")
    assert (shown.name, shown.kind) == ("diverges", "symptom")
    assert seen.candidates
    assert shown.candidates


def test_a_trained_model_that_cannot_be_asked_is_told_of_and_the_log_still_speaks():
    def refuses(model, inputs):
        raise KeyError("another form")

    given = Material(
        model=net(),
        trained=net(),
        predict=refuses,
        validation=Split(torch.randn(20, 4), torch.arange(20) % 3),
        batches=[(torch.randn(20, 4), torch.arange(20) % 3)],
        log=Log([2.0, 3.0, math.nan], [0.1] * 3),
    )
    told = report([given], seconds=0)
    assert [finding.name for finding in told.findings] == ["breaks_off", "diverges"]
    [untold] = [one for one in told.unasked if one.name == "symptoms of the answers"]
    assert "the trained model could not be asked (KeyError: 'another form')" in untold.why


def test_nothing_of_a_training_is_kept_once_it_was_reported_on():
    batches = [(torch.randn(20, 4), torch.arange(20) % 3)]
    model = net()
    given = Material(
        model=model,
        optimizer=torch.optim.SGD(model.parameters(), lr=0.1),
        loss=nn.functional.cross_entropy,
        trained=net(),
        predict=lambda model, inputs: model(inputs),
        validation=Split(*batches[0]),
        batches=batches,
        log=Log([2.0] * 40, [0.1] * 40),
    )
    assert report([given], seconds=0).findings
    assert twice(given) is not None
    kept = weakref.ref(given)
    del given
    gc.collect()
    assert kept() is None


def test_a_course_that_is_too_short_to_be_one_says_nothing():
    assert report([Material(log=Log([2.0] * 5, [0.1] * 5))], seconds=0).findings == ()


def test_a_loop_that_learns_shows_no_symptom():
    def body() -> None:
        model = net()
        train(model, torch.optim.Adam(model.parameters(), lr=0.03), loader(), epochs=10)

    watch = watched(body)
    assert report([material(watch.loops[0])], seconds=0).findings == ()
