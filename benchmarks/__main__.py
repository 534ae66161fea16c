"""``python -m benchmarks NAME --json`` runs a benchmark; ``python -m benchmarks list`` names them all."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

_HELPERS = {"__init__", "__main__", "measure"}


def names() -> list[str]:
    """The names of all benchmarks: one module or package each."""
    here = Path(__file__).parent
    packages = [p.parent.name for p in here.glob("*/__init__.py")]
    return sorted([*(p.stem for p in here.glob("*.py") if p.stem not in _HELPERS), *packages])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the status is 1 if a goal was missed."""
    modules = {name: import_module(f"benchmarks.{name}") for name in names()}
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    verbs = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    verbs.add_parser("list", help="name all benchmarks").add_argument("--json", action="store_true")
    for name, module in modules.items():
        own = verbs.add_parser(name, help=_purpose(module), description=module.__doc__)
        own.add_argument("--json", action="store_true", help="print one JSON document on stdout")
        module.add_options(own)
    options = parser.parse_args(arguments)
    if options.name == "list":
        listed = [{"name": name, "purpose": _purpose(module)} for name, module in modules.items()]
        if options.json:
            print(json.dumps({"benchmarks": listed}))
        else:
            print("\n".join(f"{entry['name']}: {entry['purpose']}" for entry in listed))
        return 0
    result = modules[options.name].run(options)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        _show(result)
    return 0 if all(goal["met"] for goal in result["goals"].values()) else 1


def _purpose(module: ModuleType) -> str:
    return (module.__doc__ or "").strip().split("\n")[0].rstrip(".")


def _show(result: dict[str, object], indent: str = "") -> None:
    for name, item in result.items():
        if isinstance(item, dict):
            print(f"{indent}{name}")
            _show(item, indent + "  ")
        else:
            print(f"{indent}{name.replace('_', ' ')}: {item}")


if __name__ == "__main__":
    sys.exit(main())
