"""Read a procurement notice, whichever of its two schemas it is in."""

from __future__ import annotations

from typing import Final

from stuurbord.errors import N_, Finding, Severity, UnreadableFile
from stuurbord.exchange.notices import eforms, ted
from stuurbord.exchange.notices.markup import Values, tree_of
from stuurbord.exchange.notices.masking import masked
from stuurbord.exchange.notices.model import Notice, NoticeKind, NoticeReading
from stuurbord.exchange.xml_document import local_name

_STAGES: Final = {
    NoticeKind.CONSULTATION: "need",
    NoticeKind.PLANNING: "need",
    NoticeKind.CALL: "publication",
    NoticeKind.CONTEST: "publication",
    NoticeKind.TRANSPARENCY: "standstill",
}
_NO_FILE: Final = {
    NoticeKind.QUALIFICATION: N_(
        "This notice announces a qualification system, in which firms may ask to be recorded. It begins no "
        "contract of its own, so it opens no file."
    ),
    NoticeKind.CONTEST_RESULT: N_(
        "This notice gives the result of a design contest. Put it with the file of that contest; it opens "
        "none."
    ),
    NoticeKind.MODIFICATION: N_(
        "This notice reports a change to a contract in progress. Put it with the file of that contract; it "
        "opens none."
    ),
    NoticeKind.COMPLETION: N_(
        "This notice reports that a contract is completed. Put it with the file of that contract; it opens "
        "none."
    ),
    NoticeKind.CORRECTION: N_(
        "This notice corrects or supplements an earlier one. Put it with the file of that notice; it opens "
        "none."
    ),
    NoticeKind.BUYER_PROFILE: N_(
        "This notice draws attention to what stands on the buyer profile. It begins no procedure, so it "
        "opens no file."
    ),
    NoticeKind.TRANSPORT: N_(
        "This notice concerns public passenger transport under Regulation (EC) No 1370/2007, outside the "
        "procurement law that a file follows; it opens none."
    ),
}


def read_notice(data: bytes, name: str, *, mask_contacts: bool = True) -> NoticeReading:
    """Return the notice in a file and what was noticed; without a notice, an error says why.

    Parameters
    ----------
    name
        The file name, as people see it in findings.
    mask_contacts
        Whether contact persons, winners who are a natural person, and addresses and numbers in texts are
        kept back. Say ``False`` only where these may be stored.
    """
    try:
        root = tree_of(data, name)
    except UnreadableFile as unreadable:
        return NoticeReading(None, list(unreadable.findings))
    values = Values(name)
    root_name = local_name(root)
    notice: Notice | None = None
    if root_name in eforms.ROOTS:
        notice = eforms.read(root, values)
    elif root_name == ted.ROOT:
        notice = ted.read(root, values)
    else:
        text = N_(
            "This XML is no procurement notice: neither eForms nor the former schema of the Official Journal."
        )
        values.report.tell("not_a_notice", text, Severity.ERROR)
    if notice is None:
        return NoticeReading(None, values.report.findings())
    _tell_of(notice, values)
    return NoticeReading(masked(notice) if mask_contacts else notice, values.report.findings())


def stage_of(notice: Notice) -> str:
    """Return the stage at which a new file begins with this notice; empty where it opens none.

    A planning notice begins at the need, a call at the publication; an award notice after the conclusion
    where it gives the date of one, else at the notice, and as stopped where nothing at all was awarded.
    """
    if notice.kind is not NoticeKind.RESULT:
        return _STAGES.get(notice.kind, "")
    if notice.awards and all(one.status == "not_awarded" for one in notice.awards):
        return "stopped"
    awarded = [one for one in notice.awards if one.status == "awarded"]
    return "conclusion" if awarded and all(one.concluded_on for one in awarded) else "notice"


def why_no_file(notice: Notice) -> Finding | None:
    """Return why a notice opens no file of its own, or nothing where it opens one."""
    text = _NO_FILE.get(notice.kind)
    return None if text is None else Finding("notice_opens_no_file", text, Severity.WARNING)


def _tell_of(notice: Notice, values: Values) -> None:
    if text := _NO_FILE.get(notice.kind):
        values.report.tell("notice_opens_no_file", text)
    if notice.kind is NoticeKind.RESULT:
        text = N_(
            "This is an award notice: a file opened from it begins after the award, and holds nothing of "
            "what went before."
        )
        values.report.tell("notice_is_award", text, Severity.INFO)
    if notice.is_change:
        text = N_(
            "This notice changes the earlier notice {notice}: a file of this procedure may be open already."
        )
        values.report.tell("notice_changes_earlier", text, notice=notice.previous or "–")
    foreign = {one.country for one in notice.buyers} - {"BE", ""}
    if foreign:
        text = N_(
            "A buyer is established outside Belgium ({countries}): Belgian law may not apply to this "
            "procedure."
        )
        values.report.tell("notice_buyer_abroad", text, countries=", ".join(sorted(foreign)))
    if any(one.legal_type == "eu-ins-bod-ag" for one in notice.buyers):
        text = N_(
            "The buyer is an institution or agency of the European Union: its own rules apply, not Belgian "
            "law."
        )
        values.report.tell("notice_buyer_european", text)
    if not notice.buyers or not all(one.name for one in notice.buyers):
        text = N_("The notice does not name its buyer.")
        values.report.tell("notice_without_buyer", text)
