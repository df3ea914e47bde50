"""Staff find a conversation by what was said, noted, or by who wrote, in three languages and on both databases."""

from datetime import timedelta

import pytest

from core.actor import visitor
from feedback.answering import actions as answering
from feedback.threads import actions, policies, queries, terms
from feedback.threads.models import Thread
from tests.factories import feedback

pytestmark = pytest.mark.django_db


def found(question: str) -> set[str]:
    return set(queries.search(Thread.objects.all(), question).values_list("name", flat=True))


@pytest.fixture
def _threads(noon):
    feedback.registers()
    who = {"email": "o'brien.ana@example.org", "telephone": "+33 6 12 34 56 78", "at": noon}
    feedback.thread("Playback stops after two minutes on 2026-03-02.", name="Ana O'Brien", **who)
    feedback.thread("L’écran reste noir, c’est l’image qui manque.", name="Zoé Lefèvre", email="", reply_by="link")
    feedback.thread("動画が再生できません。サーバーエラー", name="山田 花子", email="hanako@example.jp")
    feedback.thread("Die Straße", subject="404 % _ \\ ' \" & | ! ( ) : *", name="Q", email="", reply_by="link")


@pytest.mark.usefixtures("_threads")
@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("playback", {"Ana O'Brien"}),
        ("Play minute", {"Ana O'Brien"}),
        ("the playback of", {"Ana O'Brien"}),
        ("minutes playback screen", set()),
        ("écran image", {"Zoé Lefèvre"}),
        ("ECRAN", {"Zoé Lefèvre"}),
        ("l'image", {"Zoé Lefèvre"}),
        ("zoe lefevre", {"Zoé Lefèvre"}),
        ("再生", {"山田 花子"}),
        ("再生できない", set()),
        ("ｻｰﾊﾞｰ", {"山田 花子"}),
        ("サーバ", {"山田 花子"}),
        ("画", {"山田 花子"}),
        ("ー", set()),
        ("山田", {"山田 花子"}),
        ("hanako@example.jp", {"山田 花子"}),
        ("brien.ana@example.org", {"Ana O'Brien"}),
        ("o'brien", {"Ana O'Brien"}),
        ("06 12 34 56 78", {"Ana O'Brien"}),
        ("+33612345678", {"Ana O'Brien"}),
        ("2026-03-02", {"Ana O'Brien"}),
        ("404", {"Q"}),
        ("strasse", {"Q"}),
        ("%", set()),
        ("' | ! ( :*", set()),
        ("\\", set()),
        ("", set()),
    ],
)
def test_a_question_finds_who_it_means(question, names):
    assert found(question) == names


@pytest.mark.usefixtures("_threads")
def test_a_reference_is_found_whole_or_by_half_as_people_read_it_out():
    thread = Thread.objects.get(name="Ana O'Brien")
    whole = thread.reference

    for question in (whole, whole.lower(), whole.replace("-", ""), whole[2:6], whole[7:], f"about {whole} playback"):
        assert found(question) == {"Ana O'Brien"}, question


def test_what_is_said_later_is_found_notes_and_answers_too(noon):
    feedback.registers()
    thread = feedback.thread(at=noon)
    agent, later = feedback.agent(), noon + timedelta(hours=1)

    actions.note(thread=thread, text="Probably the decoder.", by=agent, at=later)
    answering.reply(thread=thread, text="We replaced the firmware.", by=agent, at=later)
    actions.add(thread=thread, text="Encore une panne", by=policies.holder(thread), at=later)

    for question in ("decoder", "firmware", "panne", "playback television"):
        assert found(question) == {"Ana"}, question
    thread.refresh_from_db()
    assert sorted(queries.terms_of(thread).split()) == sorted(thread.terms.split())


def test_nobody_of_the_public_learns_of_notes_by_the_column(noon):
    """The words of notes stand in a column that only staff's search reads."""
    thread = feedback.thread(visibility="public", at=noon)
    actions.note(thread=thread, text="Secretword", by=feedback.agent(), at=noon)

    assert "secretword" in Thread.objects.get().terms
    assert not any("secretword" in str(each.text).lower() for each in queries.for_everybody(thread))


def test_a_thread_of_novels_is_kept_and_found_by_its_beginning(noon):
    long = " ".join(f"слово{number:09d}" for number in range(4000))
    thread = feedback.thread("Beginning " + long[:19_000], at=noon, by=visitor())
    for _part in range(15):
        actions.add(
            thread=thread, text=str(_part) + long[:19_000].replace("слово", f"я{_part}"), by=feedback.agent(), at=noon
        )

    thread.refresh_from_db()
    assert len(thread.terms.encode()) <= terms.MOST_BYTES
    assert found("beginning") == {"Ana"}
