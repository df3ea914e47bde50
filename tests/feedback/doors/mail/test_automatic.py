"""E01: what a program sent is recognised, and a person is not taken for one."""

import pytest

from feedback.doors.mail import letter

BASE = b"From: %b\r\nTo: reply@candor.example\r\nSubject: x\r\n%b\r\nHello"


def read(head: str = "", sender: str = "ana@example.org"):
    return letter.read(BASE % (sender.encode(), (head + "\r\n" if head else "").encode()))


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-generated",
        'Auto-Submitted: auto-replied; owner-email="a@b"',
        "auto-submitted: AUTO-NOTIFIED",
        "Precedence: bulk",
        "Precedence: junk",
        "Precedence: list",
        "List-Id: <list.example.org>",
        "List-Unsubscribe: <https://example.org/u>",
        "Return-Path: <>",
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "X-Autoreply: yes",
    ],
)
def test_a_program_says_so(head):
    assert read(head).automatic


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON@example.org", "postmaster@example.org", "no-reply@example.org", "noreply+x@example.org"]
)
def test_nobody_reads_there(sender):
    assert read(sender=sender).automatic


@pytest.mark.parametrize("head", ["", "Auto-Submitted: no", "Precedence: normal", "Return-Path: <ana@example.org>",
                                  "X-Auto-Response-Suppress: None"])  # fmt: skip
def test_a_person_is_a_person(head):
    assert read(head).automatic == ""


@pytest.mark.parametrize("sender", ["nobodyknows@example.org", "postmasters@example.org", "reply@example.org"])
def test_a_name_that_only_looks_like_a_program(sender):
    assert read(sender=sender).automatic == ""
