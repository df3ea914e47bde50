from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.targets.hours import Hours
from feedback.targets.registers import registry

YEAR = 366 * 24 * 60
DAY = 24 * 60


class Showing(models.TextChoices):
    AS_IT_CAME = "as_it_came", _("as it came")
    PUBLIC_IF_PUBLIC = "public_if_public", _("public if it came in public")
    PUBLIC = "public", _("public")
    PRIVATE = "private", _("private")


def check_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name. Give one like Europe/Paris."))


def check_week(week: object) -> None:
    """Seven days from Monday; each a list of [opens, closes] in minutes since midnight, in order, apart."""
    if not isinstance(week, list) or len(week) != 7 or not all(_is_day(day) for day in week):
        raise ValidationError(
            _("Give seven days from Monday, each a list of pairs like [540, 1020]: minutes since midnight, in order.")
        )
    if not any(week):
        raise ValidationError(_("At least one day has to be open."))


def _is_day(day: object) -> bool:
    if not isinstance(day, list) or not all(_is_span(span) for span in day):
        return False
    edges = [edge for span in day for edge in span]
    return edges == sorted(set(edges))


def _is_span(span: object) -> bool:
    if not isinstance(span, list) or len(span) != 2:
        return False
    return all(type(edge) is int and 0 <= edge <= DAY for edge in span) and span[0] < span[1]


class BusinessCalendar(models.Model):
    """When people of ours answer; a register without one is answered round the clock."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[check_zone])
    week = models.JSONField(_("opening hours"), validators=[check_week])

    class Meta:
        verbose_name = _("business calendar")
        verbose_name_plural = _("business calendars")

    def __str__(self) -> str:
        return self.name

    def hours(self) -> Hours:
        """With its holidays; prefetch `holidays` where several calendars are read."""
        week = tuple(tuple((opens, closes) for opens, closes in day) for day in self.week)
        return Hours(self.zone, week, frozenset(each.on for each in self.holidays.all()))


class Holiday(models.Model):
    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}".strip()


class RegisterPolicy(models.Model):
    """What is owed to a message of one register: who answers, how fast, what may be automatic."""

    slug = models.SlugField(_("register"), max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    acknowledge_minutes = models.PositiveIntegerField(
        _("acknowledged within (minutes)"), validators=[MinValueValidator(1), MaxValueValidator(YEAR)]
    )
    answer_minutes = models.PositiveIntegerField(
        _("answered by a human within (minutes)"), validators=[MinValueValidator(1), MaxValueValidator(YEAR)]
    )
    resolve_minutes = models.PositiveIntegerField(
        _("resolved within (minutes)"), validators=[MinValueValidator(1), MaxValueValidator(YEAR)]
    )
    calendar = models.ForeignKey(
        BusinessCalendar,
        verbose_name=_("business calendar"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="policies",
        help_text=_("Empty: round the clock."),
    )
    thanks = models.BooleanField(_("thanked automatically"))
    suggest_articles = models.BooleanField(_("with answers from the FAQ"), default=False)
    canned_untouched = models.BooleanField(_("a canned reply may be sent untouched"))
    peers_answer = models.BooleanField(_("an accepted answer of another customer is an answer"), default=False)
    showing = models.CharField(_("who may read it"), max_length=20, choices=Showing)
    goes_to = models.CharField(_("goes to"), max_length=80)
    called = models.BooleanField(_("called at once"), default=False)

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        constraints = [
            models.CheckConstraint(condition=Q(showing__in=Showing.values), name="register_showing_known"),
            models.CheckConstraint(
                condition=Q(acknowledge_minutes__gte=1, answer_minutes__gte=1, resolve_minutes__gte=1),
                name="register_minutes_sane",
            ),
        ]

    def __str__(self) -> str:
        return str(registry()[self.slug].label) if self.slug in registry() else self.slug
