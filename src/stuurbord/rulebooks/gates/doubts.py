"""What a person should look at in a text of gate criteria that can be read: names that nothing else knows."""

from __future__ import annotations

from collections.abc import Iterator

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.rulebooks.gates.evidence import evidence_kinds
from stuurbord.rulebooks.rule_pack import shipped_packs
from stuurbord.rulebooks.rule_pack.model import Pack, Rule

KEY = "gates"


def doubts_of(pack: Pack, file: str = "") -> list[Finding]:
    """Return a warning per kind of evidence or gate that a criterion names and nobody else does.

    Such a criterion can be read and is never met, or never asked: nearly always a slip of the pen.
    """
    if pack.key != KEY:
        return []
    known = frozenset(shipped_packs()[KEY].places)
    return [doubt for rule in pack.rules for doubt in _of_rule(pack, rule, known, file)]


def _of_rule(pack: Pack, rule: Rule, known: frozenset[str], file: str) -> Iterator[Finding]:
    where = Where(file=file, line=pack.lines.get(f"rule:{rule.id}"))
    read = {
        name.partition(".")[2]
        for condition in (rule.applies, rule.require)
        for conjunction in condition
        for literal in conjunction
        for name in literal.names
        if name.startswith("evidence.")
    }
    for kind in sorted(read.union(rule.evidence) - evidence_kinds().keys()):
        told = N_("Criterion {rule} asks evidence {kind}, a kind that does not exist: nothing can show it.")
        yield Finding("gate_evidence_unknown", told, Severity.WARNING, where, {"rule": rule.id, "kind": kind})
    for gate in rule.at:
        if gate.partition(".")[0] not in known:
            told = N_("Criterion {rule} is asked at {gate}, a gate that no criterion of the product knows.")
            fields = {"rule": rule.id, "gate": gate}
            yield Finding("gate_unknown", told, Severity.WARNING, where, fields)
