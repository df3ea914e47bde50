"""An expected end is public once an update says it, and honest afterwards (P10)."""

from datetime import timedelta

import pytest

from incidents.communication import actions as communication
from incidents.statuspages import queries, rendering
from tests.factories import communication as updates
from tests.factories import facts as made
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db
BACK = {"en": "Back {eta}.", "fr": "Retour {eta}.", "ja": "復旧：{eta}"}
LATER = timedelta(minutes=5)


@pytest.fixture
def incident(db):
    told.statuspage()
    return updates.incident()


@pytest.fixture
def lead(incident):
    return updates.lead(incident)


def expects(incident, lead, at, *, say=True, **more):
    span = made.eta(timedelta(hours=3), timedelta(hours=4), **more)
    made.answered(incident, "eta", state="estimated", value=span, at=at)
    texts = [updates.text(words, language) for language, words in BACK.items()] if say else updates.texts()
    return updates.published(incident, by=lead, at=at, texts=texts)


def page(at, language="en"):
    return rendering.home(queries.page(None, language, at), "1")


def card(at):
    (found,) = [each for each in queries.page(None, "en", at).recent if not each.is_over]
    return found


def test_what_the_ledger_knows_is_not_public_before_an_update_says_it(incident, lead, noon):
    expects(incident, lead, noon, say=False)

    assert card(noon + LATER).expected is None
    assert "We cannot say yet when it will work again." in page(noon + LATER)


def test_what_an_update_says_stands_on_the_card_in_three_languages(incident, lead, noon):
    expects(incident, lead, noon)

    assert "We expect it to work again:" in page(noon + LATER)
    assert "an estimate" in page(noon + LATER)
    assert "Retour à la normale prévu" in page(noon + LATER, "fr")
    assert "復旧見込み" in page(noon + LATER, "ja")
    assert card(noon + LATER).expected.latest == noon + timedelta(hours=4)


def test_a_first_guess_is_called_one(incident, lead, noon):
    expects(incident, lead, noon, confidence="low")
    assert "an early estimate that may change" in page(noon + LATER)


def test_an_end_that_has_passed_is_admitted(incident, lead, noon):
    expects(incident, lead, noon)
    assert "it is taking longer" not in page(noon + timedelta(hours=4))
    assert "it is taking longer" in page(noon + timedelta(hours=4, minutes=1))


def test_a_correction_takes_it_back(incident, lead, noon):
    update = expects(incident, lead, noon)
    communication.correct(update=update, texts=[updates.text("That was wrong.")], by=lead, at=noon + LATER)

    assert card(noon + 2 * LATER).expected is None


def test_what_is_over_expects_nothing(incident, lead, noon):
    expects(incident, lead, noon)
    updates.published(incident, by=lead, at=noon + LATER, incident_state="resolved", phase="resolved")

    assert all(each.expected is None for each in queries.page(None, "en", noon + 2 * LATER).recent)
