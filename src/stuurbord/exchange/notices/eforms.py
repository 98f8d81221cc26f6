"""Read an eForms notice: UBL 2.3 with the extensions of the Publications Office.

Codes in comments are the business terms of the regulation.

References
----------
Commission Implementing Regulation (EU) 2019/1780; eForms-SDK, ``fields/fields.json``.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from lxml import etree

from stuurbord.errors import N_, Severity
from stuurbord.exchange.notices.codes import UNITS, WEIGHT_UNITS, country_of, language_of
from stuurbord.exchange.notices.eforms_result import Tendered, read_awards
from stuurbord.exchange.notices.kinds import KIND_OF_TYPE
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
    Contact,
    Criterion,
    Duration,
    Framework,
    Lot,
    Money,
    Notice,
    Organisation,
    Texts,
)

ROOTS: Final = frozenset({"ContractNotice", "ContractAwardNotice", "PriorInformationNotice"})
_EXTENSION: Final = "UBLExtensions/UBLExtension/ExtensionContent/EformsExtension"
_ORGANISATION: Final = "PartyIdentification/ID"


def read(root: etree._Element, values: Values) -> Notice | None:
    """Return the notice in a document, or nothing, and why, where its type is not one of the regulation."""
    extension = one_of(root, _EXTENSION)
    notice_type = text_of(root, "NoticeTypeCode")
    kind = KIND_OF_TYPE.get(notice_type)
    if kind is None:
        text = N_("The notice is of a type that no European form has: {type}.")
        told = notice_type or "–"
        values.report.tell("notice_type_unknown", text, Severity.ERROR, type=told[:60])
        return None
    organisations = _organisations(extension)
    project, process = one_of(root, "ProcurementProject"), one_of(root, "TenderingProcess")
    lots = tuple(_lot(one, values) for one in all_of(root, "ProcurementProjectLot") if _is_lot(one))
    parties = all_of(root, "ContractingParty")
    return Notice(
        schema=text_of(root, "CustomizationID"),
        kind=kind,
        id=text_of(root, "ID"),
        publication_number=text_of(extension, "Publication/NoticePublicationID").lstrip("0"),
        version=text_of(root, "VersionID"),
        procedure_id=text_of(root, "ContractFolderID"),
        previous=_previous(extension, process),
        is_change=has(extension, "Changes"),
        form=attribute(root, "NoticeTypeCode", "listName"),
        notice_type=notice_type,
        subtype=text_of(extension, "NoticeSubType/SubTypeCode"),
        legal_basis=text_of(root, "RegulatoryDomain"),
        languages=_languages(root),
        buyers=tuple(_buyer(one, organisations) for one in parties),
        titles=_texts(project, "Name"),
        descriptions=_texts(project, "Description"),
        reference=text_of(project, "ID"),
        nature=text_of(project, "ProcurementTypeCode"),
        is_light_regime=notice_type.endswith("-social"),
        procedure=text_of(process, "ProcedureCode"),
        is_accelerated=_is_accelerated(process),
        direct_award_grounds=_reasons(process, "direct-award-justification"),
        cpv=_cpv(project),
        places=_places(project),
        estimated_value=_estimate(project, values),
        framework_maximum=_maximum(project, values),
        result_value=values.money(one_of(extension, "NoticeResult/TotalAmount"), "currencyID"),
        dispatched_on=values.day(one_of(root, "IssueDate")),
        published_on=values.day(one_of(extension, "Publication/PublicationDate")),
        lots=lots,
        awards=read_awards(one_of(extension, "NoticeResult"), Tendered(organisations, values)),
        urls=_urls(root),
    )


def _previous(extension: etree._Element | None, process: etree._Element | None) -> str:
    """Return the notice that this one changes (BT-758), else the one it follows (BT-125)."""
    changed = text_of(extension, "Changes/ChangedNoticeIdentifier")
    return changed or text_of(process, "NoticeDocumentReference/ID")


def _languages(root: etree._Element) -> tuple[str, ...]:
    further = (text_of(one) for one in all_of(root, "AdditionalNoticeLanguage/ID"))
    return unique(language_of(code) for code in (text_of(root, "NoticeLanguageCode"), *further))


def _texts(element: etree._Element | None, path: str) -> Texts:
    """Return the text per language; of several in one language, one under the other."""
    found: dict[str, str] = {}
    for one in all_of(element, path):
        language, text = language_of(str(one.get("languageID") or "")), text_of(one)
        if text:
            found[language] = f"{found[language]}\n{text}" if language in found else text
    return found


def _organisations(extension: etree._Element | None) -> dict[str, Organisation]:
    """Return companies and their touch points by identifier; of persons only those who are a party."""
    found = {}
    for one in all_of(extension, "Organizations/Organization"):
        company = one_of(one, "Company")
        is_person = text_of(one, "NaturalPersonIndicator") == "true"
        identifier = text_of(company, "PartyLegalEntity/CompanyID")
        for place in (company, *all_of(one, "TouchPoint")):
            found[text_of(place, _ORGANISATION)] = _organisation(place, identifier, is_person)
    return found


def _organisation(place: etree._Element | None, identifier: str, is_person: bool) -> Organisation:
    address, contact = one_of(place, "PostalAddress"), one_of(place, "Contact")
    told = Contact(*(text_of(contact, name) for name in ("Name", "ElectronicMail", "Telephone")))
    return Organisation(
        names=_texts(place, "PartyName/Name"),
        identifier=identifier,
        country=country_of(text_of(address, "Country/IdentificationCode")),
        town=text_of(address, "CityName"),
        nuts=text_of(address, "CountrySubentityCode"),
        website=web_address(text_of(place, "WebsiteURI")),
        contact=told if told != Contact() else None,
        is_person=is_person,
    )


def _buyer(party: etree._Element, organisations: dict[str, Organisation]) -> Organisation:
    types = {
        str(one.get("listName")): text_of(one) for one in all_of(party, "ContractingPartyType/PartyTypeCode")
    }
    found = organisations.get(text_of(party, f"Party/{_ORGANISATION}"), Organisation(names={}))
    activity = text_of(party, "ContractingActivity/ActivityTypeCode")
    return replace(found, legal_type=types.get("buyer-legal-type", ""), activity=activity)


def _reasons(process: etree._Element | None, name: str) -> tuple[str, ...]:
    found = all_of(process, "ProcessJustification/ProcessReasonCode")
    return unique(text_of(one) for one in found if one.get("listName") == name)


def _is_accelerated(process: etree._Element | None) -> bool | None:
    """Return BT-106, or nothing where the form does not have it."""
    told = _reasons(process, "accelerated-procedure")
    return told[0] == "true" if told else None


def _cpv(project: etree._Element | None) -> tuple[str, ...]:
    """Return the codes of the common procurement vocabulary, the main one first (BT-262, BT-263)."""
    names = ("MainCommodityClassification", "AdditionalCommodityClassification")
    return unique(text_of(one) for name in names for one in all_of(project, f"{name}/ItemClassificationCode"))


def _places(project: etree._Element | None) -> tuple[str, ...]:
    """Return territorial units (BT-5071), or the country where only that is told (BT-5141)."""
    found = []
    for one in all_of(project, "RealizedLocation/Address"):
        unit = text_of(one, "CountrySubentityCode")
        found.append(unit or country_of(text_of(one, "Country/IdentificationCode")))
    return unique(found)


def _estimate(project: etree._Element | None, values: Values) -> Money | None:
    """Return BT-27."""
    amount = one_of(project, "RequestedTenderTotal/EstimatedOverallContractAmount")
    return values.money(amount, "currencyID")


def _maximum(project: etree._Element | None, values: Values) -> Money | None:
    """Return BT-271."""
    amount = one_of(project, f"RequestedTenderTotal/{_EXTENSION}/FrameworkMaximumAmount")
    return values.money(amount, "currencyID")


def _is_lot(element: etree._Element) -> bool:
    """Tell a lot, or a part of what is planned, from a group of lots."""
    return attribute(element, "ID", "schemeName") != "LotsGroup"


def _lot(element: etree._Element, values: Values) -> Lot:
    terms, process = one_of(element, "TenderingTerms"), one_of(element, "TenderingProcess")
    project = one_of(element, "ProcurementProject")
    period, extension = one_of(project, "PlannedPeriod"), one_of(project, "ContractExtension")
    renewals = values.count(one_of(extension, "MaximumNumberNumeric"))  # BT-58
    options = _texts(extension, "OptionsDescription")  # BT-54
    systems = {
        str(one.get("listName")): text_of(one)
        for one in all_of(process, "ContractingSystem/ContractingSystemTypeCode")
    }
    interest = one_of(process, f"{_EXTENSION}/InterestExpressionReceptionPeriod")  # BT-630
    requests = one_of(process, "ParticipationRequestReceptionPeriod")  # BT-1311
    asked = requests if requests is not None else interest
    tenders = one_of(process, "TenderSubmissionDeadlinePeriod")  # BT-131
    opening = one_of(process, "OpenTenderEvent")  # BT-132
    return Lot(
        id=text_of(element, "ID"),
        titles=_texts(project, "Name"),
        descriptions=_texts(project, "Description"),
        reference=text_of(project, "ID"),
        nature=text_of(project, "ProcurementTypeCode"),
        value=_estimate(project, values),
        framework_maximum=_maximum(project, values),
        cpv=_cpv(project),
        places=_places(project),
        starts_on=values.day(one_of(period, "StartDate")),
        ends_on=values.day(one_of(period, "EndDate")),
        duration=_duration(one_of(period, "DurationMeasure"), values),
        is_unlimited=text_of(period, "DescriptionCode") == "UNLIMITED",
        has_options=True if options else None,
        options=options,
        is_renewable=None if renewals is None else renewals > 0,
        most_renewals=renewals,
        renewals=_texts(extension, "Renewal/Period/Description"),
        framework=_framework(process, systems.get("framework-agreement", ""), values),
        has_purchasing_system=systems.get("dps-usage", "none") != "none",
        criteria=_criteria(terms, values),
        requests_due=values.moment(one_of(asked, "EndDate"), one_of(asked, "EndTime")),
        tenders_due=values.moment(one_of(tenders, "EndDate"), one_of(tenders, "EndTime")),
        opening=values.moment(one_of(opening, "OccurrenceDate"), one_of(opening, "OccurrenceTime")),
        tender_validity=_duration(one_of(terms, "TenderValidityPeriod/DurationMeasure"), values),  # BT-98
    )


def _duration(element: etree._Element | None, values: Values) -> Duration | None:
    number = values.decimal(element)
    unit = UNITS.get(str(element.get("unitCode")), "") if element is not None else ""
    return Duration(number, unit) if number is not None and unit else None


def _framework(process: etree._Element | None, technique: str, values: Values) -> Framework | None:
    if technique in ("", "none"):
        return None
    agreement = one_of(process, "FrameworkAgreement")
    most = values.count(one_of(agreement, "MaximumOperatorQuantity"))  # BT-113
    return Framework(technique, most, None if most is None else most > 1, _texts(agreement, "Justification"))


def _criteria(terms: etree._Element | None, values: Values) -> tuple[Criterion, ...]:
    """Return the award criteria (BT-539); a sentence that points at the documents is none."""
    found = []
    path = "AwardingTerms/AwardingCriterion/SubordinateAwardingCriterion"
    for one in all_of(terms, path):
        kind = text_of(one, "AwardingCriterionTypeCode")
        weight, unit = _weight(one, values)
        if kind or weight is not None:
            names = _texts(one, "Name") or _texts(one, "Description")
            found.append(Criterion(kind, names, weight, unit, "" if weight is None else str(weight)))
    return tuple(found)


def _weight(criterion: etree._Element, values: Values) -> tuple[Decimal | None, str]:
    for one in all_of(criterion, f"{_EXTENSION}/AwardCriterionParameter"):
        if attribute(one, "ParameterCode", "listName") == "number-weight":
            unit = WEIGHT_UNITS.get(text_of(one, "ParameterCode"), "")
            return values.decimal(one_of(one, "ParameterNumeric")), unit
    return None, ""


def _urls(root: etree._Element) -> dict[str, str]:
    terms = "ProcurementProjectLot/TenderingTerms"
    told = {
        "documents": f"{terms}/CallForTendersDocumentReference/Attachment/ExternalReference/URI",
        "submission": f"{terms}/TenderRecipientParty/EndpointID",
        "buyer_profile": "ContractingParty/BuyerProfileURI",
    }
    found = {name: web_address(text_of(root, path)) for name, path in told.items()}
    return {name: address for name, address in found.items() if address}
