"""No approved template is held back by the linter once its fields are filled."""

import pytest

from core.text import fields
from incidents.message_templates.defaults import shipped
from incidents.wording.linter import Draft, Fact, Finding, Supplier, check

KNOWN = {key: Fact("confirmed", "") for key in ("data_safe", "recovered_evidence", "affected_now", "affected_worst")}
SUPPLIERS = (Supplier(("Farlane CDN",), "one of our third-party service providers"),)
TEXTS = [(row, language) for row in shipped() for language in row["text"]]


FIELDS = {
    "en": {"functions": "Playback", "regions": "France", "symptom": "films do not start"},
    "fr": {"functions": "La lecture", "regions": "France", "symptom": "les films ne démarrent pas"},
    "ja": {"functions": "動画の再生", "regions": "フランス", "symptom": "動画が始まりません"},
}


def linted(row: dict, language: str) -> tuple[Finding, ...]:
    """What is said of a template once its fields are filled."""
    text, told = row["text"][language].strip(), FIELDS[language]
    filled = {name: told.get(name, "12:40 UTC") for name in fields.named(text)}
    return check(
        Draft(
            text=text,
            language=language,
            phase=row["phase"],
            audience=row["audience"],
            channel_kind=row["channel"],
            facts=KNOWN,
            fields=filled,
            suppliers=SUPPLIERS,
            components=(told["functions"],),
            regions=(told["regions"],),
        )
    )


@pytest.mark.parametrize(("row", "language"), TEXTS, ids=lambda each: each["key"] if isinstance(each, dict) else each)
def test_an_approved_template_is_never_held_back(row, language):
    assert [finding for finding in linted(row, language) if finding.blocks] == []


@pytest.mark.parametrize(
    "rule", ["scope_first", "who_where", "responsibility", "next_update", "time_zone", "minimising"]
)
def test_no_approved_template_is_reproached_with(rule):
    found = [(row["key"], language) for row, language in TEXTS if rule in {each.rule for each in linted(row, language)}]

    assert found == []
