"""``python -m demo.make [--check]``: write the demo files, or tell which differ from what is committed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from demo.make import portfolio, register_sheets
from stuurbord.exchange import mspdi, workbook

HERE: Final = Path(__file__).resolve().parent.parent


def files() -> dict[str, bytes]:
    """Return path under ``demo/`` → content of every demo file."""
    made = portfolio.plans()
    content = {
        f"plannen/{one.project.file_name}": mspdi.write(one.plan, one.schedule) for one in made.values()
    }
    content["portefeuille.xlsx"] = workbook.write(portfolio.records(made))
    if lines := register_sheets.workbook():
        content["registers.xlsx"] = lines
    return content


def main() -> int:
    """Write the files; with ``--check`` only compare, and return 1 if any differs."""
    parser = argparse.ArgumentParser(prog="python -m demo.make", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, compare only")
    only_check = parser.parse_args().check
    differing = 0
    for name, content in files().items():
        path = HERE / name
        if path.exists() and path.read_bytes() == content:
            continue
        differing += 1
        print(("differs: " if only_check else "written: ") + name)
        if not only_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return 1 if only_check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
