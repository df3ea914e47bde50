"""Every rule by its own examples, its mend, and where it applies."""

from datetime import UTC, datetime

import pytest

from incidents.wording.linter import Draft, Fact, Level, Supplier, check, rules, table
from incidents.wording.linter.words import languages

FARLANE = Supplier(names=("Farlane CDN", "Farlane"), alias="one of our third-party service providers")
VALUES = {
    "functions": "Playback",
    "regions": "France",
    "impact_started_at": "12:05 UTC",
    "next_update_at": "12:40 UTC",
    "third_party": "",
}


def draft(text, language="en", **fields):
    given = {"phase": "scope", "facts": {}, "fields": VALUES, "suppliers": (FARLANE,), "components": ("Playback",)}
    return Draft(text=text, language=language, **(given | fields))


def found(*args, **fields):
    return {finding.rule for finding in check(draft(*args, **fields))}


def one(rule, *args, **fields):
    return next(finding for finding in check(draft(*args, **fields)) if finding.rule == rule)


PHASE = {"workaround_used": {"facts": {"workaround": Fact("confirmed", "watch in a web browser")}}}


@pytest.mark.parametrize("rule", [rule for rule in rules().values() if rule.bad], ids=lambda rule: rule.id)
def test_a_rule_finds_its_own_bad_example_and_not_its_good_one(rule):
    more = {"channel_kind": "email", "phase": "resolved" if rule.id == "timestamp" else "scope"} | PHASE.get(
        rule.id, {}
    )

    assert rule.id in found(rule.bad, **more)
    assert not rule.good or rule.id not in found(rule.good, **more)


def test_every_rule_stands_in_the_table_and_every_line_of_the_table_is_a_rule():
    listed = table.ALWAYS.union(*table.BY_PHASE.values())

    assert listed == set(rules())
    assert listed >= table.STAFF | table.STILL_THERE | table.SPARED_EXPERTS


def test_three_languages_are_written_down():
    assert languages() == ("en", "fr", "ja")


@pytest.mark.parametrize(
    ("rule", "text", "language"),
    [
        ("scope_first", "We are working on it.", "en"),
        ("responsibility", "Playback fails.", "en"),
        ("what_we_do", "La lecture échoue", "fr"),
        ("eta_or_unknown", "再生できません。", "ja"),
        ("next_update", "再生できません", "ja"),
        ("timestamp", "Playback fails.", "en"),
        ("who_where", "Playback fails.", "en"),
        ("time_zone", "Playback fails since 12:05.", "en"),
        ("tone", "Playback fails!", "en"),
    ],
)
def test_one_click_mends_what_was_found(rule, text, language):
    finding = one(rule, text, language)

    mended = finding.mend.apply(text)

    assert mended != text
    assert rule not in found(mended, language)


def test_a_mend_closes_the_sentence_before_it_adds_one():
    assert one("responsibility", "Playback fails").mend.apply("Playback fails").startswith("Playback fails. We are")


def test_the_name_of_a_supplier_blocks_off_the_page_and_its_alias_mends_it():
    text = "Videos stop. farlane-cdn is at fault."

    finding = one("third_party_named", text, channel_kind="email")

    assert (finding.level, finding.category, finding.overridable) == (Level.BLOCK, "needs_signature", False)
    assert finding.mend.apply(text) == "Videos stop. one of our third-party service providers is at fault."
    assert "third_party_named" not in found(text, channel_kind="page")
    assert one("third_party_named", text).level == Level.WARN  # the canonical text: the alias is put in by itself


def test_the_name_in_a_headline_is_found_too():
    finding = one("third_party_named", "Videos stop.", subject="Farlane is down", channel_kind="email")

    assert (finding.part, finding.start, finding.end) == ("subject", 0, 7)


def test_a_promise_for_another_moment_than_the_field_is_found_and_mended():
    text = "We will write again by 16:30 UTC."
    field = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

    finding = one("next_update", text, next_update_at=field)

    assert finding.mend.apply(text) == "We will write again by {next_update_at}."
    assert "next_update" not in found("We will write again by 4 pm CET or 16:00 CET.", next_update_at=field)
    assert "next_update" not in found("Next update at 16:00.", next_update_at=field, time_zone="Europe/Paris")
    assert "next_update" in found("Next update at 15:00.", next_update_at=field, time_zone="Europe/Paris")


def test_a_field_without_a_value_blocks_where_it_stands():
    finding = one("unfilled_placeholder", "Fails in {third_party}.")

    assert (finding.start, finding.end, finding.blocks) == (9, 22, True)
    assert "unfilled_placeholder" in found("Fails in { nowhere }.")
    assert "unfilled_placeholder" not in found("Fails in {regions}.")


def test_what_a_field_will_say_counts_as_said():
    said = found(
        "You cannot use {functions} ({regions}) since {impact_started_at}. We will write again by {next_update_at}."
    )

    assert said.isdisjoint({"scope_first", "who_where", "timestamp", "next_update", "time_zone"})


def test_safety_claimed_without_proof_blocks_where_a_ledger_is_kept():
    text = "Your data is safe."

    assert one("claim_data_safe", text).level == Level.BLOCK
    assert one("claim_data_safe", text, facts=None).level == Level.WARN
    assert one("claim_data_safe", text, facts={"data_safe": Fact("estimated", "probably")}).level == Level.BLOCK
    assert "claim_data_safe" not in found(text, facts={"data_safe": Fact("confirmed", "yes")})


def test_staff_are_spared_what_only_customers_need():
    assert found("Latency of the API is up!", audience="staff") == set()
    assert "jargon" in found("Latency of the API is up!")
    assert "jargon" not in found("Latency of the API is up!", audience="technical")


def test_a_short_text_leaves_the_rest_to_the_page():
    assert found("Playback fails in France.", channel_kind="short") == set()


@pytest.mark.parametrize(
    ("network", "text", "fits"),
    [
        ("sms", "a" * 459, True),
        ("sms", "a" * 460, False),
        ("sms", "再" * 201, True),
        ("sms", "再" * 202, False),
        ("x", "再" * 140, True),
        ("x", "再" * 141, False),
        ("bluesky", "é" * 300, True),
        ("mastodon", "a" * 501, False),
    ],
)
def test_a_text_fits_its_network(network, text, fits):
    assert ("channel_length" not in found(text, channel_kind="short", networks=(network,))) == fits


def test_the_link_counts_as_the_network_counts_it():
    link = "https://status.example.com/incidents/INC-2026-0042/"
    text = "a" * 250

    assert "channel_length" in found(text, channel_kind="short", link=link)
    assert "channel_length" not in found(text, channel_kind="short", link=link, networks=("x",))


def test_a_language_nobody_has_written_down_is_held_to_what_needs_no_words():
    assert found("Farlane ist weg in {nowhere}.", "de", channel_kind="email") == {
        "third_party_named",
        "unfilled_placeholder",
    }


def test_what_blocks_comes_first():
    levels = [finding.level for finding in check(draft("Latency! Your data is safe."))]

    assert levels == sorted(levels)
