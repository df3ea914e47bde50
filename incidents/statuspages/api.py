"""Status pages as reference data, and what readers see now as one document."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.text.translations import Language
from core.web.api import ActionViewSet, move, told_once, validated
from core.web.errors import Conflict, Invalid
from incidents.catalogue.api.serializers import WithTexts, texts_of
from incidents.catalogue.api.views import MakeAndDelete, ReferenceViewSet
from incidents.catalogue.models import Component, Region
from incidents.statuspages import actions, choosing, labels, queries
from incidents.statuspages.forms import LONGEST_DAYS
from incidents.statuspages.models import StatusPage, StatusPageTranslation
from incidents.statuspages.page import ComponentLine, IncidentCard, Page
from incidents.subscribers.models import Audience


class StatusPageSerializer(WithTexts):
    languages = serializers.ListField(
        child=serializers.ChoiceField(choices=Language.choices),
        max_length=len(Language),
        required=False,
        help_text="What readers may choose from; the page's own language is always among them.",
    )
    components = serializers.SlugRelatedField(
        slug_field="slug", queryset=Component.objects.all(), many=True, required=False
    )
    regions = serializers.SlugRelatedField(slug_field="slug", queryset=Region.objects.all(), many=True, required=False)
    audience = serializers.SlugRelatedField(
        slug_field="slug", queryset=Audience.objects.all(), allow_null=True, required=False
    )
    url = serializers.SerializerMethodField()
    translations = texts_of(StatusPageTranslation, "name", "intro", "support_label", "support_url", "footer")

    class Meta:
        model = StatusPage
        texts = "translations"
        fields = (
            *("public_id", "name", "host", "url", "is_default", "language", "languages", "time_zone"),
            *("all_components", "components", "regions", "visibility", "audience", "translations"),
        )
        read_only_fields = ("public_id", "is_default")

    def get_url(self, page: StatusPage) -> str:
        return queries.url_of(page)

    def validate_languages(self, value: list[str]) -> list[str]:
        return [code for code in Language.values if code in value]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        page = self.instance or StatusPage()
        named = ("is_default", "visibility", "time_zone", "audience", "all_components")
        values = {name: attrs.get(name, getattr(page, name)) for name in named}
        components = attrs.get("components", page.components.all() if page.pk else [])
        found = choosing.problems(**values, components=components)
        if found:
            raise serializers.ValidationError(found)
        return attrs


class LinkInput(serializers.Serializer):
    valid_days = serializers.IntegerField(
        min_value=1,
        max_value=LONGEST_DAYS,
        allow_null=True,
        required=False,
        help_text="Without it the link works until the page's links are replaced.",
    )


class LinkSerializer(serializers.Serializer):
    url = serializers.URLField()
    until = serializers.DateTimeField(allow_null=True)


class StatusPageViewSet(ReferenceViewSet, MakeAndDelete):
    """The pages, one per host, public and private."""

    queryset = StatusPage.objects.select_related("audience").prefetch_related("translations", "components", "regions")
    serializer_class = StatusPageSerializer
    lookup_field = "public_id"
    paging_fields = ("name", "id")

    @transaction.atomic
    def perform_destroy(self, instance: StatusPage) -> None:
        if instance.is_default:
            raise Conflict(_("This is the default page. Make another one the default first."))
        super().perform_destroy(instance)

    @move(gives=StatusPageSerializer)
    def make_default(self, request: Request, public_id: str) -> Response:
        """Have this page answer for every host that no other page claims."""
        page = actions.make_default(statuspage=self.get_object(), by=request.actor, at=timezone.now())
        return Response(self.get_serializer(page).data)

    @move(LinkInput, gives=LinkSerializer, status=201)
    def make_link(self, request: Request, public_id: str) -> Response:
        """A link that opens this private page for whoever has it."""
        data = validated(LinkInput, request)
        link, until = actions.make_link(statuspage=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return told_once(LinkSerializer({"url": link, "until": until}).data)

    @move(gives=StatusPageSerializer)
    def rotate_links(self, request: Request, public_id: str) -> Response:
        """Make every link given out for this private page useless, and end the visits they began."""
        page = actions.rotate_links(statuspage=self.get_object(), by=request.actor, at=timezone.now())
        return Response(self.get_serializer(page).data)


class DaySerializer(serializers.Serializer):
    on = serializers.DateField()
    status = serializers.CharField()
    seconds = serializers.IntegerField()


class LineSerializer(serializers.Serializer):
    public_id = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField(allow_null=True)
    status = serializers.CharField()
    uptime_percent = serializers.FloatField(allow_null=True)
    troubled_days = DaySerializer(many=True)


class CardSerializer(serializers.Serializer):
    reference = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    impact = serializers.CharField()
    started_at = serializers.DateTimeField()
    scheduled_for = serializers.DateTimeField(allow_null=True)
    scheduled_until = serializers.DateTimeField(allow_null=True)
    next_update_at = serializers.DateTimeField(allow_null=True)
    late = serializers.BooleanField()
    told_at = serializers.DateTimeField()
    text = serializers.CharField()
    text_language = serializers.CharField()
    url = serializers.URLField()


class StatusSerializer(serializers.Serializer):
    page = serializers.CharField()
    url = serializers.URLField()
    language = serializers.ChoiceField(choices=Language.choices)
    time_zone = serializers.CharField()
    confirmed_at = serializers.DateTimeField()
    next_update_at = serializers.DateTimeField(allow_null=True)
    late = serializers.BooleanField()
    indicator = serializers.CharField()
    sentence = serializers.CharField()
    explanation = serializers.CharField()
    components = LineSerializer(many=True)
    incidents = CardSerializer(many=True)
    maintenances = CardSerializer(many=True)


class StatusViewSet(ActionViewSet):
    """What readers of a status page see now."""

    scopes = {"*": "status:read"}
    query_parameters = ("page", "language")
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        operation_id="status_read",
        parameters=[
            OpenApiParameter("page", str, description="`public_id` of a page; the default one without it."),
            OpenApiParameter("language", str, enum=Language.values),
        ],
        responses={200: forced_singular_serializer(StatusSerializer)},
    )
    def list(self, request: Request) -> Response:
        source = queries.load(timezone.now())
        page = queries.page_from(source, self.chosen(source.statuspages), self.language())
        with translation.override(page.language):
            return Response(StatusSerializer(document(page)).data)

    def chosen(self, statuspages: Sequence[StatusPage]) -> StatusPage:
        wanted = self.request.query_params.get("page")
        if wanted is None:
            return queries.default(statuspages)
        found = [each for each in statuspages if each.public_id == wanted]
        if not found:
            raise Invalid({"page": [_("There is no such page.")]})
        return found[0]

    def language(self) -> str:
        language = self.request.query_params.get("language", settings.LANGUAGE_CODE)
        if language not in Language.values:
            raise Invalid({"language": [_("Choose one of: %(all)s.") % {"all": ", ".join(Language.values)}]})
        return language


def document(page: Page) -> dict[str, Any]:
    _state, sentence, explanation = labels.banner(page)
    names = {group.public_id: group.name.text for group in page.groups if group.public_id}
    return {
        "page": page.name.text,
        "url": page.url,
        "language": page.language,
        "time_zone": page.time_zone,
        "confirmed_at": page.as_of,
        "next_update_at": page.next_update_at,
        "late": page.late,
        "indicator": page.status.indicator,
        "sentence": sentence,
        "explanation": explanation,
        "components": [line(each, names) for each in page.components],
        "incidents": [card(each, page) for each in page.open],
        "maintenances": [card(each, page) for each in page.maintenances],
    }


def line(component: ComponentLine, groups: dict[str, str]) -> dict[str, Any]:
    return {
        "public_id": component.public_id,
        "name": component.name.text,
        "group": groups.get(component.group_id or ""),
        "status": component.status,
        "uptime_percent": component.uptime,
        "troubled_days": component.marks,
    }


def card(incident: IncidentCard, page: Page) -> dict[str, Any]:
    copied = ("reference", "kind", "state", "impact", "started_at", "scheduled_for", "scheduled_until", "late")
    return {name: getattr(incident, name) for name in (*copied, "next_update_at")} | {
        "title": incident.title.text,
        "told_at": incident.newest.at,
        "text": incident.newest.text,
        "text_language": incident.newest.language,
        "url": f"{page.url}/incidents/{incident.reference}/",
    }


def register(router: BaseRouter) -> None:
    router.register("status-pages", StatusPageViewSet)
    router.register("status", StatusViewSet, basename="status")
