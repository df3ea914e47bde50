"""One outage is one wave, whoever names what."""

from feedback.waves import sameness
from feedback.waves.reports import Key
from feedback.waves.sameness import Trouble
from tests.feedback.waves.test_detection import BILLING, FRANCE, JAPAN, PLAYBACK, report, reports

FILM = Trouble(Key(component=PLAYBACK), frozenset({"film"}))


def test_the_words_that_tell_are_those_that_others_do_not_use():
    mine = reports(4, words=frozenset({"film", "work"}))
    others = reports(9, start=50, words=frozenset({"work", "bill"}))

    assert sameness.telling_words(mine, others) == {"film"}
    assert sameness.telling_words(mine[:2], others) == frozenset()


def test_a_report_belongs_by_what_it_names_else_by_its_words():
    assert sameness.is_of(report(1, component=PLAYBACK), FILM)
    assert sameness.is_of(report(1, words=frozenset({"film"})), FILM)
    assert not sameness.is_of(report(1, component=BILLING, words=frozenset({"film"})), FILM)
    assert not sameness.is_of(report(1, words=frozenset({"bill"})), FILM)
    here = Trouble(Key(component=PLAYBACK, region=JAPAN), FILM.words)
    assert not sameness.is_of(report(1, region=FRANCE, words=frozenset({"film"})), here)


def test_two_components_are_two_troubles_and_two_views_of_one_are_one():
    assert not sameness.is_same(Trouble(Key(component=BILLING), FILM.words), FILM)
    assert sameness.is_same(Trouble(Key(topic="film"), FILM.words), FILM)
    assert not sameness.is_same(Trouble(Key(topic="bill"), frozenset({"bill"})), FILM)
    assert not sameness.is_same(Trouble(Key(region=FRANCE)), Trouble(Key(region=JAPAN)))


def test_together_they_know_the_component():
    both = sameness.together(Trouble(Key(topic="film"), frozenset({"film"})), Trouble(FILM.key, frozenset({"stops"})))

    assert both == Trouble(Key(component=PLAYBACK), frozenset({"film", "stops"}))
