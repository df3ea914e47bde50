"""Cursor paging: a page is as quick at the end of the history as at its start."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from core.web.errors import Invalid


class NewestFirst(CursorPagination):
    """Ordered by the view's `paging_fields` (never null, with a unique last one)."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"

    def get_ordering(self, request: Request, queryset: QuerySet, view: Any) -> tuple[str, ...]:
        return tuple(getattr(view, "paging_fields", ("-id",)))

    def get_page_size(self, request: Request) -> int:
        """At most `max_page_size`, silently; what isn't a positive number is refused."""
        raw = request.query_params.get(self.page_size_query_param)
        if raw is None:
            return self.page_size
        if not raw.isascii() or not raw.isdigit() or len(raw) > 30 or int(raw) < 1:
            raise Invalid({self.page_size_query_param: [_("Give a whole number of at least 1.")]})
        return min(int(raw), self.max_page_size)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"]["minimum"] = 1
                parameter["description"] = (
                    f"How many at once: {self.page_size} unless told, {self.max_page_size} at most."
                )
        return parameters

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list[Any] | None:
        """A cursor that we didn't make is a 400, whatever is wrong with it."""
        if request.query_params.get(self.cursor_query_param) == "":
            raise Invalid({self.cursor_query_param: [_("This cursor isn't one of ours.")]})
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, ValueError, ValidationError) as error:
            raise Invalid({self.cursor_query_param: [_("This cursor isn't one of ours.")]}) from error
