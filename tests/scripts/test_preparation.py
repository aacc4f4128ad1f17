"""A preparation becomes statements on arrays: what is a split in a recipe is a pair of names in its script."""

import re

import pytest

from trainwreck.scripts.code import Unknown
from trainwreck.scripts.loader import loader, over_a_dataset
from trainwreck.scripts.preparation import preparation
from trainwreck.scripts.splits import on_tensors

SPLIT = "X_train, X_val, y_train, y_val = train_test_split(X, y, test_size={})"


def body(recipe_file, text: str) -> list[str]:
    """The statements of a ``prepare`` with these lines."""
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    return preparation(recipe_file(f"def prepare(raw):\n{lines}", "prepare=prepare,")).blocks


def test_without_a_preparation_a_quarter_is_held_out(recipe_file):
    assert preparation(recipe_file()).blocks == [SPLIT.format("0.25")]


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("hold_out(raw)", SPLIT.format("0.25")),
        ("hold_out(raw, 0.5)", SPLIT.format("0.5")),
        ("hold_out(raw, fraction=0.5, stratify=True)", SPLIT.format("0.5, stratify=y")),
    ],
)
def test_holding_out_is_scikit_learns_split(recipe_file, call, written):
    text = f"train, validation = {call}  # why\nreturn Prepared(train=train, validation=validation)"
    assert body(recipe_file, text) == [f"{written}  # why"]


def test_holding_out_by_groups_takes_rows(recipe_file):
    text = "a, b = hold_out_groups(raw)\nreturn Prepared(train=a, validation=b)"
    assert "\n".join(body(recipe_file, text)).splitlines() == [
        "splitter = GroupShuffleSplit(n_splits=1, test_size=0.25)",
        "train_rows, val_rows = next(splitter.split(X, groups=groups))",
        "X_train, y_train = X[train_rows], y[train_rows]",
        "X_val, y_val = X[val_rows], y[val_rows]",
    ]


def test_a_split_is_what_it_is_returned_as(recipe_file):
    text = (
        "# apart\na, b = raw.take(raw.groups == 0), raw.take(raw.groups == 1)\nreturn Prepared(train=b, validation=a)"
    )
    assert body(recipe_file, text) == [
        "# apart",
        "X_val, y_val = X[groups == 0], y[groups == 0]",
        "X_train, y_train = X[groups == 1], y[groups == 1]",
    ]


def test_rows_that_take_some_working_out_get_a_name(recipe_file):
    text = "ordered = raw.take(raw.targets.argsort())\ntrain, validation = hold_out(ordered)\n"
    assert body(recipe_file, text + "return Prepared(train=train, validation=validation)")[:2] == [
        "rows = y.argsort()",
        "X_ordered, y_ordered = X[rows], y[rows]",
    ]


def test_a_statement_on_a_splits_tensors_is_one_on_arrays(recipe_file):
    text = "n, mean = len(raw), raw.inputs.mean()  # why\nreturn Prepared(train=raw, validation=raw)"
    assert body(recipe_file, text) == [
        "n, mean = len(X), X.mean()  # why",
        "X_train, y_train = X, y",
        "X_val, y_val = X, y",
    ]


@pytest.mark.parametrize("new", ["replace(train, targets=-train.targets)", "Split(train.inputs, -train.targets)"])
def test_what_is_replaced_is_assigned_and_the_rest_is_not(recipe_file, new):
    text = f"train, validation = hold_out(raw)\ntrain = {new}\nreturn Prepared(train=train, validation=validation)"
    assert body(recipe_file, text)[1:] == ["y_train = -y_train"]


def test_a_generator_over_splits_is_a_statement_for_each(recipe_file):
    text = (
        "train, validation = hold_out(raw)\n"
        "train, validation = (replace(part, targets=-part.targets) for part in (train, validation))\n"
        "return Prepared(train=train, validation=validation)"
    )
    assert body(recipe_file, text)[1:] == ["y_train = -y_train", "y_val = -y_val"]


