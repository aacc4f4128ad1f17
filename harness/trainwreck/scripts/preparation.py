"""A recipe's ``prepare`` as statements on arrays: a split becomes the pair of its inputs and its targets."""

import ast
from dataclasses import dataclass, field

from trainwreck.scripts.code import Substitute, Unknown
from trainwreck.scripts.layout import called, commented
from trainwreck.scripts.setup import Setup


@dataclass(frozen=True)
class Samples:
    """The names of a split's tensors in the script."""

    inputs: str
    targets: str
    groups: str = "groups"

    @classmethod
    def called(cls, name: str) -> "Samples":
        """Return the names for a split that the recipe calls ``name``."""
        known = {"raw": RAW, "train": TRAIN, "validation": VALIDATION}
        return known.get(name) or cls(f"X_{name}", f"y_{name}", f"groups_{name}")


RAW, TRAIN, VALIDATION = Samples("X", "y"), Samples("X_train", "y_train"), Samples("X_val", "y_val")


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


def preparation(setup: Setup) -> Preparation:
    """Return what a recipe does with its data before the training."""
    if setup.given("prepare") is None:
        return Preparation([_held_out(RAW, (TRAIN, VALIDATION), {})])
    function = setup.function("prepare")
    if function is None:
        raise Unknown("its `prepare` is no function of the file. Write it as `def prepare(raw):`")
    translator = Preparing(setup, {function.args.args[0].arg: RAW})
    translator.body(function, function.args.args[1:])
    return translator.preparation


