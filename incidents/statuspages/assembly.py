"""From rows to the frozen page, in one language. Reads nothing."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.text.translations import FALLBACK
from incidents.catalogue.states import RANK, worst
from incidents.communication.states import ChannelKind
from incidents.response.states import ClosureReason
from incidents.statuspages import bars, expected, labels, standing
from incidents.statuspages.page import (
    OVER,
    Chip,
    ComponentLine,
    Day,
    Group,
    IncidentCard,
    Page,
    UpdateCard,
    Wording,
    Words,
)
from incidents.statuspages.source import Harm, Row, Source

PAST_DAYS = 15
CARDS_KEPT = 2000
_cards: dict[tuple[int, str], IncidentCard | None] = {}


class Assembler:
    """Turns one source into pages; keeps what does not differ between languages."""

    def __init__(self, source: Source, time_zone: str, language: str) -> None:
        self.source, self.language, self.zone = source, language, ZoneInfo(time_zone)
        self.time_zone = time_zone
        self.components = source.once("components", lambda: {row["id"]: row for row in source.components})
        self.known = source.once("known", lambda: {row["public_id"] for row in source.components})
        self.of_incident = source.by("incident_id")

    def words(self, kind: str, owner: int | None, canonical: str) -> Words:
        """In the reader's language, else in English, else as staff call it."""
        rows = self.source.names.get((kind, owner), {})
        row = rows.get(self.language) or rows.get(FALLBACK)
        return Words(row["text"], row["language"]) if row else Words(canonical)

    def wording(self, statuspage: int | None) -> Wording:
        """What the page says of its own accord: in the reader's language, else in English, else nothing."""
        intro, footer = (self.words(kind, statuspage, "") for kind in ("intro", "footer"))
        rows = self.source.names.get(("support", statuspage), {})
        row = rows.get(self.language) or rows.get(FALLBACK)
        support = Words(row["text"], row["language"]) if row else Words("")
        return Wording(intro, support, row["more"] if row else "", footer)

    def description(self, row: Row) -> Words:
        rows = self.source.names.get(("component", row["id"]), {})
        translated = rows.get(self.language)
        return (
            Words(translated["more"], self.language) if translated and translated["more"] else Words(row["description"])
        )

    def chip(self, impact: Row) -> Chip:
        component = self.components[impact["component_id"]]
        name = self.words("component", component["id"], component["name"])
        region = impact["region_id"] and self.words("region", impact["region_id"], impact["region_name"])
        return Chip(name, region or None, impact["status"], impact["ended_at"])

    def harm(self, row: Row) -> Harm:
        return self.source.once(("harm", row["id"], self.time_zone), lambda: self._harm(row))

    def _harm(self, row: Row) -> Harm:
        impacts = self.source.by("component_id").get(row["id"], [])
        known_from = max(self.first_day(), row["start_on"] or date.min)
        start, at = datetime.combine(known_from, time(), self.zone), self.source.at
        flat = bars.flat(tuple((i["status"], i["started_at"], i["ended_at"]) for i in impacts), start, at)
        return Harm(
            current=tuple(each for each in impacts if each["ended_at"] is None),
            marks=bars.marks(flat, self.zone),
            known_from=known_from,
            uptime=bars.uptime(flat, start, at),
            touched_at=tuple(each["ended_at"] or each["started_at"] for each in impacts),
        )

    def component(self, row: Row) -> ComponentLine:
        harm = self.harm(row)
        return ComponentLine(
            public_id=row["public_id"],
            name=self.words("component", row["id"], row["name"]),
            description=self.description(row),
            status=worst([each["status"] for each in harm.current]),
            regions=tuple(self.chip(each) for each in harm.current if each["region_id"]),
            harmed_everywhere=any(not each["region_id"] for each in harm.current),
            marks=harm.marks,
            known_from=harm.known_from,
            uptime=harm.uptime,
            group_id=row["group_public_id"],
            position=row["position"],
            showcase=row["showcase"],
            only_show_if_degraded=row["only_show_if_degraded"],
            start_on=row["start_on"],
            created_at=row["created_at"],
            updated_at=max((row["updated_at"], *harm.touched_at)),
        )

    def first_day(self) -> date:
        return self.source.at.astimezone(self.zone).date() - timedelta(days=bars.DAYS - 1)

    def groups(self) -> tuple[Group, ...]:
        """Groups in their order; components without one come first under no heading."""
        lines: dict[int | None, list[ComponentLine]] = defaultdict(list)
        heads: dict[int | None, Row] = {}
        for row in self.source.components:
            lines[row["group_id"]].append(self.component(row))
            heads.setdefault(row["group_id"], row)
        groups = [self.group(head, tuple(lines[key])) for key, head in heads.items()]
        return tuple(sorted(groups, key=lambda group: (bool(group.public_id), group.position)))

    def group(self, head: Row, lines: tuple[ComponentLine, ...]) -> Group:
        key = head["group_id"]
        return Group(
            public_id=head["group_public_id"] or "",
            name=self.words("group", key, head["group_name"]) if key else Words(""),
            position=head["group_position"] or 0,
            status=worst([line.status for line in lines]),
            created_at=head["group_created_at"],
            updated_at=head["group_updated_at"],
            components=lines,
        )

    def updates(self, incident: Row) -> tuple[UpdateCard, ...]:
        """Newest first; an update with no public text in any language stays unseen."""
        by_update: dict[int, list[Row]] = {}
        for row in self.source.variants.get(incident["id"], ()):
            by_update.setdefault(row["update_id"], []).append(row)
        at_of = {key: rows[0]["at"] for key, rows in by_update.items()}
        corrected = {rows[0]["corrects"]: rows[0]["at"] for rows in by_update.values() if rows[0]["corrects"]}
        cancelled = is_cancelled(incident)
        cards = (self.update(key, rows, at_of, corrected, cancelled=cancelled) for key, rows in by_update.items())
        return tuple(card for card in cards if card)

    def update(self, key: int, rows: list[Row], at_of: dict, corrected: dict, *, cancelled: bool) -> UpdateCard | None:
        general, technical = self.best(rows, self.source.audiences), self.best(rows, ("technical",))
        told = general or technical
        if told is None:
            return None
        detail = technical if general and technical and technical["text"] != general["text"] else None
        return UpdateCard(
            **{name: told[name] for name in ("public_id", "sequence", "phase", "state", "at", "subject", "text")},
            html=told["html"] or labels.paragraphs(told["text"]),
            language=told["language"],
            detail=(detail["html"] or labels.paragraphs(detail["text"])) if detail else "",
            detail_language=detail["language"] if detail else "",
            corrects_at=at_of.get(told["corrects"]),
            corrected_at=corrected.get(key),
            notify=told["notify"],
            expected=expected.read(told["eta"]) if told["eta"] else None,
            calls_off=cancelled and told["state"] in OVER,
            affected=tuple(
                (each["code"], each["name"], each["old_status"], each["new_status"])
                for each in told["affected"] or ()
                if each.get("code") in self.known
            ),
        )

    def best(self, rows: list[Row], audiences: tuple[str, ...]) -> Row | None:
        """The variant for the first of these audiences that is written for: the reader's language, else English, else
        any, before the audience (a plain text understood beats a detailed one that isn't); page text before canonical.
        """
        mine = [row for row in rows if row["slug"] in audiences]
        order = {self.language: 0, FALLBACK: 1}
        return min(
            mine,
            key=lambda row: (
                order.get(row["language"], 2),
                audiences.index(row["slug"]),
                row["channel_kind"] != ChannelKind.PAGE,
            ),
            default=None,
        )

    def incident(self, row: Row) -> IncidentCard | None:
        """The card; the same object as last time when nothing it is made of has changed."""
        version = f"{self.source.version(row)}{self.language}"
        key = (row["id"], version)
        if key not in _cards:
            if len(_cards) >= CARDS_KEPT:
                _cards.clear()
            _cards[key] = self.new_incident(row, version)
        return _cards[key]

    def new_incident(self, row: Row, version: str) -> IncidentCard | None:
        updates = self.updates(row)
        if not updates:
            return None
        state = updates[0].state
        impacts = [each for each in self.of_incident.get(row["id"], ()) if each["component_id"] in self.components]
        over = state in OVER
        monitoring = [each.at for each in updates if each.state == "monitoring"]
        ended = (row["impact_ended_at"] or row["resolved_at"] or updates[0].at) if over else None
        promised = None if over else row["next_update_at"]
        hoped = None if over else expected.standing(updates)
        return IncidentCard(
            **{name: row[name] for name in ("reference", "public_id", "kind", "scheduled_for", "scheduled_until")},
            version=version,
            title=self.words("incident", row["id"], row["title"]),
            state=state,
            impact=standing.impact_word(row, impacts),
            chips=self.chips(impacts, over),
            component_ids=tuple(dict.fromkeys(self.components[i["component_id"]]["public_id"] for i in impacts)),
            third_party=row["third"] or "",
            third_party_url=row["third_url"] or "",
            started_at=row["scheduled_for"] or row["impact_started_at"] or row["declared_at"],
            ended_at=ended,
            over_here_at=None if over else self.source.over_here.get(row["id"]),
            created_at=row["declared_at"],
            updated_at=max(row["updated_at"], updates[0].at) if row["updated_at"] <= self.source.at else updates[0].at,
            monitoring_at=min(monitoring, default=None),
            next_update_at=promised,
            cancelled=is_cancelled(row),
            times_rescheduled=row["times_rescheduled"],
            late=promised is not None and promised < self.source.at,
            expected=hoped,
            expected_late=hoped is not None and hoped.latest < self.source.at,
            updates=updates,
        )

    def chips(self, impacts: list[Row], over: bool) -> tuple[Chip, ...]:
        """While it lasts: what is harmed and what has recovered. Afterwards: the worst there was."""
        last: dict[tuple, Row] = {}
        for row in impacts:
            key = (row["component_id"], row["region_id"])
            if not over or key not in last or RANK[row["status"]] > RANK[last[key]["status"]]:
                last[key] = row
        return tuple(self.chip(row) for row in last.values())

    def days(self, cards: tuple[IncidentCard, ...]) -> tuple[Day, ...]:
        """The last days, newest first, each with the incidents that began on it and are over for this page."""
        by_day = defaultdict(list)
        for card in cards:
            if not card.lasts_here:
                by_day[card.started_at.astimezone(self.zone).date()].append(card)
        today = self.source.at.astimezone(self.zone).date()
        days = (today - timedelta(days=back) for back in range(PAST_DAYS))
        return tuple(Day(on, tuple(by_day.get(on, ()))) for on in days)


def is_cancelled(incident: Row) -> bool:
    return incident["closure_reason"] == ClosureReason.CANCELLED


def page(source: Source, statuspage: Any, language: str, url: str) -> Page:
    """The frozen page of `statuspage` in `language`."""
    assembler = Assembler(source, statuspage.time_zone, language)
    groups = assembler.groups()
    cards = tuple(card for card in map(assembler.incident, source.incidents) if card)
    lines = tuple(line for group in groups for line in group.components)
    moments = [line.updated_at for line in lines] + [card.updated_at for card in cards]
    return Page(
        public_id=statuspage.public_id,
        name=assembler.words("page", statuspage.pk, statuspage.name),
        url=url,
        language=language,
        time_zone=statuspage.time_zone,
        as_of=source.at,
        updated_at=max(moments, default=source.at),
        status=standing.status_of(lines, cards),
        groups=groups,
        recent=cards,
        days=assembler.days(cards),
        languages=statuspage.offered,
        wording=assembler.wording(statuspage.pk),
        is_private=statuspage.is_private,
        known_since=source.known_since,
        zone=assembler.zone,
        secrets=source.secrets.get(language, ()),
    )