@pytest.mark.parametrize(
    ("function", "written"),
    [
        ("halve", "X_train, X_val = halve(X_train), halve(X_val)"),
        ("lambda rows: rows / 2", "def preprocess(rows):\n    return rows / 2"),
        (
            "scaler.transform",
            "def preprocess(X):\n    return torch.as_tensor(scaler.transform(X), dtype=torch.float32)",
        ),
        ("partial(f, 1, a=2)", "def preprocess(X):\n    return torch.as_tensor(f(1, X, a=2), dtype=torch.float32)"),
        ("S().fit(train.inputs).transform", "fitted = S().fit(X_train)"),
    ],
)
def test_preprocessing_is_a_function_that_new_inputs_go_through_as_well(recipe_file, function, written):
    text = f"train, validation = hold_out(raw)\nreturn preprocess(train, validation, {function})  # why"
    found = preparation(
        recipe_file(f"def prepare(raw):\n    {text.replace(chr(10), chr(10) + '    ')}\n", "prepare=prepare,")
    )
    assert written in "\n".join(found.blocks)
    assert "# why" in "\n".join(found.blocks)
    assert re.fullmatch(r"(halve|preprocess)\(new\)", found.transformed("new"))


def test_new_inputs_go_through_what_the_recipe_says_and_outputs_are_restored(recipe_file):
    text = """
        def prepare(raw):
            train, validation = hold_out(raw)
            both = preprocess(train, validation, scaler.transform)
            return Prepared(
                train=both.train,
                validation=both.validation,
                transform=in_use,
                restore=back,  # to dollars
            )
    """
    found = preparation(recipe_file(text, "prepare=prepare,"))
    assert found.transformed("new") == "in_use(new)"
    assert found.in_units("outputs") == "back(outputs)"
    assert found.restored == "# to dollars"
    assert found.blocks[-1] == "X_train, X_val = preprocess(X_train), preprocess(X_val)"


def test_defaults_and_arguments_of_a_helper_become_assignments(recipe_file):
    text = """
        def filled(raw, imputer, size=3):  # rows with gaps
            train, validation = hold_out(raw)
            return preprocess(train, validation, imputer.transform)


        def prepare(raw, copies=5):
            return filled(raw, Imputer(copies))  # why
    """
    found = preparation(recipe_file(text, "prepare=prepare,"))
    assert found.blocks[:4] == ["copies = 5", "# rows with gaps", "imputer = Imputer(copies)  # why", "size = 3  # why"]


def test_a_function_that_returns_a_split_returns_tensors(recipe_file):
    text = """
        def doubled(images, copies):
            rows = torch.arange(len(images)).repeat(copies)  # each
            return Split(images.inputs[rows], images.targets[rows], groups=rows)


        def prepare(raw):
            train, validation = hold_out(doubled(raw, copies=2))
            return Prepared(train=train, validation=validation)
    """
    found = recipe_file(text, "prepare=prepare,")
    assert preparation(found).blocks[0] == "X, y, _ = doubled(X, y, copies=2)"
    definition = found.definitions["doubled"]
    assert found.code.statement(definition, on_tensors(found, definition)).splitlines() == [
        "def doubled(X, y, copies):",
        "    rows = torch.arange(len(X)).repeat(copies)  # each",
        "    return X[rows], y[rows], rows",
    ]


HELPED = """
    def halves(raw):
        train, validation = hold_out(raw, fraction=0.5)
        return Prepared(train=train, validation=validation)


    def scaled(raw):
        train, validation = hold_out(raw)
        return preprocess(train, validation, lambda rows: rows / 2)


    def dealt(part):
        return replace(part, targets=part.targets[torch.randperm(len(part))])


    def prepare(raw):
"""
HALVES = SPLIT.format("0.5")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("return replace(halves(raw), transform=shift)", [HALVES]),
        ("return halves(raw.take(raw.targets > 0))", ["X, y = X[y > 0], y[y > 0]", HALVES]),
        (
            "whole = halves(raw)\nrows = whole.train.inputs + 1\n"
            "return replace(whole, train=replace(whole.train, inputs=rows))",
            [HALVES, "rows = X_train + 1", "X_train = rows"],
        ),
        (
            "whole = halves(raw)\nreturn replace(whole, validation=dealt(whole.validation))",
            [HALVES, "X_val, y_val = dealt(X_val, y_val)"],
        ),
        (
            "whole = scaled(raw)\nreturn replace(whole, transform=lambda rows: whole.transform(rows + 1))",
            [
                SPLIT.format("0.25"),
                "def preprocess(rows):\n    return rows / 2",
                "X_train, X_val = preprocess(X_train), preprocess(X_val)",
                "def preprocess_new(rows):\n    return preprocess(rows + 1)",
            ],
        ),
    ],
)
def test_what_another_function_prepares_can_be_changed(recipe_file, text, written):
    body = "".join(f"        {line}\n" for line in text.splitlines())
    assert preparation(recipe_file(HELPED + body, "prepare=prepare,")).blocks == written


