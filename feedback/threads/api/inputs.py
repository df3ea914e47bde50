"""What each move takes; named like the keyword arguments of its action."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from rest_framework import serializers

from core.accounts.models import User
from core.text.translations import Language
from feedback.threads import filing, queries
from feedback.threads.actions.receive import LONGEST
from feedback.threads.models import Thread
from feedback.threads.states import HeldFor, Origin, ReplyBy, Visibility
from incidents.catalogue.models import Component, Region

ENTERED = [each for each in Origin.choices if each[0] in (Origin.API, Origin.PHONE, Origin.STAFF)]


class KeptSlug(serializers.SlugRelatedField):
    """Reference data by its name, out of memory where it was asked for a moment ago."""

    def to_internal_value(self, data: Any) -> Any:
        return filing.row(self.get_queryset(), data) or super().to_internal_value(data)


def _slug(rows: QuerySet[Any], **kwargs: Any) -> serializers.Field:
    options = {"required": False, "allow_null": True} | kwargs
    return KeptSlug(slug_field="slug", queryset=rows, **options)


def team(**kwargs: Any) -> serializers.Field:
    return serializers.SlugRelatedField(
        slug_field="name", queryset=Group.objects.all(), required=False, allow_null=True, **kwargs
    )


class TriageInput(serializers.Serializer):
    """What is left out stays; null empties."""

    team = team(help_text="Name of a role; null: the one the register goes to")

    register = _slug(queries.policies())
    component = _slug(Component.objects.all())
    region = _slug(Region.objects.all())
    language = serializers.ChoiceField(Language.choices, required=False)


class ThreadInput(TriageInput):
    text = serializers.CharField(max_length=LONGEST)
    subject = serializers.CharField(max_length=200, required=False, allow_blank=True)
    language = serializers.ChoiceField(Language.choices, required=True)
    origin = serializers.ChoiceField(ENTERED, default=Origin.API)
    visibility = serializers.ChoiceField(Visibility.choices, default=Visibility.PRIVATE)
    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    telephone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    handle = serializers.CharField(max_length=200, required=False, allow_blank=True)
    reply_by = serializers.ChoiceField(
        ReplyBy.choices, default=ReplyBy.LINK, help_text="email, phone and social need the address they go to"
    )
    wants_updates = serializers.BooleanField(required=False)


class ThreadAssignInput(serializers.Serializer):
    to = serializers.SlugRelatedField(
        slug_field="username",
        queryset=User.objects.filter(is_active=True, is_staff=True),
        allow_null=True,
        help_text="User name; null: nobody's",
    )


def _thread(**kwargs: Any) -> serializers.Field:
    return serializers.SlugRelatedField(slug_field="reference", queryset=Thread.objects.all(), **kwargs)


class ThreadMergeInput(serializers.Serializer):
    into = _thread(help_text="Reference of the one that goes on; of the same customer")


class RelateInput(serializers.Serializer):
    to = _thread(allow_null=True, help_text="Reference; null takes it back")


class HoldInput(serializers.Serializer):
    reason = serializers.ChoiceField(HeldFor.choices, default=HeldFor.STAFF)


class ShowInput(serializers.Serializer):
    visibility = serializers.ChoiceField(Visibility.choices)


class WordsInput(serializers.Serializer):
    text = serializers.CharField(max_length=LONGEST)


class NoInput(serializers.Serializer):
    """An empty object."""
