"""Mails as strangers send them: nothing they write makes us stumble, and little of it misleads us."""

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import wordsonly
from feedback.doors.mail import letter

PLAIN = b"From: Ana <ana@example.org>\r\nTo: reply@candor.example\r\nSubject: Help\r\nMessage-ID: <1@example.org>\r\n"


def mail(body: bytes, head: bytes = b"") -> bytes:
    return PLAIN + head + b"\r\n" + body


def part(kind: str, body: str, **more: str) -> str:
    lines = [
        f"Content-Type: {kind}; charset=utf-8",
        *(f"{name.replace('_', '-')}: {each}" for name, each in more.items()),
    ]
    return "\r\n".join([*lines, "", body, ""])


def multipart(kind: str, *parts: str, boundary: str = "b") -> bytes:
    inside = "".join(f"--{boundary}\r\n{each}" for each in parts)
    return mail(
        f"{inside}--{boundary}--\r\n".encode(), f"Content-Type: multipart/{kind}; boundary={boundary}\r\n".encode()
    )


def test_a_plain_mail_is_read():
    read = letter.read(mail(b"It does not play.\r\n\r\n  Ana\r\n"))

    assert (read.sender, read.name, read.to) == ("ana@example.org", "Ana", ("reply@candor.example",))
    assert (read.subject, read.message_id, read.text) == ("Help", "<1@example.org>", "It does not play.\n\n  Ana")
    assert (read.automatic, read.mailer, read.report, read.files, read.broken) == ("", False, None, (), "")


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("iso-2022-jp", "再生が止まります。"),
        ("shift_jis", "①再生が止まります。"),
        ("iso-8859-1", "La lecture s’arrête"),
        ("windows-1252", "C’est cassé…"),
        ("utf-8", "再生 é 😀"),
        ("no-such-charset", "é ä"),
        ("gb2312", "无法播放"),
    ],
)
def test_what_the_charset_says_or_ought_to_say(charset, words):
    codec = {"shift_jis": "cp932", "iso-8859-1": "cp1252", "no-such-charset": "utf-8"}.get(charset, charset)
    encoded = base64.encodebytes(words.encode(codec))
    head = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n".encode()

    assert letter.read(mail(encoded, head)).text == words


def test_bytes_that_are_no_text_in_any_charset_stay_a_mail():
    read = letter.read(mail(b"caf\xe9 \x81\xff\x00 end", b"Content-Type: text/plain; charset=utf-8\r\n"))

    assert read.text.startswith("café") or read.text.startswith("caf")
    assert "end" in read.text
    assert "\x00" not in read.text


def test_headers_in_any_dress():
    raw = (
        b"From: =?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <taro@example.jp>\r\n"
        b'To: =?utf-8?q?bad?= <reply@candor.example>, "a, b" <B@Example.ORG>\r\n'
        b"Subject: =?utf-8?Q?caf=C3=A9?= =?broken?= caf\xc3\xa9\r\n\r\nx"
    )
    read = letter.read(raw)

    assert (read.name, read.sender) == ("山田", "taro@example.jp")
    assert read.to == ("reply@candor.example", "B@example.org")
    assert read.subject.startswith("café")
    assert read.subject.endswith("café")


@pytest.mark.parametrize("sender", [b"", b"From: \r\n", b"From: <>\r\n", b"From: nobody\r\n", b"From: a@b@c, <\r\n"])
def test_no_sender_is_no_reason_to_lose_a_mail(sender):
    read = letter.read(sender + b"Subject: x\r\n\r\nHello")

    assert read.text == "Hello"
    assert read.automatic


def test_html_alone_becomes_words():
    html = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>It <b>stops</b>&nbsp;at&#32;2&nbsp;min.</p>"
        "<script>alert(1)</script><ul><li>TV</li><li>Phone</li></ul>"
        '<a href="https://example.org/x">here</a><a href="javascript:alert(1)">there</a>'
        '<div class="gmail_quote"><div>On Monday we wrote</div></div></body></html>'
    )
    text = letter.read(mail(html.encode(), b"Content-Type: text/html; charset=utf-8\r\n")).text

    assert text.replace("\xa0", " ").startswith("It stops at 2 min.")
    assert "- TV" in text
    assert "here (https://example.org/x)" in text
    for word in ("alert", "p{}", "Monday", "<"):
        assert word not in text


def test_of_two_versions_the_plain_one_is_read():
    raw = multipart("alternative", part("text/plain", "plain words"), part("text/html", "<p>html words</p>"))

    assert letter.read(raw).text == "plain words"


def test_an_empty_plain_version_gives_way():
    raw = multipart("alternative", part("text/plain", " "), part("text/html", "<p>html words</p>"))

    assert letter.read(raw).text == "html words"


