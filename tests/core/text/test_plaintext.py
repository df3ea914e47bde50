"""A letter without markup still reads like a letter."""

import pytest

from core.text import plaintext


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Films **do not** start.\n\nWe are sorry.", "Films do not start.\n\nWe are sorry."),
        ("Choose *Standard* in `Settings`.", "Choose Standard in Settings."),
        ("- France\n- Japan\n\nOthers work.", "- France\n- Japan\n\nOthers work."),
        ("3. first\n4. then", "3. first\n4. then"),
        ("See [the page](https://status.example.com/).", "See the page (https://status.example.com/)."),
        ("<https://status.example.com/>", "https://status.example.com/"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("再生できません。\n**対処方法**：再起動", "再生できません。\n対処方法：再起動"),
        ("{title} & co", "{title} & co"),
        ("", ""),
    ],
)
def test_marks_go_and_words_stay(written, read):
    assert plaintext.render(written) == read


def test_an_address_nobody_may_follow_is_no_link():
    assert plaintext.render("[here](javascript:alert(1))") == "[here](javascript:alert(1))"
