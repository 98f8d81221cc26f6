"""Prepare the virtual environment of a checkout, with nothing but Python itself.

    python3 bootstrap.py base     what `stuurbord serve` needs
    python3 bootstrap.py dev      also the extras, the test tools and the checkers

The environment carries a stamp with the hash of its lock file, so a second call returns at once.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
# A development environment holds everything the base one holds.
CONTAINS = {"base": ("base", "dev"), "dev": ("dev",)}


def main(wanted: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the point is to tell it to an older Python
        sys.exit(f"Stuurbord needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if any(stamp_of(level) == stamp_in_venv() for level in CONTAINS[wanted]):
        compile_catalogues()
        return
    if not PYTHON.exists():
        print("Creating .venv …", flush=True)
        venv.create(VENV, with_pip=True)
    print(f"Installing requirements/{wanted}.txt …", flush=True)
    install(ROOT / "requirements" / f"{wanted}.txt")
    compile_catalogues()
    if wanted == "dev":
        compile_kernels()
    (VENV / "stamp").write_text(stamp_of(wanted), encoding="utf-8")


def stamp_of(level: str) -> str:
    """Return the stamp an environment of this level carries: level and hash of all that shapes it."""
    sources = [ROOT / "requirements" / f"{level}.txt", ROOT / "pyproject.toml"]
    content = b"".join(source.read_bytes() for source in sources)
    return f"{level} {hashlib.sha256(content).hexdigest()} {ROOT}"


def stamp_in_venv() -> str:
    stamp = VENV / "stamp"
    return stamp.read_text(encoding="utf-8") if stamp.exists() and PYTHON.exists() else ""


def install(lock: Path) -> None:
    """Install the locked packages and this project; uv when it can be had, else pip (slower)."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-q"]
    uv_lock = ROOT / "requirements" / "uv.txt"
    uv = BIN / ("uv.exe" if os.name == "nt" else "uv")
    if not uv.exists():
        subprocess.run([*pip, "install", "--require-hashes", "-r", str(uv_lock)], check=False)
    if uv.exists():
        env = {**os.environ, "VIRTUAL_ENV": str(VENV)}
        # `install`, not `sync`: sync would remove uv itself from the environment.
        subprocess.run(
            [str(uv), "pip", "install", "-q", "--require-hashes", "-r", str(lock)], env=env, check=True
        )
        subprocess.run(
            [str(uv), "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
            env=env,
            check=True,
        )
        return
    subprocess.run([*pip, "install", "--require-hashes", "-r", str(lock)], check=True)
    subprocess.run([*pip, "install", "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)


def compile_catalogues() -> None:
    """Turn each translation catalogue that changed into the binary form that gettext reads."""
    stale = [
        po
        for po in (ROOT / "src" / "stuurbord" / "locale").glob("*/LC_MESSAGES/*.po")
        if not po.with_suffix(".mo").exists() or po.with_suffix(".mo").stat().st_mtime < po.stat().st_mtime
    ]
    for po in stale:
        code = (
            "import sys;from babel.messages import mofile,pofile;"
            "mofile.write_mo(open(sys.argv[2],'wb'),pofile.read_po(open(sys.argv[1],'rb')))"
        )
        subprocess.run([str(PYTHON), "-c", code, str(po), str(po.with_suffix(".mo"))], check=True)


def compile_kernels() -> None:
    """Compile the critical path to machine code, which takes a minute; without it, all works, only slower."""
    print("Compiling the kernels …", flush=True)
    subprocess.run([str(PYTHON), "-m", "stuurbord", "compile"], check=False)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in CONTAINS:
        sys.exit(f"usage: python3 bootstrap.py {'|'.join(CONTAINS)}")
    main(sys.argv[1])
