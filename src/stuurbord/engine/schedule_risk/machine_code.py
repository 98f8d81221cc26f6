"""Where the compiled sweep is kept, told without loading the compiler."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from stuurbord.engine.critical_path.running.machine_code import folder_of, has_code, has_compiler

NAME: Final = "sweep"
_HERE: Final = Path(__file__).parent
_SOURCES: Final = (
    *sorted((_HERE / "kernels").glob("*.py")),
    *(_HERE / name for name in ("random_numbers.py", "layout.py", "compiled.py")),
)


def folder() -> Path:
    """Return where the machine code of these very sources is kept."""
    return folder_of(_SOURCES, NAME)


def is_compiled() -> bool:
    """Tell whether machine code is there, and the compiler that loads it."""
    return has_compiler() and has_code(_SOURCES, NAME)
