"""A button on a record: what it says before it is pressed, and the action it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import ngettext


def _anybody(request: HttpRequest, record: Model | None = None) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`run(request, record, **what the form asked)` calls one action with `by=request.actor`.

    `offered(request, record=None)` hides the button from whom a policy would refuse; the action
    refuses anyway. `consequence(records)` says what will happen, and to how many.
    """

    name: str
    label: str | Promise
    run: Callable[..., Any]
    consequence: Callable[[list[Model]], str] | str | Promise = ""
    offered: Callable[..., bool] = _anybody
    form: type[Form] | None = None
    in_list: bool = False
    danger: bool = False
    done: Callable[[int], str] | None = None

    def says(self, records: list[Model]) -> str:
        return self.consequence(records) if callable(self.consequence) else str(self.consequence)

    def tell(self, count: int) -> str:
        """What is said afterwards."""
        if self.done:
            return self.done(count)
        return ngettext("Done: %(label)s.", "Done for %(count)d: %(label)s.", count) % {
            "label": self.label,
            "count": count,
        }
