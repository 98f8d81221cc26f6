"""Run every benchmark of this folder and print its rows: ``python -m benchmarks [NAME…]``."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module

import benchmarks


def main(names: list[str]) -> None:
    """Run the benchmarks with these names, or all."""
    for found in pkgutil.iter_modules(benchmarks.__path__):
        if found.name == "__main__" or (names and found.name not in names):
            continue
        module = import_module(f"benchmarks.{found.name}")
        if hasattr(module, "rows"):
            print(f"\n{found.name}: {(module.__doc__ or '').splitlines()[0]}")
            for row in module.rows():
                print(f"  {row}")


if __name__ == "__main__":
    main(sys.argv[1:])
