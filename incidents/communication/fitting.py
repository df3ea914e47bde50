"""An update as one network takes it: its sentence and link, within the network's own length. No query.

A text derived from the canonical one is cut to fit. One that people wrote for this kind of channel
is theirs: it is never cut, and what does not fit is said before anything is sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.delivery.networks import Network
from core.text import lengths, lines, markdown, plaintext
from core.text.lengths import Measure, Rule
from core.text.translations import Language
from core.web.errors import Invalid
from incidents.communication import rendering
from incidents.communication.bulletin import Bulletin
from incidents.communication.texts import Chosen
from incidents.subscribers import links

SENTENCE = 2_000  # letters of the first sentence; the network's own rule cuts what is longer


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a reader on one network gets. `written`: by a person for this kind of channel, so never cut."""

    network: str
    label: str | Promise
    subject: str
    text: str
    audience: str  # whose text it is, which may be one it falls back to
    language: str
    fell_back: bool
    written: bool
    measure: Measure

    @property
    def too_long(self) -> bool:
        return self.measure.too_long


def fit(bulletin: Bulletin, network: Network, rule: Rule, *, audience: str, language: str) -> Fitted:
    """Raises `Invalid` when nothing is written for this audience."""
    found = rendering.concealed(bulletin, rendering.chosen(bulletin, audience, network.takes, language))
    written = found.text.channel_kind == network.takes
    head, tail = _head(bulletin, network, found, language), _tail(bulletin, network, language)
    whole = rule.prepared(head + tail)
    text = whole if written else lengths.fit(head, tail, rule)
    subject = rendering.heading(bulletin, found, language) if network.headed else ""
    measure = rule.measure(text)
    text = text.replace(_way_out(bulletin, language), rendering.MARKERS["unsubscribe_url"])
    return Fitted(
        network=network.name,
        label=network.label,
        subject=subject,
        text=text,
        audience=found.text.audience,
        language=found.text.language,
        fell_back=found.fell_back,
        written=written,
        measure=measure,
    )


def _head(bulletin: Bulletin, network: Network, found: Chosen, language: str) -> str:
    if network.takes == "chat":
        said = plaintext.render(found.text.text)
    else:
        said = lines.one_line(markdown.plain(found.text.text))
        if network.paid and found.text.channel_kind != network.takes:
            said = lines.first_sentence(said, SENTENCE)
    if found.fell_back:
        with translation.override(language):
            said = f"[{Language(found.text.language).label}] {said}"
    page = bulletin.mastheads[language].name
    return f"{page}: {said}" if network.named and not said.startswith(page) else said


def _tail(bulletin: Bulletin, network: Network, language: str) -> str:
    """The link, and the way out where each message must show one; a stand-in of the same length until it is sent."""
    link = bulletin.link(language)
    tail = f"\n{link}" if network.takes == "chat" else f" {link}"
    if not network.way_out:
        return tail
    with translation.override(language):
        return f"{tail}\n" + _("Stop: %(link)s") % {"link": _way_out(bulletin, language)}


def _way_out(bulletin: Bulletin, language: str) -> str:
    return links.short_sample(bulletin.mastheads[language].url)


def shown(
    bulletin: Bulletin, rules: Mapping[str, tuple[Network, Rule]], *, audience: str, language: str
) -> tuple[Fitted, ...]:
    """What each network would show a reader; nothing where nothing is written."""
    try:
        return tuple(
            fit(bulletin, network, rule, audience=audience, language=language) for network, rule in rules.values()
        )
    except Invalid:
        return ()


def everywhere(
    bulletin: Bulletin, rules: Mapping[str, tuple[Network, Rule]], audiences: Iterable[str]
) -> dict[tuple[str, str, str], Fitted]:
    """By audience, network and language. Raises `Invalid` naming every text its network would refuse."""
    found = {
        (audience, name, language): fit(bulletin, network, rule, audience=audience, language=language)
        for audience in audiences
        for name, (network, rule) in rules.items()
        for language in Language.values
    }
    # One text may be read by several audiences, and in several languages: it is named once.
    longest: dict[tuple[str, str, str], Fitted] = {}
    for each in found.values():
        key = (each.network, each.audience, each.language)
        if each.too_long and (key not in longest or each.measure.used > longest[key].measure.used):
            longest[key] = each
    if longest:
        raise Invalid({"texts": [_problem(each) for each in longest.values()]})
    return found


def _problem(each: Fitted) -> str:
    text = _("%(network)s, %(audience)s, %(language)s: %(used)d characters; at most %(limit)d fit. Shorten the text.")
    return text % {
        "network": each.label,
        "audience": each.audience,
        "language": Language(each.language).label,
        "used": each.measure.used,
        "limit": each.measure.limit,
    }
