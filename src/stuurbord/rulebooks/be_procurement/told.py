"""The facts of a contract as files and forms tell them, turned into what the rules compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.rulebooks.rule_pack.literals import Value

SAME_AS: Final[Mapping[str, str]] = {
    "buyer_type": "buyer",
    "reference_date": "date",
    "approved_amount": "award",
    "prior_information_notice": "pin",
    "call_off": "call_off_of",
    "hfb": "central_purchasing",
}
"""Another name for a fact → its name."""
GROUND_SAME_AS: Final[Mapping[str, tuple[str, ...]]] = {
    "extreme": ("urgency",),
    "repeat": ("repetition",),
    "sole": ("artistic", "technical", "exclusive"),
}
"""Another name for grounds → their codes; ``sole`` leaves open which of the three points of d) it is."""
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "buyer": (
        *("federal_central", "subcentral", "authority_special"),
        *("undertaking_public_task", "undertaking_commercial", "special_rights"),
    ),
    "sector": ("classic", "special"),
    "kind": ("works", "supplies", "services", "social", "concession"),
    "urgency": ("none", "accelerated", "extreme"),
    "sme": ("micro", "small", "medium", "none"),
}
COMPONENTS: Final = ("base", "options", "renewals", "conditional_parts", "repetitions", "premiums", "lots")
PART_SAME_AS: Final[Mapping[str, str]] = {"duration_years": "years"}
"""Another name inside the table of the framework agreement → its name."""
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "framework": ("years", "value_per_year", "suppliers", "maximum", "reason"),
    "documents": ("bond_pct", "electronic", "confidential", "derogations"),
}
"""What is read of a table; another name in it is a warning."""
FLAGS: Final = (
    *("pin", "e_submission", "central_purchasing", "concession", "only_concerned_tenderer"),
    "no_grounds",
)
PASSED: Final = frozenset(
    {
        "cpv",
        "unit",
        "supplier",
        "id",
        "reference",
        "title",
    }
)
"""Facts that no rule compares: they are read where they are needed."""
AMOUNTS: Final = ("estimate", "value", "award")
"""Where the amount of a related contract stands; the first that there is counts."""
MOST: Final = Decimal(10) ** 15
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something wrong with a fact: the code of its sentence and the fields that it names."""

    code: str
    fields: Mapping[str, str]
    is_refused: bool = True
    """Whether nothing can be answered on these facts."""


@dataclass(slots=True)
class Told:
    """Facts as they were understood.

    Attributes
    ----------
    known
        What the rules compare; a name that is absent is not known.
    estimate
        Euro without VAT: as told, or from components, lots or the framework agreement.
    """

    given: Mapping[str, Any]
    known: dict[str, Value] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    day: date | None = None
    estimate: Decimal | None = None
    award: Decimal | None = None
    lots: tuple[Decimal, ...] = ()
    chosen: str = ""
    grounds: tuple[str, ...] = ()
    framework: Mapping[str, Any] | None = None
    is_pin: bool = False
    is_electronic: bool = True
    sme: str = ""
    bond_pct: Decimal | None = None
    """As the contract documents ask it."""
    n_delays: int = 0
    """What makes the documents slow to come by: each lengthens the period for tenders."""
    related: tuple[Mapping[str, Any], ...] = ()
    """Other contracts of the organisation, as told."""
    has_derogations: bool = False
    """Whether the documents depart from the general rules of execution."""

    @property
    def is_refused(self) -> bool:
        """Whether a fact is of a wrong kind: then nothing is answered."""
        return any(one.is_refused for one in self.doubts)

    def text(self, name: str) -> str:
        """Return a fact that is a text; empty where it is not known."""
        found = self.known.get(name)
        return found if isinstance(found, str) else ""

    def doubt(self, code: str, *, is_refused: bool = True, **fields: Any) -> None:
        """Note something wrong with a fact."""
        self.doubts.append(
            Doubt(
                code,
                {key: str(one)[: 400 if key == "choices" else 80] for key, one in fields.items()},
                is_refused,
            )
        )