def test_a_function_that_replaces_a_part_of_a_split_returns_tensors(recipe_file):
    found = recipe_file(f"{HELPED}        return halves(raw)\n", "prepare=prepare,")
    definition = found.definitions["dealt"]
    assert found.code.statement(definition, on_tensors(found, definition)).splitlines() == [
        "def dealt(X, y):",
        "    return X, y[torch.randperm(len(X))]",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("print(raw)\nreturn Prepared(train=raw, validation=raw)", r"`raw` is used as a whole\. Use `raw\.inputs`"),
        (
            "x = f(raw.take(1))\nreturn Prepared(train=raw, validation=raw)",
            r"`raw\.take` stands in the midst of something",
        ),
        ("return raw", r"it prepares `raw`\. Return `Prepared\(…\)`"),
        ("raise ValueError", r"must end with `return Prepared\(…\)`"),
        ("return Prepared(train=cut(raw), validation=raw)", r"`cut\(raw\)` is no split that a script could make"),
        ("return Prepared(train=raw, validation=raw, restore=f.g)", r"`restore=f\.g` in `Prepared`"),
        (
            "a, b = hold_out(raw, stratify=maybe)\nreturn Prepared(train=a, validation=b)",
            r"`stratify=maybe`\. Say True",
        ),
        ("a, b = hold_out(raw, **how)\nreturn Prepared(train=a, validation=b)", r"given as `\*\*how`\. Name each"),
        ("return helper(raw)", r"it prepares `helper\(raw\)`"),
    ],
)
def test_a_form_that_has_no_counterpart_is_refused_with_the_one_to_use(recipe_file, text, reason):
    with pytest.raises(Unknown, match=reason):
        body(recipe_file, text)


def test_a_preparation_that_is_no_function_is_refused(recipe_file):
    with pytest.raises(Unknown, match="its `prepare` is no function of the file"):
        preparation(recipe_file("", "prepare=partial(prepare, 1),"))


def test_a_helper_that_lacks_an_argument_is_refused(recipe_file):
    filled = "def filled(raw, imputer):\n    return Prepared(train=raw, validation=raw)\n"
    text = f"{filled}def prepare(raw):\n    return filled(raw)\n"
    with pytest.raises(Unknown, match="`filled` is not given all of its arguments"):
        preparation(recipe_file(text, "prepare=prepare,"))


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("", "batch_size=64, shuffle=True"),
        ("loader=partial(batches, batch_size=8),  # small", "batch_size=8, shuffle=True)  # small"),
        ("loader=partial(batches, shuffle=False, drop_last=True),", "batch_size=64, drop_last=True"),
    ],
)
def test_batches_are_pytorchs_loader_over_a_dataset(recipe_file, field, written):
    [line] = loader(recipe_file("", *([field] if field else [])))
    assert line.startswith("train_loader = DataLoader(TensorDataset(X_train, y_train), ")
    assert written in line


def test_a_function_that_makes_batches_is_its_statements(recipe_file):
    text = """
        def balanced(split):
            weights = 1 / split.targets  # why
            return batches(split, batch_size=8, shuffle=False, sampler=S(weights))
    """
    assert loader(recipe_file(text, "loader=balanced,")) == [
        "weights = 1 / y_train  # why",
        "train_loader = DataLoader(TensorDataset(X_train, y_train), batch_size=8, sampler=S(weights))",
    ]


def test_a_class_that_makes_batches_takes_a_dataset(recipe_file):
    text = "class Once:\n    def __init__(self, split):\n        self.loader = batches(split, batch_size=8)\n"
    found = recipe_file(text, "loader=Once,")
    assert loader(found) == ["train_loader = Once(TensorDataset(X_train, y_train))"]
    definition = found.definitions["Once"]
    assert found.code.statement(definition, over_a_dataset(found, definition)).splitlines()[1:] == [
        "    def __init__(self, dataset):",
        "        self.loader = DataLoader(dataset, batch_size=8, shuffle=True)",
    ]


def test_any_other_loader_is_refused(recipe_file):
    with pytest.raises(Unknown, match="its loader is none that a script could make"):
        loader(recipe_file("", "loader=lambda split: batches(split),"))
