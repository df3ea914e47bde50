"""One file per alert format, found by its `FORMAT`. Each turns a body into groups of alerts, purely."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

from incidents.alerts.groups import Group


class Parser(Protocol):
    FORMAT: str  # the name kept on the source
    LABEL: str  # what staff read

    def parse(self, body: Mapping[str, Any], mapping: Mapping[str, str]) -> tuple[Group, ...]: ...


@cache
def all_parsers() -> dict[str, Parser]:
    """Every module of this package that names a format; a new format is a new file."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return {module.FORMAT: module for module in modules}


def formats() -> list[tuple[str, str]]:
    return sorted((parser.FORMAT, parser.LABEL) for parser in all_parsers().values())
