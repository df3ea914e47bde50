"""Files and functions stay small enough to be read in one go (architecture: Held by machines)."""

import ast
from statistics import median

from tests.architecture.source import ROOT, product_files, short, tree

WALL = 300
FUNCTION_WALL = 40
BANNED = {"utils", "helpers", "common", "misc"}


def lines(path) -> int:
    return len(path.read_text().splitlines())


def test_no_file_is_over_the_wall():
    tests = list((ROOT / "tests").rglob("*.py"))
    assert [f"{short(path)}: {lines(path)}" for path in [*product_files(), *tests] if lines(path) > WALL] == []


def test_the_median_file_is_short():
    assert median(lines(path) for path in product_files() if lines(path)) < 80


def test_no_function_is_over_the_wall():
    long = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in product_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_WALL
    ]
    assert long == []


def test_no_file_is_named_after_nothing():
    assert [short(path) for path in product_files() if path.stem in BANNED] == []
