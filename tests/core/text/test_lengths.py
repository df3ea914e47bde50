"""Messages are as long as each network counts them, and are cut where people would cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.lengths import Characters, Mastodon, Measure, Sms, fit, graphemes

LINK = " https://status.example.com/incidents/INC-2026-0042/"


@pytest.mark.parametrize(
    ("text", "used", "parts"),
    [
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),  # two each
        ("€" * 81, 162, 2),
        ("é" * 160, 160, 1),
        ("ê" * 70, 70, 1),  # not of the seven-bit alphabet: all of it is sent wide
        ("ê" + "a" * 70, 71, 2),
        ("再" * 134, 134, 2),
        ("再" * 135, 135, 3),
        ("😀" * 35, 70, 1),
        ("😀" * 67, 134, 3),  # 33 whole ones a part, for none is divided
        ("a" * 152 + "€" + "a" * 100, 254, 2),
    ],
)
def test_an_sms_costs_what_the_gateway_will_count(text, used, parts):
    measure = Sms(most_parts=9).measure(text)

    assert (measure.used, measure.parts) == (used, parts)


def test_typographers_marks_do_not_make_an_sms_wide():
    rule = Sms()
    text = rule.prepared("L’équipe «\u202fPalomine\u202f» répare – merci… œuvre")

    assert text == 'L\'équipe " Palomine " répare - merci... oeuvre'
    assert rule.measure(text).limit == 459


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("e\u0301", 1),
        ("👨‍👩‍👧‍👦", 1),
        ("👍🏽", 1),
        ("🇫🇷🇯🇵", 2),
        ("☕️", 1),
        ("再生", 2),
        ("が", 1),
    ],
)
def test_what_people_see_as_one_letter_counts_as_one(text, count):
    assert graphemes(text) == count


def test_mastodon_counts_every_link_as_23_and_a_mention_without_its_server():
    assert Mastodon().measure("See https://status.example.com/" + "x" * 300).used == 4 + 23
    assert Mastodon().measure("Ask @help@social.example now").used == len("Ask @help now")


def test_what_fits_stays_as_it_is():
    assert fit("Playback fails.", LINK, Characters(500)) == "Playback fails." + LINK


def test_what_is_too_long_gives_way_at_a_word_and_keeps_its_link():
    text = fit("Playback fails for some customers in France and Japan", " https://x.example/", Characters(50))

    assert text == "Playback fails for some… https://x.example/"


def test_japanese_is_cut_between_letters_and_a_foreign_word_in_it_is_not_divided():
    head = "フランスと日本の一部のお客様で動画をChromecastで再生できない状態が続いております。"

    text = fit(head, " https://x.example/", Characters(45))

    assert text.endswith("… https://x.example/")
    assert text.startswith("フランスと日本の一部のお客様で動画を…")


def test_a_single_word_without_end_is_cut_all_the_same():
    assert fit("x" * 100, " https://x.example/", Characters(40)) == "x" * 20 + "… https://x.example/"


def test_a_line_end_of_another_system_at_the_cut_counts_too():
    assert len(fit("0000000\r0", " https://x.example/" + "y" * 33, Characters(60))) <= 60


RULES = [Characters(60), Characters(500), Mastodon(80), Sms(1), Sms(3)]


@given(st.text(max_size=900), st.sampled_from(RULES))
def test_whatever_is_written_fits_and_keeps_its_link(head, rule):
    text = fit(head, LINK, rule)

    assert not rule.measure(text).too_long
    assert text.endswith(rule.prepared(LINK))


@given(st.text(max_size=300))
def test_a_message_never_takes_more_parts_than_were_allowed(text):
    measure = Sms(2).measure(text)

    assert measure.too_long == (measure.parts > 2)
    assert isinstance(measure, Measure)
