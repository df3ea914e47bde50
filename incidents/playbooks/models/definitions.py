from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.translations import Translation, pick
from core.web.errors import Conflict
from incidents.catalogue.models import Component, one_per_language
from incidents.playbooks import document, states
from incidents.playbooks.flow import Flow
from incidents.playbooks.states import VersionState

KEPT = ("playbook_id", "number", "definition", "basis", "note", "published_at", "published_by")


class PublishedIsKept(Conflict):
    """A published version never changes: write a new draft."""

    code = "published_is_kept"

    def __init__(self, number: int) -> None:
        super().__init__(
            _("Version %(number)d is published and stays as it is. Write a new draft.") % {"number": number}
        )


class PlaybookQuerySet(models.QuerySet["Playbook"]):
    def in_use(self) -> "PlaybookQuerySet":
        """What can be run: not retired, and published."""
        return self.filter(retired_at=None, versions__state=VersionState.PUBLISHED)


class Playbook(models.Model):
    """A plan of action under a name that stays; what it says is in its versions (practice P3).

    `symptoms` are free words; it is offered when one of them or of the components is hit. `awaited` are slugs of
    components that aren't there yet: it stands for each as soon as it comes.
    """

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    components = models.ManyToManyField(Component, verbose_name=_("components"), blank=True, related_name="+")
    symptoms = models.JSONField(_("symptoms"), default=list, blank=True)
    awaited = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    retired_by = models.CharField(max_length=200, blank=True)

    objects = PlaybookQuerySet.as_manager()

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")
        permissions = [
            ("draft_playbook", "Can draft a playbook"),
            ("publish_playbook", "Can publish and retire a playbook"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    def title_in(self, language: str) -> str:
        """Needs `translations` prefetched in lists."""
        row = pick(self.translations.all(), language)
        return row.title if row else self.slug


class PlaybookTranslation(Translation):
    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="translations")
    title = models.CharField(_("title"), max_length=document.LONGEST_TITLE)
    purpose = models.TextField(_("purpose"), blank=True)

    class Meta:
        verbose_name = _("title and purpose")
        verbose_name_plural = _("titles and purposes")
        constraints = one_per_language("playbook")

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class VersionQuerySet(models.QuerySet["PlaybookVersion"]):
    def drafts(self) -> "VersionQuerySet":
        return self.filter(state=VersionState.DRAFT)

    def published(self) -> "VersionQuerySet":
        return self.filter(state=VersionState.PUBLISHED)


class PlaybookVersion(models.Model):
    """The chart as it was at one time. Once published it never changes: runs and reviews rely on it.

    `definition` is the list of nodes (docs/playbooks.md). `revision` counts the savings of a draft.
    """

    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=12, choices=VersionState, default=VersionState.DRAFT)
    definition = models.JSONField(_("definition"), default=list, blank=True)
    basis = models.TextField(_("where the rules come from"), blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.CharField(max_length=200, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    retired_by = models.CharField(max_length=200, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a playbook")
        verbose_name_plural = _("versions of playbooks")
        constraints = [
            models.UniqueConstraint(fields=["playbook", "number"], name="playbookversion_number_once"),
            models.UniqueConstraint(fields=["playbook"], condition=Q(state="draft"), name="playbook_one_draft"),
            models.UniqueConstraint(fields=["playbook"], condition=Q(state="published"), name="playbook_one_published"),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="playbookversion_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="playbookversion_published_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="retired", retired_at__isnull=False)
                | (~Q(state="retired") & Q(retired_at__isnull=True)),
                name="playbookversion_retired_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        """The database refuses as well; here the reason is said in the reader's language."""
        before = getattr(self, "_loaded", {"state": VersionState.DRAFT})
        if before["state"] != VersionState.DRAFT:
            changed = [name for name in KEPT if before[name] is not None and getattr(self, name) != before[name]]
            moved = self.state != before["state"] and self.state not in states.MOVES[before["state"]]
            if changed or moved:
                raise PublishedIsKept(self.number)
        super().save(*args, **kwargs)

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def flow(self) -> Flow:
        """The chart of the definition; a stored one always reads."""
        return document.read_flow(self.definition)

    @classmethod
    def from_db(cls, db: str, field_names: list[str], values: list[object]) -> "PlaybookVersion":
        row = super().from_db(db, field_names, values)
        row._loaded = {name: row.__dict__.get(name) for name in (*KEPT, "state")}
        return row
