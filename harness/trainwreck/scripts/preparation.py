"""A recipe's ``prepare`` as statements on arrays: a split becomes the pair of its inputs and its targets."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from trainwreck.scripts.code import Unknown
from trainwreck.scripts.file import RecipeFile, options
from trainwreck.scripts.layout import called, commented
from trainwreck.scripts.samples import RAW, TRAIN, VALIDATION, Samples
from trainwreck.scripts.splits import Splits


@dataclass
class Preparation:
    """The statements, and the names of the functions for new inputs and for outputs, if there are any."""

    blocks: list[str] = field(default_factory=list)
    transform: str | None = None
    restore: str | None = None
    restored: str = ""  # the comment on it

    def transformed(self, inputs: str) -> str:
        """Return inputs as the model wants them."""
        return f"{self.transform}({inputs})" if self.transform else inputs

    def in_units(self, values: str) -> str:
        """Return outputs, or prepared targets, in the task's own units."""
        return f"{self.restore}({values})" if self.restore else values


def preparation(file: RecipeFile) -> Preparation:
    """Return what a recipe does with its data before the training."""
    if file.given("prepare") is None:
        return Preparation([_held_out(RAW, (TRAIN, VALIDATION), {})])
    match file.function("prepare"):
        case ast.FunctionDef(args=ast.arguments(args=[raw, *_], kwonlyargs=[])) as function:
            translator = Preparing(file, {raw.arg: RAW})
            translator.body(function)
            return translator.preparation
    raise Unknown("its `prepare` is no function of the file. Write it as `def prepare(raw):`")


