"""What is demanded, what checks may ask for, and what all of them say of everything."""

from types import SimpleNamespace
from typing import cast

from trainwreck.pairs.checks import VOCABULARY
from trainwreck.pairs.entries import BROKEN, HEALTHY, Catalogue
from trainwreck.pairs.loading import Pair
from trainwreck.proof import texts
from trainwreck.proof.contract import RULES
from trainwreck.proof.matrix import confusions, false_alarms, indistinguishable
from trainwreck.proof.results import Results


def demands(_: Results) -> str:
    """What the contract demands, a row a rule: its items in pytest, the runs that it needs, and what it is."""
    scenario = SimpleNamespace(broken=True, check=True, judged_by_report=True, fixes=("FIX",), healthy=("FIX",))
    control = SimpleNamespace(broken=None, check=None, judged_by_report=False, fixes=(), healthy=(HEALTHY,))
    lines = ["| item | runs needed | demand |", "|---|---|---|"]
    for rule in RULES:
        subjects = dict.fromkeys(subject for pair in (scenario, control) for subject in rule.subjects(cast(Pair, pair)))
        items = ", ".join(f"`{subject}:{rule.name}`" for subject in subjects)
        needed = dict.fromkeys(recipe for subject in subjects for recipe in rule.needs(subject))
        lines.append(f"| {items} | {', '.join(needed)} | {rule.explanation} |")
    for whole in texts.CATALOGUE_RULES:
        explanation = (whole.__doc__ or "").partition("\n")[0]
        lines.append(f"| `catalogue:{whole.__name__.replace('_', '-')}` |  | {explanation} |")
    return "\n".join(lines)


def vocabulary(_: Results) -> str:
    """What a check may ask for, a row a word."""
    rows = [
        f"| `{name}` | {'after' if word.after else 'before'} | {word.meaning} |" for name, word in VOCABULARY.items()
    ]
    return "\n".join(["| word | the training | what it is |", "|---|---|---|", *rows])


def alarms(results: Results) -> str:
    """What the checks say of healthy set-ups of other scenarios, and how many faults they can confuse."""
    table = results.answers()
    if table.empty:
        return f"Not recorded yet: `trainwreck matrix --csv results/{results.checks.name}`."
    counts = false_alarms(table).set_index("check")
    everything = counts.loc["all"]
    lines = [
        f"{everything.fired:.0f} false alarms in {everything.applied:.0f} answers ({everything.share:.1%}), on "
        f"{table.seeds.max()} seed a recipe that no check was written with. {table.raised.sum()} answers were an "
        f"exception. Of {table[table.kind == BROKEN].scenario.nunique()} faults, {len(confusions(table))} are accused "
        "by the check of another as well.",
        "",
        "| check | healthy set-ups it applies to | false alarms | share |",
        "|---|---:|---:|---:|",
    ]
    fired = counts[counts.fired > 0].drop("all", errors="ignore").sort_values("share", ascending=False)
    lines += [f"| {name} | {row.applied:.0f} | {row.fired:.0f} | {row.share:.3f} |" for name, row in fired.iterrows()]
    return "\n".join(lines)


def confused(results: Results) -> str:
    """Which faults are also accused by the checks of others, and which other answers a scenario accepts."""
    table = results.answers()
    if table.empty:
        return f"Not recorded yet: `trainwreck matrix --csv results/{results.checks.name}`."
    accused_by = confusions(table)
    alike = "; ".join(f"{one} and {other}" for one, other in indistinguishable(table))
    lines = [
        f"Not to be told apart by their checks, because each accuses the other as well: {alike or 'none'}.",
        "",
        "| fault | also accused by the checks of | accepted as the diagnosis as well |",
        "|---|---|---|",
    ]
    for entry in Catalogue(results.folder.parent):
        others, accepted = accused_by.get(entry.name, []), entry.also_accepted
        if others or accepted:
            lines.append(f"| {entry.name} | {', '.join(others)} | {', '.join(accepted)} |")
    return "\n".join(lines)
