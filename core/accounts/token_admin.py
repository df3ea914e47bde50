"""API tokens for staff: one's own, everybody's for administrators; made here and shown once."""

from datetime import datetime, time
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from core.accounts import actions, policies
from core.accounts.forms import TokenForm
from core.accounts.models import ApiToken
from core.web.admin import StateAdmin
from core.web.buttons import Button
from core.web.errors import Invalid


def _revoke(request: HttpRequest, token: ApiToken) -> None:
    actions.revoke_token(token=token, by=request.actor, at=timezone.now())


def _may_revoke(request: HttpRequest, token: Model | None = None) -> bool:
    return token is None or (token.revoked_at is None and policies.can_revoke_token(request.actor, token))


@admin.register(ApiToken)
class ApiTokenAdmin(StateAdmin):
    """The secret isn't here: only its digest is kept."""

    list_display = ("name", "owner", "prefix", "scopes", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("owner",)
    search_fields = ("name", "=prefix")
    ordering = ("-id",)
    fields = (
        *("name", "owner", "prefix", "scopes", "created_at"),
        *("expires_at", "last_used_at", "revoked_at", "revoked_by"),
    )
    readonly_fields = fields
    buttons = (
        Button(
            name="revoke",
            label=_("revoke"),
            run=_revoke,
            consequence=_("Programs that use it are refused from now on. This can't be taken back."),
            offered=_may_revoke,
            in_list=True,
            danger=True,
        ),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_staff and (obj is None or self.get_queryset(request).filter(pk=obj.pk).exists())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        tokens = super().get_queryset(request)
        return tokens if request.actor.may("core.view_apitoken") else tokens.filter(owner=request.user)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The token stands in the answer to the POST itself: kept in a message it would be stored."""
        form = TokenForm(request.POST or None)
        text = self._create(request, form) if request.method == "POST" and form.is_valid() else ""
        context = {
            **self.admin_site.each_context(request),
            "title": _("New API token"),
            "opts": self.opts,
            "form": form,
            "token": text,
        }
        response = TemplateResponse(request, "admin/core/apitoken/new.html", context)
        add_never_cache_headers(response)
        return response

    def _create(self, request: HttpRequest, form: TokenForm) -> str:
        given = form.cleaned_data
        end = given["expires_on"]
        try:
            _row, text = actions.create_token(
                owner=request.user,
                name=given["name"],
                scopes=given["scopes"],
                expires_at=timezone.make_aware(datetime.combine(end, time.max)) if end else None,
                by=request.actor,
                at=timezone.now(),
            )
        except Invalid as error:
            for field, texts in error.fields.items():
                form.add_error("expires_on" if field == "expires_at" else field, texts)
            return ""
        return text