class Preparing:
    """Goes through a function on splits, statement by statement."""

    def __init__(self, file: RecipeFile, named: dict[str, Samples]) -> None:
        self.file = file
        self.splits = Splits(file, named)
        self.preparation = Preparation()

    @property
    def blocks(self) -> list[str]:
        """The statements so far."""
        return self.preparation.blocks

    def body(self, function: ast.FunctionDef, given: Sequence[str] = (), comment: str = "") -> None:
        """Translate a function that returns what is prepared; ``given`` are its arguments but for the first."""
        *before, last = function.body
        if not isinstance(last, ast.Return) or last.value is None:
            raise Unknown(f"`{function.name}` must end with `return Prepared(…)` or `return preprocess(…)`")
        heading = self.file.code.of_head(function).partition(":  #")[2].strip()
        self.blocks.extend([f"# {heading}"] if heading else [])
        for name, value in self._parameters(function, given).items():
            self.blocks.append(commented(f"{name} = {value}", comment))
        self._name_parts(last.value)
        for statement in before:
            self.statement(statement)
        self._prepare(last, last.value)

    def _parameters(self, function: ast.FunctionDef, given: Sequence[str]) -> dict[str, str]:
        """Return the values of a function's parameters but for the first: those given, and defaults for the others."""
        names = [argument.arg for argument in function.args.args[1:]]
        defaults = [self.splits.of(default) for default in function.args.defaults]
        missing = len(names) - len(given)
        if not 0 <= missing <= len(defaults):
            raise Unknown(f"`{function.name}` is not given all of its arguments, or too many. Give them, or defaults")
        return dict(zip(names, [*given, *defaults[len(defaults) - missing :]], strict=True))

    def _name_parts(self, value: ast.expr) -> None:
        """Give the splits that will be returned the names of the training and of the validation part."""
        parts: dict[str, ast.expr] = {}
        match value:
            case ast.Call(func=ast.Name("preprocess"), args=[train, validation, _]):
                parts = {"train": train, "validation": validation}
            case ast.Call(func=ast.Name("Prepared"), keywords=keywords):
                parts = {keyword.arg: keyword.value for keyword in keywords if keyword.arg in ("train", "validation")}
        for name, part in parts.items():
            if isinstance(part, ast.Name):  # unless it is the raw data, which have their name
                self.splits.named.setdefault(part.id, Samples.called(name))

    def statement(self, statement: ast.stmt) -> None:
        """Translate one statement."""
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            return  # a docstring
        blocks = self._on_splits(statement)
        if blocks is None:
            self.blocks.append(self.file.code.statement(statement, self.splits.substitute))
        else:
            self._add(blocks, statement)

    def _on_splits(self, statement: ast.stmt) -> list[str] | None:
        """Return what a statement is that makes splits; None if it is any other."""
        match statement:
            case ast.Assign(
                targets=[ast.Tuple(elts=[ast.Name(id=train), ast.Name(id=validation)])],
                value=ast.Call(func=ast.Name("hold_out" | "hold_out_groups" as how), args=[raw, *others]) as call,
            ):
                parts = self.splits.target(train), self.splits.target(validation)
                given = dict(zip(("fraction", "stratify"), map(self.splits.of, others), strict=False))
                before, samples = self._whole(raw)
                make = _held_out if how == "hold_out" else _held_out_groups
                return [*before, make(samples, parts, given | options(call.keywords, self.splits.of))]
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name("preprocess"), args=[train, validation, f])
            ):
                self.splits.prepared.add(name)
                return self._preprocessed(train, validation, f)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=helper)) as call) if (
                self._prepares(helper)
            ):
                self._prepare(statement, call)
                self.splits.prepared.add(name)
                return []
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=value):
                return self.splits.several([ast.unparse(name) for name in names], value)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                blocks = self.splits.assigned(value, self.splits.named.get(name) or Samples.called(name))
                if blocks is not None:
                    self.splits.target(name)
                return blocks
        return None

    def _prepares(self, name: str) -> bool:
        """Whether a function of the file ends with what is prepared."""
        match self.file.definitions.get(name):
            case ast.FunctionDef(body=[*_, ast.Return(value=ast.Call(func=ast.Name("Prepared" | "preprocess")))]):
                return True
        return False

    def _whole(self, raw: ast.expr) -> tuple[list[str], Samples]:
        """Return what is to be split, and what must be done for it before."""
        if isinstance(raw, ast.Name) and raw.id in self.splits.named:
            return [], self.splits.named[raw.id]
        return self.splits.required(raw, RAW), RAW

    def _add(self, blocks: list[str], statement: ast.stmt) -> None:
        """Add what a statement has become, with the comments on it."""
        lines = self.file.code.lines
        above = "\n".join(line.strip() for line in lines.above(statement).splitlines())
        self.blocks.extend([above] if above else [])
        self.blocks.extend(_with_comment(blocks, lines.behind(statement).strip()))

    def _preprocessed(self, train: ast.expr, validation: ast.expr, function: ast.expr) -> list[str]:
        blocks = [*self.splits.required(train, TRAIN), *self.splits.required(validation, VALIDATION)]
        definitions, name = self._applied(function)
        self.preparation.transform = self.splits.transform = name
        both = f"{name}({TRAIN.inputs}), {name}({VALIDATION.inputs})"
        return [*blocks, *definitions, f"{TRAIN.inputs}, {VALIDATION.inputs} = {both}"]

    def _applied(self, function: ast.expr) -> tuple[list[str], str]:
        """Return what defines a function on inputs, and its name."""
        of = self.splits.of
        match function:
            case ast.Name(id=name):
                return [], name
            case ast.Lambda(args=ast.arguments(args=[argument]), body=body):
                name = "preprocess_new" if self.splits.transform == "preprocess" else "preprocess"
                return [f"def {name}({argument.arg}):\n    return {of(body)}"], name
            case ast.Call(func=ast.Name("partial"), args=[inner, *first], keywords=keywords):
                named = [f"{name}={value}" for name, value in options(keywords, of).items()]
                return _converting(called(of(inner), [*map(of, first), "X", *named]))
            case ast.Attribute(value=ast.Call() as fitted, attr=method):
                definitions, name = _converting(f"fitted.{method}(X)")
                return [f"fitted = {of(fitted)}", *definitions], name
        return _converting(f"{of(function)}(X)")

    def _prepare(self, statement: ast.stmt, value: ast.expr) -> None:
        """Translate an expression for what is prepared."""
        match value:
            case ast.Call(func=ast.Name("preprocess"), args=[train, validation, function]):
                self._add(self._preprocessed(train, validation, function), statement)
            case ast.Call(func=ast.Name("Prepared"), keywords=keywords):
                self._add([block for keyword in keywords for block in self._prepared(keyword)], statement)
            case ast.Call(func=ast.Name("replace"), args=[before], keywords=keywords):
                self._prepare(statement, before)
                self._add([block for keyword in keywords for block in self._prepared(keyword)], statement)
            case ast.Call(func=ast.Name(id=name), args=[raw, *others], keywords=[]) if isinstance(
                helper := self.file.definitions.get(name), ast.FunctionDef
            ):
                given, (before_it, samples) = [self.splits.of(argument) for argument in others], self._whole(raw)
                self.blocks.extend(before_it)
                named, self.splits.named = self.splits.named, {helper.args.args[0].arg: samples}
                self.body(helper, given, self.file.code.lines.behind(statement).strip())
                self.splits.named = named
            case ast.Name(id=name) if name in self.splits.prepared:
                pass
            case other:
                raise Unknown(f"it prepares `{ast.unparse(other)}`. Return `Prepared(…)` or `preprocess(…)`")

    def _prepared(self, keyword: ast.keyword) -> list[str]:
        match keyword:
            case ast.keyword(arg="train" | "validation" as part, value=value):
                return self.splits.required(value, Samples.called(part))
            case ast.keyword(arg="transform", value=value):
                definitions, name = self._applied(value)
                self.preparation.transform = self.splits.transform = name
                return definitions
            case ast.keyword(arg="restore", value=ast.Name(id=name)):
                self.preparation.restore = name
                self.preparation.restored = self.file.code.lines.behind(keyword, after=",").strip()
                return []
        raise Unknown(f"`{ast.unparse(keyword)}` in `Prepared`. Give the name of a function")


