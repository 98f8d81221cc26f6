"""Find every source string: in Python by its syntax tree, in Django templates by its own reading of them."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from catalogue.messages import Message, united

SINGULAR = {"_", "_now", "N_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL_WITH_CONTEXT = {"npgettext", "npgettext_lazy"}
_KINDS = (SINGULAR, PLURAL, WITH_CONTEXT, PLURAL_WITH_CONTEXT)
COUNTED = ("{n}", "{count}")
"""A pair of marked strings whose first holds one of these is a singular and its plural."""
_TEMPLATE_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def messages_of(folder: Path) -> list[Message]:
    """Return every source string under a folder, each once, in their order of text.

    Raises
    ------
    ValueError
        If a string that is marked for translation is put together at run time, or marked under a name that is
        not known here: it would never be found.
    """
    found: list[Message] = []
    for path in sorted(folder.rglob("*")):
        place = str(path.relative_to(folder))
        if path.suffix == ".py" and "migrations" not in path.parts:
            found += python_messages(path.read_text(encoding="utf-8"), place)
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            found += template_messages(path.read_text(encoding="utf-8"), place)
    return united(found)


def python_messages(source: str, place: str = "") -> list[Message]:
    """Return the strings that a Python source marks for translation."""
    return list(_from_node(ast.parse(source), place))


def _refuse_other_names(node: ast.ImportFrom, place: str) -> None:
    """Refuse a function that marks strings imported under a name by which its strings are not found."""
    for one in node.names:
        kind = next((names for names in _KINDS if one.name in names), None)
        if kind is not None and (one.asname or one.name) not in kind:
            name, known = f"{one.name} as {one.asname}", ", ".join(sorted(kind))
            raise ValueError(f"{place}:{node.lineno}: {name} is not followed, only {known}")


def _from_node(node: ast.AST, place: str) -> Iterator[Message]:
    if isinstance(node, ast.ImportFrom):
        _refuse_other_names(node, place)
    made = _from_call(node, place) if isinstance(node, ast.Call) else _from_pair(node, place)
    if made:
        yield from made
        return
    for child in ast.iter_child_nodes(node):
        yield from _from_node(child, place)


def _from_call(call: ast.Call, place: str) -> list[Message]:
    name, arguments = _name(call.func), call.args
    if name in SINGULAR and len(arguments) == 1:
        return [Message(text) for text in _texts(arguments[0], place)]
    if name in PLURAL and len(arguments) >= 2:
        return _plurals(arguments[0], arguments[1], place)
    if name in WITH_CONTEXT and len(arguments) >= 2:
        contexts = _texts(arguments[0], place)
        return [Message(text, contexts[0]) for text in _texts(arguments[1], place) if contexts]
    if name in PLURAL_WITH_CONTEXT and len(arguments) >= 3:
        contexts = _texts(arguments[0], place)
        made = _plurals(arguments[1], arguments[2], place)
        return [Message(one.text, contexts[0], one.plural) for one in made if contexts]
    return []


def _from_pair(node: ast.AST, place: str) -> list[Message]:
    """Return the plural that a tuple ``(N_("{n} risk"), N_("{n} risks"))`` stands for."""
    if not (isinstance(node, ast.Tuple) and len(node.elts) == 2):
        return []
    if not all(isinstance(one, ast.Call) and _name(one.func) == "N_" for one in node.elts):
        return []
    made = _plurals(*node.elts, place)
    return made if made and any(mark in made[0].text for mark in COUNTED) else []


def _plurals(one: ast.expr, many: ast.expr, place: str) -> list[Message]:
    singular, plural = _texts(one, place), _texts(many, place)
    return [Message(text, plural=other) for text, other in zip(singular, plural, strict=True)]


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _texts(node: ast.expr, place: str) -> list[str]:
    """Return the constant texts an argument can be; none when it is a name, marked elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if node.value else []
    if isinstance(node, ast.IfExp):
        return _texts(node.body, place) + _texts(node.orelse, place)
    if isinstance(node, ast.Call) and _name(node.func) in SINGULAR and node.args:
        return _texts(node.args[0], place)
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        raise ValueError(f"{place}:{node.lineno}: a string put together at run time cannot be translated")
    return []


def template_messages(source: str, place: str = "") -> list[Message]:
    """Return the strings that a Django template marks for translation."""
    # What it makes is read token by token as Python, in which the template's own indentation means nothing.
    calls = "\n".join(line.strip() for line in templatize(source, place).splitlines())
    found = extract("python", io.BytesIO(calls.encode()), _TEMPLATE_KEYWORDS, options={"encoding": "utf-8"})
    return [_message(texts, context) for _, texts, _, context in found]


def _message(texts: str | tuple[str, ...], context: str | None) -> Message:
    one, *many = (texts,) if isinstance(texts, str) else texts
    return Message(one, context or "", many[0] if many else "")