def told_facts(given: Mapping[str, Any]) -> Told:
    """Return facts as the rules compare them, with everything that is wrong with them.

    Amounts are numbers: a text such as ``"140.000"`` may mean two things, and is refused. What is absent or
    None is not known, except that no ground, no urgency and electronic submission are taken for granted.
    """
    told = Told(given, dict(_GRANTED))
    first: dict[str, str] = {}
    for key, value in given.items():
        if value is None:
            continue
        name = SAME_AS.get(key, key)
        if (other := first.setdefault(name, key)) != key:
            if given[other] != value:
                told.doubt("fact_twice", fact=other, other=key)
            continue
        read = _READERS.get(name)
        if read is not None:
            read(told, name, value)
        elif name not in PASSED:
            told.doubt("fact_unknown", is_refused=False, fact=key)
    _count(told)
    return told


_GRANTED: Final[Mapping[str, Value]] = {
    "urgency": "none",
    "call_off": False,
    "concession": False,
    "central_purchasing": False,
    "only_concerned_tenderer": False,
    "no_grounds": False,
    "is_framework": False,
    "has_lot_twice": False,
    **{f"ground.{code}": False for code in catalogue().grounds},
}


_WEIGHTY: Final = ("urgency", "central_purchasing", "framework", "grounds")
"""What is granted and turns a verdict when somebody says otherwise."""


