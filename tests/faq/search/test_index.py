"""The index is as true as what it indexes: kept with it, taken out with it, and counted right."""

import pytest
from django.db import transaction

from faq.search import actions
from faq.search.models import Document, Posting, Stat, Term, Word

pytestmark = pytest.mark.django_db


def counted():
    """Every count as the rows themselves have it."""
    for term in Term.objects.all():
        assert term.df == Posting.objects.filter(term=term).count(), term
    for word in Word.objects.all():
        assert word.df == sum(word.surface in each.words for each in Document.objects.filter(scope=word.scope)), word
    for stat in Stat.objects.all():
        lengths = list(Document.objects.filter(scope=stat.scope).values_list("length", flat=True))
        assert (stat.documents, stat.length) == (len(lengths), sum(lengths))


def put(number, title="Sound", body="", **given):
    actions.put(number, **{"scope": "en:public", "language": "en", "title": title, "body": body} | given)


def test_counts_are_right_after_all_that_can_happen(index, find):
    put(1, "Forgotten password", "New words, the old ones gone.")
    put(2, "Moved to staff", scope="en:internal")
    actions.remove(3)
    actions.remove(99)

    counted()
    assert find("television") == []
    assert find("forgot password") == [1]
    assert find("moved", scope="en:internal") == [2]


def test_a_save_that_is_rolled_back_leaves_no_trace(find):
    put(1, "Kept")
    with transaction.atomic():
        put(1, "Changed")
        put(2, "New")
        transaction.set_rollback(True)

    counted()
    assert (find("kept"), find("changed"), find("new")) == ([1], [], [])


def test_keeping_the_same_again_changes_nothing(find):
    put(1, "Sound", "No sound at all")
    before = list(Posting.objects.values_list("term__text", "weight", "tf"))
    put(1, "Sound", "No sound at all")

    assert sorted(before) == sorted(Posting.objects.values_list("term__text", "weight", "tf"))
    counted()


def test_a_document_without_a_word_is_kept_and_never_found(find):
    put(1, "?!", "the of and")

    assert Document.objects.get().length == 0
    assert find("the") == []
    actions.remove(1)
    counted()


def test_a_long_article_costs_a_bounded_number_of_statements(django_assert_max_num_queries):
    put(1)
    words = " ".join(f"word{number}" for number in range(400))

    with django_assert_max_num_queries(25):
        put(2, "Long", words)
