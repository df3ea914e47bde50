"""Only the documented query parameters; anything else is a 400 that names it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import TypedChoiceFilter
from django_filters.constants import EMPTY_VALUES
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from django_filters.utils import translate_validation
from rest_framework.request import Request

from core.web.errors import Invalid


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter, strict."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        refuse_unknown_parameters(request, view)
        if not is_list(view):
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise translate_validation(filterset.errors)
        refuse_ignored(filterset, request)
        return filterset.qs


def refuse_ignored(filterset: FilterSet, request: Request) -> None:
    """What django-filter would take for "no filter": nothing at all, or a yes/no that is neither.

    A moment at the very edge of the calendar has no equivalent in UTC, which databases ask for.
    """
    cleaned = filterset.form.cleaned_data
    given = [name for name in request.query_params if name in filterset.filters]
    empty = [name for name in given if cleaned.get(name) in EMPTY_VALUES or at_the_edge(cleaned[name])]
    if empty:
        raise Invalid({name: [_("This value can't be used.")] for name in empty})


def at_the_edge(value: Any) -> bool:
    return isinstance(value, datetime) and not 1 < value.year < 9999


class YesNoFilter(TypedChoiceFilter):
    """`true` or `false`; django-filter's own takes any other word for no filter at all."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"true": True, "false": False}
        super().__init__(choices=[(word, word) for word in words], coerce=words.get, **kwargs)


def is_list(view: Any) -> bool:
    return getattr(view, "action", "list") == "list" or getattr(view, "detail", None) is False


def known_parameters(view: Any) -> set[str]:
    """The view's filters, its paging and its `query_parameters`; a single object has the last only."""
    known = set(getattr(view, "query_parameters", ()))
    if not is_list(view):
        return known
    paginator = getattr(view, "paginator", None)
    if paginator is not None:
        known |= {paginator.cursor_query_param, paginator.page_size_query_param}
    filterset = StrictFilterBackend().get_filterset_class(view, getattr(view, "queryset", None))
    if filterset is not None:
        known |= set(filterset.base_filters)
    return known


def refuse_unknown_parameters(request: Request, view: Any) -> None:
    unknown = sorted(set(request.query_params) - known_parameters(view))
    if unknown:
        raise Invalid({name[:80]: [_("There is no such parameter here.")] for name in unknown})
