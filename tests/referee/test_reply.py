"""What comes out of a tool's process is a reply, or else the error of that case: nothing that it sends gets further."""

import json
from dataclasses import asdict

import pytest

from trainwreck.referee.answer import ABSTAIN, HEALTHY, Cause, Diagnosis
from trainwreck.referee.reply import ERROR, EVIDENCE, Reply

GOOD = Reply(diagnosis=Diagnosis("faulty", (Cause("toy", "tiny_steps"),), "tiny", 3), steps=20, overhead=1.5)


@pytest.mark.parametrize(
    "reply",
    [
        GOOD,
        Reply(diagnosis=HEALTHY, seconds=0.5),
        Reply(diagnosis=ABSTAIN, steps=0),
        Reply(diagnosis=Diagnosis("faulty", (Cause("loss"),), "\u00f6 \u2028 \n", 10**6)),
        Reply(error="it broke"),
    ],
)
def test_a_reply_comes_back_as_it_was(reply):
    assert Reply.parse(reply.packed().encode()) == reply
    assert "\n" not in reply.packed()


def changed(*path: object, to: object) -> bytes:
    """A good reply with one value replaced, as JSON."""
    values = json.loads(GOOD.packed())
    place = values
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return json.dumps(values).encode()


ANSWER = ("diagnosis",)
FORGERIES = {
    "nothing": b"",
    "no JSON": b"{",
    "no Unicode": b"\xff\xfe\xff",
    "a list": b"[1]",
    "a number": b"7",
    "nothing in it": b"{}",
    "null": b"null",
    "brackets without end": b"[" * 60_000,
    "a field too many": changed("more", to=1),
    "neither diagnosis nor error": changed(*ANSWER, to=None),
    "both": changed("error", to="it broke"),
    "an empty error": json.dumps(asdict(Reply(error=""))).encode(),
    "an error that is no text": json.dumps({**asdict(Reply(error="x")), "error": ["x"]}).encode(),
    "a diagnosis that is a list": changed(*ANSWER, to=[]),
    "a diagnosis with a field too many": changed(*ANSWER, "more", to=1),
    "a verdict of its own": changed(*ANSWER, "verdict", to="broken"),
    "a verdict that is a list": changed(*ANSWER, "verdict", to=["faulty"]),
    "causes of what is healthy": changed(*ANSWER, "verdict", to="healthy"),
    "causes that are a dictionary": changed(*ANSWER, "causes", to={}),
    "a cause that is a list": changed(*ANSWER, "causes", 0, to=["toy", None]),
    "a cause without a component": changed(*ANSWER, "causes", 0, "component", to=None),
    "a component that is a number": changed(*ANSWER, "causes", 0, "component", to=1),
    "a component of great length": changed(*ANSWER, "causes", 0, "component", to="x" * 101),
    "a fault that is a list": changed(*ANSWER, "causes", 0, "fault", to=[]),
    "51 causes": changed(*ANSWER, "causes", to=[{"component": str(n), "fault": None} for n in range(51)]),
    "evidence that is a number": changed(*ANSWER, "evidence", to=1),
    "no evidence": changed(*ANSWER, "evidence", to=None),
    "a step below 0": changed(*ANSWER, "alarm_step", to=-3),
    "a step after the last": changed(*ANSWER, "alarm_step", to=20),
    "a step that is enormous": changed(*ANSWER, "alarm_step", to=10**400),
    "a step that no one can read": changed(*ANSWER, "alarm_step", to=777).replace(b"777", b"9" * 9000),
    "half a step": changed(*ANSWER, "alarm_step", to=0.5),
    "a step that is true": changed(*ANSWER, "alarm_step", to=True),
    "steps that are a text": changed("steps", to="many"),
    "steps that are enormous": changed("steps", to=10**400),
    "steps that are not whole": changed("steps", to=20.5),
    "an overhead of NaN": changed("overhead", to=float("nan")),
    "an overhead without end": changed("overhead", to=float("inf")),
    "an overhead beyond the floats": changed("overhead", to=1.5).replace(b"1.5", b"1e999"),
    "seconds below 0": changed("seconds", to=-1.0),
    "seconds that are a dictionary": changed("seconds", to={}),
    "seconds that are true": changed("seconds", to=True),
}  # fmt: skip


@pytest.mark.parametrize("line", FORGERIES.values(), ids=FORGERIES)
def test_whatever_else_is_sent_is_the_error_of_that_case(line):
    reply = Reply.parse(line)
    assert reply.diagnosis is None
    assert reply.error.startswith("its process sent no reply")
    assert len(reply.error) <= ERROR


def test_an_alarm_has_a_sane_step_where_the_run_was_not_seen():
    unseen = {**json.loads(GOOD.packed()), "steps": None}
    unseen["diagnosis"]["alarm_step"] = 10**400
    assert "too large" in Reply.parse(json.dumps(unseen).encode()).error


def test_equal_causes_count_once():
    causes = [{"component": "toy", "fault": None}] * 1000
    assert Reply.parse(changed(*ANSWER, "causes", to=causes)).diagnosis.causes == (Cause("toy"),)


def test_long_texts_are_cut_and_what_no_file_can_hold_is_replaced():
    reply = Reply.parse(changed(*ANSWER, "evidence", to="\ud800" + "x" * 10_000))
    assert reply.diagnosis.evidence == "?" + "x" * (EVIDENCE - 1)
    assert Reply.failed("\udfff" + "x" * 10_000).error == "?" + "x" * (ERROR - 1)
    reply.packed().encode()
