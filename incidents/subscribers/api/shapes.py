"""What subscribers and audiences look like, and what a request may say about them."""

from typing import Any

import django_filters
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.delivery.states import State as DeliveryState
from core.text.translations import Language
from core.web.errors import Invalid
from incidents.catalogue.api.serializers import WithTexts, texts_of
from incidents.catalogue.models import Component, Region
from incidents.subscribers.actions.reach import MOST_REPLAY_DAYS
from incidents.subscribers.importing import Outcome
from incidents.subscribers.models import Audience, AudienceTranslation, Subscriber
from incidents.subscribers.states import Channel, EventKind, State


class AudienceSerializer(WithTexts):
    translations = texts_of(AudienceTranslation, "name")
    falls_back_to = serializers.SlugRelatedField(
        slug_field="slug", queryset=Audience.objects.all(), allow_null=True, required=False
    )

    class Meta:
        model = Audience
        texts = "translations"
        fields = ("slug", "name", "description", "is_public", "falls_back_to", "position", "translations")

    def validate_slug(self, value: str) -> str:
        """The key that subscribers and texts refer to stays."""
        if self.instance is not None and value != self.instance.slug:
            raise serializers.ValidationError(_("The slug of an audience can't be changed."))
        return value


class SubscriberSerializer(serializers.ModelSerializer):
    """`components` and `regions` count where `all_components` and `all_regions` are false.

    Needs `queries.listed()`.
    """

    id = serializers.CharField(source="public_id")
    audience = serializers.CharField(source="audience_id")
    components = serializers.ListField(child=serializers.CharField(), source="component_slugs")
    regions = serializers.ListField(child=serializers.CharField(), source="region_slugs")
    kinds = serializers.ListField(child=serializers.ChoiceField(EventKind.choices))
    page = serializers.CharField(
        max_length=12, allow_blank=True, help_text="Id of the status page somebody came by; empty: the default one"
    )

    class Meta:
        model = Subscriber
        fields = (
            "id",
            "channel",
            "address",
            "contact",
            "state",
            "language",
            "audience",
            "time_zone",
            "kinds",
            "all_components",
            "components",
            "all_regions",
            "regions",
            "incident_ref",
            "origin",
            "page",
            "created_at",
            "confirmed_at",
            "unsubscribed_at",
            "quarantined_at",
            "quarantine_reason",
            "failures_in_a_row",
        )


class DeliveryLineSerializer(serializers.Serializer):
    """One message to this subscriber. `id` is that of `/deliveries/`, where staff can send it again."""

    id = serializers.IntegerField(source="pk")
    event = serializers.CharField(help_text="Reference and number of the update, or what else it was.")
    state = serializers.ChoiceField(DeliveryState.choices)
    attempts = serializers.IntegerField()
    created_at = serializers.DateTimeField(source="at")
    next_attempt_at = serializers.DateTimeField(source="next_at", allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    last_reply = serializers.CharField(source="reply", allow_blank=True)
    may_be_sent_again = serializers.BooleanField()


# Characters; what is a little too long still fits API_MAX_BODY_BYTES with its quotes, and is told its limit.
MAX_TEXT = 900_000


class ImportInput(serializers.Serializer):
    """`text` as a file would have it: the names of the columns first, UTF-8, comma or semicolon."""

    text = serializers.CharField(max_length=MAX_TEXT, trim_whitespace=False)
    confirmed = serializers.BooleanField(
        required=False, default=False, help_text="These people agreed elsewhere: no letter to confirm"
    )
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Report only, write nothing")


class ImportLineSerializer(serializers.Serializer):
    line = serializers.IntegerField(source="number", help_text="In the text; the first line has the names.")
    address = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(Outcome.choices)
    reasons = serializers.DictField(child=serializers.CharField(), help_text="Why it was refused, by column.")


class ImportReportSerializer(serializers.Serializer):
    added = serializers.IntegerField()
    known = serializers.IntegerField()
    refused = serializers.IntegerField()
    ignored_columns = serializers.ListField(child=serializers.CharField())
    lines = ImportLineSerializer(many=True)


class SecretSerializer(serializers.Serializer):
    secret = serializers.CharField(help_text="Signs from now on, beside the old one for two days. Told this once.")


def _slugs(what: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.SlugField(max_length=60), required=False, max_length=500, help_text=f"Slugs; none: all {what}"
    )


class WishesInput(serializers.Serializer):
    """What is left out stays as it is; an empty list means all."""

    language = serializers.ChoiceField(Language.choices, required=False)
    audience = serializers.SlugField(max_length=40, required=False)
    time_zone = serializers.CharField(max_length=64, required=False)
    kinds = serializers.ListField(child=serializers.ChoiceField(EventKind.choices), required=False, max_length=10)
    components = _slugs("components")
    regions = _slugs("regions")
    page = serializers.CharField(
        max_length=12,
        required=False,
        allow_blank=True,
        help_text="Id of the public status page that speaks, and that links lead to; empty: the default one",
    )


class SubscribeInput(WishesInput):
    channel = serializers.ChoiceField(Channel.choices)
    address = serializers.CharField(max_length=500)
    contact = serializers.CharField(max_length=254, required=False, help_text="E-mail of a webhook's owner")
    incident_ref = serializers.CharField(max_length=20, required=False, help_text="Follow this incident only")
    confirmed = serializers.BooleanField(
        required=False, default=False, help_text="The person agreed elsewhere: no letter to confirm"
    )


class ReactivateInput(serializers.Serializer):
    replay_days = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_REPLAY_DAYS,
        default=0,
        help_text="Tell what was missed of each incident that was written about in so many days: one message for each",
    )


class SubscriberReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


def with_rows(data: dict[str, Any]) -> dict[str, Any]:
    """Slugs of components and regions as rows; a 400 names those that don't exist."""
    return data | {
        field: _rows(field, model.objects.all(), data[field])
        for field, model in (("components", Component), ("regions", Region))
        if field in data
    }


def _rows(field: str, rows: QuerySet, slugs: list[str]) -> list[Model]:
    found = list(rows.filter(slug__in=slugs))
    unknown = sorted(set(slugs) - {row.slug for row in found})
    if unknown:
        raise Invalid({field: [_("Unknown: %(slugs)s.") % {"slugs": ", ".join(unknown[:10])}]})
    return found


class SubscriberFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=State.choices)
    channel = django_filters.MultipleChoiceFilter(choices=Channel.choices)
    language = django_filters.MultipleChoiceFilter(choices=Language.choices)
    audience = django_filters.CharFilter(field_name="audience")
    incident_ref = django_filters.CharFilter()
    address = django_filters.CharFilter(method="by_address", label="The whole address")
    created_after = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_before = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="lt")

    class Meta:
        model = Subscriber
        fields: tuple[str, ...] = ()

    def by_address(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Mail addresses are kept in lower case; a path of a webhook may not be."""
        return rows.filter(address__in={value.strip(), value.strip().lower()})
