"""How often our dates are those of the file, beside MPXJ's schedulers: the table of ``critical-path.md``.

``python -m benchmarks.fidelity FOLDER [--json]``: every plan file of a folder, each read twice, by us and
by the rival; the research networks of the collection stay out of the shares.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from stuurbord.exchange.fidelity import Fidelity
from stuurbord.exchange.fidelity.kinds import LABELS
from stuurbord.exchange.fidelity.tallies import MEASURES, Tallies, Tally, total
from stuurbord.exchange.mpxj.rival import Rival, rival
from stuurbord.exchange.plan_file import read_plan

FORMATS: Final = (".mpp", ".xml", ".xer")
NETWORKS: Final = ("33_", "34_")
TITLES: Final = {
    "start_finish": "start and finish",
    "early": "early start and finish",
    "late": "late start and finish",
    "total_float": "float",
}


def compared(folder: Path) -> Iterable[tuple[str, Fidelity, Rival]]:
    """Yield each file with what both reach on it."""
    for path in sorted(folder.iterdir()):
        if path.suffix in FORMATS and not path.name.startswith(NETWORKS):
            data = path.read_bytes()
            ours = read_plan(data, path.name).fidelity
            if ours is not None:
                yield path.name, ours, rival(data, ours)


def summary(found: list[tuple[str, Fidelity, Rival]]) -> dict[str, Any]:
    """Return shares of both, per kind of task too, and the causes of what deviates."""
    ours, theirs = total([one.scored for _, one, _ in found]), total([one.tallies for _, _, one in found])
    kinds = {}
    for kind in LABELS:
        our_kind = total([one.kinds[kind] for _, one, _ in found if kind in one.kinds])
        their_kind = total([one.kinds[kind] for _, _, one in found if kind in one.kinds])
        kinds[kind] = _beside(our_kind, their_kind)
    causes: Counter[str] = Counter()
    for _, one, _ in found:
        causes.update({cause.value: number for cause, number in one.causes.items()})
    return {
        "files": len(found),
        "scored": sum(one.n_scored for _, one, _ in found),
        "measures": _beside(ours, theirs),
        "kinds": kinds,
        "causes": dict(causes.most_common()),
        "unexplained_tasks": sum(one.n_unexplained for _, one, _ in found),
    }


def _beside(ours: Tallies, theirs: Tallies) -> dict[str, Any]:
    return {
        measure: {
            "compared": ours[measure].compared,
            "ours": ours[measure].equal,
            "mpxj": theirs[measure].equal,
        }
        for measure in MEASURES
    }


def markdown(title: str, of: dict[str, Any]) -> str:
    """Return the tables as ``docs/methods/critical-path.md`` shows them."""
    lines = [f"{title}: {of['files']} files, {of['scored']:,} scored tasks", ""]
    lines += ["| | compared | ours | MPXJ |", "|---|---|---|---|"]
    for measure, row in of["measures"].items():
        lines.append(
            f"| {TITLES[measure]} | {row['compared']:,} | {_share(row, 'ours')} | {_share(row, 'mpxj')} |"
        )
    lines += ["", "| kind of task | tasks | start and finish | late | MPXJ start and finish | MPXJ late |"]
    lines += ["|---|---|---|---|---|---|"]
    for kind, row in of["kinds"].items():
        first, late = row["start_finish"], row["late"]
        shares = [_share(first, "ours"), _share(late, "ours"), _share(first, "mpxj"), _share(late, "mpxj")]
        if first["compared"]:
            lines.append(f"| {LABELS[kind]} | {first['compared']:,} | {' | '.join(shares)} |")
    lines += ["", f"Deviations by cause: {', '.join(f'{n} {cause}' for cause, n in of['causes'].items())}."]
    lines.append(f"Tasks with a deviation that is unexplained: {of['unexplained_tasks']}.")
    return "\n".join(lines)


def _share(row: dict[str, int], whose: str) -> str:
    if not row["compared"]:
        return "–"
    share = 100 * Tally(row["compared"], row[whose]).equal / row["compared"]
    return f"{int(share * 10) / 10:.1f} %" if row[whose] < row["compared"] else "100 %"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = list(compared(arguments.folder))
    groups = {
        "Microsoft Project": [one for one in found if not one[0].endswith(".xer")],
        "Primavera": [one for one in found if one[0].endswith(".xer")],
    }
    summaries = {title: summary(files) for title, files in groups.items()}
    if arguments.json:
        print(json.dumps(summaries))
        return
    print("\n\n".join(markdown(title, of) for title, of in summaries.items()))


if __name__ == "__main__":
    main()
