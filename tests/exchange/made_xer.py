"""A small Primavera export for the tests, written by hand: tables of tab-separated rows."""

from __future__ import annotations

from collections.abc import Mapping

DAYS = "".join(
    f"(0||{number}()({'(0||0(s|08:00|f|16:00)())' if 2 <= number <= 6 else ''}))" for number in range(1, 8)
)
CLOCK = f"(0||CalendarData()((0||DaysOfWeek()({DAYS}))(0||Exceptions()((0||0(d|46115)())))))"
"""Monday to Friday 08:00–16:00, closed on 3 April 2026; the date is a serial number."""


def xer(
    n_projects: int = 1,
    *,
    empty_wbs: bool = False,
    activity: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> bytes:
    """Return an export; project number n has n + 1 activities in a chain with a lag of a day.

    Parameters
    ----------
    activity
        More columns of every activity, or other values in those there are.
    options
        Columns of the scheduling options.
    """
    lines = ["ERMHDR\t18.8\t2026-03-02\tProject\tadmin\tadmin\tdbx\tProject Management\tEUR"]
    tables = {
        "CURRTYPE": ["curr_id curr_short_name decimal_symbol digit_group_symbol", "1 EUR , ."],
        "PROJECT": ["proj_id proj_short_name clndr_id plan_start_date last_recalc_date export_flag"],
        "CALENDAR": [
            "clndr_id clndr_name default_flag clndr_type day_hr_cnt week_hr_cnt month_hr_cnt year_hr_cnt "
            "clndr_data",
            f"9 Kalender Y CA_Base 8 40 160 2000 {CLOCK}",
        ],
        "PROJWBS": ["wbs_id proj_id seq_num proj_node_flag wbs_short_name wbs_name parent_wbs_id"],
        "TASK": [
            "task_id proj_id wbs_id clndr_id task_type duration_type status_code task_code task_name "
            "target_drtn_hr_cnt remain_drtn_hr_cnt phys_complete_pct complete_pct_type target_start_date "
            "target_end_date early_start_date early_end_date"
        ],
        "TASKPRED": ["task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt"],
    }
    for project in range(1, n_projects + 1):
        tables["PROJECT"].append(f"{project} P{project} 9 2026-03-02_08:00 2026-03-02_08:00 Y")
        tables["PROJWBS"].append(f"{project}00 {project} 1 Y P{project} Project_{project} ~")
        if empty_wbs:
            tables["PROJWBS"].append(f"{project}01 {project} 2 N L Leeg {project}00")
        for number in range(1, project + 2):
            tables["TASK"].append(
                f"{project}0{number} {project} {project}00 9 TT_Task DT_FixedDrtn TK_NotStart A{number} "
                f"Taak_{number} 16 16 0 CP_Drtn 2026-03-02_08:00 2026-03-03_16:00 2026-03-02_08:00 "
                "2026-03-03_16:00"
            )
            if number > 1:
                tables["TASKPRED"].append(
                    f"{project}5{number} {project}0{number} {project}0{number - 1} {project} {project} "
                    "PR_FS 8"
                )
    for table, (names, *rows) in tables.items():
        lines += [f"%T\t{table}", "%F\t" + names.replace(" ", "\t")]
        lines += ["%R\t" + row.replace(" ", "\t").replace("_", " ").replace("~", "") for row in rows]
    # Names of values hold an underscore, which stands for a space above.
    if options is not None:
        lines += ["%T\tSCHEDOPTIONS", "%F\tschedoptions_id\tproj_id\t" + "\t".join(options)]
        lines += ["%R\t1\t1\t" + "\t".join(options.values())]
    text = "\r\n".join([*lines, "%E", ""])
    for name in ("CA Base", "TT Task", "DT FixedDrtn", "TK NotStart", "CP Drtn", "PR FS"):
        text = text.replace(name, name.replace(" ", "_"))
    return _with(text, activity or {}).encode("cp1252")


def _with(text: str, columns: Mapping[str, str]) -> str:
    """Return the export with columns of its activities set."""
    made, table, names = [], "", []
    for line in text.split("\r\n"):
        kind, *cells = line.split("\t")
        if kind == "%T":
            table = cells[0]
        if table == "TASK" and kind == "%F":
            names = [*cells, *(name for name in columns if name not in cells)]
            line = "\t".join([kind, *names])
        if table == "TASK" and kind == "%R":
            row = {**dict(zip(names, cells, strict=False)), **columns}
            line = "\t".join([kind, *(row[name] for name in names)])
        made.append(line)
    return "\r\n".join(made)
