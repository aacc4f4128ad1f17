"""A class and the one that it derives from, written as one."""

import ast
import re

from trainwreck.pairs.lines import Lines

DOC = "__doc__"


def merged(text: str) -> str:
    """Return a file in which a class that derives from another class of the file is one with it, under its name.

    What the derived class says takes the place of what the other said. Two classes stay as they are if both are in
    use, or if the derived one calls ``super()``.

    >>> print(merged("class A:\\n    x = 1\\n    y = 2\\n\\n\\nclass B(A):\\n    x = 3\\n\\n\\nthing = B()"))
    class A:
        x = 3
        y = 2
    <BLANKLINE>
    <BLANKLINE>
    thing = A()
    """
    tree = ast.parse(text)
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    for derived in classes.values():
        match derived.bases:
            case [ast.Name(id=name)] if name in classes and _can_be_one(classes[name], derived, tree):
                return merged(_as_one(text, classes[name], derived))
    return text


def _can_be_one(base: ast.ClassDef, derived: ast.ClassDef, tree: ast.Module) -> bool:
    used = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)].count(base.name)
    calls_super = any(isinstance(node, ast.Name) and node.id == "super" for node in ast.walk(derived))
    plain = not any((*base.decorator_list, *derived.decorator_list, *base.keywords, *derived.keywords))
    return used == 1 and not calls_super and plain and all(map(_members, (base, derived)))


def _members(one: ast.ClassDef) -> dict[str, ast.stmt]:
    """Return what a class binds, by name; nothing if it holds anything else, or a name twice."""
    found: dict[str, ast.stmt] = {}
    for member in one.body:
        match member:
            case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = member
            case ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = member
            case ast.Expr(value=ast.Constant(value=str())):
                found[DOC] = member
    return found if len(found) == len(one.body) else {}


def _as_one(text: str, base: ast.ClassDef, derived: ast.ClassDef) -> str:
    lines = Lines(text)
    members = {**_members(base), **_members(derived)}
    body = after = ""
    for name in sorted(members, key=lambda name: name != DOC):
        apart = body and (isinstance(members[name], ast.FunctionDef) or after == DOC)
        body += ("\n" if apart else "") + lines.statement(members[name])
        after = name
    whole = f"{lines.above(base)}{lines.above(derived)}{lines.head(base)}{body}"
    text = text.replace(lines.statement(base), "").replace(lines.statement(derived), whole)
    return re.sub(rf"\b{derived.name}\b", base.name, re.sub(r"\n{4,}", "\n\n\n", text.lstrip("\n")))
