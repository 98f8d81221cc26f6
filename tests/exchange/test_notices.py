"""Notices of the Official Journal: what is read, what is kept back, and what is refused."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from stuurbord.errors import errors_in
from stuurbord.exchange.notices import (
    Money,
    NoticeKind,
    facts_of,
    makes_release,
    notice_record,
    read_notice,
    stage_of,
    why_no_file,
    write_ocds,
)
from stuurbord.exchange.notices.markup import DEEPEST, MOST_BYTES
from stuurbord.exchange.notices.model import MASK

DATA = Path(__file__).resolve().parent.parent / "data" / "notices"
CALL = (DATA / "contract-notice.xml").read_bytes()
AWARD = (DATA / "award-notice.xml").read_bytes()
FORMER = (DATA / "former-notice.xml").read_bytes()


def notice(data: bytes, **options: bool):
    found, _ = read_notice(data, "x.xml", **options)
    assert found is not None
    return found


def codes(data: bytes) -> list[str]:
    return [one.code for one in read_notice(data, "x.xml").findings]


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_a_call_tells_its_procedure_and_its_money():
    """Identification, buyer, dates and amounts of an eForms contract notice."""
    found = notice(CALL)

    assert (found.kind, found.notice_type, found.subtype) == (NoticeKind.CALL, "cn-standard", "16")
    assert (found.publication_number, found.version) == ("123-2026", "01")
    assert found.languages == ("nl", "fr")
    assert found.titles == {"nl": "Netwerkbeheer", "fr": "Gestion du réseau"}
    assert (found.estimated_value, found.framework_maximum) == (euros("341250.50"), euros("410000.00"))
    assert (found.dispatched_on, found.published_on) == (date(2026, 3, 2), date(2026, 3, 4))
    assert found.cpv == ("72700000", "32420000")
    assert found.urls == {"documents": "https://docs.asn.example/7"}
    buyer = found.buyers[0]
    assert (buyer.name, buyer.country, buyer.legal_type) == ("Agentschap Spoor en Net", "BE", "ra")
    assert buyer.website == "https://www.asn.example"


def test_a_lot_tells_its_criteria_dates_and_agreement():
    """Weights, options, renewals, framework, terms; a group of lots is no lot."""
    found = notice(CALL)
    first, second = found.lots

    assert [(one.kind, one.weight, one.weight_unit) for one in first.criteria] == [
        ("price", 60, "percentage"),
        ("quality", 40, "percentage"),
    ]
    assert first.tenders_due is not None
    assert first.tenders_due.as_text() == "2026-04-13T11:00:00+02:00"
    assert first.opening is not None
    assert first.opening.as_text() == "2026-04-13T11:30:00+02:00"
    assert first.tender_validity is not None
    assert (first.tender_validity.number, first.tender_validity.unit) == (180, "day")
    assert first.framework is not None
    assert (first.framework.technique, first.framework.most_suppliers) == ("fa-wo-rc", 1)
    assert (first.has_options, first.is_renewable, first.most_renewals) == (True, True, 2)
    assert (second.framework, second.value, second.cpv) == (None, None, ("32420000",))
    assert found.tenders_due == first.tenders_due


def test_a_winner_is_the_tender_that_the_contract_names():
    """Of two tenders of a result the one in its contract; where the contract names none, nobody."""
    found = notice(AWARD, mask_contacts=False)
    first, second, third = found.awards

    assert ([one.name for one in first.winners], first.value) == (["Bo Claes"], euros("298450.25"))
    assert first.tenders_received == 3
    assert (first.decided_on, first.concluded_on) == (date(2026, 5, 18), date(2026, 6, 8))
    assert (second.status, second.winners, second.value) == ("awarded", (), None)
    assert (third.status, third.reason, third.tenders_received) == ("not_awarded", "no-rece", 0)
    assert "notice_winner_unclear" in codes(AWARD)
    assert found.previous == "123-2026"


def test_the_date_that_the_form_fills_in_by_itself_is_no_date():
    """``TenderResult/AwardDate`` is always 1 January 2000."""
    assert "2000" not in repr([one.decided_on for one in notice(AWARD).awards])


def test_a_former_form_is_read_in_all_its_languages():
    """Figures from the first language, texts from each; lots keep together."""
    found = notice(FORMER)

    assert found.titles == {"nl": "Seinhuizen", "fr": "Cabines de signalisation"}
    assert found.descriptions == {"nl": "Eerste regel\ntweede regel"}
    assert [one.titles for one in found.lots] == [{"nl": "Noord", "fr": "Nord"}, {"nl": "Zuid", "fr": "Sud"}]
    assert found.buyers[0].names == {"nl": "Agentschap Spoor en Net", "fr": "Agence Rail et Réseau"}
    assert [one.value for one in found.lots] == [euros("1250000.00"), euros("750000.50")]
    assert [one.cpv for one in found.lots] == [("45000000",), ("45316000",)]
    assert (found.nature, found.procedure) == ("works", "neg-w-call")


def test_a_former_form_keeps_a_weight_that_is_no_number_as_text():
    """``40 %`` is forty; ``zie bestek`` is not guessed."""
    quality, price = notice(FORMER).lots[0].criteria

    assert (quality.weight, quality.weight_unit) == (40, "percentage")
    assert (price.weight, price.weight_text) == (None, "zie bestek")


def test_a_date_of_two_steps_is_that_of_the_requests():
    """With a call to negotiate, the form's one date is for requests to participate, in the buyer's time."""
    due = notice(FORMER).lots[0].requests_due

    assert due is not None
    assert (due.day, due.at) == (date(2022, 1, 6), time(9, 0))
    instant = due.instant(ZoneInfo("Europe/Brussels"))
    assert instant is not None
    assert instant.isoformat() == "2022-01-06T09:00:00+01:00"
    assert notice(FORMER).lots[0].tenders_due is None


def test_an_amount_that_may_not_be_published_is_not_read():
    """It may stand in the file; its buyer did not agree."""
    kept = FORMER.replace(
        b'<VAL_OBJECT CURRENCY="EUR">1250000', b'<VAL_OBJECT PUBLICATION="NO" CURRENCY="EUR">1250000'
    )

    assert notice(kept).lots[0].value is None


def test_people_are_kept_back_unless_asked_for():
    """Contacts, winners who are a person, addresses and numbers in texts."""
    hidden, told = notice(CALL), notice(CALL, mask_contacts=False)

    assert "peeters" not in repr(hidden).lower()
    assert "123 45 67" not in repr(hidden)
    assert hidden.descriptions["nl"] == f"Vragen aan {MASK} of {MASK}."
    assert told.buyers[0].contact is not None
    assert told.buyers[0].contact.name == "An Peeters"
    assert "Claes" not in repr(notice(AWARD))


def test_an_address_that_is_none_of_the_web_is_dropped():
    """A script in a field for an address never becomes a link."""
    assert notice(FORMER).urls == {}


def test_what_cannot_be_read_is_told_and_left_out():
    """An amount in words, a day that is none, a time that is none: each with its line."""
    bad = CALL.replace(b">341250.50<", b">veel<").replace(
        b"<cbc:IssueDate>2026-03-02", b"<cbc:IssueDate>2026-02-30"
    )
    found, findings = read_notice(bad.replace(b">11:00:00+02:00<", b">25:61<"), "x.xml")

    assert found is not None
    assert (found.estimated_value, found.dispatched_on) == (None, None)
    assert found.tenders_due is not None
    assert found.tenders_due.as_text() == "2026-04-13"
    assert {one.code for one in findings} == {"notice_value_unread"}
    assert all(one.fields["line"] > 1 for one in findings)


@pytest.mark.parametrize(
    ("old", "new", "kind", "stage"),
    [
        (b"cn-standard", b"cn-standard", NoticeKind.CALL, "publication"),
        (b"cn-standard", b"pmc", NoticeKind.CONSULTATION, "need"),
        (b"cn-standard", b"pin-only", NoticeKind.PLANNING, "need"),
        (b"cn-standard", b"veat", NoticeKind.TRANSPARENCY, "standstill"),
        (b"cn-standard", b"qu-sy", NoticeKind.QUALIFICATION, ""),
        (b"cn-standard", b"can-modif", NoticeKind.MODIFICATION, ""),
        (b"cn-standard", b"compl", NoticeKind.COMPLETION, ""),
        (b"cn-standard", b"can-tran", NoticeKind.TRANSPORT, ""),
    ],
)
def test_a_notice_opens_a_file_or_says_why_not(old, new, kind, stage):
    """The stage at which a file begins, or the reason why there is none."""
    data = CALL.replace(old, new)
    found = notice(data)

    assert (found.kind, stage_of(found)) == (kind, stage)
    assert (why_no_file(found) is None) == bool(stage)
    assert ("notice_opens_no_file" in codes(data)) != bool(stage)


@pytest.mark.parametrize(
    ("form", "box", "kind"),
    [
        (b"F01", b"PRI_ONLY", NoticeKind.PLANNING),
        (b"F01", b"PRI_CALL_COMPETITION", NoticeKind.CALL),
        (b"F04", b"PER_REDUCING_TIME_LIMITS", NoticeKind.PLANNING),
        (b"F12", b"", NoticeKind.CONTEST),
        (b"F14", b"", NoticeKind.CORRECTION),
        (b"F15", b"", NoticeKind.TRANSPARENCY),
        (b"F20", b"", NoticeKind.MODIFICATION),
        (b"F21", b"AWARD_CONTRACT", NoticeKind.RESULT),
        (b"F22", b"QSU_ONLY", NoticeKind.QUALIFICATION),
        (b"F23", b"PRI", NoticeKind.CALL),
        (b"F25", b"", NoticeKind.RESULT),
    ],
)
def test_a_former_form_does_what_its_number_and_its_box_say(form, box, kind):
    """Forms that serve several purposes carry the one that was ticked."""
    data = FORMER.replace(b'FORM="F02"', b'FORM="' + form + b'"')
    ticked = data.replace(b"<CONTRACTING_BODY>", b'<NOTICE TYPE="' + box + b'"/><CONTRACTING_BODY>')

    assert notice(ticked).kind is kind


def test_a_changed_version_of_a_notice_says_which_one_it_changes():
    """A file may be open already."""
    changes = (
        b"<efac:Changes><efbc:ChangedNoticeIdentifier>abc-01</efbc:ChangedNoticeIdentifier></efac:Changes>"
    )
    data = CALL.replace(b"<efac:NoticeSubType>", changes + b"<efac:NoticeSubType>")

    assert notice(data).previous == "abc-01"
    assert codes(data) == ["notice_changes_earlier"]
    assert codes(CALL) == []


def test_a_file_opens_where_the_award_stands():
    """After the conclusion only when every awarded lot has its date; stopped when nothing was awarded."""
    assert stage_of(notice(AWARD)) == "notice"
    assert stage_of(notice(AWARD.replace(b"selec-w", b"clos-nw"))) == "stopped"
    dated = AWARD.replace(
        b"<cbc:ID>CON-0002</cbc:ID></efac:SettledContract>\n      <efac:TenderingParty>",
        b"<cbc:ID>CON-0002</cbc:ID><cbc:IssueDate>2026-06-09Z</cbc:IssueDate></efac:SettledContract>"
        b"<efac:TenderingParty>",
    )
    assert stage_of(notice(dated)) == "conclusion"


def test_facts_are_those_of_the_notice_and_questions_the_rest():
    """Keys of the rule book; what a notice does not say becomes a question, not a fact."""
    facts, missing = facts_of(notice(CALL))

    assert facts == {
        "buyer": "subcentral",
        "sector": "classic",
        "kind": "services",
        "estimate": 341250.5,
        "date": "2026-03-04",
        "chosen": "OP",
        "urgency": "none",
        "framework": {"years": 2.5, "suppliers": 1},
    }
    assert missing == []


@pytest.mark.parametrize(
    ("old", "new", "fact", "value"),
    [
        (b">ra<", b">cga<", "buyer", "federal_central"),
        (b">ra<", b">pub-undert<", "buyer", None),
        (b">BEL<", b">NLD<", "buyer", None),
        (b"32014L0024", b"32014L0025", "buyer", "authority_special"),
        (b"32014L0024", b"32014L0023", "concession", True),
        (b"32014L0024", b"32018R1046", "sector", None),
        (b"cn-standard", b"cn-social", "kind", "social"),
        (b">72700000<", b">80511000<", "kind", "social"),
        (b'"EUR">341250.50', b'"USD">341250.50', "estimate", None),
        (b'"accelerated-procedure">false', b'"accelerated-procedure">true', "urgency", "accelerated"),
        (b'"procurement-procedure-type">open', b'"procurement-procedure-type">oth-single', "chosen", None),
        (b'"dps-usage">none', b'"dps-usage">dps-nlist', "chosen", "DAS"),
    ],
)
def test_a_fact_follows_from_what_the_notice_says_and_nothing_else(old, new, fact, value):
    """One change at a time; where the law needs more than the notice tells, there is no fact."""
    assert facts_of(notice(CALL.replace(old, new))).facts.get(fact) == value


@pytest.mark.parametrize("kind", [b"pin-only", b"veat", b"can-standard", b"pmc"])
def test_only_a_call_has_the_date_by_which_thresholds_go(kind):
    """An award notice is published months after the notice that fixed the rules."""
    facts, missing = facts_of(notice(CALL.replace(b"cn-standard", kind)))

    assert "date" not in facts
    assert [one.fields["fact"] for one in missing] == ["date"]


def test_an_award_tells_the_amount_that_was_approved():
    """The total of the notice, as the rule book wants it."""
    assert facts_of(notice(AWARD)).facts["award"] == 298450.25
    assert "award" not in facts_of(notice(CALL)).facts


def test_the_estimate_is_the_sum_of_lots_only_where_each_has_a_value():
    """Half of the lots is no estimate."""
    half = FORMER.replace(b'<VAL_OBJECT CURRENCY="EUR">750000.50</VAL_OBJECT>', b"")

    assert facts_of(notice(FORMER)).facts["estimate"] == 2000000.5
    assert "estimate" not in facts_of(notice(half)).facts


@settings(max_examples=60)
@given(st.data())
def test_a_notice_with_parts_missing_or_spoilt_never_fails(data):
    """Whatever is taken out or written over: a notice, its facts and its release, or an error."""
    root = etree.fromstring(data.draw(st.sampled_from([CALL, AWARD, FORMER])))
    elements = list(root.iter("{*}*"))
    for one in data.draw(st.lists(st.sampled_from(elements), min_size=1, max_size=8, unique=True)):
        parent = one.getparent()
        if parent is not None and data.draw(st.booleans()):
            parent.remove(one)
        else:
            one.text = data.draw(
                st.sampled_from(["", "x", "-1", "9" * 30, "2026-13-01", "24:00:00", "NaN", "1e5"])
            )
    found, findings = read_notice(etree.tostring(root), "x.xml")

    assert found is not None or errors_in(findings)
    if found is not None:
        assert notice_record(found).get("id", "") == found.id
        assert not makes_release(found) or write_ocds(found)
        assert facts_of(found).facts.keys() | {one.fields["fact"] for one in facts_of(found).missing}


NESTED = b"<ContractNotice>" + b"<a>" * DEEPEST + b"</a>" * DEEPEST + b"</ContractNotice>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"  \n", "empty_file"),
        (b"niets", "not_xml"),
        (b"PK\x03\x04", "not_xml"),
        (CALL[: len(CALL) // 2], "damaged_xml"),
        (b"\xff\xfe" + CALL, "not_xml"),
        (b'<?xml version="1.0" encoding="klingon"?><ContractNotice/>', "damaged_xml"),
        (b"<html/>", "not_a_notice"),
        (b"<BusinessRegistrationInformationNotice/>", "not_a_notice"),
        (b"<ContractNotice/>", "notice_type_unknown"),
        (CALL.replace(b"cn-standard", b"cn-martian"), "notice_type_unknown"),
        (b"<TED_EXPORT/>", "notice_form_unknown"),
        (FORMER.replace(b'FORM="F02"', b'FORM="F99"'), "notice_form_unknown"),
        (
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><ContractNotice>&b;</ContractNotice>',
            "xml_doctype",
        ),
        (b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>', "xml_doctype"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>', "xml_doctype"),
        (NESTED, "xml_too_large"),
        (b"<a>" + b"<b/>" * 300_001 + b"</a>", "xml_too_large"),
        (b" " * MOST_BYTES + b"<a/>", "file_too_large"),
    ],
    ids=range(19),
)
def test_a_hostile_or_foreign_file_gives_no_notice_and_one_error(data, code):
    """Nothing is raised, nothing is fetched, nothing is kept."""
    found, findings = read_notice(data, "x.xml")

    assert found is None
    assert [(one.code, one.severity.value) for one in findings] == [(code, "error")]