class Preparing:
    """Goes through a function on splits, statement by statement; ``splits`` says which names stand for which."""

    def __init__(self, setup: Setup, splits: dict[str, Samples]) -> None:
        self.setup = setup
        self.splits = splits
        self.prepared: set[str] = set()  # the names of what ``preprocess`` has returned
        self.preparation = Preparation()

    @property
    def blocks(self) -> list[str]:
        """The statements so far."""
        return self.preparation.blocks

    def body(self, function: ast.FunctionDef, parameters: list[ast.arg]) -> None:
        """Translate a function whose last statement returns what is prepared; ``parameters`` have defaults."""
        heading = self.setup.code.lines.statement(function).partition("\n")[0].partition(":  #")[2].strip()
        self.blocks.extend([f"# {heading}"] if heading else [])
        for parameter, default in zip(parameters, function.args.defaults, strict=True):
            self.blocks.append(f"{parameter.arg} = {self.of(default)}")
        *before, last = function.body
        if not isinstance(last, ast.Return):
            raise Unknown(f"`{function.name}` must end with a `return`")
        self._name_parts(last.value)
        for statement in before:
            self.statement(statement)
        self._returned(last)

    def _name_parts(self, value: ast.expr | None) -> None:
        """Give the splits that will be returned the names of the training and of the validation part."""
        match value:
            case ast.Call(func=ast.Name("preprocess"), args=[train, validation, _]):
                parts = [train, validation]
            case ast.Call(func=ast.Name("Prepared"), keywords=keywords):
                given = {keyword.arg: keyword.value for keyword in keywords}
                parts = [given["train"], given["validation"]]
            case _:
                parts = []
        for part, samples in zip(parts, (TRAIN, VALIDATION), strict=False):
            if isinstance(part, ast.Name):
                self.splits[part.id] = samples

    def statement(self, statement: ast.stmt) -> None:
        """Translate one statement."""
        comment, above = (text.strip() for text in self._comments(statement))
        blocks: list[str] | None = None
        match statement:
            case ast.Expr(value=ast.Constant(value=str())):
                return
            case ast.Assign(
                targets=[ast.Tuple(elts=names)], value=ast.Call(func=ast.Name("hold_out" | "hold_out_groups")) as call
            ):
                blocks = self._hold_out(call, *map(ast.unparse, names))
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name("preprocess"), args=args)):
                self.prepared.add(name)
                blocks = self._preprocessed(*args)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=value):
                blocks = self._several([ast.unparse(name) for name in names], value)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                blocks = self._split(value, self.splits.get(name) or Samples.called(name))
                if blocks is not None:
                    self.splits.setdefault(name, Samples.called(name))
        if blocks is None:
            self.blocks.append(self.setup.code.statement(statement, self._substitute))
            return
        self.blocks.extend([above] if above else [])
        self.blocks.extend(_with_comment(blocks, comment))

    def _comments(self, statement: ast.stmt) -> tuple[str, str]:
        lines = self.setup.code.lines
        above = "\n".join(line.strip() for line in lines.above(statement).splitlines())
        return lines.behind(statement), above

    def of(self, node: ast.expr) -> str:
        """Return an expression on splits as one on their tensors."""
        return self.setup.code.of(node, self._substitute)

    def _substitute(self, node: ast.AST) -> str | None:
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr="inputs" | "targets" | "groups" as what) if (
                name in self.splits
            ):
                text: str = getattr(self.splits[name], what)
                return text
            case ast.Call(func=ast.Name("len"), args=[ast.Name(id=name)]) if name in self.splits:
                return f"len({self.splits[name].inputs})"
            case ast.Name(id=name) if name in self.splits:
                raise Unknown(f"`{name}` is used as a whole. Use `{name}.inputs` and `{name}.targets`")
        return None

    def _hold_out(self, call: ast.Call, train: str, validation: str) -> list[str]:
        assert isinstance(call.func, ast.Name)
        parts = tuple(self.splits.setdefault(name, Samples.called(name)) for name in (train, validation))
        options = {keyword.arg: self.of(keyword.value) for keyword in call.keywords if keyword.arg}
        match call.args[0]:
            case ast.Name(id=name) if name in self.splits:
                before, samples = [], self.splits[name]
            case other:
                found = self._split(other, RAW)
                if found is None:
                    raise Unknown(f"`{ast.unparse(call)}` splits what is no split")
                before, samples = found, RAW
        held_out = _held_out if call.func.id == "hold_out" else _held_out_groups
        return [*before, held_out(samples, parts, options)]

    def _several(self, names: list[str], value: ast.expr) -> list[str] | None:
        """Translate what gives several splits at once: a tuple, or a generator over splits."""
        pairs: list[tuple[str, ast.expr, dict[str, Samples]]]
        match value:
            case ast.Tuple(elts=values):
                pairs = [(name, part, {}) for name, part in zip(names, values, strict=True)]
            case ast.GeneratorExp(
                elt=elt, generators=[ast.comprehension(target=ast.Name(id=each), iter=ast.Tuple(elts=parts))]
            ) if all(isinstance(part, ast.Name) and part.id in self.splits for part in parts):
                pairs = [(n, elt, {each: self.splits[ast.unparse(p)]}) for n, p in zip(names, parts, strict=True)]
            case _:
                return None
        blocks = []
        for name, part, local in pairs:
            inner = Preparing(self.setup, {**self.splits, **local})
            found = inner._split(part, self.splits.get(name) or Samples.called(name))
            if found is None:
                return None
            blocks += found
        for name in names:
            self.splits.setdefault(name, Samples.called(name))
        return blocks

    def _split(self, value: ast.expr, target: Samples) -> list[str] | None:
        """Return the statements that give ``target`` the value of an expression; None if that is no split."""
        match value:
            case ast.Name(id=name) if name in self.splits:
                return _assigned(target, self.splits[name].inputs, self.splits[name].targets)
            case ast.Attribute(value=ast.Name(id=name), attr="train" | "validation" as part) if name in self.prepared:
                return _assigned(target, *_pair(Samples.called(part)))
            case ast.Call(func=ast.Name("Split"), args=[inputs, targets]):
                return _assigned(target, self.of(inputs), self.of(targets))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="take"), args=[rows]) if name in self.splits:
                return self._taken(self.splits[name], rows, target)
            case ast.Call(func=ast.Name("replace"), args=[ast.Name(id=name)], keywords=keywords) if name in self.splits:
                new = [f"{getattr(target, str(keyword.arg))} = {self.of(keyword.value)}" for keyword in keywords]
                return [*_assigned(target, *_pair(self.splits[name])), *new]
            case ast.Call(func=ast.Name(id=name)) if length := returned_tensors(self.setup.definitions.get(name)):
                return [self._from_helper(value, target, length)]
        return None

    def _taken(self, samples: Samples, rows: ast.expr, target: Samples) -> list[str]:
        """Return a selection; rows that take some working out get a name."""
        text, before = self.of(rows), []
        if any(isinstance(node, ast.Call) for node in ast.walk(rows)):
            before, text = [f"rows = {text}"], "rows"
        return [*before, *_assigned(target, f"{samples.inputs}[{text}]", f"{samples.targets}[{text}]")]

    def _from_helper(self, call: ast.expr, target: Samples, length: int) -> str:
        """Return the call of a function that returns the tensors of a split."""
        assert isinstance(call, ast.Call)
        arguments: list[str] = []
        for argument in call.args:
            match argument:
                case ast.Name(id=name) if name in self.splits:
                    arguments += _pair(self.splits[name])
                case other:
                    arguments.append(self.of(other))
        arguments += [f"{keyword.arg}={self.of(keyword.value)}" for keyword in call.keywords]
        groups = target.groups if self._needs_groups() else "_"
        names = [*_pair(target), groups][:length]
        return called(ast.unparse(call.func), arguments, f"{', '.join(names)} = ")

    def _needs_groups(self) -> bool:
        function = self.setup.function("prepare")
        text = self.setup.code.lines.statement(function) if function else ""
        return "hold_out_groups(" in text or ".groups" in text

    def _preprocessed(self, train: ast.expr, validation: ast.expr, function: ast.expr) -> list[str]:
        blocks: list[str] = []
        for part, samples in ((train, TRAIN), (validation, VALIDATION)):
            found = self._split(part, samples)
            if found is None:
                raise Unknown(f"`preprocess(…)` of `{ast.unparse(part)}`, which is no split")
            blocks += found
        definitions, name = self._applied(function)
        self.preparation.transform = name
        both = f"{name}({TRAIN.inputs}), {name}({VALIDATION.inputs})"
        return [*blocks, *definitions, f"{TRAIN.inputs}, {VALIDATION.inputs} = {both}"]

    def _applied(self, function: ast.expr) -> tuple[list[str], str]:
        """Return what defines a function on inputs, and its name."""
        match function:
            case ast.Name(id=name):
                return [], name
            case ast.Lambda(args=ast.arguments(args=[argument]), body=body):
                return [f"def preprocess({argument.arg}):\n    return {self.of(body)}"], "preprocess"
            case ast.Call(func=ast.Name("partial"), args=[inner, *first], keywords=keywords):
                named = [f"{keyword.arg}={self.of(keyword.value)}" for keyword in keywords]
                return _converted(called(self.of(inner), [*map(self.of, first), "X", *named]))
            case ast.Attribute(value=ast.Call() as fitted, attr=method):
                blocks, name = _converted(f"fitted.{method}(X)")
                return [f"fitted = {self.of(fitted)}", *blocks], name
        return _converted(f"{self.of(function)}(X)")

    def _returned(self, statement: ast.Return) -> None:
        comment, above = (text.strip() for text in self._comments(statement))
        match statement.value:
            case ast.Call(func=ast.Name("preprocess"), args=[train, validation, function]):
                blocks = self._preprocessed(train, validation, function)
            case ast.Call(func=ast.Name("Prepared"), keywords=keywords):
                blocks = self._prepared(keywords)
            case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=raw), *others], keywords=[]) if (
                isinstance(helper := self.setup.definitions.get(name), ast.FunctionDef) and raw in self.splits
            ):
                first, *parameters = helper.args.args
                for parameter, argument in zip(parameters, others, strict=True):
                    self.blocks.append(commented(f"{parameter.arg} = {self.of(argument)}", comment))
                self.splits = {first.arg: self.splits[raw]}
                self.body(helper, [])
                return
            case other:
                raise Unknown(
                    f"it prepares `{ast.unparse(other) if other else None}`. Return `Prepared(…)` or `preprocess(…)`"
                )
        self.blocks.extend([above] if above else [])
        self.blocks.extend(_with_comment(blocks, comment))

    def _prepared(self, keywords: list[ast.keyword]) -> list[str]:
        blocks: list[str] = []
        for keyword in keywords:
            match keyword:
                case ast.keyword(arg="train" | "validation" as part):
                    found = self._split(keyword.value, Samples.called(part))
                    if found is None:
                        raise Unknown(f"`{ast.unparse(keyword)}` is no split. Give it a name first")
                    blocks += found
                case ast.keyword(arg="transform"):
                    definitions, self.preparation.transform = self._applied(keyword.value)
                    blocks += definitions
                case ast.keyword(arg="restore", value=ast.Name(id=name)):
                    self.preparation.restore = name
                    self.preparation.restored = self.setup.code.lines.behind(keyword, after=",").strip()
                case _:
                    raise Unknown(f"`{ast.unparse(keyword)}` in `Prepared`. Use the name of a function")
        return blocks


