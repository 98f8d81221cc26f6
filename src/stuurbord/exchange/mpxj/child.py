"""The child process: reads one file with MPXJ and writes what it holds as JSON.

Run as ``python -I -m stuurbord.exchange.mpxj.child LIBRARY INPUT OUTPUT QUESTION``; the question and the
answer are JSON, so nothing of the file runs or is unpickled in the parent.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from stuurbord.exchange.mpxj.java import start


def _bound(question: dict[str, Any]) -> None:
    """Let the system end this process when it takes too much; the Java heap has its own bound."""
    if sys.platform == "win32":
        return
    import resource

    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, int(question["seconds"]) + 5),
        (resource.RLIMIT_FSIZE, int(question["output_bytes"]) + int(question["input_bytes"])),
        (resource.RLIMIT_AS, int(question["address_bytes"])),
    ):
        _, most = resource.getrlimit(limit)
        allowed = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(limit, (allowed, allowed))


def _answer(path: Path, question: dict[str, Any]) -> dict[str, Any]:
    """Return ``{"projects": […], "left_out": […]}``, none for an unknown format, or ``{"error": …}``."""
    import jpype

    from stuurbord.exchange.mpxj.extract import project_record
    from stuurbord.exchange.mpxj.extract_whole import microsoft_xml

    # What takes long to read takes about as long to write as XML.
    seconds = float(question["seconds"]) / 3 if question["keeps_the_rest"] else 0.0
    latest = time.monotonic() + seconds
    try:
        found = _projects(path)
        found.sort(key=lambda one: -one.getTasks().size())
        kept = found if question["everything"] else found[:1]
        return {
            "projects": [
                project_record(one) | {"mspdi": microsoft_xml(one) if time.monotonic() < latest else ""}
                for one in kept
            ],
            "left_out": [str(one.getProjectProperties().getName() or "") for one in found[len(kept) :]],
        }
    except MemoryError:
        return {"error": "too_large"}
    except jpype.JException as error:
        return {"error": _reason(error)}


def _projects(path: Path) -> list[Any]:
    """Return the projects of a file; Primavera's know which tasks of each other they wait for."""
    import jpype

    reader = jpype.JClass("org.mpxj.reader.UniversalProjectReader")()
    known = reader.getProjectReaderProxy(jpype.JClass("java.io.File")(str(path)))
    if known is None:
        return []
    try:
        if hasattr(known.getProjectReader(), "setLinkCrossProjectRelations"):
            known.getProjectReader().setLinkCrossProjectRelations(True)
        return [one for one in known.readAll() or () if one is not None]
    finally:
        known.close()


def _written(path: Path) -> dict[str, Any]:
    """Return ``{"document": …}`` for the record of a plan, or ``{"error": …}``."""
    import jpype

    from stuurbord.exchange.mpxj.write_child import written

    try:
        return written(json.loads(path.read_bytes()), path.parent)
    except MemoryError:
        return {"error": "too_large"}
    except jpype.JException as error:
        reason = _reason(error)
        return {"error": reason if reason == "too_large" else "unwritable"}


def _reason(error: Any) -> str:
    """Return what kind of failure a Java exception, or what caused it, tells of."""
    cause: Any = error
    texts = []
    for _ in range(10):
        if cause is None:
            break
        texts.append(f"{cause.getClass().getName()} {cause.getMessage()}".lower())
        cause = cause.getCause()
    told = " ".join(texts)
    if "password" in told or "encrypt" in told:
        return "password"
    return "too_large" if "outofmemory" in told or "stackoverflow" in told else "damaged"


def _main(library: str, given: str, output: str, asked: str) -> int:
    question = json.loads(asked)
    _bound(question)
    if not start(library, int(question["heap_megabytes"]), str(Path(given).parent)):
        answer: dict[str, Any] = {"error": "old_java"}
    elif question.get("purpose") == "schedule":
        from stuurbord.exchange.mpxj.rival_child import rival_dates

        answer = rival_dates(Path(given))
    elif question.get("purpose") == "write":
        answer = _written(Path(given))
    else:
        answer = _answer(Path(given), question)
    text = json.dumps(answer)  # ASCII, so characters are bytes
    if len(text) > question["output_bytes"]:
        text = json.dumps({"error": "too_large"})
    Path(output).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    # Without the Java machine's own ending, which takes seconds once memory has run out.
    os._exit(_main(*sys.argv[1:]))
