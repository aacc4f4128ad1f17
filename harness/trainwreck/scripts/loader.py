"""How a recipe's batches come about, by PyTorch's own DataLoader."""

import ast

from trainwreck.scripts.code import Substitute, Unknown
from trainwreck.scripts.file import RecipeFile, options
from trainwreck.scripts.layout import called, commented
from trainwreck.scripts.preparation import Preparing
from trainwreck.scripts.samples import TRAIN

DATASET = f"TensorDataset({TRAIN.inputs}, {TRAIN.targets})"
LOADER = "train_loader = "


def loader(file: RecipeFile) -> list[str]:
    """Return the statements that make the loader over the training part."""
    comment = file.comment("loader")
    match file.given("loader"):
        case None:
            return [data_loader(file, DATASET, [], LOADER)]
        case ast.Call(func=ast.Name("partial"), args=[ast.Name("batches")], keywords=keywords):
            return [commented(data_loader(file, DATASET, keywords, LOADER), comment)]
        case ast.Name(id=name) if isinstance(file.definitions.get(name), ast.ClassDef):
            return [commented(called(name, [DATASET], LOADER), comment)]
    match file.function("loader"):
        case ast.FunctionDef(
            args=ast.arguments(args=[split]),
            body=[*before, ast.Return(value=ast.Call(func=ast.Name("batches"), args=[ast.Name()], keywords=keywords))],
        ):
            translator = Preparing(file, {split.arg: TRAIN})
            for statement in before:
                translator.statement(statement)
            return [*translator.blocks, commented(data_loader(file, DATASET, keywords, LOADER), comment)]
    raise Unknown(
        "its loader is none that a script could make. Use `partial(batches, …)`, a class, or a function of one "
        "argument that returns `batches(…)`"
    )


def data_loader(file: RecipeFile, dataset: str, keywords: list[ast.keyword], target: str = "") -> str:
    """Return ``batches(dataset, …)`` as a call of the DataLoader: shuffled if nothing else is said."""
    given = options(keywords, file.code.of)
    size, shuffled = given.pop("batch_size", "64"), given.pop("shuffle", "True")
    arguments = [dataset, f"batch_size={size}", *([] if shuffled == "False" else [f"shuffle={shuffled}"])]
    return called("DataLoader", [*arguments, *(f"{name}={value}" for name, value in given.items())], target)


def over_a_dataset(file: RecipeFile, node: ast.ClassDef) -> Substitute:
    """Return what makes a class that reads batches of a split read them of a dataset."""
    splits = {
        call.args[0].id
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "batches" and isinstance(call.args[0], ast.Name)
    }

    def substitute(part: ast.AST) -> str | None:
        match part:
            case ast.Call(func=ast.Name("batches"), args=[ast.Name(id=name)], keywords=keywords) if name in splits:
                return data_loader(file, "dataset", keywords)
            case ast.arg(arg=name) | ast.Name(id=name) if name in splits:
                return "dataset"
        return None

    return substitute