def _held_out(samples: Samples, parts: tuple[Samples, Samples], given: dict[str, str]) -> str:
    train, validation = parts
    if given.get("stratify", "False") not in ("True", "False"):
        raise Unknown(f"`stratify={given['stratify']}`. Say True or False")
    stratify = [f"stratify={samples.targets}"] if given.get("stratify") == "True" else []
    arguments = [*samples.pair, f"test_size={given.get('fraction', '0.25')}", *stratify]
    names = [train.inputs, validation.inputs, train.targets, validation.targets]
    return called("train_test_split", arguments, f"{', '.join(names)} = ")


def _held_out_groups(samples: Samples, parts: tuple[Samples, Samples], given: dict[str, str]) -> str:
    train, validation = parts
    lines = [
        f"splitter = GroupShuffleSplit(n_splits=1, test_size={given.get('fraction', '0.25')})",
        f"train_rows, val_rows = next(splitter.split({samples.inputs}, groups={samples.groups}))",
        *train.given(samples.at("train_rows")),
        *validation.given(samples.at("val_rows")),
    ]
    return "\n".join(lines)


def _converting(call: str) -> tuple[list[str], str]:
    """Return a function that makes tensors of what a call returns, and its name."""
    made = called("torch.as_tensor", [call, "dtype=torch.float32"])
    return [f"def preprocess(X):\n    return {made}"], "preprocess"


def _with_comment(blocks: list[str], comment: str) -> list[str]:
    """Return statements with a comment on the first of them that is no definition; alone, if there is none."""
    plain = next((number for number, block in enumerate(blocks) if not block.startswith("def ")), None)
    if plain is None:
        return [*blocks, *([comment] if comment else [])]
    head, newline, rest = blocks[plain].partition("\n")
    return [*blocks[:plain], commented(head, comment) + newline + rest, *blocks[plain + 1 :]]
