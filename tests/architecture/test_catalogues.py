"""French and Japanese say everything English says."""

import gettext
import re

import pytest

from tests.architecture.source import ROOT

CATALOGUES = {code: ROOT / f"config/locale/{code}/LC_MESSAGES/django.po" for code in ("fr", "ja")}
ENTRY = re.compile(
    r'^msgid (?P<id>(?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?(?P<strings>(?:msgstr.*\n(?:".*"\n)*)+)', re.M
)


def untranslated(code: str) -> list[str]:
    text = CATALOGUES[code].read_text() + "\n"
    return [
        match["id"].strip()
        for match in ENTRY.finditer(text)
        if match["id"].strip() != '""' and re.search(r'msgstr(\[\d\])? ""\n(?!")', match["strings"])
    ]


@pytest.mark.parametrize("code", CATALOGUES)
def test_nothing_is_untranslated(code):
    assert untranslated(code) == []


@pytest.mark.parametrize("code", CATALOGUES)
def test_nothing_is_only_guessed(code):
    assert "#, fuzzy" not in CATALOGUES[code].read_text()


@pytest.mark.parametrize("code", CATALOGUES)
def test_the_compiled_catalogue_is_the_written_one(code):
    po = CATALOGUES[code]
    with po.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    written = len([match for match in ENTRY.finditer(po.read_text() + "\n") if match["id"].strip() != '""'])
    singular = len({key if isinstance(key, str) else key[0] for key in compiled if key})
    assert singular == written