def returned_tensors(definition: ast.stmt | None) -> int:
    """Return how many tensors there are in the split that a function returns; 0 if it returns none."""
    for node in ast.walk(definition) if isinstance(definition, ast.FunctionDef) else ():
        match node:
            case ast.Return(value=ast.Call(func=ast.Name("Split"), args=args, keywords=keywords)):
                return len(args) + len(keywords)
    return 0


def on_tensors(setup: Setup, function: ast.FunctionDef) -> Substitute:
    """Return what makes a function that returns a split return its tensors, and take those of the split it is given."""
    attributes = [node for node in ast.walk(function) if isinstance(node, ast.Attribute)]
    given = {
        argument.arg: RAW
        for argument in function.args.args
        if any(ast.unparse(node) in (f"{argument.arg}.inputs", f"{argument.arg}.targets") for node in attributes)
    }
    inner = Preparing(setup, given)

    def substitute(node: ast.AST) -> str | None:
        match node:
            case ast.arg(arg=name) if name in given:
                return f"{RAW.inputs}, {RAW.targets}"
            case ast.Call(func=ast.Name("Split"), args=args, keywords=keywords):
                return ", ".join([*map(inner.of, args), *(inner.of(keyword.value) for keyword in keywords)])
        return inner._substitute(node)

    return substitute


