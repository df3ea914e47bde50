from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from feedback.threads.models import Thread

TAKE = "feedback.take_crisiscall"


class CrisisCallQuerySet(models.QuerySet["CrisisCall"]):
    def unconfirmed(self) -> "CrisisCallQuerySet":
        """Nobody has said "I have it" yet, and it is still a crisis."""
        return self.filter(confirmed_at=None, ended_at=None)


class CrisisCall(models.Model):
    """The leads are called because of a thread, until one of them says "I have it".

    `rounds` counts how often they were called, `told` whom. It ends by itself when the thread turns out to be none.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="crisis_calls")
    called_at = models.DateTimeField(_("called at"))
    called_by = models.CharField(_("called by"), max_length=200)
    rounds = models.PositiveSmallIntegerField(_("times called"), default=0)
    last_called_at = models.DateTimeField(_("last called"), null=True)
    last_called_by = models.CharField(max_length=200, blank=True)
    told = models.JSONField(_("told"), default=list)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_by = models.CharField(_("has it"), max_length=200, blank=True)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(_("called off"), null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    objects = CrisisCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("crisis call")
        verbose_name_plural = _("crisis calls")
        permissions = [("take_crisiscall", "Can take a crisis that a customer told us of")]
        indexes = [models.Index(fields=["-called_at", "-id"], name="crisis_call_newest")]
        constraints = [
            models.UniqueConstraint(fields=["thread"], condition=Q(ended_at=None), name="crisis_call_one_a_thread"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(confirmed_by=""), name="crisis_call_confirmed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.thread.reference if self.thread_id else ""
