"""Which names in some code are its author's, and may be others without anybody else's noticing.

Names are told apart by their text alone, in two spaces: variables (functions, classes and arguments are such), and
attributes. A name that belongs to somebody else anywhere in the code is nowhere the author's. So to rename all of them
at once, each to a name of its own, leaves every scope as it is, however the code nests.
"""

import ast
import builtins
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from torch import nn

CONVENTIONAL = {"self", "cls", "ctx", "_", "recipe"}  # the last is what a case looks for in its file
LOOKING = {"eval", "exec", "globals", "locals", "vars"}  # code that calls one may know any name
ASKING = {"getattr", "setattr", "hasattr", "delattr"}  # code that calls one may know any attribute
TRANSPARENT = {"partial"}  # hands its keywords on to its first argument
API = set(dir(nn.Module()))

Function = ast.FunctionDef | ast.AsyncFunctionDef
Signatures = dict[str, set[str]]  # the functions and classes of some code, each with the arguments it calls its own


@dataclass(frozen=True)
class Authors:
    """What is found to be the author's: the names of ``variables`` by kind, and the ``attributes``.

    ``known``     the functions and classes, with the names of their arguments.
    ``others``    variables that are not.
    ``reserved``  attributes that are not.
    ``words``     what the code's strings say, where an attribute may be asked for by its name.
    """

    known: Signatures
    variables: dict[str, str]
    attributes: set[str]
    others: set[str]
    reserved: set[str]
    words: set[str]


def authors(trees: Iterable[ast.Module]) -> Authors:
    """Return what the author of some code, which hangs together, has named."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    variables = _variables(nodes)
    others = CONVENTIONAL | set(dir(builtins)) | _foreign(nodes)
    others |= {node.id for node in nodes if isinstance(node, ast.Name)} - set(variables)
    others |= {name for name in variables if name.startswith("__")}
    if LOOKING & {node.id for node in nodes if isinstance(node, ast.Name)}:
        others |= set(variables)
    words = _words(nodes)
    attributes = _attributes(nodes, words)
    return Authors(
        signatures(nodes),
        {name: kind for name, kind in variables.items() if name not in others},
        attributes,
        others,
        API | {node.attr for node in nodes if isinstance(node, ast.Attribute)} - attributes,
        words,
    )


def signatures(nodes: list[ast.AST]) -> Signatures:
    """Return the functions and classes under whose names nothing else is, each with the arguments it calls its own."""
    found: Signatures = {}
    for node in _outside_classes(nodes):
        if isinstance(node, ast.ClassDef):
            bases = [found.get(base.id, set()) for base in node.bases if isinstance(base, ast.Name)]
            inits = [one for one in node.body if isinstance(one, Function) and one.name == "__init__"]
            own = [{argument.arg for argument in _arguments(init)} for init in inits] or bases
        else:
            own = [{argument.arg for argument in _arguments(node)}]
        found[node.name] = found.get(node.name, set()).union(*own)
    others = {name for node in nodes for name in (*_bound(node), *_imports(node))}
    return {name: arguments for name, arguments in found.items() if name not in others}


def owned(call: ast.Call, known: Signatures) -> set[str] | None:
    """Return what may stand as an argument's name in a call of the code's own function; None if it calls another."""
    callee = _callee(call)
    return known.get(callee.id) if isinstance(callee, ast.Name) else None


def _callee(call: ast.Call) -> ast.expr:
    """Return what is called in the end."""
    if isinstance(call.func, ast.Name) and call.func.id in TRANSPARENT and call.args:
        return call.args[0]
    return call.func


def _variables(nodes: list[ast.AST]) -> dict[str, str]:
    """Return the variables that are bound, each with its kind."""
    kinds = {name: "variable" for node in nodes for name in _bound(node)}
    kinds |= {name: "constant" for name in kinds if name.isupper() and len(name) > 1}
    for node in _outside_classes(nodes):
        kinds[node.name] = "class" if isinstance(node, ast.ClassDef) else "function"
    return kinds


def _outside_classes(nodes: list[ast.AST]) -> Iterator[Function | ast.ClassDef]:
    """Yield the functions and classes; methods are attributes."""
    methods = {id(member) for node in nodes if isinstance(node, ast.ClassDef) for member in node.body}
    for node in nodes:
        if isinstance(node, Function | ast.ClassDef) and id(node) not in methods:
            yield node


def _bound(node: ast.AST) -> list[str]:
    """Return the variables that a node binds, but for functions, classes and imports."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            return [name]
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return [name]
        case ast.MatchMapping(rest=str(name)):
            return [name]
    return []


