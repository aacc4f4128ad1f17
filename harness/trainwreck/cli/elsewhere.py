"""The commands ``cases export`` and ``cases grade``: cases for whatever runs elsewhere, and its answers."""

import secrets
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from trainwreck.cli.console import say
from trainwreck.cli.options import DATA, DataRoot, FirstSeed, ImagesName, Root, located
from trainwreck.cli.progress import bar, interruptible
from trainwreck.cli.scorecards import (
    About,
    AtSeverities,
    Baseline,
    Html,
    JsonFile,
    Only,
    Show,
    Sittings,
    Update,
    Variants,
    checked,
    outcome,
    report,
    require_same_sittings,
    say_some,
    say_wrong,
    told_about,
)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The new folder to write to.")]
Secret = Annotated[str | None, typer.Option(help="What the cases are drawn from; something new by default.")]
KeyOut = Annotated[
    Path | None, typer.Option("--key", help="Where the truth is written, apart from DIR; DIR.key.json by default.")
]
AnswersFile = Annotated[Path, typer.Argument(metavar="ANSWERS", help="The answers: a file with a JSON object a line.")]
KeyIn = Annotated[Path, typer.Option("--key", help="The key that was written when the cases were.")]
Name = Annotated[str | None, typer.Option(help="What to call who has answered; the file's name by default.")]


def export(
    folder: Folder,
    secret: Secret = None,
    key: KeyOut = None,
    only: Only = None,
    seeds: Sittings = 3,
    first_seed: FirstSeed = 0,
    severities: AtSeverities = False,
    variants: Variants = False,
    images: ImagesName = "digits",
    data_root: DataRoot = DATA,
    root: Root = None,
) -> None:
    """Write the cases of some sittings, a folder each without the truth, for a tool that runs elsewhere."""
    catalogue = located(root)
    from trainwreck.pairs.loading import load
    from trainwreck.proof.conditions import Conditions
    from trainwreck.proof.records import require_writable
    from trainwreck.referee.export import Export, require_apart, require_secret
    from trainwreck.referee.scoring import chosen
    from trainwreck.referee.subject import sittings

    key = key or folder.with_name(f"{folder.name}.key.json")
    secret = secrets.token_hex(16) if secret is None else secret
    require_secret(secret)
    require_apart(key, folder)
    require_writable(key, "--key")
    entries = chosen(catalogue, only or ())
    conditions = Conditions.checked(seeds, first_seed, images, data_root, fewest=1)
    pairs = [load(entry, conditions.images) for entry in entries]
    doses = conditions.images if severities else None
    drawn = [sittings(catalogue, pairs, [number], secret, doses, variants) for number in conditions.seeds]
    with interruptible(None), bar("writing") as (expect, advance):
        expect(sum(map(len, drawn)))
        out = Export(sittings=drawn, secret=secret, conditions=conditions, advance=advance)
        written = out.write(folder, key)
    say_some(out.left_out, "cases that are left out")
    say(f"wrote {len(written.cases)} cases to {escape(str(folder))}")
    say(f"wrote the truth about them to {escape(str(key))}. Keep it to yourself.")


def grade(
    answers: AnswersFile,
    key: KeyIn,
    name: Name = None,
    about: About = None,
    show: Show = False,
    json_file: JsonFile = None,
    html: Html = None,
    baseline: Baseline = None,
    update_baseline: Update = False,
    root: Root = None,
) -> None:
    """Grade answers to exported cases: the scorecard that `trainwreck score` makes."""
    catalogue = located(root)
    from trainwreck.referee.answers import read
    from trainwreck.referee.heading import Heading
    from trainwreck.referee.key import read as read_key
    from trainwreck.referee.scorecard import Scorecard
    from trainwreck.referee.tool import Tool

    known = checked([json_file, html], baseline, update_baseline)
    sealed = read_key(key)
    require_same_sittings(known, sealed.variants)
    found = read(answers, sealed)
    heading = Heading(
        tool=Tool(name or answers.stem, module="", function="", version="", text=""),
        catalogue=catalogue,
        images=sealed.images,
        device="cpu",
        seeds=sealed.seeds,
        secret=sealed.secret,
        variants=sealed.variants,
        about=told_about(about or ()),
    )
    card = Scorecard.of(found.graded(sealed), [])
    report(heading, card, [json_file, baseline if update_baseline else None], html)
    say_some(found.ignored, "lines that count for nothing")
    if show:
        say_wrong(card.cases)
    raise typer.Exit(outcome(card, known))
