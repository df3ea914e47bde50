"""Components and their 90 day bars as one string: 1 ms where template loops take 136 (performance.md)."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.statuspages import labels, moments, tags
from incidents.statuspages.bars import DAYS
from incidents.statuspages.page import ComponentLine, Day, DayMark, Group, Page

STEP, WIDTH, HEIGHT = 6, 4, 30


def runs(days: Iterable[Day]) -> list[tuple[date, date, Day | None]]:
    """Days with incidents one by one; neighbouring quiet days as (last, first, None)."""
    found: list[tuple[date, date, Day | None]] = []
    for day in days:
        if day.incidents:
            found.append((day.on, day.on, day))
        elif found and found[-1][2] is None:
            found[-1] = (found[-1][0], day.on, None)
        else:
            found.append((day.on, day.on, None))
    return found


def group(group: Group, page: Page) -> str:
    """One heading with its components; those shown only while degraded stay away while they are well."""
    shown = [line for line in group.components if not (line.only_show_if_degraded and line.status == "operational")]
    if not shown:
        return ""
    lines = "".join(component(line, page.today, page.language) for line in shown)
    if not group.public_id:
        return f'<ul class="components">{lines}</ul>'
    return (
        f'<section class="group"><h3>{tags.words(group.name)} {state(group.status)}</h3>'
        f'<ul class="components">{lines}</ul></section>'
    )


def state(status: str) -> str:
    return f'<span class="state {tags.status_class(status)}">{tags.icon(status)}{labels.component_state(status)}</span>'


@lru_cache(maxsize=4096)
def component(line: ComponentLine, today: date, language: str) -> str:
    """Name, state, bars and uptime of one component; `language` is the active one, for the memory."""
    regions = "".join(
        f'<li class="chip {tags.status_class(chip.status)}">{tags.icon(chip.status)}'
        f"{tags.words(chip.region)}{labels.colon()}{labels.component_state(chip.status)}</li>"
        for chip in line.regions
    )
    days = bars(line, today, language) if line.showcase else ""
    about = f'<p class="about">{tags.words(line.description)}</p>' if line.description.text else ""
    return (
        f'<li class="component" id="c-{line.public_id}"><div class="line"><span class="name">{tags.words(line.name)}'
        f"</span>{state(line.status)}</div>{about}"
        f"{f'<ul class=chips>{regions}</ul>' if regions else ''}{days}</li>"
    )


def bars(line: ComponentLine, today: date, language: str) -> str:
    """One picture: a dashed line for the quiet days, each day with trouble a link with its own words over it."""
    first = today - timedelta(days=DAYS - 1)
    since = max(0, (line.known_from - first).days) * STEP
    unknown = f'<path class="unknown" d="M0 15H{since}"/>' if since else ""
    marks = "".join(mark_link(mark, (mark.on - first).days, language) for mark in line.marks if mark.on >= first)
    label = ngettext(
        "Last 90 days: %(count)d day with trouble", "Last 90 days: %(count)d days with trouble", len(line.marks)
    ) % {"count": len(line.marks)}
    uptime = "" if line.uptime is None else _("%(percent)s %% uptime") % {"percent": labels.percent(line.uptime)}
    counted = escape(_("Major outages count in full, partial ones for three tenths."))
    past, today_word = _("90 days ago"), _("Today")
    return (
        f'<div class="bars" data-bars="{first.isoformat()}">'
        f'<svg viewBox="0 0 {DAYS * STEP - 2} {HEIGHT}" preserveAspectRatio="none" role="group"'
        f' aria-label="{escape(label)}">{unknown}<path class="quiet" d="M{since} 15H{DAYS * STEP - 2}"/>{marks}</svg>'
        f'<p class="scale"><span>{past}</span><span class="uptime" title="{counted}">{uptime}</span>'
        f"<span>{today_word}</span></p></div>"
    )


@lru_cache(maxsize=8192)
def mark_link(mark: DayMark, index: int, language: str) -> str:
    """One day with trouble; `language` is the active one, for the memory."""
    words = escape(
        _("%(day)s: %(state)s, %(length)s")
        % {
            "day": moments.day(mark.on),
            "state": labels.component_state(mark.status),
            "length": moments.length(mark.seconds),
        }
    )
    return (
        f'<a href="./history/{mark.on:%Y-%m}/#d-{mark.on:%d}" aria-label="{words}">'
        f'<rect class="{tags.status_class(mark.status)}" x="{index * STEP}" width="{WIDTH}" height="{HEIGHT}">'
        f"<title>{words}</title></rect></a>"
    )
