import pytest

from core.text import lines


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Playback fails. We are sorry.", "Playback fails."),
        ("再生できません。申し訳ございません。", "再生できません。"),
        ("no end here", "no end here"),
        ("word " * 60, ("word " * 60)[:195].strip() + "…"),
    ],
)
def test_the_opening_is_a_sentence(text, opening):
    assert lines.first_sentence(text) == opening


def test_a_line_break_becomes_a_space_and_french_spacing_stays():
    assert lines.one_line("Résolu\u202f: oui\r\nBcc: x\u2028y") == "Résolu\u202f: oui Bcc: x y"