def assumed(given: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the facts that nobody gave and that an advice takes as no: none of them makes it undetermined.

    >>> assumed({"urgency": "none", "hfb": True})
    ('framework', 'grounds')
    """
    known = {SAME_AS.get(key, key) for key, value in given.items() if value not in (None, "", [])}
    if given.get("no_grounds"):
        known.add("grounds")
    return tuple(one for one in _WEIGHTY if one not in known)


def _count(told: Told) -> None:
    """Work out the estimate, and what follows from the amounts together."""
    _fit(told)
    known = told.known
    totals = [known[name] for name in ("framework_total", "lots_total") if name in known]
    if told.estimate is None and totals and not told.is_refused:
        told.estimate = Decimal(str(totals[0]))
    if told.estimate is None:
        if told.award is not None:
            told.doubt("award_without_estimate", is_refused=False)
        return
    known["estimate"] = told.estimate
    known["approved"] = told.estimate if told.award is None else told.award
    known["award_is_known"] = told.award is not None


def _fit(told: Told) -> None:
    """Leave out the grounds that are not there for this contract; without its kind that is not known."""
    sector, kind = told.text("sector"), told.text("kind")
    fits = {code: catalogue().grounds[code].fits(sector, kind) for code in told.grounds}
    for code, does_fit in fits.items():
        if does_fit is None:
            del told.known[f"ground.{code}"]
        elif not does_fit:
            told.known[f"ground.{code}"] = False
            told.doubt("ground_misfit", is_refused=False, ground=code)
    told.grounds = tuple(code for code, does_fit in fits.items() if does_fit is not False)


def _choice(told: Told, name: str, value: Any) -> None:
    if value == "concession" and name == "kind":
        told.known["concession"] = True
    elif isinstance(value, str) and value in CHOICES[name]:
        told.known[name] = value
    else:
        told.doubt("fact_wrong_choice", fact=name, choices=", ".join(CHOICES[name]), value=value)


def _flag(told: Told, name: str, value: Any) -> None:
    if not isinstance(value, bool):
        told.doubt("fact_no_flag", fact=name, value=value)
    elif name == "pin":
        told.is_pin = value
    elif name == "e_submission":
        told.is_electronic = value
    else:
        told.known[name] = value


def _sme(told: Told, name: str, value: Any) -> None:
    if value in CHOICES["sme"]:
        told.sme = value
    else:
        told.doubt("fact_wrong_choice", fact=name, choices=", ".join(CHOICES["sme"]), value=value)


def _day(told: Told, name: str, value: Any) -> None:
    if type(value) is date:
        told.day = value
        return
    try:
        # a moment is no day: which one it is depends on where one stands
        if isinstance(value, datetime) or not isinstance(value, str):
            raise ValueError(value)
        day = date.fromisoformat(value)
        if day.isoformat() != value:  # Python reads 20260504 and 2026-W19-1 too
            raise ValueError(value)
        told.day = day
    except ValueError:
        told.doubt("fact_no_day", fact=name, value=value)


def _chosen(told: Told, name: str, value: Any) -> None:
    codes = tuple(one.code for one in catalogue().procedures)
    if value in codes:
        told.chosen = value
    elif value != "":
        told.doubt("fact_wrong_choice", fact=name, choices=", ".join(codes), value=value)


def _grounds(told: Told, name: str, value: Any) -> None:
    codes = catalogue().grounds
    if not isinstance(value, list | tuple):
        told.doubt("fact_no_list", fact=name, value=value)
        return
    found: list[str] = []
    for one in value:
        read = GROUND_SAME_AS.get(one, (one,)) if isinstance(one, str) else ()
        if not read or read[0] not in codes:
            told.doubt("fact_wrong_choice", fact=name, choices=", ".join(codes), value=one)
            continue
        found += read
        told.known |= {f"ground.{code}": True for code in read}
    told.grounds = tuple(dict.fromkeys(found))


def _estimate(told: Told, name: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        told.estimate = _amount(told, name, value)
        return
    total = Decimal(0)
    for key, part in value.items():
        if key not in COMPONENTS:
            told.doubt("fact_unknown_part", fact=f"{name}.{key}", choices=", ".join(COMPONENTS))
        elif part is not None:
            lots = _amounts(told, f"{name}.{key}", part)
            total += sum(lots, Decimal(0))
            if key == "lots" and not told.lots:
                told.lots = lots
    told.estimate = total if value and not told.is_refused else None


def _award(told: Told, name: str, value: Any) -> None:
    told.award = _amount(told, name, value)


def _lots(told: Told, name: str, value: Any) -> None:
    if not isinstance(value, list | tuple):
        told.doubt("fact_no_list", fact=name, value=value)
        return
    told.lots = _amounts(told, name, value)
    if value and len(told.lots) == len(value):
        told.known["lots_total"] = sum(told.lots, Decimal(0))
    numbers = [
        str(one["number"]) for one in value if isinstance(one, Mapping) and one.get("number") is not None
    ]
    told.known["has_lot_twice"] = len(set(numbers)) < len(numbers)


def _framework(told: Told, name: str, value: Any) -> None:
    if value is False:
        return
    if not isinstance(value, Mapping):
        told.doubt("fact_no_table", fact=name, value=value)
        return
    table = _parts(told, name, value)
    told.framework, told.known["is_framework"] = table, True
    figures = {
        key: _amount(told, f"{name}.{key}", table[key])
        for key in ("years", "value_per_year", "suppliers", "maximum")
        if key in table
    }
    years, yearly, maximum = (figures.get(key) for key in ("years", "value_per_year", "maximum"))
    if years is not None:
        told.known["framework_years"] = years
    if years is not None and yearly is not None:
        total = _amount(told, name, years * yearly)
        if total is not None:
            told.known["framework_total"] = told.known["framework_yearly_total"] = total.quantize(_CENT)
    if maximum is not None:
        told.known["framework_total"] = maximum


def _parts(told: Told, name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a table tells, by its names; what is not read in it is told."""
    made: dict[str, Any] = {}
    for key, one in value.items():
        part = PART_SAME_AS.get(key, key)
        if part not in PARTS[name]:
            told.doubt("fact_unknown", is_refused=False, fact=f"{name}.{key}")
        elif part in made and one is not None and made[part] != one:
            told.doubt("fact_twice", fact=f"{name}.{part}", other=f"{name}.{key}")
        elif one is not None:
            made[part] = one
    return made


def _documents(told: Told, name: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        told.doubt("fact_no_table", fact=name, value=value)
        return
    table = _parts(told, name, value)
    if (asked := table.get("bond_pct")) is not None:
        pct = _amount(told, f"{name}.bond_pct", asked)
        if pct is not None and not 0 <= pct <= 100:
            told.doubt("fact_no_number", fact=f"{name}.bond_pct", value=asked)
        else:
            told.bond_pct = pct
    for key in ("electronic", "confidential"):
        if not isinstance(table.get(key, False), bool):
            told.doubt("fact_no_flag", fact=f"{name}.{key}", value=table[key])
    told.n_delays = (table.get("electronic") is False) + (table.get("confidential") is True)
    told.has_derogations = bool(table.get("derogations"))


def _call_off(told: Told, name: str, value: Any) -> None:
    if not isinstance(value, str | bool):
        told.doubt("fact_no_text", fact=name, value=value)
    elif value:
        told.known["call_off"] = True


def _related(told: Told, name: str, value: Any) -> None:
    if not isinstance(value, list | tuple):
        told.doubt("fact_no_list", fact=name, value=value)
        return
    rows = [one if isinstance(one, Mapping) else {AMOUNTS[0]: one} for one in value]
    for index, row in enumerate(rows):
        given = [key for key in AMOUNTS if row.get(key) is not None]
        if given and all(amount_of(row, key) is None for key in given):
            told.doubt("fact_no_number", fact=f"{name}[{index}].{given[0]}", value=row[given[0]])
    told.related = tuple(rows)


def _approvals(told: Told, name: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        told.doubt("fact_no_table", fact=name, value=value)


def _amounts(told: Told, name: str, value: Any) -> tuple[Decimal, ...]:
    """Return one amount, or those of a list; a lot may be a table with its estimate."""
    rows = value if isinstance(value, list | tuple) else [value]
    made = []
    for index, one in enumerate(rows):
        place = f"{name}[{index}]" if rows is value else name
        found = _amount(told, place, one.get("estimate") if isinstance(one, Mapping) else one)
        if found is not None:
            if found < 0:
                told.doubt("amount_negative", fact=place, value=found)
            made.append(found)
    return tuple(made)


def amount_of(row: Mapping[str, Any], name: str) -> Decimal | None:
    """Return an amount of a row; None where it has none."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    made = Decimal(str(value))
    return made if made.is_finite() else None


def _amount(told: Told, name: str, value: Any) -> Decimal | None:
    if type(value) is int:
        made = Decimal(value)
    elif isinstance(value, str):
        told.doubt("amount_is_text", fact=name, value=value)
        return None
    elif isinstance(value, float | Decimal):
        made = Decimal(str(value))
    else:
        told.doubt("fact_no_number", fact=name, value=value)
        return None
    if not made.is_finite() or abs(made) >= MOST:
        told.doubt("fact_no_number", fact=name, value=value)
        return None
    # An amount is one of euros and cents: what is told of it must be what is judged.
    return made if made.as_tuple().exponent >= -2 else made.quantize(_CENT, ROUND_HALF_UP)  # type: ignore[operator]


_READERS: Final[Mapping[str, Callable[[Told, str, Any], None]]] = {
    **dict.fromkeys(("buyer", "sector", "kind", "urgency"), _choice),
    **dict.fromkeys(FLAGS, _flag),
    "sme": _sme,
    "documents": _documents,
    "date": _day,
    "chosen": _chosen,
    "grounds": _grounds,
    "estimate": _estimate,
    "award": _award,
    "lots": _lots,
    "framework": _framework,
    "call_off_of": _call_off,
    "related": _related,
    "approvals": _approvals,
}
