"""The rows of the flowchart editor: read from what was typed, changed by buttons, written as fields."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language
from incidents.communication.states import ChannelKind, Phase
from incidents.playbooks import definition
from incidents.playbooks.definition import FIELDS, MOST_ANSWERS, MOST_NODES
from incidents.playbooks.flow import Flow
from incidents.playbooks.reading import Problem, Reader
from incidents.playbooks.states import NodeKind, Outcome, Until
from incidents.response.states import Role

Row = dict[str, Any]
LISTS, NUMBERS = ("roles", "channels"), ("deadline", "minutes")
BLANK = [("", "–")]


def _line(label: Any, **attrs: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}))


def _pick(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[*BLANK, *choices])


def _several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)


class NodeForm(forms.Form):
    """One node. It only draws fields: what was typed is read and judged by `incidents.playbooks.definition`."""

    key = _line(_("Key"), **{"class": "node-key"})
    kind = forms.ChoiceField(label=_("Kind"), choices=NodeKind.choices)
    text_en = _line(_("Words (English)"), lang="en")
    text_fr = _line(_("Words (French)"), lang="fr")
    text_ja = _line(_("Words (Japanese)"), lang="ja")
    roles = _several(_("Roles"), Role.choices)
    phase = _pick(_("Phase"), Phase.choices)
    audience = _line(_("Audience"), list="playbook-audiences")
    channels = _several(_("Channels"), ChannelKind.choices)
    template = _line(_("Template"), list="playbook-templates")
    deadline = _line(_("Within minutes"), inputmode="numeric")
    minutes = _line(_("Minutes"), inputmode="numeric")
    until = _pick(_("Until"), Until.choices)
    playbook = _line(_("Playbook"), list="playbook-slugs")
    fact = _line(_("Fact it helps to find"), list="playbook-facts")
    outcome = _pick(_("Outcome"), Outcome.choices)
    next = _line(_("Next node"), list="playbook-keys")

    def __init__(self, row: Row, index: int) -> None:
        super().__init__(initial=row, prefix=f"nodes-{index}")
        kept = {"key", "kind", "text_en", "text_fr", "text_ja", *FIELDS.get(row["kind"], ())}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]

    @property
    def particular(self) -> list[forms.BoundField]:
        """The fields that only this kind has."""
        return [self[name] for name in self.fields if name not in {"key", "kind", "text_en", "text_fr", "text_ja"}]


class AnswerForm(forms.Form):
    key = _line(_("Key"))
    text_en = _line(_("English"), lang="en")
    text_fr = _line(_("French"), lang="fr")
    text_ja = _line(_("Japanese"), lang="ja")
    next = _line(_("Leads to"), list="playbook-keys")

    def __init__(self, row: Row, node: int, index: int) -> None:
        super().__init__(initial=row, prefix=f"nodes-{node}-answers-{index}")


class ChartForm:
    """All rows of a chart. `flow` and `problems` are what reading them gave; `opened` is the row last worked on."""

    def __init__(self, rows: list[Row], opened: int | None = None) -> None:
        self.rows, self.opened = rows, opened
        reader = Reader()
        self.flow: Flow = definition.read([_data(row) for row in rows], reader)
        self.problems: list[Problem] = reader.problems

    @classmethod
    def of(cls, flow: Flow) -> "ChartForm":
        return cls([_row(node) for node in definition.write(flow)])

    @classmethod
    def typed(cls, post: QueryDict) -> "ChartForm":
        """From a submitted form, changed as its button asks: `do` is "add 3", "up 3", "answer 3", "drop 3 1" …"""
        rows = [_typed(post, f"nodes-{index}") for index in range(_count(post, "nodes", MOST_NODES))]
        verb, *numbers = post.get("do", "").split(" ")
        places = [int(number) for number in numbers if number.isdigit() and len(number) < 4]
        return cls(rows, _changed(rows, verb, places))

    @property
    def forms(self) -> list[dict[str, Any]]:
        """For the template: each row with its form, its answers and what is wrong with it."""
        wrong: dict[int, list[str]] = {}
        for problem in self.problems:
            if len(problem.path) > 1:
                wrong.setdefault(int(problem.path[1]), []).append(problem.text)
        return [
            {
                "index": index,
                "row": row,
                "form": NodeForm(row, index),
                "answers": [AnswerForm(answer, index, at) for at, answer in enumerate(row["answers"])],
                "problems": wrong.get(index, []),
                "label": NodeKind(row["kind"]).label,
                "is_open": index == self.opened or index in wrong,
                "is_asked": index == self.opened,
                "is_question": row["kind"] == NodeKind.QUESTION,
            }
            for index, row in enumerate(self.rows)
        ]

    @property
    def keys(self) -> list[str]:
        return [row["key"] for row in self.rows]


def _count(post: QueryDict, prefix: str, most: int) -> int:
    text = post.get(f"{prefix}-count", "0")
    return min(int(text), most) if text.isdigit() and len(text) < 5 else 0


def _texts(post: QueryDict, prefix: str) -> Row:
    return {f"text_{language}": post.get(f"{prefix}-text_{language}", "") for language in Language.values}


def _typed(post: QueryDict, prefix: str) -> Row:
    row: Row = {name: post.get(f"{prefix}-{name}", "") for name in NodeForm.base_fields if name not in LISTS}
    row |= {name: post.getlist(f"{prefix}-{name}") for name in LISTS}
    if row["kind"] not in NodeKind.values:
        row["kind"] = NodeKind.STEP.value
    row["answers"] = [
        {
            "key": post.get(f"{prefix}-answers-{index}-key", ""),
            "next": post.get(f"{prefix}-answers-{index}-next", ""),
            **_texts(post, f"{prefix}-answers-{index}"),
        }
        for index in range(_count(post, f"{prefix}-answers", MOST_ANSWERS))
    ]
    return row


def _changed(rows: list[Row], verb: str, places: list[int]) -> int | None:
    """Do what the button asks to the rows; the number of the row to open."""
    at = places[0] if places else len(rows)
    if verb == "add" and len(rows) < MOST_NODES:
        rows.insert(at + 1, _blank(rows))
        return min(at + 1, len(rows) - 1)
    if at >= len(rows):
        return None
    if verb == "remove":
        del rows[at]
        return None
    if verb in {"up", "down"}:
        to = at - 1 if verb == "up" else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
            return to
    if verb == "answer" and len(rows[at]["answers"]) < MOST_ANSWERS:
        rows[at]["answers"].append(_no_answer())
    if verb == "drop" and len(places) > 1 and places[1] < len(rows[at]["answers"]):
        del rows[at]["answers"][places[1]]
    if rows[at]["kind"] == NodeKind.QUESTION and not rows[at]["answers"] and verb in {"kind", "redraw"}:
        rows[at]["answers"] = [_no_answer("yes", "Yes", "Oui", "はい"), _no_answer("no", "No", "Non", "いいえ")]
    return at


def _blank(rows: list[Row]) -> Row:
    """A new step under a key nobody has yet."""
    taken = {row["key"] for row in rows}
    key = next(key for key in (f"n{number}" for number in range(1, len(rows) + 2)) if key not in taken)
    empty: Row = dict.fromkeys(NodeForm.base_fields, "")
    return {**empty, **{name: [] for name in LISTS}, "key": key, "kind": NodeKind.STEP.value, "answers": []}


def _no_answer(key: str = "", *words: str) -> Row:
    texts = dict(zip(Language.values, [*words, "", "", ""], strict=False))
    return {"key": key, "next": "", **{f"text_{language}": texts[language] for language in Language.values}}


def _data(row: Row) -> Row:
    """A row as `definition.read` takes it: only what its kind has, nothing empty."""
    found: Row = {"key": row["key"], "kind": row["kind"], "text": _by_language(row)}
    for name in FIELDS[row["kind"]]:
        value: Any = row.get(name)
        if name == "answers":
            value = [{"key": each["key"], "text": _by_language(each), "next": each["next"]} for each in value]
        elif name in NUMBERS:
            value = int(value) if str(value).isdigit() and len(str(value)) < 9 else value or None
        if value not in ("", None, []):
            found[name] = value
    return found


def _by_language(row: Mapping[str, Any]) -> dict[str, str]:
    return {language: row[f"text_{language}"] for language in Language.values if row[f"text_{language}"].strip()}


def _row(node: Row) -> Row:
    """The other way: a written node as the form's initial values."""
    row = {**_blank([]), **{name: value for name, value in node.items() if name not in {"text", "answers"}}}
    row |= {f"text_{language}": node["text"].get(language, "") for language in Language.values}
    row["answers"] = [
        {
            "key": answer["key"],
            "next": answer["next"],
            **{f"text_{language}": answer["text"].get(language, "") for language in Language.values},
        }
        for answer in node.get("answers", [])
    ]
    return row
