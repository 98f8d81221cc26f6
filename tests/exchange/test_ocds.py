"""Open Contracting releases: of the shape of the standard's own example, deterministic, without people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stuurbord.exchange.enterprise_number import enterprise_number
from stuurbord.exchange.notices import makes_release, read_notice, release_of, write_ocds

DATA = Path(__file__).resolve().parent.parent / "data" / "notices"
BEYOND_THE_EXAMPLE = {
    "releases.tender.lots": "the lots extension",
    "releases.awards.relatedLots": "the lots extension",
    "releases.tender.items.relatedLot": "the lots extension",
    "extensions": "a package that uses an extension names it",
}
"""What stands in a release of ours and not in the sample process, with its reason."""


def package(name: str, **options: str) -> dict[str, Any]:
    found, _ = read_notice((DATA / name).read_bytes(), name, mask_contacts=False)
    assert found is not None
    made: dict[str, Any] = json.loads(write_ocds(found, **options))
    return made


def shape(value: Any, path: str = "") -> dict[str, type]:
    """Return path → type of everything in a document; the items of a list count as one."""
    if isinstance(value, dict):
        found: dict[str, type] = {}
        for name, one in value.items():
            found |= shape(one, f"{path}.{name}".lstrip("."))
        return found
    if isinstance(value, list):
        found = {path: list}
        for one in value:
            found |= shape(one, path) if isinstance(one, dict) else {}
        return found
    return {path: float if isinstance(value, int) and not isinstance(value, bool) else type(value)}


@pytest.mark.parametrize("name", ["contract-notice.xml", "award-notice.xml", "former-notice.xml"])
def test_a_release_has_the_shape_of_the_standard(shared_data, name):
    """Each field of ours is in the sample process, of the same type, or has a reason."""
    example: dict[str, type] = {}
    for path in sorted(shared_data("ocds-example").glob("ocds-213czf-000-00001-0*.json")):
        example |= shape(json.loads(path.read_text(encoding="utf-8")))
    own = shape(package(name))

    strange = {
        path: kind
        for path, kind in own.items()
        if example.get(path) is not kind and not any(path.startswith(one) for one in BEYOND_THE_EXAMPLE)
    }
    assert strange == {}


def test_a_call_becomes_a_tender():
    """The process, its parties, its tender, its items and lots."""
    made = package("contract-notice.xml", prefix="ocds-213czf")
    (release,) = made["releases"]
    tender = release["tender"]

    assert release["ocid"] == "ocds-213czf-1f0c3c5e-0000-4000-8000-00000000000f"
    assert (release["tag"], release["date"]) == (["tender"], "2026-03-02T00:00:00+01:00")
    assert release["buyer"] == {"id": "BE-BCE_KBO-0316380841", "name": "Agentschap Spoor en Net"}
    assert tender["value"] == {"amount": 341250.5, "currency": "EUR"}
    assert tender["tenderPeriod"] == {"endDate": "2026-04-13T11:00:00+02:00"}
    assert (tender["procurementMethod"], tender["awardCriteria"]) == ("open", "ratedCriteria")
    assert [one["relatedLot"] for one in tender["items"]] == ["LOT-0001", "LOT-0002"]
    assert tender["items"][0]["classification"]["description"] == "Computernetwerkdiensten"


def test_an_award_becomes_awards_and_contracts():
    """Outcome per lot; a contract only where the date of its conclusion is known."""
    (release,) = package("award-notice.xml")["releases"]

    assert release["tag"] == ["award", "contract"]
    assert [one["status"] for one in release["awards"]] == ["active", "active", "unsuccessful"]
    assert release["awards"][0]["date"] == "2026-05-18T00:00:00+02:00"
    assert [(one["awardID"], one["dateSigned"]) for one in release["contracts"]] == [
        ("1", "2026-06-08T00:00:00+02:00")
    ]


@pytest.mark.parametrize("name", ["contract-notice.xml", "award-notice.xml", "former-notice.xml"])
def test_people_never_leave(name):
    """Though the notice was read with its contacts."""
    text = json.dumps(package(name), ensure_ascii=False)

    assert not any(one in text for one in ("Peeters", "Claes", "@", "+32", "contactPoint"))


def test_a_term_without_a_time_of_day_ends_with_its_day():
    """The standard wants a moment."""
    data = (
        (DATA / "former-notice.xml")
        .read_bytes()
        .replace(b"<TIME_RECEIPT_TENDERS>9:00</TIME_RECEIPT_TENDERS>", b"")
    )
    found, _ = read_notice(data, "x.xml")
    assert found is not None

    assert release_of(found)["tender"]["tenderPeriod"]["endDate"] == "2022-01-06T23:59:59+01:00"


@pytest.mark.parametrize("prefix", ["", "ocds-", "ocds-2BCZF1", "ocds-213czf-1", "x"])
def test_a_prefix_of_another_form_is_refused(prefix):
    """Identifiers are for ever."""
    with pytest.raises(ValueError, match="prefix"):
        package("contract-notice.xml", prefix=prefix)


def test_what_is_no_stage_of_a_process_makes_no_release():
    """A qualification system, for one."""
    data = (DATA / "contract-notice.xml").read_bytes().replace(b"cn-standard", b"qu-sy")
    found, _ = read_notice(data, "x.xml")
    assert found is not None

    assert not makes_release(found)
    with pytest.raises(ValueError, match="no stage"):
        write_ocds(found)


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("0316.380.841_16754", "0316380841"),
        ("BE 0931.814.266", "0931814266"),
        ("0200068636_5748", "0200068636"),
        ("0316.380.842", ""),
        ("BE001", ""),
        ("", ""),
    ],
)
def test_an_enterprise_number_counts_only_with_its_check_digits(told, number):
    """Whatever the buyer typed around it."""
    assert enterprise_number(told) == number
