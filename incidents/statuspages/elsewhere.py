"""The page as it may be read elsewhere: feeds, JSON, calendar, badge. Suppliers go by their aliases (P9)."""

from dataclasses import replace

from core.text import markdown
from incidents.communication.concealment import Secret, conceal
from incidents.statuspages.page import Chip, ComponentLine, Group, IncidentCard, Page, UpdateCard, Words

CARDS_KEPT = 2000
# By version, which names language, names and aliases.
_cards: dict[str, IncidentCard] = {}
# The last pages and what became of them: a dozen documents are written from each.
_pages: dict[int, tuple[Page, Page]] = {}
PAGES_KEPT = 12
Secrets = tuple[Secret, ...]


def elsewhere(page: Page) -> Page:
    """`page` with every supplier's name replaced in every text; itself where there is no supplier."""
    if not page.secrets:
        return page
    kept = _pages.get(id(page))
    if kept is None or kept[0] is not page:
        if len(_pages) >= PAGES_KEPT:
            _pages.clear()
        kept = _pages[id(page)] = (page, _concealed(page, page.secrets))
    return kept[1]


def _concealed(page: Page, secrets: Secrets) -> Page:
    return replace(
        page,
        name=_words(page.name, secrets),
        groups=tuple(_group(group, secrets) for group in page.groups),
        recent=tuple(_card(card, secrets) for card in page.recent),
        days=tuple(replace(day, incidents=tuple(_card(card, secrets) for card in day.incidents)) for day in page.days),
        secrets=(),
    )


def _words(words: Words, secrets: Secrets) -> Words:
    return replace(words, text=conceal(words.text, secrets)) if words.text else words


def _group(group: Group, secrets: Secrets) -> Group:
    lines = tuple(_line(line, secrets) for line in group.components)
    return replace(group, name=_words(group.name, secrets), components=lines)


def _line(line: ComponentLine, secrets: Secrets) -> ComponentLine:
    return replace(
        line,
        name=_words(line.name, secrets),
        description=_words(line.description, secrets),
        regions=tuple(_chip(chip, secrets) for chip in line.regions),
    )


def _chip(chip: Chip, secrets: Secrets) -> Chip:
    return replace(chip, name=_words(chip.name, secrets))


def _card(card: IncidentCard, secrets: Secrets) -> IncidentCard:
    """Kept by version: a busy page has hundreds of texts, and few of them change."""
    if card.version not in _cards:
        if len(_cards) >= CARDS_KEPT:
            _cards.clear()
        _cards[card.version] = replace(
            card,
            title=_words(card.title, secrets),
            chips=tuple(_chip(chip, secrets) for chip in card.chips),
            third_party="",
            third_party_url="",
            updates=tuple(_update(update, secrets) for update in card.updates),
        )
    return _cards[card.version]


def _update(update: UpdateCard, secrets: Secrets) -> UpdateCard:
    text = conceal(update.text, secrets)
    return replace(
        update,
        subject=conceal(update.subject, secrets),
        text=text,
        # From the text and not from the HTML, where a mark may stand inside a name.
        html=update.html if text == update.text else markdown.render(text),
        detail="",
        affected=tuple((code, conceal(name, secrets), old, new) for code, name, old, new in update.affected),
    )
