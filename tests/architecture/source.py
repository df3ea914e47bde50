"""Our own source as data: the files, their trees, and what they call."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "core", "incidents", "feedback", "faq", "postmortems")


@cache
def product_files() -> tuple[Path, ...]:
    """Every Python file of the product but migrations."""
    return tuple(
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    """Calls of a function by its last name: `enqueue(…)`, `queue.enqueue(…)`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            last = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if last in names:
                yield node
