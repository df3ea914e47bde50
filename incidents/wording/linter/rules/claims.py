"""A message can't claim what isn't on the ledger (practice P2, domain: Facts)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from incidents.wording.linter.draft import Level
from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule


def claim_data_safe(reading: Reading) -> Iterator[Hit]:
    """Blocks where a ledger is kept and does not confirm it."""
    if reading.draft.confirmed("data_safe"):
        return
    level = Level.WARN if reading.draft.facts is None else Level.BLOCK
    for _sentence, match in reading.every(reading.words.data_safe):
        yield Hit(*reading.raw(*match.span()), level=level)


def claim_recovered(reading: Reading) -> Iterator[Hit]:
    """ "Fully", "everything", "everywhere"; not where it is hoped for, denied or in part."""
    if reading.draft.confirmed("recovered_evidence"):
        return
    for sentence, match in reading.every(reading.words.recovered):
        if not reading.words.not_yet.search(reading.low, sentence.start, match.end()) and not (
            reading.words.counts_letters and reading.words.not_yet.search(reading.low, match.end(), sentence.end)
        ):
            yield Hit(*reading.raw(*match.span()))


def claim_number(reading: Reading) -> Iterator[Hit]:
    if reading.draft.fact("affected_now", "affected_worst"):
        return
    for _sentence, match in reading.every(reading.words.number):
        yield Hit(*reading.raw(*match.span()))


RULES = (
    Rule(
        id="claim_data_safe",
        practice="P2",
        name=_("Safe without proof"),
        message=_("Nobody has confirmed that data is safe. Have the fact confirmed, or leave it out."),
        check=claim_data_safe,
        level=Level.BLOCK,
        bad="Rest assured: no data was affected.",
        good="We do not know yet whether data is concerned. We are checking, and will tell you either way.",
    ),
    Rule(
        id="claim_recovered",
        practice="P2",
        name=_("Over without proof"),
        message=_("Nothing on the ledger shows that all of it is over. Say what works and where, or add the evidence."),
        check=claim_recovered,
        bad="Everything is fully restored.",
        good="Playback works again in France since 19:00 UTC.",
    ),
    Rule(
        id="claim_number",
        practice="P2",
        name=_("A number without a fact"),
        message=_("This number is not among the facts. Record where it comes from."),
        check=claim_number,
        bad="Less than 2% of users are affected.",
    ),
)
