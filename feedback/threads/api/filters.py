from functools import partial
from typing import Any

import django_filters
from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone

from core.accounts.models import User
from core.text.translations import Language
from core.web.filters import YesNoFilter
from feedback.threads import keeping, queries
from feedback.threads.models import Thread
from feedback.threads.search import Hits
from feedback.threads.states import Origin, State, Visibility

NOBODY = "none"
KEPT = [(name, name) for name in keeping.TARGETS]


def _key(named: QuerySet) -> Subquery:
    """The key of the one row, found before the list is: a join would leave the list's index of no use."""
    return Subquery(named.values("pk")[:1])


class ThreadFilter(django_filters.FilterSet):
    """`overdue`: the customer waits longer than the register allows, for an answer by a human."""

    state = django_filters.MultipleChoiceFilter(choices=State.choices, distinct=False)
    origin = django_filters.MultipleChoiceFilter(choices=Origin.choices, distinct=False)
    language = django_filters.ChoiceFilter(choices=Language.choices)
    visibility = django_filters.ChoiceFilter(choices=Visibility.choices)
    register = django_filters.CharFilter(method="by_register", max_length=40, label="Slug of a register, or none")
    component = django_filters.CharFilter(method="by_slug", max_length=60, label="Slug of a component")
    region = django_filters.CharFilter(method="by_slug", max_length=60, label="Slug of a region")
    assignee = django_filters.CharFilter(method="by_assignee", max_length=150, label="User name, or none")
    awaits_human = YesNoFilter(label="No human of ours has answered since the customer wrote")
    overdue = YesNoFilter(method="by_overdue", label="Past the moment the answer was due")
    met = django_filters.MultipleChoiceFilter(method="by_met", choices=KEPT, label="Kept in time")
    missed = django_filters.MultipleChoiceFilter(method="by_missed", choices=KEPT, label="Too late, or still missing")
    created_after = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_before = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="lt")

    alike = django_filters.CharFilter(
        method="by_alike", max_length=12, label="Reference of the first one about the same problem"
    )
    q = django_filters.CharFilter(
        method="by_words", max_length=300, label="Words of what was said, noted, of the subject, or of who wrote"
    )

    class Meta:
        model = Thread
        fields = ()

    def __init__(self, *args: Any, hits: Hits | None = None, **kwargs: Any) -> None:
        """`hits`: what `q` is known to hit."""
        super().__init__(*args, **kwargs)
        self.hits = hits

    def by_words(self, rows: QuerySet[Thread], name: str, value: str) -> QuerySet[Thread]:
        return queries.search(rows, value, self.hits)

    def by_register(self, rows: QuerySet[Thread], name: str, value: str) -> QuerySet[Thread]:
        return rows.filter(register=None) if value == NOBODY else rows.filter(register_id=value)

    def by_met(self, rows: QuerySet[Thread], name: str, value: list[str]) -> QuerySet[Thread]:
        return rows.filter(keeping.any_of(keeping.met, value)) if value else rows

    def by_missed(self, rows: QuerySet[Thread], name: str, value: list[str]) -> QuerySet[Thread]:
        missed = partial(keeping.missed, at=timezone.now())
        return rows.filter(keeping.any_of(missed, value)) if value else rows

    def by_assignee(self, rows: QuerySet[Thread], name: str, value: str) -> QuerySet[Thread]:
        return rows.filter(assignee=None if value == NOBODY else _key(User.objects.filter(username=value)))

    def by_slug(self, rows: QuerySet[Thread], name: str, value: str) -> QuerySet[Thread]:
        """Of a column of that name."""
        named = Thread._meta.get_field(name).related_model.objects.filter(slug=value)
        return rows.filter(**{name: _key(named)})

    def by_alike(self, rows: QuerySet[Thread], name: str, value: str) -> QuerySet[Thread]:
        return rows.filter(alike=_key(Thread.objects.filter(reference=value)))

    def by_overdue(self, rows: QuerySet[Thread], name: str, value: bool) -> QuerySet[Thread]:
        late = Q(awaits_human=True, merged_into=None, answer_due_at__lt=timezone.now()) & ~Q(state=State.HELD)
        return rows.filter(late) if value else rows.exclude(late)
