"""What a token's scopes and an actor's rights let through before a view runs."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from core.actor import Refused
from core.web.problems import Problem

SESSION_ONLY = "session"  # as a scope: people only, no token reaches this
ANY = ""  # as a scope or right: whoever is known

CRUD = {"create": "add", "update": "change", "partial_update": "change", "destroy": "delete"}


class ScopePermission(BasePermission):
    """Reads `view.scopes` and `view.rights`, both from action name to word, with "*" for the rest.

    A token needs the scope. Every actor needs the right: by default "view" of the view's model to
    read, and, where `view.crud` is true, "add", "change" or "delete" to write. Writes that call an
    action need no right here, because the action checks it and the refusal reaches the security log.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        if getattr(view, "action", "*") is None:
            return True  # a method the view lacks: 405 tells more than 403
        scope = scope_of(view)
        held = getattr(request.auth, "scopes", None)
        if held is not None and scope != ANY and scope not in held:
            _log_write(request, f"scope {scope}")
            raise Problem(403, _lacking(scope), code="scope_missing", scope=scope)
        right = right_of(view, request.method)
        if right == ANY or request.actor.may(right):
            return True
        _log_write(request, f"right {right}")
        return False


def _lacking(scope: str) -> str:
    if scope == SESSION_ONLY:
        return _("Only a person who is signed in can do this, no token.")
    return _("This token lacks the scope %(scope)s.") % {"scope": scope}


def _log_write(request: Request, rule: str) -> None:
    """A write that is refused at the door belongs into the security log like one an action refuses."""
    if request.method not in SAFE_METHODS:
        request._request.refusal = Refused(rule=rule, actor=request.actor, on=None)


def _look_up(table: dict[str, str], view: Any, method: str) -> str | None:
    return table.get(getattr(view, "action", None) or method.lower(), table.get("*"))


def scope_of(view: Any, method: str = "") -> str:
    scope = _look_up(view.scopes, view, method or view.request.method)
    if scope is None:
        raise LookupError(f"{type(view).__name__}.scopes says nothing about {getattr(view, 'action', method)}")
    return scope


def right_of(view: Any, method: str) -> str:
    """The Django permission this request needs, or ANY."""
    told = _look_up(getattr(view, "rights", {}), view, method)
    if told is not None:
        return told
    queryset = getattr(view, "queryset", None)
    if queryset is None:
        return ANY
    options = queryset.model._meta
    if method in SAFE_METHODS:
        return f"{options.app_label}.view_{options.model_name}"
    verb = CRUD.get(getattr(view, "action", "")) if getattr(view, "crud", False) else None
    return f"{options.app_label}.{verb}_{options.model_name}" if verb else ANY
