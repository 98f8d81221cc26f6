"""Make the shipped files from a folder of code lists.

``python -m stuurbord.exchange.code_lists.build FOLDER``

The folder holds one CSV per list (``code,nl,en,fr``) and ``cpv-social-services.txt``, as extracted from the
eForms-SDK. The same folder gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from stuurbord.exchange.code_lists.model import LANGUAGES, Code
from stuurbord.exchange.code_lists.shipped import NAMES

TARGET: Final = Path(__file__).resolve().parent / "data"
_ABOVE: Final = """
BE;België;Belgique;Belgium
BE1;Brussels Hoofdstedelijk Gewest;Région de Bruxelles-Capitale;Brussels-Capital Region
BE10;Brussels Hoofdstedelijk Gewest;Région de Bruxelles-Capitale;Brussels-Capital Region
BE2;Vlaams Gewest;Région flamande;Flemish Region
BE21;Provincie Antwerpen;Province d’Anvers;Province of Antwerp
BE22;Provincie Limburg;Province de Limbourg;Province of Limburg
BE23;Provincie Oost-Vlaanderen;Province de Flandre-Orientale;Province of East Flanders
BE24;Provincie Vlaams-Brabant;Province du Brabant flamand;Province of Flemish Brabant
BE25;Provincie West-Vlaanderen;Province de Flandre-Occidentale;Province of West Flanders
BE3;Waals Gewest;Région wallonne;Walloon Region
BE31;Provincie Waals-Brabant;Province du Brabant wallon;Province of Walloon Brabant
BE32;Provincie Henegouwen;Province de Hainaut;Province of Hainaut
BE33;Provincie Luik;Province de Liège;Province of Liège
BE34;Provincie Luxemburg;Province de Luxembourg;Province of Luxembourg
BE35;Provincie Namen;Province de Namur;Province of Namur
BEZ;Extraregio;Extra-région;Extra-regio
BEZZ;Extraregio;Extra-région;Extra-regio
"""
"""The Belgian units above the arrondissements, which the extracted list leaves out."""
_MISSPELT: Final = ("agentschapp", "agentschap")
"""A word that the source misspells, at the end of a label."""


def build(source: Path, target: Path = TARGET) -> dict[str, int]:
    """Write every list into ``target`` and return how many codes each has.

    Raises
    ------
    ValueError
        If a code stands twice or a label is empty.
    FileNotFoundError
        If a list is missing.
    """
    counted = {}
    for name in NAMES:
        codes = list(_codes(source / f"{name}.csv"))
        if name == "nuts-be":
            codes = sorted([*_units_above(), *codes], key=lambda one: one.code)
        counted[name] = _write(codes, target / f"{name}.csv.gz", name)
    social = sorted(set((source / "cpv-social-services.txt").read_text(encoding="utf-8").split()))
    _compress("\n".join(social) + "\n", target / "cpv-social.csv.gz")
    return {**counted, "cpv-social": len(social)}


def _codes(path: Path) -> Iterator[Code]:
    with path.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            yield Code(row["code"].strip(), *(_label(row[language]) for language in LANGUAGES))


def _label(text: str) -> str:
    wrong, right = _MISSPELT
    told = text.strip()
    return told.removesuffix(wrong) + right if told.endswith(wrong) else told


def _units_above() -> Iterator[Code]:
    for line in _ABOVE.split("\n"):
        if line:
            yield Code(*line.split(";"))


def _write(codes: Iterable[Code], path: Path, name: str) -> int:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", *LANGUAGES))
    seen: set[str] = set()
    for one in codes:
        labels = [one.label(language) for language in LANGUAGES]
        if one.code in seen or not all((one.code, *labels)):
            raise ValueError(f"{name}: code {one.code!r} stands twice or lacks a label")
        seen.add(one.code)
        writer.writerow((one.code, *labels))
    _compress(text.getvalue(), path)
    return len(seen)


def _compress(text: str, path: Path) -> None:
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


if __name__ == "__main__":
    for told, count in build(Path(sys.argv[1])).items():
        sys.stdout.write(f"{told}: {count}\n")
