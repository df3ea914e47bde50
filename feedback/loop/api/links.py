import django_filters
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet, move, validated
from feedback.loop import actions
from feedback.loop.models import IncidentLink
from feedback.loop.states import LinkState, Why
from feedback.threads.models import Thread
from incidents.response.models import Incident

MOST = 500


class ThreadLinkSerializer(serializers.ModelSerializer):
    thread = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    incident = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    reasons = serializers.ListField(child=serializers.ChoiceField(choices=Why.choices))

    class Meta:
        model = IncidentLink
        fields = (
            *("id", "thread", "incident", "state", "reasons", "suggested_at", "suggested_by"),
            *("linked_at", "linked_by", "removed_at", "removed_by"),
        )
        read_only_fields = fields


class LinkFilter(django_filters.FilterSet):
    thread = django_filters.CharFilter(field_name="thread__reference", max_length=12, label="Reference of a thread")
    incident = django_filters.CharFilter(
        field_name="incident__reference", max_length=20, label="Reference of an incident"
    )
    state = django_filters.MultipleChoiceFilter(choices=LinkState.choices)

    class Meta:
        model = IncidentLink
        fields = ()


class ThreadLinkInput(serializers.Serializer):
    """Up to 500 threads at once; all or none."""

    incident = serializers.SlugRelatedField(slug_field="reference", queryset=Incident.objects.all())
    threads = serializers.ListField(
        child=serializers.CharField(max_length=12), allow_empty=False, max_length=MOST, help_text="References."
    )

    def validate_threads(self, references: list[str]) -> list[Thread]:
        found = {each.reference: each for each in Thread.objects.filter(reference__in=references)}
        unknown = [each for each in references if each not in found]
        if unknown:
            raise serializers.ValidationError(
                [_("There is no thread %(reference)s.") % {"reference": each} for each in unknown[:20]]
            )
        return list(found.values())


class LinkViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Which conversation is about which incident, the newest first."""

    queryset = IncidentLink.objects.select_related("thread", "incident")
    serializer_class = ThreadLinkSerializer
    filterset_class = LinkFilter
    lookup_value_regex = "[0-9]{1,18}"
    scopes = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}

    @move(ThreadLinkInput, gives=ThreadLinkSerializer(many=True), detail=False)
    def link(self, request: Request) -> Response:
        """These customers write about this incident, suggested or not."""
        data = validated(ThreadLinkInput, request)
        rows = actions.link_many(by=request.actor, at=timezone.now(), **data)
        return self._told([row.pk for row in rows])

    @move(ThreadLinkInput, gives=ThreadLinkSerializer(many=True), detail=False)
    def unlink(self, request: Request) -> Response:
        """Not about this: taken apart, or put aside where it was only suggested. It is not suggested again."""
        data = validated(ThreadLinkInput, request)
        rows = actions.unlink_many(by=request.actor, at=timezone.now(), **data)
        return self._told([row.pk for row in rows])

    def _told(self, pks: list[int]) -> Response:
        rows = self.get_queryset().filter(pk__in=pks).order_by("pk")
        return Response(ThreadLinkSerializer(rows, many=True).data)
