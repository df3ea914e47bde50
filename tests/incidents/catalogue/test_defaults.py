import pytest
from django.db import IntegrityError, transaction

from incidents.catalogue import defaults
from incidents.catalogue.models import Component, Region, SeverityLevel
from incidents.catalogue.states import ComponentStatus, worst
from tests.factories import catalogue

pytestmark = pytest.mark.django_db


def test_the_five_levels_have_the_duties_of_the_table(noon):
    defaults.seed(noon)

    duties = {row.level: (row.first_update_minutes, row.update_every_minutes) for row in SeverityLevel.objects.all()}
    assert duties == {5: (5, 20), 4: (10, 30), 3: (15, 60), 2: (30, 240), 1: (None, None)}
    assert SeverityLevel.objects.get(level=5).alias == "SEV1"
    assert SeverityLevel.objects.get(level=4).name_in("ja") == "4 深刻"
    assert SeverityLevel.objects.get(level=4).name_in("fr") == "4 Grave"


def test_seeding_again_keeps_what_people_edited(noon):
    defaults.seed(noon)
    SeverityLevel.objects.filter(level=3).update(name="Notable", first_update_minutes=12)
    SeverityLevel.objects.get(level=3).translations.filter(language="fr").update(name="Notable")

    defaults.seed(noon)

    row = SeverityLevel.objects.get(level=3)
    assert (row.name, row.first_update_minutes, row.name_in("fr")) == ("Notable", 12, "3 Notable")
    assert SeverityLevel.objects.count() == 5
    assert row.translations.count() == 3


@pytest.mark.parametrize("level", [0, 6])
def test_there_is_no_sixth_level(level):
    with pytest.raises(IntegrityError), transaction.atomic():
        SeverityLevel.objects.create(level=level, name="?", criteria="?")


def test_a_name_falls_back_to_english_then_to_the_canonical_one():
    playback = catalogue.component("playback", names={"en": "Playback", "fr": "Lecture"})
    bare = catalogue.component("sign-in")

    assert [playback.name_in(language) for language in ("fr", "ja")] == ["Lecture", "Playback"]
    assert bare.name_in("ja") == "Sign in"


def test_a_language_is_named_once_and_known():
    playback = catalogue.component("playback", names={"fr": "Lecture"})

    for language in ("fr", "xx"):
        with pytest.raises(IntegrityError), transaction.atomic():
            playback.translations.create(language=language, name="again")


def test_public_components_leave_the_hidden_out():
    catalogue.component("playback")
    catalogue.component("billing-core", is_public=False)

    assert [row.slug for row in Component.objects.public()] == ["playback"]
    assert Region.objects.count() == 0


def test_the_worst_of_several_states():
    assert worst([]) == ComponentStatus.OPERATIONAL
    assert worst(["under_maintenance", "major_outage", "degraded_performance"]) == "major_outage"
    assert worst(["under_maintenance", "operational"]) == "under_maintenance"
