"""Waits, replies and bytes: no database, no network."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.delivery import backoff, mailbytes
from core.delivery.replies import Outcome, Stage, of_smtp

MINUTE, HOUR = 60, 3600


@given(st.floats(0, 1, exclude_max=True), st.sampled_from(["email", "webhook"]), st.integers(1, 11))
def test_a_wait_is_spread_by_a_fifth_at_most(chance, channel, attempt):
    planned = backoff.WAITS[channel]
    wait = backoff.wait_after(channel, attempt, chance=chance)

    if attempt > len(planned):
        assert wait is None
    else:
        assert 0.8 * planned[attempt - 1] <= wait <= 1.2 * planned[attempt - 1]


def test_mail_is_given_up_after_about_six_hours_and_webhooks_after_more_than_a_day():
    assert 5.5 * HOUR < sum(backoff.WAITS["email"]) < 6 * HOUR
    assert backoff.WAITS["webhook"][-1] == 24 * HOUR


@given(st.floats(0, 1, exclude_max=True))
def test_what_the_other_side_asks_for_is_never_shortened(chance):
    assert backoff.wait_after("email", 1, at_least=300, chance=chance) >= 300


@pytest.mark.parametrize(
    ("stage", "code", "text", "outcome"),
    [
        (Stage.DATA, 250, "2.0.0 queued", Outcome.SENT),
        (Stage.RCPT, 550, "5.1.1 No such user", Outcome.REFUSED),
        (Stage.RCPT, 552, "5.2.2 Mailbox full", Outcome.RETRY),
        (Stage.RCPT, 451, "4.7.1 Greylisted", Outcome.RETRY),
        (Stage.MAIL, 550, "5.7.1 Sender refused", Outcome.FAULT),
        (Stage.MAIL, 452, "4.3.1 No space", Outcome.RETRY),
        (Stage.AUTH, 535, "5.7.8 Bad password", Outcome.FAULT),
        (Stage.CONNECT, 554, "No service", Outcome.FAULT),
        (Stage.DATA, 554, "5.7.1 Looks like spam", Outcome.REFUSED),
    ],
)
def test_every_reply_means_something(stage, code, text, outcome):
    assert of_smtp(stage, code, text).outcome is outcome


def test_only_a_refused_recipient_speaks_against_the_address():
    assert of_smtp(Stage.RCPT, 550, "5.1.1 No").address_is_bad
    assert not of_smtp(Stage.DATA, 554, "5.7.1 Spam").address_is_bad


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300)


@given(texts, st.text(st.sampled_from("abc=./-_~?&%"), min_size=1, max_size=300))
def test_any_words_and_links_arrive_as_they_were_written(words, path):
    url = "https://status.example.com/" + path
    prepared = mailbytes.template(
        sender="Status <status@example.com>",
        subject=words[:100],
        text=f"{words}\n.\n{words}{{{{manage_url}}}}{words}",
        html_text="<p>{{manage_url}}</p>",
        language="en",
        date="Mon, 02 Mar 2026 12:00:00 +0000",
    )

    raw = prepared.fill(to="a@example.com", message_id="<1@example.com>", links={"manage_url": url})

    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert not any(line.startswith(b".") for line in lines)
    assert max(len(line) for line in lines[lines.index(b"") :]) <= 78
    message = message_from_bytes(raw, policy=policy.default)
    body = message.get_body(("plain",)).get_payload(decode=True).decode()
    assert body.rstrip("\r\n") == f"{words}\r\n.\r\n{words}{url}{words}".rstrip("\r\n")


@given(st.text(max_size=200))
def test_no_subject_adds_a_header(subject):
    prepared = mailbytes.template(
        sender="Status <status@example.com>",
        subject=subject,
        text="Words",
        html_text="",
        language="en",
        date="Mon, 02 Mar 2026 12:00:00 +0000",
    )

    message = message_from_bytes(
        prepared.fill(to="a@example.com", message_id="<1@example.com>", links={}), policy=policy.compat32
    )

    assert len(message.keys()) == 11
    assert message["Auto-Submitted"] == "auto-generated"