def _pair(samples: Samples) -> list[str]:
    return [samples.inputs, samples.targets]


def _assigned(target: Samples, inputs: str, targets: str) -> list[str]:
    """Return the assignment of a pair, without what is so already."""
    changed = [(name, value) for name, value in zip(_pair(target), (inputs, targets), strict=True) if name != value]
    if not changed:
        return []
    return [f"{', '.join(name for name, _ in changed)} = {', '.join(value for _, value in changed)}"]


def _held_out(samples: Samples, parts: tuple[Samples, ...], options: dict[str, str]) -> str:
    train, validation = parts
    stratify = [f"stratify={samples.targets}"] if options.get("stratify") == "True" else []
    arguments = [*_pair(samples), f"test_size={options.get('fraction', '0.25')}", *stratify]
    names = [train.inputs, validation.inputs, train.targets, validation.targets]
    return called("train_test_split", arguments, f"{', '.join(names)} = ")


def _held_out_groups(samples: Samples, parts: tuple[Samples, ...], options: dict[str, str]) -> str:
    splitter = f"splitter = GroupShuffleSplit(n_splits=1, test_size={options.get('fraction', '0.25')})"
    rows = f"train_rows, val_rows = next(splitter.split({samples.inputs}, groups={samples.groups}))"
    taken = [
        line
        for part, chosen in zip(parts, ("train_rows", "val_rows"), strict=True)
        for line in _assigned(part, f"{samples.inputs}[{chosen}]", f"{samples.targets}[{chosen}]")
    ]
    return "\n".join([splitter, rows, *taken])


def _converted(call: str) -> tuple[list[str], str]:
    """Return a function that makes tensors of what a call returns, and its name."""
    made = called("torch.as_tensor", [call, "dtype=torch.float32"])
    return [f"def preprocess(X):\n    return {made}"], "preprocess"


def _with_comment(blocks: list[str], comment: str) -> list[str]:
    """Return statements with a comment behind the first of them that is no definition, or alone if there is none."""
    plain = [number for number, block in enumerate(blocks) if not block.startswith("def ")]
    if not comment or not plain:
        return [*blocks, *([comment] if comment else [])]
    first = plain[0]
    head, newline, rest = blocks[first].partition("\n")
    return [*blocks[:first], commented(head, comment) + newline + rest, *blocks[first + 1 :]]
