from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.threads.models import Message, Thread
from incidents.outlets.models import Outlet


class MentionWatch(models.Model):
    """How far we have read who mentions an account of ours. `since_id` is the network's number of the last one."""

    outlet = models.OneToOneField(Outlet, verbose_name=_("outlet"), on_delete=models.CASCADE, related_name="+")
    account = models.CharField(_("account"), max_length=200, blank=True)
    since_id = models.CharField(max_length=60, blank=True)
    polled_at = models.DateTimeField(_("last look"), null=True)
    retry_at = models.DateTimeField(_("next try"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    error = models.CharField(_("what failed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("watched account")
        verbose_name_plural = _("watched accounts")

    def __str__(self) -> str:
        return self.account or str(self.outlet)


class Mention(models.Model):
    """A post that mentions an account of ours, and the message it has become."""

    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="+")
    remote_id = models.CharField(max_length=60)  # the post's number on the server of our account
    handle = models.CharField(max_length=200)
    is_public = models.BooleanField(default=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="mentions")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outlet", "remote_id"], name="mention_once")]
        indexes = [models.Index(fields=["thread", "-id"], name="mention_newest")]

    def __str__(self) -> str:
        return f"{self.handle} {self.remote_id}"
