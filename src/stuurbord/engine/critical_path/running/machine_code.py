"""Where the compiled kernels are kept, told without loading the compiler."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
_SOURCES: Final = (*sorted((_HERE.parent / "kernels").glob("*.py")), _HERE / "compiled.py")


def machine_code_folder() -> Path:
    """Return where the machine code of the critical path is kept."""
    return folder_of(_SOURCES, "kernels")


@lru_cache(maxsize=8)
def folder_of(sources: tuple[Path, ...], name: str) -> Path:
    """Return where the machine code of these very sources is kept: beside the last, else with the user.

    It serves one kind of processor: an image that was made elsewhere is compiled anew, or runs plainly.
    """
    digest = hashlib.sha256(f"{version('numba')} {version('numpy')} {_processor()}".encode())
    for source in sources:
        digest.update(source.read_bytes())
    name = f"{name}-{digest.hexdigest()[:16]}"
    beside = sources[-1].parent / "__pycache__" / name
    try:
        beside.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=beside):
            return beside
    except OSError:
        root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(root) / "stuurbord" / name


def _processor() -> str:
    """Return what tells this kind of processor from others."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    told = {line for line in lines if line.startswith(("model name", "flags", "Features", "CPU part"))}
    return "\n".join([platform.machine(), *(sorted(told) or [platform.processor()])])


def has_compiler() -> bool:
    """Tell whether the extra ``fast`` is installed."""
    return find_spec("numba") is not None


@lru_cache(maxsize=1)
def is_compiled() -> bool:
    """Tell whether machine code is there; compiling it takes a minute, which belongs to the installation."""
    return has_code(_SOURCES, "kernels")


def has_code(sources: tuple[Path, ...], name: str) -> bool:
    """Tell whether the machine code of these sources is there."""
    try:
        return (folder_of(sources, name) / "complete").exists()
    except PackageNotFoundError:
        return False
