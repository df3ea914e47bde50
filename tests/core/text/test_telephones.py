import pytest

from core.text import telephones


@pytest.mark.parametrize(
    "raw", ["+33 6 12 34 56 78", "0033612345678", "+33(6)12-34-56-78", "＋33 6 12 34 56 78", "+33.6.12.34.56.78"]
)
def test_one_number_has_one_spelling(raw):
    assert telephones.normal(raw) == "+33612345678"


@pytest.mark.parametrize("raw", ["0612345678", "+0612345678", "+33", "+336123456789012345", "+33６12345678x", "", "+"])
def test_a_number_without_its_country_is_not_guessed_at(raw):
    with pytest.raises(ValueError, match=r"[0-9+]*"):
        telephones.normal(raw)


def test_a_masked_number_is_recognised_and_not_called():
    assert telephones.masked("+33612345678") == "+33…78"
