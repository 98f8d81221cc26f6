"""What the records say of the program that wrote a plan and of the options of its scheduler."""

from __future__ import annotations

import re
from typing import Any, Final

from stuurbord.exchange.clock_texts import instant_of
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import FloatKind, LagCalendar, OutOfSequence, RuleProfile, SchedulingRules

_LAG_CALENDARS: Final = {
    "PREDECESSOR": LagCalendar.PREDECESSOR,
    "SUCCESSOR": LagCalendar.SUCCESSOR,
    "PROJECT_DEFAULT": LagCalendar.PROJECT,
    "TWENTY_FOUR_HOUR": LagCalendar.ROUND_THE_CLOCK,
}
_FLOATS: Final = {
    "SMALLEST_SLACK": FloatKind.SMALLEST,
    "START_SLACK": FloatKind.START,
    "FINISH_SLACK": FloatKind.FINISH,
}


def is_primavera(record: dict[str, Any]) -> bool:
    """Tell whether Primavera P6 wrote the project."""
    return "PRIMAVERA" in str(record["application"]).upper() or record["file_type"] in ("XER", "PMXML")


def rules_of(record: dict[str, Any], critical_limit: int) -> SchedulingRules:
    """Return the options that count in the program that wrote the project; MPXJ fills in the others."""
    told = record["rules"]
    if not is_primavera(record):
        return SchedulingRules(
            honors_constraints=record["honors_constraints"],
            splits_in_progress=told["splits_in_progress"],
            multiple_critical_paths=told["multiple_critical_paths"],
            critical_limit=critical_limit,
        )
    return SchedulingRules(
        profile=RuleProfile.P6,
        honors_constraints=False,
        out_of_sequence=OutOfSequence.__members__.get(told["out_of_sequence"], OutOfSequence.RETAINED_LOGIC),
        splits_in_progress=False,
        lag_calendar=_LAG_CALENDARS.get(told["lag_calendar"], LagCalendar.PREDECESSOR),
        float_kind=_FLOATS.get(told["float_kind"], FloatKind.FINISH),
        critical_limit=critical_limit,
        longest_path=told["critical_kind"] == "LONGEST_PATH",
        lag_from_actual_start=not told["lag_from_early_start"],
    )


def finish_of(record: dict[str, Any]) -> int:
    """Return the finish somebody set; in Primavera that is a date of its own, the other is computed."""
    told = record["rules"]["must_finish_by"] if is_primavera(record) else record["finish"]
    value = instant_of(told) if told else None
    return NONE if value is None else value


def producer_of(record: dict[str, Any], data: bytes) -> str:
    """Return the program that wrote the file, its version and the kind of file, as far as the file tells.

    Examples
    --------
    >>> producer_of({"application": "Primavera", "program": "Primavera", "program_version": None,
    ...     "mpp_version": None, "file_type": "XER"}, b"ERMHDR\\t23.12\\t2026-02-07")
    'Oracle Primavera P6 23.12, XER'
    """
    kind = str(record["file_type"])
    if is_primavera(record):
        return f"{' '.join(['Oracle Primavera P6', *_primavera_version(data)])}, {kind}"
    program = str(record["program"]).replace("Microsoft.Project", "Microsoft Project")
    if program in ("", "Microsoft"):
        program = "Microsoft Project" if program else "?"
        if record["program_version"]:
            program = f"{program} {record['program_version']}"
    if kind == "MPP" and record["mpp_version"]:
        kind = f"MPP{record['mpp_version']}"
    return f"{program}, {kind}"


def _primavera_version(data: bytes) -> list[str]:
    """Return the version an export names in its first line, or P6 XML in its name space."""
    found = re.match(rb"ERMHDR\t([0-9.]{1,12})", data) or re.search(rb"/V([0-9.]{1,8})/API/", data[:2000])
    return [found[1].decode("ascii")] if found else []
