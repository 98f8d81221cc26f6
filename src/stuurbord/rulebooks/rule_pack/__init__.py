"""One rule engine: ordered rules over named facts in three values, dated, that explain themselves."""

from stuurbord.rulebooks.rule_pack.answer import Answer, Obliged, RuleResult
from stuurbord.rulebooks.rule_pack.cases import Case, failures_of, read_cases
from stuurbord.rulebooks.rule_pack.decide import decide, decide_many
from stuurbord.rulebooks.rule_pack.facts import facts_from
from stuurbord.rulebooks.rule_pack.library import shipped_packs
from stuurbord.rulebooks.rule_pack.model import Fact, Pack, Severity
from stuurbord.rulebooks.rule_pack.read import InvalidPack, read_pack
from stuurbord.rulebooks.rule_pack.truth import Truth

__all__ = [
    "Answer",
    "Case",
    "Fact",
    "InvalidPack",
    "Obliged",
    "Pack",
    "RuleResult",
    "Severity",
    "Truth",
    "decide",
    "decide_many",
    "facts_from",
    "failures_of",
    "read_cases",
    "read_pack",
    "shipped_packs",
]
