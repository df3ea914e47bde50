"""Scene wording: precision and recall of the linter on the labelled set, by rule and language (tests/data/wording)."""

import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import django

from incidents.wording.linter import Draft, Fact, Supplier, check
from tests.bench.child import ROOT, goal, measured

FOLDER = ROOT / "tests/data/wording"
LANGUAGES = ("en", "fr", "ja")
SPLITS = ("dev", "held", "fresh", "second", "third")
GOAL = 0.9
TYPICAL_MS, LONG_MS = 5, 200


def run(quick: bool) -> dict[str, Any]:
    found = measured("tests.bench.wording")
    goals = {
        f"{language}_{figure}_{split}": goal(found["overall"][split][language][figure], ">=", GOAL)
        for split in ("all", "held")
        for language in LANGUAGES
        for figure in ("precision", "recall")
    }
    goals |= {
        f"{language}_{rule}": goal(min(each["precision"] or 0, each["recall"] or 0), ">=", GOAL)
        for language, rules in found["by_rule"].items()
        for rule, each in rules.items()
    }
    goals |= {
        "typical_ms": goal(found["typical_ms"], "<=", TYPICAL_MS),
        "long_ms": goal(found["long_ms"], "<=", LONG_MS),
    }
    return {"measured": found, "goals": goals}


def labelled(language: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(FOLDER, f"{language}.jsonl").read_text().splitlines()]


def drafted(row: dict[str, Any], language: str) -> Draft:
    """A row of the set as the linter takes it; a row without facts has a ledger with nothing on it."""
    moment = row.get("next_update_at")
    return Draft(
        text=row["text"],
        language=language,
        phase=row["phase"],
        audience=row["audience"],
        channel_kind=row["channel_kind"],
        facts={key: Fact(state, text) for key, (state, text) in row.get("facts", {}).items()},
        suppliers=tuple(Supplier(tuple(names), "alias") for names in row.get("suppliers", ())),
        components=tuple(row["components"]),
        regions=tuple(row["regions"]),
        next_update_at=datetime.fromisoformat(moment) if moment else None,
        networks=tuple(row.get("networks", ())),
    )


def judged(language: str, split: str) -> Iterable[tuple[dict[str, Any], set[str], set[str]]]:
    """Each row with the rules its label names and those the linter found."""
    for row in labelled(language):
        if split in ("all", row["split"]):
            yield row, set(row["labels"]), {finding.rule for finding in check(drafted(row, language))}


def figures(true: int, extra: int, missed: int) -> dict[str, Any]:
    """`n` is how many labels there are; a figure is null where there is nothing to divide by."""
    return {
        "n": true + missed,
        "precision": round(true / (true + extra), 3) if true + extra else None,
        "recall": round(true / (true + missed), 3) if true + missed else None,
    }


def score(language: str, split: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Over all rules, and by rule."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for _row, wanted, found in judged(language, split):
        for rule in wanted | found:
            counts[rule][0 if rule in wanted & found else 1 if rule in found else 2] += 1
    total = [sum(column[place] for column in counts.values()) for place in range(3)]
    return figures(*total), {rule: figures(*counts[rule]) for rule in sorted(counts)}


def milliseconds() -> tuple[float, float]:
    """A typical message, and one of 20,000 letters; the slowest language, the middle of several tries."""
    typical, long = [], []
    for language in LANGUAGES:
        rows = [drafted(row, language) for row in labelled(language)]
        text = " ".join(row.text for row in rows)
        whole = drafted(labelled(language)[0] | {"text": (text * (20_000 // len(text) + 1))[:20_000]}, language)
        typical.append(statistics.median(timed(check, row) for row in rows for _ in range(3)))
        long.append(statistics.median(timed(check, whole) for _ in range(3)))
    return max(typical), max(long)


def timed(do: Any, what: Any) -> float:
    start = time.process_time()
    do(what)
    return (time.process_time() - start) * 1000


def measure() -> dict[str, Any]:
    typical, long = milliseconds()
    return {
        "messages": {language: len(labelled(language)) for language in LANGUAGES},
        "overall": {
            split: {language: score(language, split)[0] for language in LANGUAGES} for split in ("all", *SPLITS)
        },
        "by_rule": {language: score(language, "all")[1] for language in LANGUAGES},
        "typical_ms": round(typical, 2),
        "long_ms": round(long, 1),
    }


def table() -> str:
    """For docs/wording.md: the figures of every rule as Markdown."""
    by_rule = {language: score(language, "all")[1] for language in LANGUAGES}
    lines = [f"| rule | {' | '.join(LANGUAGES)} |", "|---" * (len(LANGUAGES) + 1) + "|"]
    for rule in sorted({rule for found in by_rule.values() for rule in found}):
        cells = (_cell(by_rule[language].get(rule)) for language in LANGUAGES)
        lines.append(f"| {rule} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(found: dict[str, Any] | None) -> str:
    if not found or found["precision"] is None or found["recall"] is None:
        return "–"
    return f"{found['precision']:.2f} / {found['recall']:.2f} ({found['n']})"


def mistakes() -> None:
    """For people: what the linter says of the rows against their labels."""
    for language in LANGUAGES:
        for row, wanted, found in judged(language, "all"):
            if wanted != found:
                print(row["id"], "missed", sorted(wanted - found), "extra", sorted(found - wanted))
                print("   ", row["text"][:160])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    if sys.argv[1:] == ["mistakes"]:
        mistakes()
    else:
        print(table())
