from django.db import transaction
from django.db.models import QuerySet

from feedback.waves.actions.propose import summary
from feedback.waves.models import Wave
from incidents.alerts.models import Proposal


@transaction.atomic
def forget_words(waves: QuerySet[Wave]) -> None:
    """Keep the figures of these waves and not the words: a person counts as several who writes from several addresses.

    A wave that still rises learns its words anew from what others wrote; what it is about stays.
    """
    for wave in Wave.objects.filter(pk__in=list(waves.values_list("pk", flat=True))):
        Wave.objects.filter(pk=wave.pk).update(words=[])
        Proposal.objects.filter(pk=wave.proposal_id).update(text=summary(wave))
