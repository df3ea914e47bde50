"""Personal data in public words: found in three languages, and nothing taken for it that is none."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.threads import exposure
from feedback.threads.exposure import What


@pytest.mark.parametrize(
    ("text", "what", "masked"),
    [
        ("Write to ana.lopez@example.org, please.", What.EMAIL, "Write to •••, please."),
        ("ana [at] example.org", What.EMAIL, "•••"),
        ("メールはana@example.jpです", What.EMAIL, "メールは•••です"),
        ("Mon numéro : 06 12 34 56 78.", What.TELEPHONE, "Mon numéro : •••."),
        ("Appelez le 0612345678", What.TELEPHONE, "Appelez le •••"),
        ("Call +44 (0)20 7946 0958 now", What.TELEPHONE, "Call ••• now"),
        ("Ring (08) 9555 0142", What.TELEPHONE, "Ring •••"),
        ("Ring 08 9555 0142 now", What.TELEPHONE, "Ring ••• now"),
        ("My mobile is 0491 570 156.", What.TELEPHONE, "My mobile is •••."),
        ("Call (555) 123-4567", What.TELEPHONE, "Call •••"),
        ("電話は０９０－１２３４－５６７８です", What.TELEPHONE, "電話は•••です"),
        ("03-1234-5678まで", What.TELEPHONE, "•••まで"),
        ("My card is 4242 4242 4242 4242.", What.CARD, "My card is •••."),
        ("FR76 3000 6000 0112 3456 7890 189 PLEASE", What.ACCOUNT, "••• PLEASE"),
        ("DE89370400440532013000", What.ACCOUNT, "•••"),
    ],
)
def test_it_is_found_where_it_stands(text, what, masked):
    assert [each.what for each in exposure.find(text)] == [what]
    assert exposure.mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "It began on 2026-03-02 at 12:30, and on 03.02.2026 again.",
        "2026年3月2日 12時30分から",
        "INC-2026-0042 and F-7K3M-9QX2",
        "Version 10.0.19045.3803 at 192.168.100.200, error 0x80070057",
        "Code 1234567890123, order 0012345678, ISBN 978-3-16-148410-0",
        "Card 4242 4242 4242 4241 fails the check digit",
        "FR76 3000 6000 0112 3456 7890 188 fails it, too",
        "Your support@lumen.example never answered; neither did @lumen@social.example",
        "See https://example.org/0612345678/4242424242424242",
        "12 000 000 viewers, +10 %, € 1 234 567,89",
    ],
)
def test_what_is_nobodys_is_left_alone(text):
    assert exposure.find(text) == ()


@settings(max_examples=300, deadline=1000)
@given(st.text(alphabet="0123456789 +-()./@aA:FR７０－\u3000é", max_size=400))
def test_whatever_is_written_nothing_breaks_and_all_of_it_is_masked(text):
    found = exposure.find(text)

    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