def _foreign(nodes: list[ast.AST]) -> set[str]:
    """Return the variables that somebody else may know by name."""
    found: set[str] = set()
    known = signatures(nodes)
    imported = {name for node in nodes for name in _imports(node)}
    elsewhere = imported - {node.name for node in _outside_classes(nodes)}  # one view may define what another imports
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            found |= {name for member in node.body for name in _bound_in_class(member)}
            found |= {name for member in node.body for name in _overriding(node, member)}
    takers = [node for node in nodes if isinstance(node, Function | ast.Lambda)]
    parameters = {argument.arg for taker in takers for argument in _arguments(taker)}
    for node in nodes:
        if isinstance(node, ast.Call):
            if any(keyword.arg is None for keyword in node.keywords):  # a dictionary, whose keys are strings
                found |= parameters
            elif owned(node, known) is None and not _is_of(node, elsewhere, known):
                found |= parameters & {str(keyword.arg) for keyword in node.keywords}
    return found | imported


def _imports(node: ast.AST) -> list[str]:
    """Return the variables that a node imports."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
    return []


def _is_of(call: ast.Call, imported: set[str], known: Signatures) -> bool:
    """Say whether what is called is imported, and is handed no function to which it could hand the keywords on."""
    callee = _callee(call)
    if any(isinstance(argument, ast.Name) and argument.id in known for argument in call.args):
        return False
    while isinstance(callee, ast.Attribute):
        callee = callee.value
    return isinstance(callee, ast.Name) and callee.id in imported


def _bound_in_class(member: ast.stmt) -> list[str]:
    """Return what a statement of a class's body binds: attributes, which may be read as variables there."""
    if isinstance(member, Function | ast.ClassDef):
        return [member.name]
    return [name for node in ast.walk(member) for name in _bound(node)]


def _overriding(owner: ast.ClassDef, member: ast.stmt) -> list[str]:
    """Return the arguments of a method that stands for one of a base which the code does not show."""
    if not isinstance(member, Function) or member.name == "__init__" or not owner.bases or _is_module(owner, set()):
        return []
    return [argument.arg for argument in _arguments(member)]


def _arguments(function: Function | ast.Lambda) -> list[ast.arg]:
    every = function.args
    return [*every.posonlyargs, *every.args, *every.kwonlyargs]


def _attributes(nodes: list[ast.AST], words: set[str]) -> set[str]:
    """Return the attributes that modules of the code's own give themselves, and that only they themselves read."""
    if ASKING & {node.id for node in nodes if isinstance(node, ast.Name)}:
        return set()
    modules: set[str] = set()
    own: set[str] = set()
    selves: set[int] = set()
    for owner in [node for node in nodes if isinstance(node, ast.ClassDef)]:
        if _is_module(owner, modules):
            modules.add(owner.name)
            mine = [node for node in ast.walk(owner) if isinstance(node, ast.Attribute) and _is_self(node.value)]
            own |= {node.attr for node in mine if isinstance(node.ctx, ast.Store)}
            selves |= {id(node) for node in mine}
    known = API | {node.attr for node in nodes if isinstance(node, ast.Attribute) and id(node) not in selves}
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            known |= {name for member in node.body for name in _bound_in_class(member)}
        if isinstance(node, ast.MatchClass):
            known |= set(node.kwd_attrs)
    return {name for name in own - known if not name.startswith("__") and not said(name, words)}


def said(name: str, words: set[str]) -> bool:
    """Say whether a string of the code may mean this attribute: ``"weight" in name`` may."""
    return any(word in name for word in words)


def _is_module(owner: ast.ClassDef, modules: set[str]) -> bool:
    bases = [ast.unparse(base) for base in owner.bases]
    return len(bases) == 1 and (bases[0] in ("nn.Module", "torch.nn.Module", "Module") or bases[0] in modules)


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def _words(nodes: list[ast.AST]) -> set[str]:
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {word for text in texts for word in re.findall(r"\w{2,}", text)}
