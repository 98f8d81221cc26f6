"""Bring the catalogues up to date with the sources and compile them: ``python -m catalogue``.

python -m catalogue                     update and compile; say what has no translation yet
python -m catalogue --check             change nothing; exit code 1 when a catalogue is not up to date
python -m catalogue --language fr --take FILE…
                                        first take translations from other .po files where there are none
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from catalogue.messages import SOURCE_LANGUAGE
from catalogue.po_file import Catalogue, compiled, path_of, read, written
from catalogue.sources import messages_of
from catalogue.updating import taken, updated
from stuurbord.language import CATALOGUES, LANGUAGES

SOURCES = CATALOGUES.parent


def main(arguments: list[str]) -> int:
    """Update, or check, every catalogue; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m catalogue", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; fail when out of date")
    parser.add_argument("--language", default="nl", choices=LANGUAGES, help="language of the files to take")
    parser.add_argument("--take", nargs="*", type=Path, default=[], help="other .po files", metavar="FILE")
    options = parser.parse_args(arguments)
    messages, is_current, lacking = messages_of(SOURCES), True, 0
    for code in LANGUAGES:
        path = path_of(code)
        before = read(path)
        now = updated(before, messages, code)
        if code == options.language:
            now = taken(now, [read(file) for file in options.take])
        text = written(now, code)
        is_current &= path.exists() and path.read_text(encoding="utf-8") == text
        lacking += _tell(code, now)
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            path.with_suffix(".mo").write_bytes(compiled(path))
    if options.check and not is_current:
        sys.stdout.write("The catalogues do not follow the sources: run `make messages`.\n")
    return int(options.check and (not is_current or lacking > 0))


def _tell(code: str, catalogue: Catalogue) -> int:
    """Say how many strings a catalogue holds and which have no translation; return how many."""
    without = [] if code == SOURCE_LANGUAGE else [one for one, said in catalogue.items() if not all(said)]
    sys.stdout.write(f"{code}: {len(catalogue)} strings, {len(without)} without translation\n")
    for message in without:
        sys.stdout.write(f"    {message.text}\n")
    return len(without)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
