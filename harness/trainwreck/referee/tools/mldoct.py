"""mldoct: the linter of training scripts, ``mldoctor check``.

It sees the source: a ``backward`` without a ``zero_grad``, a softmax before cross-entropy if both are assigned to plain
names, ``no_grad`` without ``eval``. It can't see anything that is not written in one of these forms: not data, not
numbers, not a module passed as an argument.

Configuration: ``mldoctor.linter.lint_script`` on the set-up's stand-alone script; nothing is run, nothing rewritten.
CRITICAL and WARNING are faults, because both come with a correction, save for the two that are about memory and speed
(``oom_leak``, ``cpu_bottleneck``). INFO, that gradients are not clipped, is advice, and no fault. Nothing found is
``abstain``: a linter that knows three mistakes has not judged the training.

The package's other tool, ``mldoctor diagnose``, loads a pickled model to read a log, and is left out.

Source: https://pypi.org/project/mldoct/
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from trainwreck.referee.answer import ABSTAIN, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case

DISTRIBUTION = "mldoct"

CAUSES: dict[str, tuple[Cause, ...]] = {
    "missing_zero_grad": (Cause("loop", "accumulated_gradients"),),
    "double_softmax": (Cause("loss", "double_softmax"),),
    "missing_eval": (Cause("evaluation", "train_mode_evaluation"),),
}


def diagnose(case: Case) -> Diagnosis:
    """Lint the source."""
    from mldoctor.linter import lint_script

    with TemporaryDirectory() as folder:
        script = Path(folder) / "train.py"
        script.write_text(case.script(), encoding="utf-8")
        issues, _ = lint_script(str(script))
    findings = [
        (f"{issue['severity']} {issue['type']}, line {issue['line']}: {issue['message']}", CAUSES[issue["type"]])
        for issue in issues
        if issue["type"] in CAUSES
    ]
    return faulty(findings) if findings else ABSTAIN
