"""``tw.score`` in a script of the user's: the tool may be a function of that script, if the script has a guard."""

import subprocess
import sys

import pytest

import trainwreck as tw

SCRIPT = """
import trainwreck as tw
from trainwreck import Case, Cause, Diagnosis


def diagnose(case: Case) -> Diagnosis:
    if "lr=1e-09" in case.source():
        return Diagnosis("faulty", (Cause("toy", "tiny_steps"),))
    return Diagnosis("healthy")

"""
CALL = "card = tw.score(diagnose, seeds=2, secret='15')\nprint(card.detection, card.false_alarms, len(card.cases))\n"
GUARD = 'if __name__ == "__main__":\n    '


def run(tiny, text: str, *how: str) -> subprocess.CompletedProcess[str]:
    (tiny.root / "script.py").write_text(text)
    command = [sys.executable, *(how or ["script.py"])]
    return subprocess.run(command, cwd=tiny.root, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("how", [["script.py"], ["-m", "script"]])
def test_a_function_of_a_script_with_a_guard_is_scored(tiny, how):
    done = run(tiny, SCRIPT + GUARD + CALL.replace("\n", "\n    "), *how)
    assert done.stdout == "1.00 0.00 2\n", done.stderr


READS = SCRIPT.replace('"lr=1e-09" in case.source()', '"def step(" in case.source() or "def step(" in case.script()')


@pytest.mark.parametrize(("variants", "accused"), [(False, "1.00 1.00 2\n"), (True, "0.00 0.00 2\n")])
def test_with_variants_a_tool_is_shown_other_words_in_both_views(tiny, variants, accused):
    call = CALL.replace("seeds=2", f"seeds=2, variants={variants}")
    done = run(tiny, READS + GUARD + call.replace("\n", "\n    "))
    assert done.stdout == accused, done.stderr


def test_a_script_without_a_guard_ends_with_the_cure_and_without_noise(tiny):
    done = run(tiny, SCRIPT + CALL)
    assert done.stdout == ""
    assert done.stderr.count("Traceback") == 1  # the script's own, as of any error that it does not catch
    last = done.stderr.strip().splitlines()[-1]
    assert last == (
        f"trainwreck.errors.UserError: '{tiny.root}/script.py' cannot be imported by the processes in which tools run: "
        'each of them imports it anew, and would begin it again. Put what it does below `if __name__ == "__main__":`.'
    )


@pytest.mark.parametrize("tool", [lambda case: None, str.upper, 3])
def test_what_no_other_process_can_find_is_an_error_with_the_cure(tool):
    with pytest.raises(tw.errors.UserError, match="Define it with `def` at the top level of a file"):
        tw.score(tool, seeds=1)


def test_a_card_prints_as_a_table_with_what_is_left_out(score_all, tiny):
    tiny.edit("scenarios/toy/tiny_steps.py", "mlp, 2, 4", "mlp, 5, 4")
    card = score_all("from trainwreck import Diagnosis\ndef diagnose(case): return Diagnosis('healthy')")
    lines = str(card).splitlines()
    assert lines[1].split()[0] == "all"
    assert [line for line in lines if "left out" in line] == [str(one) for one in card.left_out]
    assert card.left_out
