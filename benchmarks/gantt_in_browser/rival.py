"""The rival: dhtmlx-gantt 10, fetched for the measurement and shown by a page of its own; never shipped.

What its registry offers as version 10 is the edition under the MIT licence (up to version 9: GPL). Its
automatic scheduling, critical path and baselines belong to the paid edition: here it draws the same tasks and
links, and a drag moves the one bar that is dragged.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from stuurbord.engine.critical_path import critical_path
from stuurbord.plan import Plan

VERSION: Final = "10.0.3"
_ADDRESS: Final = f"https://registry.npmjs.org/dhtmlx-gantt/-/dhtmlx-gantt-{VERSION}.tgz"
_SHA256: Final = "ce21c3296d72bce4afb26f6cd5bc29e664e367f321499054fc444210e82a828d"
_FILES: Final = ("dhtmlxgantt.js", "dhtmlxgantt.css")
_HERE: Final = Path(__file__).parent


def cache_folder() -> Path:
    """Return where the fetched rival is kept, outside the repository."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "stuurbord-benchmarks" / f"dhtmlx-gantt-{VERSION}"


def fetched() -> Path:
    """Return the folder with the rival's script and style, fetched once.

    Raises
    ------
    RuntimeError
        If what was fetched is not what was measured before.
    """
    folder = cache_folder()
    if all((folder / name).exists() for name in _FILES):
        return folder
    with urllib.request.urlopen(_ADDRESS, timeout=60) as answer:
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise RuntimeError(f"{_ADDRESS} is not the archive that this benchmark knows")
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for name in _FILES:
            member = archive.extractfile(f"package/codebase/{name}")
            if member is None:
                raise RuntimeError(f"the archive holds no {name}")
            (folder / name).write_bytes(member.read())
    return folder


@contextmanager
def served(plan: Plan, folder: Path) -> Iterator[str]:
    """Serve the rival's page with a plan while the block runs; gives its address.

    Parameters
    ----------
    folder
        Scratch folder to put the page in.
    """
    for name in _FILES:
        (folder / name).write_bytes((fetched() / name).read_bytes())
    for name in ("rival.html", "rival.js"):
        (folder / name).write_bytes((_HERE / name).read_bytes())
    (folder / "plan.json").write_text(json.dumps(records(plan)), "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/rival.html"
    finally:
        server.shutdown()


def records(plan: Plan) -> dict[str, Any]:
    """Return the plan as the rival's documentation asks it, with the dates that we compute."""
    schedule, tasks = critical_path(plan), plan.tasks
    uids = tasks.uid.tolist()
    rows = [
        {
            "id": uid,
            "text": tasks.name[row],
            "start_date": _told(int(schedule.start[row])),
            "end_date": _told(int(schedule.finish[row])),
            "parent": uids[parent] if (parent := int(tasks.parent_idx[row])) >= 0 else 0,
            "type": "project" if tasks.is_summary[row] else "task",
            "progress": float(tasks.percent_complete[row]),
            "open": True,
        }
        for row, uid in enumerate(uids)
    ]
    ends = zip(
        plan.dependencies.predecessor_idx.tolist(), plan.dependencies.successor_idx.tolist(), strict=True
    )
    links = [
        {"id": number, "source": uids[before], "target": uids[after], "type": "0"}
        for number, (before, after) in enumerate(ends, start=1)
    ]
    return {"data": rows, "links": links}


def _told(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Say nothing: the benchmark prints its own rows."""
