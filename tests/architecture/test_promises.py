"""What docs/reliability.md says is held, is held by a test that says so."""

import re

import pytest

from tests.architecture.source import ROOT

ROW = re.compile(r"^\| ([A-Z]\d\d) \| (.+?) \| \[.+?\]\(\.\./(tests/.+?)\) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "reliability.md").read_text())


@pytest.mark.parametrize(("case", "file"), [(case, file) for case, _promise, file in ROWS])
def test_the_test_of_a_promise_names_its_case(case, file):
    text = (ROOT / file).read_text()

    assert re.search(rf"\b{case}\b", text) or f"def test_{case.lower()}_" in text


def test_no_case_is_listed_twice_and_the_table_is_read():
    assert len({case for case, *_ in ROWS}) == len(ROWS) > 50
