"""Facts and decisions as canonical text, and their hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from stuurbord.rulebooks.rule_pack import Pack
from stuurbord.rulebooks.rule_pack.facts import plain, typed
from stuurbord.rulebooks.rule_pack.literals import Value
from stuurbord.web.gates.models import GateDecision

NO_HASH = "0" * 64


def stored(pack: Pack, facts: Mapping[str, Value]) -> dict[str, Any]:
    """Return the known facts that a pack reads as plain data, in the order of their names."""
    made = {}
    for name in sorted(facts):
        declared = pack.fact(name)
        if declared is not None and facts[name] is not None:
            made[name] = plain(declared.kind, facts[name])
    return made


def restored(pack: Pack, facts: Mapping[str, Any]) -> dict[str, Value]:
    """Return what `stored` wrote as the engine holds it."""
    kinds = {name: pack.fact(name) for name in facts}
    return {name: typed(kinds[name].kind, facts[name]) for name in facts if kinds[name] is not None}  # type: ignore[union-attr]


def facts_hash(facts: Mapping[str, Any]) -> str:
    return sha256_of(facts)


def sha256_of(data: Any) -> str:
    text = json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def decision_hash(one: GateDecision) -> str:
    """Return the hash of a decision, that of the one before it in the project included."""
    return sha256_of(
        {
            "project": one.project_id,
            "gate": one.gate,
            "number": one.number,
            "on": one.on.isoformat(),
            "verdict": one.verdict,
            "proposal": one.proposal,
            "reason": one.reason,
            "conditions": one.conditions,
            "facts_sha256": one.facts_sha256,
            "waived": one.waived,
            "results": one.results,
            "packs": one.packs,
            "requested_by": one.requested_by_id,
            "by": one.by_id,
            "by_name": one.by_name,
            "is_imported": one.is_imported,
            "previous_hash": one.previous_hash,
        }
    )
