"""Keeping the index true. Called inside the transaction that changes a document: both are kept, or neither."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from faq.search import analyser, bm25
from faq.search.models import Document, Posting, Stat, Term, Word

AT_ONCE = 500


@transaction.atomic
def put(number: int, *, scope: str, language: str, title: str, body: str, also: Iterable[str] = ()) -> None:
    """Keep document `number` under `scope`, or keep it anew. `also`: other ways to ask for it; they count as title."""
    stat = _locked(scope)
    _take_out(number, stat)
    heads = [token for text in (title, *also) for token in analyser.kept(text, language)]
    rest = list(analyser.kept(body, language))
    head, tail = Counter(token.term for token in heads), Counter(token.term for token in rest)
    surfaces = {token.surface: token.term for token in (*heads, *rest) if token.is_word}
    document = Document(
        id=number,
        scope=scope,
        words=sorted(surfaces),
        length=len(heads) + len(rest),
        digest=digest(title, body, also),
        version=analyser.VERSION,
    )
    document.save(force_insert=True)
    stat.documents += 1
    stat.length += document.length
    stat.save(update_fields=["documents", "length"])
    terms = _counted(scope, sorted(head.keys() | tail.keys()))
    _count_words(scope, surfaces, terms)
    _post(document, {terms[text]: bm25.TITLE * head[text] + tail[text] for text in terms}, stat)


@transaction.atomic
def remove(number: int) -> None:
    """Take document `number` out of the index; nothing happens where it is not in it."""
    found = Document.objects.filter(pk=number).only("scope").first()
    if found:
        _take_out(number, _locked(found.scope))


def digest(title: str, body: str, also: Iterable[str] = ()) -> str:
    """Of what was indexed: tells what has to be indexed anew."""
    return hashlib.sha256("\0".join((title, body, *also)).encode()).hexdigest()


def _locked(scope: str) -> Stat:
    """Writers of a scope go one after another: no deadlock, and every count is right."""
    Stat.objects.get_or_create(scope=scope)
    return Stat.objects.select_for_update().get(scope=scope)


def _take_out(number: int, stat: Stat) -> None:
    document = Document.objects.filter(pk=number).first()
    if document is None:
        return
    if document.scope != stat.scope:
        remove(number)
        return
    Term.objects.filter(pk__in=Posting.objects.filter(document=document).values("term")).update(df=F("df") - 1)
    for chunk in _chunks(document.words):
        Word.objects.filter(scope=stat.scope, surface__in=chunk).update(df=F("df") - 1)
    document.delete()
    stat.documents -= 1
    stat.length -= document.length
    stat.save(update_fields=["documents", "length"])


def _counted(scope: str, texts: list[str]) -> dict[str, int]:
    """Count one document more for each text; the number of each term."""
    found: dict[str, int] = {}
    for chunk in _chunks(texts):
        Term.objects.bulk_create([Term(scope=scope, text=text) for text in chunk], ignore_conflicts=True)
        rows = Term.objects.filter(scope=scope, text__in=chunk)
        found |= dict(rows.values_list("text", "pk"))
        rows.update(df=F("df") + 1)
    return found


def _count_words(scope: str, surfaces: dict[str, str], terms: dict[str, int]) -> None:
    for chunk in _chunks(sorted(surfaces)):
        Word.objects.bulk_create(
            [
                Word(scope=scope, surface=each, reversed=each[::-1], length=len(each), term_id=terms[surfaces[each]])
                for each in chunk
            ],
            ignore_conflicts=True,
        )
        Word.objects.filter(scope=scope, surface__in=chunk).update(df=F("df") + 1)


def _post(document: Document, found: dict[int, int], stat: Stat) -> None:
    mean = stat.length / stat.documents
    rows = [
        Posting(term_id=term, document=document, tf=tf, weight=round(1000 * bm25.share(tf, document.length, mean)))
        for term, tf in sorted(found.items())
    ]
    Posting.objects.bulk_create(rows, batch_size=AT_ONCE)


def _chunks(items: list[str]) -> Iterable[list[str]]:
    return (items[at : at + AT_ONCE] for at in range(0, len(items), AT_ONCE))
