"""Expressions on splits, as expressions on the tensors of a split: ``train.inputs`` is ``X_train``."""

import ast

from trainwreck.scripts.code import Substitute, Unknown
from trainwreck.scripts.file import RecipeFile, options
from trainwreck.scripts.layout import called
from trainwreck.scripts.samples import RAW, Samples


class Splits:
    """Which names stand for which samples, at one point of a function."""

    def __init__(self, file: RecipeFile, named: dict[str, Samples]) -> None:
        self.file = file
        self.named = named
        self.prepared: set[str] = set()  # the names of what ``preprocess`` has returned
        self.transform: str | None = None  # what is done to new inputs so far

    def target(self, name: str) -> Samples:
        """Return the names of the tensors that ``name`` stands for, or will stand for."""
        return self.named.setdefault(name, Samples.called(name))

    def of(self, node: ast.expr) -> str:
        """Return an expression on tensors."""
        return self.file.code.of(node, self.substitute)

    def substitute(self, node: ast.AST) -> str | None:
        """Return what takes the place of a split's attribute or length."""
        match node:
            case ast.Attribute(value=ast.Attribute() as part, attr="inputs" | "targets" as what) if (
                samples := self.part(part)
            ):
                return str(getattr(samples, what))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="transform"), args=[inputs]) if (
                name in self.prepared and self.transform
            ):
                return f"{self.transform}({self.of(inputs)})"
            case ast.Attribute(value=ast.Name(id=name), attr=what) if name in self.named:
                if what not in ("inputs", "targets", "groups"):
                    raise Unknown(f"`{ast.unparse(node)}` stands in the midst of something. Give it a name first")
                text: str = getattr(self.named[name], what)
                return text
            case ast.Call(func=ast.Name("len"), args=[ast.Name(id=name)]) if name in self.named:
                return f"len({self.named[name].inputs})"
            case ast.Name(id=name) if name in self.named:
                raise Unknown(f"`{name}` is used as a whole. Use `{name}.inputs` and `{name}.targets`")
        return None

    def part(self, value: ast.expr) -> Samples | None:
        """Return the samples that a name stands for, or a part of what is prepared; None if it is neither."""
        match value:
            case ast.Name(id=name):
                return self.named.get(name)
            case ast.Attribute(value=ast.Name(id=name), attr="train" | "validation" as part) if name in self.prepared:
                return Samples.called(part)
        return None

    def assigned(self, value: ast.expr, target: Samples) -> list[str] | None:
        """Return the statements that give ``target`` the value of an expression; None if that is no split."""
        match value:
            case ast.Name() | ast.Attribute() if samples := self.part(value):
                return target.given(samples.pair)
            case ast.Call(func=ast.Name("Split"), args=[inputs, targets], keywords=[]):
                return target.given((self.of(inputs), self.of(targets)))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="take"), args=[rows]) if name in self.named:
                return self._taken(self.named[name], rows, target)
            case ast.Call(func=ast.Name("replace"), args=[before], keywords=keywords) if samples := self.part(before):
                new = [f"{getattr(target, part)} = {text}" for part, text in options(keywords, self.of).items()]
                return [*target.given(samples.pair), *new]
            case ast.Call(func=ast.Name(id=name)) if length := tensors_returned(self.file.definitions.get(name)):
                return [self._from_helper(value, target, length)]
        return None

    def required(self, value: ast.expr, target: Samples) -> list[str]:
        """Return the same, where nothing but a split will do."""
        blocks = self.assigned(value, target)
        if blocks is None:
            raise Unknown(
                f"`{ast.unparse(value)}` is no split that a script could make. Use `take`, `replace` or `Split`"
            )
        return blocks

    def several(self, names: list[str], value: ast.expr) -> list[str] | None:
        """Return what gives several names splits at once: a tuple or a generator of splits. None if it is neither."""
        match value:
            case ast.Tuple(elts=values):
                found = [self.assigned(part, self._prospect(name)) for name, part in zip(names, values, strict=True)]
            case ast.GeneratorExp(
                elt=each, generators=[ast.comprehension(target=ast.Name(id=local), iter=ast.Tuple(elts=parts), ifs=[])]
            ):
                splits = [self.named[part.id] for part in parts if isinstance(part, ast.Name) and part.id in self.named]
                inner = [Splits(self.file, {**self.named, local: split}) for split in splits]
                found = [one.assigned(each, self._prospect(name)) for one, name in zip(inner, names, strict=False)]
            case _:
                return None
        blocks = [block for part in found if part is not None for block in part]
        if None in found or len(found) != len(names):
            return None
        for name in names:
            self.target(name)
        return blocks

    def _prospect(self, name: str) -> Samples:
        return self.named.get(name) or Samples.called(name)

    def _taken(self, samples: Samples, rows: ast.expr, target: Samples) -> list[str]:
        """Return a selection; rows that take some working out get a name."""
        if any(isinstance(node, ast.Call) for node in ast.walk(rows)):
            return [f"rows = {self.of(rows)}", *target.given(samples.at("rows"))]
        return target.given(samples.at(self.of(rows)))

    def _from_helper(self, call: ast.Call, target: Samples, length: int) -> str:
        """Return the call of a function that returns the tensors of a split."""
        arguments: list[str] = []
        for argument in call.args:
            samples = self.part(argument)
            arguments += samples.pair if samples else [self.of(argument)]
        arguments += [f"{name}={value}" for name, value in options(call.keywords, self.of).items()]
        names = [*target.pair, target.groups if self._needs_groups else "_"][:length]
        return called(ast.unparse(call.func), arguments, f"{', '.join(names)} = ")

    @property
    def _needs_groups(self) -> bool:
        """Whether the preparation makes use of groups."""
        function = self.file.function("prepare")
        text = ast.unparse(function) if function else ""
        return "hold_out_groups(" in text or ".groups" in text


def tensors_returned(definition: ast.stmt | None) -> int:
    """Return how many tensors there are in the split that a function returns; 0 if it returns none."""
    for node in ast.walk(definition) if isinstance(definition, ast.FunctionDef) else ():
        match node:
            case ast.Return(value=ast.Call(func=ast.Name("Split"), args=args, keywords=keywords)):
                return len(args) + len(keywords)
            case ast.Return(value=ast.Call(func=ast.Name("replace"), args=[ast.Name()], keywords=keywords)) if {
                keyword.arg for keyword in keywords
            } <= {"inputs", "targets"}:
                return 2
    return 0


def on_tensors(file: RecipeFile, function: ast.FunctionDef) -> Substitute:
    """Return what makes a function that returns a split return its tensors, and take those of the split it is given."""
    attributes = {ast.unparse(node) for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    names = [argument.arg for argument in function.args.args]
    given = {name: RAW for name in names if attributes & {f"{name}.inputs", f"{name}.targets"}}
    splits = Splits(file, given)

    def substitute(node: ast.AST) -> str | None:
        match node:
            case ast.arg(arg=name) if name in given:
                return ", ".join(RAW.pair)
            case ast.Call(func=ast.Name("Split"), args=args, keywords=keywords):
                return ", ".join([*map(splits.of, args), *options(keywords, splits.of).values()])
            case ast.Call(func=ast.Name("replace"), args=[ast.Name(id=name)], keywords=keywords) if name in given:
                new = options(keywords, splits.of)
                return f"{new.get('inputs', RAW.inputs)}, {new.get('targets', RAW.targets)}"
        return splits.substitute(node)

    return substitute
