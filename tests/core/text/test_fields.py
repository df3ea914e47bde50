import contextlib

import pytest

from core.text import fields


def test_known_fields_are_replaced_and_other_braces_stay():
    filled = fields.fill('{title}: { functions } {"a": 1} {{x', {"title": "Playback", "functions": "Live"})

    assert filled == 'Playback: Live {"a": 1} {{x'


@pytest.mark.parametrize(("text", "named"), [("{nope}", ["nope"]), ("{}", [""]), ("{{manage_url}}", ["manage_url"])])
def test_an_unknown_field_is_named(text, named):
    with pytest.raises(fields.Unfilled) as problem:
        fields.fill(text, {"title": "x"})

    assert list(problem.value.unknown) == named


def test_a_field_without_a_value_is_named():
    with pytest.raises(fields.Unfilled) as problem:
        fields.fill("by {next_update_at}", {"next_update_at": " "})

    assert problem.value.empty == ("next_update_at",)


def test_a_value_that_looks_like_a_field_stays_text():
    assert fields.fill("{title}", {"title": "{link}", "link": "secret"}) == "{link}"


@pytest.mark.parametrize(
    "text", ["{title.__class__}", "{title!r}", "{0}", "{% include %}", "{{ settings.SECRET_KEY }}"]
)
def test_no_text_reaches_an_attribute_or_a_template_engine(text):
    with contextlib.suppress(fields.Unfilled):
        assert fields.fill(text, {"title": "x"}) == text
