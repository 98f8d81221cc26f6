"""The criteria of a template: its ``[[rule]]`` tables, read as rule packs are, on their own lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from stuurbord.errors import InvalidRulePack
from stuurbord.rulebooks.methods.model import CustomField, Template
from stuurbord.rulebooks.rule_pack.model import Fact, Pack
from stuurbord.rulebooks.rule_pack.read import read_pack

_HEADER: Final = re.compile(r"^\s*\[{1,2}\s*([\w.\-\"]+)")
_NAMED: Final = re.compile(r'^\s*name\s*=\s*"([^"]+)"', re.MULTILINE)
_OF_RULES: Final = frozenset({"rule", "fact", "value", "derive"})
_FAMILIES: Final = ("evidence.*", "attested.*")
_KINDS: Final = {"text": "text", "choice": "text", "number": "number", "date": "date", "flag": "flag"}
_HEAD: Final = 'key = "criteria"\nversion = "1"\ntitle = { nl = "criteria" }\n'
"""What a pack needs on top; the lines it takes are taken off again."""


def criteria_of(template: Template, text: str, file: str) -> Template:
    """Return the template with its criteria as a pack; the hash of the pack is that of the template.

    Raises
    ------
    InvalidRulePack
        As `read_pack`, with the lines of the template.
    """
    rules = "\n".join(_only_rules(text))
    # Facts that stand elsewhere are declared behind the last line: no line moves.
    pack = _read(f"{_HEAD}{rules}\n{_declarations(template.fields, rules)}", file)
    own = replace(
        pack,
        key=template.key,
        version=template.version,
        title=template.title,
        sha256=template.sha256,
        facts=tuple(_called_as_field(pack.facts, template.fields)),
    )
    return replace(template, pack=own)


def _called_as_field(facts: Iterable[Fact], fields: Iterable[CustomField]) -> Iterator[Fact]:
    """Yield the facts, those of custom fields under the label that people fill them in by."""
    labels = {one.fact: one.label for one in fields}
    for fact in facts:
        yield fact if fact.label else replace(fact, label=labels.get(fact.name, fact.label))


def _read(text: str, file: str) -> Pack:
    n_before = _HEAD.count("\n")
    try:
        pack = read_pack(text, file)
    except InvalidRulePack as error:
        moved = [
            replace(one, where=replace(one.where, line=max((one.where.line or 1) - n_before, 1)))
            for one in error.findings
        ]
        raise InvalidRulePack(*moved) from error
    return replace(pack, lines={name: line - n_before for name, line in pack.lines.items()})


def _only_rules(text: str) -> Iterator[str]:
    """Yield the lines of the tables a rule pack knows; every other line is left empty."""
    table = ""
    for line in text.splitlines():
        if header := _HEADER.match(line):
            table = header[1].replace('"', "").partition(".")[0]
        yield line if table in _OF_RULES else ""


def _declarations(fields: Iterable[CustomField], rules: str) -> str:
    given = set(_NAMED.findall(rules))
    told = dict.fromkeys(_FAMILIES, "flag")
    told |= {one.fact: _KINDS[one.kind] for one in fields}
    return "\n".join(
        f'[[fact]]\nname = "{name}"\nkind = "{kind}"' for name, kind in told.items() if name not in given
    )
