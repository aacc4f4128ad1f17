"""Renaming on the syntax tree."""

import ast
from collections.abc import Mapping
from typing import Any

from trainwreck.variants.authors import Signatures, owned


class Renaming(ast.NodeTransformer):
    """Puts new names in the places of an author's."""

    def __init__(self, variables: Mapping[str, str], attributes: Mapping[str, str], known: Signatures) -> None:
        self.variables, self.attributes, self.known = variables, attributes, known

    def generic_visit(self, node: Any) -> Any:
        match node:
            case ast.Name():
                node.id = self._of(node.id)
            case ast.arg():
                node.arg = self._of(node.arg)
            case ast.Attribute():
                node.attr = self.attributes.get(node.attr, node.attr)
            case ast.Global() | ast.Nonlocal():
                node.names = [self._of(name) for name in node.names]
            case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar() | ast.FunctionDef() | ast.ClassDef():
                node.name = self._of(node.name)
            case ast.AsyncFunctionDef():
                node.name = self._of(node.name)
            case ast.MatchMapping():
                node.rest = self._of(node.rest)
            case ast.Call() if arguments := owned(node, self.known):
                for keyword in node.keywords:
                    keyword.arg = self._of(keyword.arg) if keyword.arg in arguments else keyword.arg
        return super().generic_visit(node)

    def _of(self, name: Any) -> Any:
        return self.variables.get(name, name)
