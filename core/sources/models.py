from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A program that may hand something in. Its key is shown once; only a digest is kept.

    With `secrets` all it hands in must be signed (`core.web.signatures`); checking needs them in clear.
    """

    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    key_hint = models.CharField(_("key ends with"), max_length=4, editable=False)
    secrets = models.JSONField(default=list, blank=True, editable=False)
    is_active = models.BooleanField(_("accepted"), default=True)
    mapping = models.JSONField(_("where things stand in its JSON"), default=dict, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    last_received_at = models.DateTimeField(_("last message"), null=True, blank=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_signed(self) -> bool:
        """Whether what it hands in must carry a signature."""
        return bool(self.secrets)
