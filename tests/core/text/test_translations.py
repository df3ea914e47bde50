from dataclasses import dataclass

import pytest

from core.text.translations import pick


@dataclass
class Row:
    language: str


@pytest.mark.parametrize(
    ("there", "asked", "picked"),
    [(["en", "fr"], "fr", "fr"), (["en", "fr"], "ja", "en"), (["fr"], "en", None), ([], "en", None)],
)
def test_the_language_asked_for_then_english_then_the_canonical_wording(there, asked, picked):
    row = pick([Row(language) for language in there], asked)
    assert (row.language if row else None) == picked
