"""No template is left behind, none runs script inline, and every sentence can be translated."""

import re

import pytest

from tests.architecture.source import ROOT, product_files, short

TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
# Django and allauth look these up by convention.
BY_CONVENTION = re.compile(r"^((admin|account|mfa|usersessions)/|40[034]\.html$|500\.html$|429\.html$|403_csrf\.html$)")


def mentions() -> str:
    sources = [path.read_text() for path in product_files()]
    return "\n".join([*sources, *(path.read_text() for path in TEMPLATES)])


def test_every_template_is_used():
    text = mentions()
    unused = [
        name
        for path in TEMPLATES
        if (name := str(path.relative_to(ROOT / "templates"))) not in text
        and name.rsplit(".", 1)[0] not in text
        and not BY_CONVENTION.match(name)
    ]
    assert unused == []


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".html"], ids=short)
def test_no_template_has_inline_script_or_handlers(path):
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")", text)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", text)
    if "emails" not in path.parts:
        assert not re.search(r"<style|<[a-z][^>{]*\sstyle\s*=", text)
