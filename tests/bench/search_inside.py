"""The inside of scene search: every article is indexed, every question asked once."""

import gzip
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from faq.search import actions, queries
from tests.bench.child import ROOT, prepared

OWN = ROOT / "tests" / "data" / "faq"


def measure() -> dict[str, Any]:
    prepared(defaults=False)
    numbers: dict[str, int] = {}
    with transaction.atomic():
        for number, each in enumerate(_rows("articles"), start=1):
            numbers[each["id"]] = number
            title, body, language = each["title"], each["body"], each["lang"]
            actions.put(number, scope=f"{language}:public", language=language, title=title, body=body)
    asked = [each for each in _rows("queries_dev") if each["rel"]]
    places, times = defaultdict(list), []
    for each in asked:
        began = time.perf_counter()
        hits = _hits(each)
        times.append((time.perf_counter() - began) * 1000)
        right = {numbers[one] for one in each["rel"]}
        place = next((place for place, hit in enumerate(hits) if hit.document in right), None)
        places[each["lang"], each["type"]].append((place, bool(hits)))
    cuts = quantiles(times, n=100)
    return _figures(places) | {
        "articles": len(numbers), "questions": len(asked), "p50_ms": round(cuts[49], 2), "p99_ms": round(cuts[98], 2),
        "statements": max(_statements(each) for each in asked[::7]),
    }  # fmt: skip


def _hits(question: dict[str, Any]) -> list[queries.Hit]:
    language, at_submit = question["lang"], question["type"] == "message"
    return queries.search(question["q"], scope=f"{language}:public", language=language, at_submit=at_submit)


def _statements(question: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        _hits(question)
    return len(asked)


def _figures(places: dict[tuple[str, str], list[tuple[int | None, bool]]]) -> dict[str, Any]:
    recall: dict[str, dict[str, float]] = defaultdict(dict)
    ranks: dict[str, list[float]] = defaultdict(list)
    for (language, kind), found in sorted(places.items()):
        recall[language][kind] = round(fmean(place is not None and place < 5 for place, _any in found), 3)
        ranks[language].append(fmean(0 if place is None else 1 / (place + 1) for place, _any in found))
    empty = sum(not any_hit for found in places.values() for _place, any_hit in found)
    return {"mrr": {each: round(fmean(ranks[each]), 3) for each in ranks}, "recall": recall, "empty": empty}


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(Path(os.environ.get("FAQ_DATA") or OWN) / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
