"""Read a notice in the former schema of the Official Journal: forms F01 to F25, T01 and T02.

Each language has a whole form of its own; figures are read from the first, texts from all. An amount that its
buyer did not agree to publish is not read, though it may stand in the file.

References
----------
Commission Implementing Regulation (EU) 2015/1986; TED XML R2.0.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from lxml import etree

from stuurbord.errors import N_, Severity
from stuurbord.exchange.notices.codes import (
    ACTIVITIES,
    BASES,
    GROUNDS,
    LEGAL_TYPES,
    PROCEDURES,
    UNITS,
    language_of,
)
from stuurbord.exchange.notices.kinds import CORRECTION, KIND_OF_TYPE, LIGHT_FORMS, type_of_form
from stuurbord.exchange.notices.markup import (
    Values,
    all_of,
    attribute,
    has,
    one_of,
    text_of,
    unique,
    web_address,
)
from stuurbord.exchange.notices.model import (
    Award,
    Criterion,
    Duration,
    Framework,
    Lot,
    Moment,
    Money,
    Notice,
    NoticeKind,
    Organisation,
)
from stuurbord.exchange.notices.ted_defence import read_defence
from stuurbord.exchange.notices.ted_versions import Versions, organisation, paragraphs
from stuurbord.exchange.xml_document import local_name

ROOT: Final = "TED_EXPORT"
_FORM: Final = re.compile(r"[FT]?\d{1,2}")
_WEIGHT: Final = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*(%?)")
_TWO_STEPS: Final = frozenset({"restricted", "neg-w-call", "comp-dial", "innovation"})


def read(root: etree._Element, values: Values) -> Notice | None:
    """Return the notice in a document, or nothing, and why, where its form is not one of the former ones."""
    forms = _forms(root)
    form = _number(forms.first)
    notice_type = type_of_form(form, attribute(forms.first, "NOTICE", "TYPE"))
    kind = NoticeKind.CORRECTION if form == CORRECTION else KIND_OF_TYPE.get(notice_type)
    if kind is None:
        text = N_("The notice is on a form that is not read: {form}.")
        told = "–" if forms.first is None else local_name(forms.first)
        values.report.tell("notice_form_unknown", text, Severity.ERROR, form=told[:60])
        return None
    coded = one_of(root, "CODED_DATA_SECTION")
    around = envelope(root, forms, values)
    if not has(forms.first, "OBJECT_CONTRACT"):
        return read_defence(
            Notice(kind=kind, form=form, notice_type=notice_type, **around), coded, forms, values
        )
    subject = forms.below("OBJECT_CONTRACT")
    procedure = forms.below("PROCEDURE")
    lots = tuple(_lots(subject, procedure, form, values))
    return Notice(
        **around,
        kind=kind,
        form=form,
        notice_type=notice_type,
        previous=text_of(coded, "NOTICE_DATA/REF_NOTICE/NO_DOC_OJS")
        or text_of(procedure.first, "NOTICE_NUMBER_OJ"),
        legal_basis=_basis(forms.first, coded),
        buyers=tuple(_buyers(forms)),
        titles=subject.texts("TITLE"),
        descriptions=subject.texts("SHORT_DESCR"),
        reference=text_of(subject.first, "REFERENCE_NUMBER"),
        nature=_nature(subject.first, form),
        is_light_regime=form in LIGHT_FORMS,
        procedure=_procedure(procedure.first),
        is_accelerated=_is_accelerated(procedure.first, form),
        direct_award_grounds=_grounds(procedure.first),
        cpv=unique((*_cpv(subject.first, "CPV_MAIN"), *(lots[0].cpv if len(lots) == 1 else ()))),
        places=unique(place for lot in lots for place in lot.places),
        estimated_value=_money(one_of(subject.first, "VAL_ESTIMATED_TOTAL"), values),
        result_value=_money(one_of(subject.first, "VAL_TOTAL"), values),
        lots=lots,
        awards=(*_awards(forms, lots, values), *_prizes(forms, lots, values)),
        urls=_urls(forms.first),
    )


def envelope(root: etree._Element, forms: Versions, values: Values) -> dict[str, Any]:
    """Return what stands around the form, whichever it is: number, dates, languages."""
    coded = one_of(root, "CODED_DATA_SECTION")
    number = str(root.get("DOC_ID") or "").strip()
    dispatched = one_of(forms.first, "COMPLEMENTARY_INFO/DATE_DISPATCH_NOTICE")
    if dispatched is None:
        dispatched = one_of(coded, "CODIF_DATA/DS_DATE_DISPATCH")
    version = str(root.get("VERSION") or "") or (
        "" if forms.first is None else str(forms.first.get("VERSION") or "")
    )
    return {
        "schema": version,
        "id": number,
        "publication_number": number.lstrip("0"),
        "languages": unique(language for language, _ in forms.elements),
        "dispatched_on": values.day(dispatched),
        "published_on": values.day(one_of(coded, "REF_OJS/DATE_PUB")),
    }


def _basis(form: etree._Element | None, coded: etree._Element | None) -> str:
    """Return the directive of the form, else that of the coded data, where the first versions put it."""
    told = attribute(form, "LEGAL_BASIS", "VALUE")
    return told or BASES.get(attribute(coded, "CODIF_DATA/DIRECTIVE", "VALUE"), "")


def _nature(subject: etree._Element | None, form: str) -> str:
    """Return works, supplies or services; the forms of the light regime are for services alone."""
    told = attribute(subject, "TYPE_CONTRACT", "CTYPE").lower()
    return told or ("services" if form in LIGHT_FORMS else "")


def _forms(root: etree._Element) -> Versions:
    section = one_of(root, "FORM_SECTION")
    forms = [one for one in (section if section is not None else ()) if isinstance(one.tag, str)]
    found = sorted(forms, key=lambda one: one.get("CATEGORY") != "ORIGINAL")  # a translation comes after
    return Versions(tuple((language_of(str(one.get("LG") or "")), one) for one in found))


def _number(form: etree._Element | None) -> str:
    """Return the number of a form: ``F02``, or ``F16`` where an older one says ``16``."""
    told = "" if form is None else str(form.get("FORM") or "")
    if not _FORM.fullmatch(told):
        return ""
    return told if told[0] in "FT" else f"F{told.zfill(2)}"


def _buyers(forms: Versions) -> Iterator[Organisation]:
    body = one_of(forms.first, "CONTRACTING_BODY")
    legal_type = LEGAL_TYPES.get(attribute(body, "CA_TYPE", "VALUE"), "")
    told = attribute(body, "CA_ACTIVITY", "VALUE") or attribute(body, "CE_ACTIVITY", "VALUE")
    for name in ("ADDRESS_CONTRACTING_BODY", "ADDRESS_CONTRACTING_BODY_ADDITIONAL"):
        for one in forms.each(f"CONTRACTING_BODY/{name}"):
            yield organisation(one, legal_type, ACTIVITIES.get(told, ""))


def _cpv(element: etree._Element | None, path: str) -> tuple[str, ...]:
    return unique(str(one.get("CODE") or "") for one in all_of(element, f"{path}/CPV_CODE"))


def _money(element: etree._Element | None, values: Values) -> Money | None:
    """Return an amount, unless it may not be published."""
    if element is None or element.get("PUBLICATION") == "NO":
        return None
    return values.money(element, "CURRENCY")


def _procedure(procedure: etree._Element | None) -> str:
    named = (PROCEDURES.get(local_name(one), "") for one in (procedure if procedure is not None else ()))
    return next((code for code in named if code), "")


def _is_accelerated(procedure: etree._Element | None, form: str) -> bool | None:
    """Return whether the box is ticked; only the contract notice of the classic sectors has one."""
    if has(procedure, "ACCELERATED_PROC"):
        return True
    return False if form == "F02" else None


def _grounds(procedure: etree._Element | None) -> tuple[str, ...]:
    if procedure is None:
        return ()
    return unique(GROUNDS.get(local_name(one), "") for one in procedure.iter("{*}*"))


def _lots(subject: Versions, procedure: Versions, form: str, values: Values) -> Iterator[Lot]:
    """Yield the lots; framework, purchasing system and dates stand once for all of them."""
    shared = _shared(procedure, form, values)
    main = _cpv(subject.first, "CPV_MAIN")
    nature = _nature(subject.first, form)
    described = list(subject.each("OBJECT_DESCR"))
    for at, one in enumerate(described, start=1):
        own = _cpv(one.first, "CPV_ADDITIONAL")
        codes = unique((*main, *own)) if len(described) == 1 else own or main
        yield _lot(one, at, (codes, nature), shared, values)


def _shared(procedure: Versions, form: str, values: Values) -> dict[str, Any]:
    first = procedure.first
    due = values.moment(one_of(first, "DATE_RECEIPT_TENDERS"), one_of(first, "TIME_RECEIPT_TENDERS"))
    code = _procedure(first)
    if due is not None and not code and form in (*LIGHT_FORMS, "F24"):
        text = N_(
            "The form has one date for tenders and for requests to participate; it is read as that of the "
            "tenders."
        )
        values.report.tell("notice_deadline_shared", text, Severity.INFO)
    opening = one_of(first, "OPENING_CONDITION")
    return {
        "framework": _framework(procedure.below("FRAMEWORK")),
        "has_purchasing_system": has(first, "DPS"),
        ("requests_due" if code in _TWO_STEPS else "tenders_due"): due,
        "opening": _opening(opening, values),
        "tender_validity": _duration(one_of(first, "DURATION_TENDER_VALID"), values),
        "tenders_valid_until": values.day(one_of(first, "DATE_TENDER_VALID")),
    }


def _opening(opening: etree._Element | None, values: Values) -> Moment | None:
    return values.moment(one_of(opening, "DATE_OPENING_TENDERS"), one_of(opening, "TIME_OPENING_TENDERS"))


def _framework(told: Versions) -> Framework | None:
    first = told.first
    if first is None:
        return None
    most = text_of(first, "NB_PARTICIPANTS")
    if has(first, "SINGLE_OPERATOR"):
        number: int | None = 1
    else:
        number = int(most) if most.isdecimal() and len(most) < 6 else None
    several = False if number == 1 else (True if number or has(first, "SEVERAL_OPERATORS") else None)
    return Framework("", number, several, told.texts("JUSTIFICATION"))


def _lot(
    told: Versions,
    at: int,
    whole: tuple[tuple[str, ...], str],
    shared: dict[str, Any],
    values: Values,
) -> Lot:
    first, (codes, nature) = told.first, whole
    return Lot(
        id=text_of(first, "LOT_NO") or str(at),
        titles=told.texts("TITLE"),
        descriptions=told.texts("SHORT_DESCR"),
        nature=nature,
        value=_money(one_of(first, "VAL_OBJECT"), values),
        cpv=codes,
        places=unique(str(one.get("CODE") or "") for one in all_of(first, "NUTS")),
        starts_on=values.day(one_of(first, "DATE_START")),
        ends_on=values.day(one_of(first, "DATE_END")),
        duration=_duration(one_of(first, "DURATION"), values),
        is_unlimited=has(first, "INDEFINITE_DURATION"),
        has_options=_ticked(first, "OPTIONS"),
        options=told.texts("OPTIONS_DESCR"),
        is_renewable=_ticked(first, "RENEWAL"),
        renewals=told.texts("RENEWAL_DESCR"),
        criteria=tuple(_criteria(told)),
        **shared,
    )


def _ticked(element: etree._Element | None, name: str) -> bool | None:
    """Return a box of the form: ``X`` is yes, ``NO_X`` is no, neither is unknown."""
    if has(element, name):
        return True
    return False if has(element, f"NO_{name}") else None


def _duration(element: etree._Element | None, values: Values) -> Duration | None:
    number = values.decimal(element)
    unit = UNITS.get(str(element.get("TYPE")), "") if element is not None else ""
    return Duration(number, unit) if number is not None and unit else None


def _criteria(told: Versions) -> Iterator[Criterion]:
    """Yield the award criteria, which stand in a box of their own or directly below the lot."""
    for box in ("AC/", ""):
        for kind in ("quality", "cost", "price"):
            for one in told.each(f"{box}AC_{kind.upper()}"):
                weight = text_of(one.first, "AC_WEIGHTING")
                yield Criterion(kind, one.texts("AC_CRITERION"), *_weight(weight), weight)
    for one in told.each("AC/AC_CRITERION"):  # concessions: by importance, without weights
        found = ((language, paragraphs(element)) for language, element in one.elements)
        yield Criterion("", {language: text for language, text in found if text})


def _weight(told: str) -> tuple[Decimal | None, str]:
    """Return a weight that is a number; what was written otherwise stays text.

    >>> _weight("40 %"), _weight("see the documents")
    ((Decimal('40'), 'percentage'), (None, ''))
    """
    found = _WEIGHT.fullmatch(told)
    if not found:
        return None, ""
    return Decimal(found[1].replace(",", ".")), "percentage" if found[2] else ""


def _awards(forms: Versions, lots: tuple[Lot, ...], values: Values) -> Iterator[Award]:
    for one in forms.each("AWARD_CONTRACT"):
        awarded = one.below("AWARDED_CONTRACT")
        first = awarded.first
        refused = one_of(one.first, "NO_AWARDED_CONTRACT")
        reason = "" if refused is None or not len(refused) else local_name(refused[0]).lower()
        yield Award(
            lots=_lots_of(one, lots),
            status="awarded" if first is not None else "not_awarded",
            winners=tuple(_contractors(awarded)),
            value=_awarded_value(first, values),
            tenders_received=values.count(one_of(first, "TENDERS/NB_TENDERS_RECEIVED")),
            concluded_on=values.day(one_of(first, "DATE_CONCLUSION_CONTRACT")),
            contract=text_of(one.first, "CONTRACT_NO"),
            titles=one.texts("TITLE"),
            reason=reason,
        )


def _lots_of(award: Versions, lots: tuple[Lot, ...]) -> tuple[str, ...]:
    """Return the lots of an award: those it names, or the only one there is."""
    named = unique(text_of(one) for one in all_of(award.first, "LOT_NO"))
    return named or ((lots[0].id,) if len(lots) == 1 else ())


def _contractors(awarded: Versions) -> Iterator[Organisation]:
    for path in ("CONTRACTORS/CONTRACTOR/ADDRESS_CONTRACTOR", "CONTRACTOR/ADDRESS_CONTRACTOR"):
        for one in awarded.each(path):
            yield organisation(one)


def _awarded_value(awarded: etree._Element | None, values: Values) -> Money | None:
    for path in ("VALUES/VAL_TOTAL", "VAL_TOTAL"):
        if found := _money(one_of(awarded, path), values):
            return found
    return None


def _prizes(forms: Versions, lots: tuple[Lot, ...], values: Values) -> Iterator[Award]:
    """Yield the outcome of a design contest."""
    for one in forms.each("RESULTS/AWARDED_PRIZE"):
        first = one.first
        yield Award(
            lots=(lots[0].id,) if len(lots) == 1 else (),
            status="awarded",
            winners=tuple(organisation(each) for each in one.each("WINNERS/WINNER/ADDRESS_WINNER")),
            value=_money(one_of(first, "VAL_PRIZE"), values),
            tenders_received=values.count(one_of(first, "PARTICIPANTS/NB_PARTICIPANTS")),
            decided_on=values.day(one_of(first, "DATE_DECISION_JURY")),
        )


def _urls(form: etree._Element | None) -> dict[str, str]:
    body = one_of(form, "CONTRACTING_BODY")
    told = {
        "documents": text_of(body, "URL_DOCUMENT"),
        "submission": text_of(body, "URL_PARTICIPATION"),
        "buyer_profile": text_of(body, "ADDRESS_CONTRACTING_BODY/URL_BUYER"),
    }
    return {name: address for name, raw in told.items() if (address := web_address(raw))}
