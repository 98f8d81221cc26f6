"""The codes that Stuurbord tells people: collected from the source itself, so that none is forgotten.

A code is the argument before the sentence in a call that tells something: `Finding`, or any function or class
of ours with the parameters ``code`` and ``text`` in front. Where the argument is no literal, the strings that
the name can stand for in that function count; else the source is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "stuurbord"
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def finding_codes() -> set[str]:
    """Return every code a finding can carry."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
    tellers = {"Finding"}.union(*(_tellers(tree) for tree in trees.values()))
    return {code for path, tree in trees.items() for code in _codes_in(tree, tellers, path)}


def error_codes() -> set[str]:
    """Return the ``code`` of every error class below `StuurbordError`, wherever it is defined."""
    found: dict[str, set[str]] = {"StuurbordError": set()}
    classes = [
        node
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    while grown := [node for node in classes if node.name not in found and _bases(node) & found.keys()]:
        found |= {node.name: _class_codes(node) for node in grown}
    return set().union(*found.values())


def _bases(node: ast.ClassDef) -> set[str]:
    return {base.id for base in node.bases if isinstance(base, ast.Name)}


def _class_codes(node: ast.ClassDef) -> set[str]:
    return {
        statement.value.value
        for statement in node.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
        for target in statement.targets
        if isinstance(target, ast.Name) and target.id == "code"
    }


def _tellers(tree: ast.Module) -> set[str]:
    """Return the names under which functions and classes of this module take a code and its text."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found |= {node.name for one in node.body if isinstance(one, FUNCTIONS) and _takes_code(one)}
        elif isinstance(node, FUNCTIONS) and _takes_code(node):
            found.add(node.name)
    return found - {"__init__"}


def _takes_code(node: FUNCTIONS) -> bool:
    names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    after_self = names[1:] if names[:1] == ["self"] else names
    return any(after_self[at : at + 2] == ["code", "text"] for at in (0, 1))


def _codes_in(tree: ast.Module, tellers: set[str], path: Path) -> Iterator[str]:
    tables = _string_tables(tree)
    for function in [tree, *(node for node in ast.walk(tree) if isinstance(node, FUNCTIONS))]:
        for node in _own_nodes(function):
            if not (isinstance(node, ast.Call) and _called(node) in tellers and _gives_text(node)):
                continue
            given = _given_codes(node, function, tables)
            if given is None:
                raise AssertionError(f"{path}:{node.lineno}: the code is no literal that can be followed")
            yield from given


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Walk a function without the functions in it, which are walked by themselves."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, FUNCTIONS):
            yield child
            yield from _own_nodes(child)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _gives_text(call: ast.Call) -> bool:
    """Tell a call that tells something from another of the same name, such as ``str.find``."""
    is_finding = _called(call) == "Finding"
    return is_finding or any(one.arg == "text" for one in call.keywords) or bool(_position_of_text(call))


def _position_of_text(call: ast.Call) -> int:
    """Return where the sentence stands among the arguments; 0: nowhere after the code."""
    for position, one in enumerate(call.args[1:3], start=1):
        match one:
            case ast.Name(id="text" | "told" | "sentence") | ast.Attribute(attr="text"):
                return position
            case ast.Call() if _called(one) == "N_":
                return position
    return 0


def _given_codes(call: ast.Call, function: ast.AST, tables: dict[str, set[str]]) -> set[str] | None:
    """Return the codes of one call: a set, empty where it hands on a code that was told elsewhere."""
    keyword = next((one.value for one in call.keywords if one.arg == "code"), None)
    given = keyword if keyword is not None else call.args[max(_position_of_text(call) - 1, 0)]
    return _strings_of(given, function, tables)


def _strings_of(value: ast.expr, function: ast.AST, tables: dict[str, set[str]]) -> set[str] | None:
    match value:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp():
            parts = [_strings_of(one, function, tables) for one in (value.body, value.orelse)]
            return None if None in parts else set().union(*(part for part in parts if part))
        case ast.Subscript(value=ast.Name(id=name)) if name in tables:
            return tables[name]
        case ast.Attribute(attr="code") | ast.Subscript(slice=ast.Constant(value="code")):
            return set()
        case ast.Name(id=name):
            return _strings_named(name, function, tables)
    return None


def _strings_named(name: str, function: ast.AST, tables: dict[str, set[str]]) -> set[str] | None:
    """Return what a name can stand for in a function; a parameter hands on what its caller told."""
    if isinstance(function, FUNCTIONS) and name in {
        one.arg for one in (*function.args.posonlyargs, *function.args.args)
    }:
        return set()
    found: set[str] = set()
    for node in _own_nodes(function):
        if isinstance(node, ast.Assign):
            for target, value in _pairs(node.targets[0], node.value):
                if isinstance(target, ast.Name) and target.id == name:
                    found |= _strings_of(value, function, tables) or set()
    return found or None


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Return name by name what is assigned: ``code, fields = "unknown_task", {}`` is two assignments."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def _string_tables(tree: ast.Module) -> dict[str, set[str]]:
    """Return the constants of a module that translate a reason into a code."""
    found = {}
    for node in tree.body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
        if isinstance(target, ast.Name) and isinstance(getattr(node, "value", None), ast.Dict):
            values = node.value.values
            if all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in values):
                found[target.id] = {one.value for one in values}
    return found
