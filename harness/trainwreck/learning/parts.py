"""A training script taken apart: what stands before its loop over epochs, the loop, and what comes after it."""

import ast
from dataclasses import dataclass


class Untold(Exception):
    """What a script does not show in a form that can be looked at; the message says what."""


@dataclass(frozen=True)
class Parts:
    """The statements of a script whose training is a loop over epochs with a loop over batches in it.

    ``before``, ``after``            what stands before the loop over epochs, and after it.
    ``each_epoch``, ``each_batch``   what is done in an epoch before its batches come, and with each batch.
    ``at_the_end``                   what is done in an epoch after its batches.
    ``epochs``, ``batches``          the two loops themselves.
    """

    before: list[ast.stmt]
    epochs: ast.For
    each_epoch: list[ast.stmt]
    batches: ast.For
    at_the_end: list[ast.stmt]
    after: list[ast.stmt]

    @property
    def each_batch(self) -> list[ast.stmt]:
        """The statements of one update."""
        return self.batches.body

    @property
    def mode(self) -> list[ast.stmt]:
        """What puts the model into training mode: once an epoch will do, and belongs to every update all the same."""
        return [one for one in self.each_epoch if ast.unparse(one) == "model.train()"]

    @property
    def definitions(self) -> list[ast.stmt]:
        """The functions and classes that are defined after the loop."""
        return [one for one in self.after if isinstance(one, ast.FunctionDef | ast.ClassDef)]

    @property
    def loss(self) -> str:
        """The name of the loss function: what the validation loss is computed with, or else a batch's loss."""
        for statement in [*self.at_the_end, *self.each_batch]:
            match statement:
                case ast.Assign(
                    targets=[ast.Name("val_loss")],
                    value=ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id=name)))),
                ):
                    return name
                case ast.Assign(targets=[ast.Name("loss")], value=ast.Call(func=ast.Name(id=name))):
                    return name
        return "criterion"

    @classmethod
    def of(cls, text: str, path: str) -> "Parts":
        """Take a script apart; Untold if it has no such loops at its top level."""
        body = ast.parse(text, path).body
        for number, statement in enumerate(body):
            inner = next((n for n, one in enumerate(getattr(statement, "body", [])) if isinstance(one, ast.For)), None)
            if isinstance(statement, ast.For) and inner is not None:
                batches = statement.body[inner]
                assert isinstance(batches, ast.For)
                each_epoch, at_the_end = statement.body[:inner], statement.body[inner + 1 :]
                return cls(body[:number], statement, each_epoch, batches, at_the_end, body[number + 1 :])
        raise Untold("it has no loop over batches within a loop over epochs, outside of any function")

    def asked(self) -> tuple[str, ast.expr, str]:
        """Return how a script asks its model for the predictions that it writes down.

        That is the function's name, the expression for the inputs, and the name in it that stands for new inputs.
        """
        for call in (node for statement in self.after for node in ast.walk(statement)):
            match call:
                case ast.Call(func=ast.Name(id=function), args=[ast.Name("model"), inputs, *_]):
                    names = [node.id for node in ast.walk(inputs) if isinstance(node, ast.Name)]
                    new = [name for name in names if name.endswith("test")]
                    if len(set(new)) == 1:
                        return function, inputs, new[0]
        raise Untold("it does not write down what `predict(model, X_test)` returns, or that of prepared inputs")
