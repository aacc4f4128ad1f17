"""The catalogue: which scenarios, fixes and controls there are. Discovery is by folder; nothing is imported."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from trainwreck.errors import UserError, suggest
from trainwreck.pairs import declarations, incidents, packs
from trainwreck.pairs.incidents import Incident

CONTROLS = "controls"
BROKEN, HEALTHY = "broken", "healthy"  # the names of the recipes that are no fix


@dataclass(frozen=True)
class Entry:
    """A scenario with its fix, or a control: where its files are, and what is written in them.

    >>> import trainwreck as tw
    >>> [entry] = tw.catalogue(component="numerics", symptom="slow")
    >>> entry.name, entry.fixes
    ('half_precision_underflow', ('grad_scaler', 'bfloat16'))
    """

    root: Path
    component: str
    name: str

    def __reduce__(self) -> tuple[object, ...]:
        return Entry, (self.root, self.component, self.name)  # to a worker, without the texts that were read

    @property
    def is_control(self) -> bool:
        """Whether this is a healthy set-up, which has no fix."""
        return self.component == CONTROLS

    @property
    def path(self) -> Path:
        """The file with the broken (or, of a control, the healthy) set-up."""
        return self.root / "scenarios" / self.component / f"{self.name}.py"

    @property
    def fix_path(self) -> Path:
        """The file with the fixes, whether it exists or not."""
        return self.root / "fixes" / self.component / f"{self.name}.py"

    @property
    def lesson_path(self) -> Path:
        """The file with the lesson, whether it exists or not."""
        return self.fix_path.with_suffix(".md")

    def module(self, top: str) -> str:
        """Return the name under which a file is imported; ``top`` is "scenarios" or "fixes"."""
        return f"{packs.package_of(self.root)}.{top}.{self.component}.{self.name}"

    @property
    def is_readable(self) -> bool:
        """Whether the file is Python that can be parsed."""
        return self._tree is not None

    @cached_property
    def text(self) -> str:
        """The docstring: what one sees."""
        return declarations.docstring(self._tree)

    @property
    def title(self) -> str:
        """The docstring's first line."""
        return self.text.partition("\n")[0]

    @property
    def story(self) -> str:
        """What one sees, without the title; of a control, without what sets it apart from the fault it looks like."""
        paragraphs = self.text.split("\n\n")[1:]
        return "\n\n".join(part for part in paragraphs if not (self.looks_like and f"`{self.looks_like}`" in part))

    @cached_property
    def lesson(self) -> str:
        """Why it failed and why the fix helps, as Markdown; nothing if it has not been written."""
        try:
            return self.lesson_path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Pages on which others have met this fault; none if the lesson tells of none."""
        return incidents.incidents(self.lesson)

    @cached_property
    def check_source(self) -> str:
        """The source of the function ``check`` in the fix's file, or nothing."""
        return declarations.function(self.fix_path, "check")

    @property
    def check_link(self) -> str:
        """The line of a lesson that stands for the check: a link to the fix's file, where the check is."""
        return f"[`check`]({self.fix_path.name})"

    @property
    def whole_lesson(self) -> str:
        """The lesson with the check's own source in the place of the line that stands for it."""
        shown = f"```python\n{self.check_source}\n```"
        return "\n".join(shown if line == self.check_link else line for line in self.lesson.splitlines()) + "\n"

    @cached_property
    def symptom(self) -> str | None:
        """The declared symptom's name, in lower case."""
        match self._declared.get("symptom"):
            case ast.Attribute(attr=name):
                return name.lower()
        return None

    @cached_property
    def looks_like(self) -> str | None:
        """The fault that a control resembles."""
        match self._declared.get("looks_like"):
            case ast.Constant(value=str(name)):
                return name
        return None

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """The hints, from a question to nearly the answer."""
        try:
            return tuple(ast.literal_eval(self._declared["hints"]))
        except (KeyError, ValueError, TypeError):
            return ()

    @cached_property
    def also_accepted(self) -> tuple[str, ...]:
        """The names of other scenarios or components that are accepted as the diagnosis."""
        match self._declared.get("also_accepted"):
            case ast.Dict(keys=keys):
                return tuple(key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
        return ()

    @cached_property
    def is_graded(self) -> bool:
        """Whether the fault is a matter of degree: the scenario declares severities, and not a sentence why not."""
        return isinstance(self._declared.get("severities"), ast.Call)

    @cached_property
    def fixes(self) -> tuple[str, ...]:
        """The names of the fixes: what the fix file makes with ``replace`` or ``Recipe`` at its top level."""
        return declarations.calls(declarations.parse(self.fix_path), "replace", "Recipe")

    @cached_property
    def _tree(self) -> ast.Module | None:
        return declarations.parse(self.path)

    @cached_property
    def _declared(self) -> dict[str, ast.expr]:
        return declarations.keywords(self._tree, "Scenario", "Control")


@dataclass(frozen=True)
class Catalogue:
    """All that lies in ``scenarios/`` and ``fixes/`` below a root that a ``trainwreck.toml`` marks."""

    root: Path = field(default=packs.BUILT_IN)

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", self.root.resolve())
        packs.package_of(self.root)

    def __iter__(self) -> Iterator[Entry]:
        for path in _python_files(self.root / "scenarios"):
            yield Entry(self.root, path.parent.name, path.stem)

    def entry(self, name: str) -> Entry:
        """Return the entry of this name; an unknown one is a UserError that suggests the nearest."""
        entries = {entry.name: entry for entry in self}
        if name not in entries:
            near = suggest(name, entries)
            if not near and name in self.components():
                near = f" {name} is a component: `trainwreck list --component {name}` shows what is in it."
            raise UserError(f"There is no scenario {name!r}.{near} `trainwreck list` shows all {len(entries)}.")
        return entries[name]

    def entries(self, names: Iterable[str] | None = None) -> list[Entry]:
        """Return the entries of these names, each once, or all if none is named."""
        return [self.entry(name) for name in dict.fromkeys(names)] if names else list(self)

    def components(self) -> list[str]:
        """Return the names of the folders that hold scenarios."""
        return sorted({entry.component for entry in self})

    def known(self) -> list[Entry]:
        """Return this catalogue's entries and, of a pack, also the built-in ones: what a text may name."""
        others = [] if self.root == packs.BUILT_IN else list(Catalogue())
        return [*self, *others]

    def fixes_without_scenario(self) -> list[Path]:
        """Return the files in fixes/ that have no twin in scenarios/."""
        twins = {entry.fix_path for entry in self if not entry.is_control}
        return [path for path in _python_files(self.root / "fixes") if path not in twins]


def _python_files(folder: Path) -> list[Path]:
    """Return the files of a catalogue; what is hidden, and a link that leads nowhere, is none of them."""
    found = (path.relative_to(folder) for path in folder.glob("*/*.py") if path.is_file())
    return sorted(folder / path for path in found if not any(part.startswith(("_", ".")) for part in path.parts))
