"""A question with its answers for search engines: schema.org's QAPage as JSON-LD. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# Inside a <script> nothing may look like its end or like markup.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    url: str
    at: datetime
    author: str
    upvotes: int
    accepted: bool
    by_us: bool


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    text: str
    url: str
    at: datetime
    author: str
    language: str


def document(question: Question, answers: Iterable[Answer], *, publisher: str) -> str:
    """The script's content. Give at least one answer: a question without any is no QAPage."""
    answers = list(answers)
    entity = {
        "@type": "Question",
        "name": question.name,
        "text": question.text,
        "answerCount": len(answers),
        "datePublished": question.at.isoformat(),
        "author": _person(question.author),
        "url": question.url,
        "inLanguage": question.language,
    }
    for kind, accepted in (("acceptedAnswer", True), ("suggestedAnswer", False)):
        told = [_answer(each, publisher) for each in answers if each.accepted == accepted]
        if told:
            entity[kind] = told
    page = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": entity}
    return json.dumps(page, ensure_ascii=False).translate(_ESCAPES)


def _answer(answer: Answer, publisher: str) -> dict[str, Any]:
    return {
        "@type": "Answer",
        "text": answer.text,
        "url": answer.url,
        "datePublished": answer.at.isoformat(),
        "upvoteCount": answer.upvotes,
        "author": {"@type": "Organization", "name": publisher} if answer.by_us else _person(answer.author),
    }


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}