def test_files_are_beside_the_words():
    attached = part("application/pdf", base64.b64encode(b"%PDF-1").decode(), Content_Transfer_Encoding="base64",
                    Content_Disposition='attachment; filename="../a.pdf"')  # fmt: skip
    forwarded = "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner words\r\n"
    read = letter.read(multipart("mixed", part("text/plain", "look"), attached, forwarded))

    assert read.text == "look"
    assert [(each.name, each.kind) for each in read.files] == [
        (".._a.pdf", "application/pdf"),
        ("file", "message/rfc822"),
    ]
    assert read.files[0].data == b"%PDF-1"


def nested(levels: int) -> bytes:
    opening = [f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(levels)]
    closing = [f"--b{n}--\r\n" for n in reversed(range(levels))]
    return PLAIN + "".join([*opening, "Content-Type: text/plain\r\n\r\ndeep words\r\n", *closing]).encode()


def test_two_hundred_levels_are_read_to_the_bottom():
    assert letter.read(nested(200)).text == "deep words"


@pytest.mark.parametrize("levels", [900, 5_000])
def test_levels_beyond_reason_are_told_and_the_sender_is_known(levels):
    read = letter.read(nested(levels))

    assert read.sender == "ana@example.org"
    assert read.broken or read.text == "deep words"


@pytest.mark.timed
@pytest.mark.parametrize(
    "raw",
    [
        nested(120) + b"x" * 70 + b"\r\n" * 200_000,
        mail(b"> " * 400_000),
        mail((b"On " + b"a " * 40 + b"\r\n") * 40_000),
        mail(b"<" * 500_000, b"Content-Type: text/html\r\n"),
        mail(b"<div>" * 200_000, b"Content-Type: text/html\r\n"),
        mail(b"<a href=" * 100_000, b"Content-Type: text/html\r\n"),
        b"From: " + b"(" * 300_000 + b"\r\n\r\nx",
        b"From: " + b"=?utf-8?q?" * 50_000 + b"\r\n\r\nx",
        b"References: " + b"<a@" * 200_000 + b"\r\n\r\nx",
        b"Subject: x\r\n" * 100_000 + b"\r\nx",
    ],
    ids=["nested", "quotes", "intros", "brackets", "divs", "links", "comments", "words", "references", "headers"],
)
def test_nothing_hostile_takes_long(raw):
    began = time.monotonic()
    letter.read(raw)
    letter.digest(raw)

    assert time.monotonic() - began < 10


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2_000))
def test_no_bytes_raise(raw):
    read = letter.read(raw)
    assert len(letter.digest(raw)) == 64
    assert "\x00" not in read.text + read.subject + read.sender


HEADS = st.sampled_from(
    ["From", "To", "Subject", "Message-ID", "References", "Content-Type", "Content-Transfer-Encoding",
     "Content-Disposition", "Auto-Submitted", "Return-Path", "MIME-Version"]
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["multipart/mixed; boundary=x", "multipart/report; boundary=\"\"", "text/html; charset*=''%ff", "base64",
         "text/plain; charset*0*=utf-8''a; charset*1=b", "uuencode", "attachment; filename*=utf-9''%00", "<>",
         "=?utf-8?b?!!!?= <a@b>", "message/rfc822", "message/delivery-status", "text/plain; name*1*=x"]
    ),
)  # fmt: skip


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.tuples(HEADS, VALUES), max_size=8), st.text(max_size=300))
def test_no_headers_raise(heads, body):
    raw = "".join(f"{name}: {value}\r\n" for name, value in heads) + "\r\n--x\r\n" + body + "\r\n--x--\r\n"

    letter.read(raw.encode("utf-8", "surrogatepass"))


def test_two_ways_of_one_mail_are_the_same_and_two_mails_are_not():
    one = b"Received: by a\r\nDelivered-To: a@x\r\n" + mail(b"Hello\r\n")
    two = b"Received: by b\r\n" + mail(b"Hello\n").replace(b"\r\n", b"\n")

    assert letter.digest(one) == letter.digest(two)
    assert letter.digest(mail(b"Hello")) != letter.digest(mail(b"Hello again"))


def test_soft_line_ends_are_joined():
    head = b"Content-Type: text/plain; format=flowed\r\n"

    assert letter.read(mail(b"It stops \r\nagain.\r\n\r\nAna\r\n", head)).text == "It stops again.\n\nAna"


def test_words_are_given_even_of_broken_html():
    assert wordsonly.render("<p>a<![if x]>b<br>c</blockquote></p></p>d").replace("\n", " ").split() == ["ab", "c", "d"]
