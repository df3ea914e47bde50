"""From the frozen page to HTML. No query, no request: the same bytes for every reader."""

from datetime import date
from itertools import groupby
from typing import Any

from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from incidents.statuspages import baring, bundle, labels, months, v2
from incidents.statuspages.page import Day, IncidentCard, Page

LANGUAGES = (("en", "English"), ("fr", "Français"), ("ja", "日本語"))


def frame(page: Page, path: str) -> dict[str, Any]:
    """What `base/public.html` needs. `root` leads from `path` to the page's home by a relative address,
    so that the same bytes serve /x/ and /fr/x/ and a reader stays in the chosen language."""
    return {
        "page": page,
        "brand": page.name,
        "LANGUAGE_CODE": page.language,
        "languages": offered(page.languages),
        "wording": page.wording,
        "is_private": page.is_private,
        "path": path,
        "root": "../" * (path.count("/") - 1) or "./",
        "stylesheet": static("core/public.css"),
        "script": static("core/public.js"),
    }


def offered(languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Code and own name of the languages a reader may switch to."""
    return tuple(each for each in LANGUAGES if each[0] in languages)


def home(page: Page, version: str) -> str:
    """The status page itself."""
    with translation.override(page.language):
        state, sentence, explanation = labels.banner(page)
        context = frame(page, "/") | {
            "banner_state": state,
            "banner": sentence,
            "banner_more": explanation,
            "components": components(page),
            "runs": baring.runs(page.days),
            "version": version,
            "headline": labels.headline(max(page.open, key=lambda card: card.newest.at)) if page.open else "",
        }
        return get_template("public/page.html").render(context)


def incident(page: Page, card: IncidentCard) -> str:
    """The story of one incident."""
    with translation.override(page.language):
        context = frame(page, f"/incidents/{card.reference}/") | {
            "card": card,
            "version": card.version,
            "headline": labels.headline(card),
        }
        return get_template("public/incident.html").render(context)


def components(page: Page) -> SafeString:
    """The list of components with their day bars, joined as one string (a grid in a template costs 100 ×)."""
    return mark_safe("".join(baring.group(group, page) for group in page.groups))


def history(page: Page, month: date, path: str, *, earlier: bool | None = None) -> str:
    """One month, day by day; `path` is its own or /history/ for the current one.

    `earlier` says whether anything came before, where the page itself does not hold enough to know.
    """
    before = months.has_earlier(page, month) if earlier is None else earlier
    with translation.override(page.language):
        cards = months.of(page, month)
        days = [Day(on, tuple(group)) for on, group in groupby(cards, key=lambda card: months.day_of(card, page))]
        context = frame(page, path) | {
            "month": month,
            "days": days,
            "earlier": months.before(month) if before else None,
            "later": months.after(month) if months.after(month) <= page.today else None,
        }
        return get_template("public/history.html").render(context)


def live(page: Page, version: str) -> bytes:
    """What a page on a screen asks every few seconds: is there something new, and how old is this?"""
    unfinished = {card.reference: card.version for card in page.recent if not card.is_over}
    return v2.encode({"generated_at": v2.moment(page.as_of), "version": version, "incidents": unfinished})


def visible(page: Page) -> tuple[object, ...]:
    """What readers see of the components apart from figures that creep while harm lasts."""
    heads = tuple((group.public_id, group.name, group.position, group.status) for group in page.groups)
    return heads, tuple(
        (
            *(line.public_id, line.name, line.description, line.status, line.regions, line.position, line.group_id),
            *(line.showcase, line.only_show_if_degraded, line.start_on, line.updated_at),
            tuple((mark.on, mark.status) for mark in line.marks),
        )
        for line in page.components
    )


def version(page: Page) -> str:
    """Changes exactly when a reader would see something new (the moment of confirmation apart)."""
    cards = tuple(card.version for card in page.recent)
    own = (page.name, page.wording, page.languages)
    return bundle.fingerprint(own, page.status, visible(page), cards, page.today)
