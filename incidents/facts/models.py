from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.text.translations import Translation, pick
from incidents.catalogue.models import one_per_language
from incidents.facts import clock, states, words
from incidents.facts.words import Answer
from incidents.response.models import Incident
from incidents.response.states import Role


class ChecklistItem(models.Model):
    """One question of the information checklist: a key of `incidents.facts.keys`, or an organisation's own."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    label = models.CharField(_("short name"), max_length=80)
    kind = models.CharField(_("kind of answer"), max_length=12, choices=states.Kind, default=states.Kind.TEXT)
    need = models.CharField(_("needed by"), max_length=16, choices=states.Need, default=states.Need.SCOPING)
    department = models.CharField(_("who usually knows"), max_length=16, choices=states.Department, blank=True)
    publishable = models.BooleanField(_("may fill messages"), default=True)
    position = models.PositiveIntegerField(_("position"), default=100)
    is_active = models.BooleanField(_("asked"), default=True)

    class Meta:
        verbose_name = _("question of the checklist")
        verbose_name_plural = _("questions of the checklist")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=states.Kind.values), name="checklist_kind_known"),
            models.CheckConstraint(condition=Q(need__in=states.Need.values), name="checklist_need_known"),
            models.CheckConstraint(
                condition=Q(department="") | Q(department__in=states.Department.values),
                name="checklist_department_known",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def in_language(self, language: str) -> tuple[str, str]:
        """(short name, question); needs `translations` prefetched in lists."""
        row = pick(self.translations.all(), language)
        return (row.label, row.question) if row else (self.label, self.label)


class ChecklistItemTranslation(Translation):
    item = models.ForeignKey(ChecklistItem, on_delete=models.CASCADE, related_name="translations")
    label = models.CharField(_("short name"), max_length=80)
    question = models.CharField(_("question"), max_length=300)

    class Meta:
        verbose_name = _("question in a language")
        verbose_name_plural = _("question per language")
        constraints = one_per_language("item")

    def __str__(self) -> str:
        return self.question


class Fact(models.Model):
    """What is known about one key in one incident; `current` is the present answer, `version` its number."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="facts")
    key = models.SlugField(_("key"), max_length=40)
    kind = models.CharField(_("kind of answer"), max_length=12, choices=states.Kind)
    publishable = models.BooleanField(_("may fill messages"), default=True)
    current = models.OneToOneField("FactAnswer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [
            models.UniqueConstraint(fields=["incident", "key"], name="fact_once"),
            models.CheckConstraint(condition=Q(kind__in=states.Kind.values), name="fact_kind_known"),
        ]

    def __str__(self) -> str:
        return self.key

    def answer(self) -> Answer | None:
        """The present answer as the pure modules take it; needs `current` loaded in lists."""
        return self.current.as_answer(self) if self.current else None


class FactAnswer(models.Model):
    """One answer, never changed: the next one supersedes it (a trigger holds this).

    `meaning` is the number of the answer since which readers would be told the same: a better
    wording or a confirmation keeps it.
    """

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveIntegerField()
    meaning = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=states.State)
    value = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered at"))
    answered_by = models.CharField(_("answered by"), max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), null=True, blank=True, related_name="+"
    )
    role = models.CharField(_("role"), max_length=24, choices=Role, blank=True)
    supersedes = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["fact", "number"], name="answer_number_once"),
            models.CheckConstraint(condition=Q(state__in=states.State.values), name="answer_state_known"),
            models.CheckConstraint(condition=Q(role="") | Q(role__in=Role.values), name="answer_role_known"),
            models.CheckConstraint(condition=Q(meaning__lte=models.F("number")), name="answer_meaning_before"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} #{self.number}"

    @property
    def shown(self) -> str:
        """As staff reads it, in the active language; needs `fact` loaded in lists."""
        return words.shown(self.as_answer(self.fact), get_language() or "en", clock.short)

    def as_answer(self, fact: Fact) -> Answer:
        return Answer(
            key=fact.key,
            kind=fact.kind,
            state=self.state,
            value=self.value,
            texts=self.texts,
            publishable=fact.publishable,
            number=self.number,
            meaning=self.meaning,
            answer_id=self.pk,
            source=self.source,
            by=self.answered_by,
            role=self.role,
            at=self.answered_at,
        )


class FactRequestQuerySet(models.QuerySet["FactRequest"]):
    def open(self) -> "FactRequestQuerySet":
        return self.filter(settled_at=None)

    def overdue(self, at: datetime) -> "FactRequestQuerySet":
        return self.open().filter(due_at__lt=at)


class FactRequest(models.Model):
    """Somebody is asked for a fact by a moment: a person, whoever holds a role, or a group of people."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="fact_requests")
    key = models.SlugField(_("key"), max_length=40)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), null=True, blank=True, related_name="+"
    )
    to_role = models.CharField(_("role"), max_length=24, choices=Role, blank=True)
    to_group = models.ForeignKey(
        Group, models.CASCADE, verbose_name=_("group"), null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    due_at = models.DateTimeField(_("needed by"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=200)
    settled_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    settled_by = models.CharField(_("answered by"), max_length=200, blank=True)

    objects = FactRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("question asked")
        verbose_name_plural = _("questions asked")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_role="") | Q(to_role__in=Role.values), name="fact_request_role_known"
            ),
            models.CheckConstraint(
                condition=Q(to_user__isnull=False, to_role="", to_group__isnull=True)
                | (Q(to_user__isnull=True, to_group__isnull=True) & ~Q(to_role=""))
                | Q(to_user__isnull=True, to_role="", to_group__isnull=False),
                name="fact_request_to_one",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(settled_at=None), name="fact_request_open")]

    def __str__(self) -> str:
        return f"{self.key} → {self.to}"

    @property
    def to(self) -> str:
        """Whom it is asked of, in words; needs `to_user` and `to_group` loaded in lists."""
        if self.to_user_id:
            return str(self.to_user)
        return str(self.to_group) if self.to_group_id else str(self.get_to_role_display())
