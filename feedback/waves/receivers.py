"""What a wave keeps of those who wrote: a reference, and words that several used. Both are looked after here."""

from django.db.models import QuerySet
from django.utils.translation import ngettext

from feedback.threads import personal
from feedback.threads.models import Thread
from feedback.waves import actions
from feedback.waves.models import Wave


def _of(threads: QuerySet[Thread]) -> QuerySet[Wave]:
    """Those whose evidence these conversations are."""
    return Wave.objects.filter(evidence__thread__in=threads).distinct()


personal.register(
    personal.Part(
        name="waves",
        label=lambda n: ngettext("%d wave of reports", "%d waves of reports", n) % n,
        rows=_of,
        forget=actions.forget_words,
    )
)
