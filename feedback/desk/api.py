"""REST resource: the routing rules, and what each would have done to the newest conversations."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.accounts.models import User
from core.web.crud import CrudViewSet
from feedback.desk.models import CONDITIONS, CONSEQUENCES, RoutingRule, refuse_empty
from feedback.desk.queries import rules
from feedback.targets.models import RegisterPolicy
from incidents.catalogue.models import Component, Region


def _slug(model: type) -> serializers.Field:
    return serializers.SlugRelatedField(
        slug_field="slug", queryset=model.objects.all(), required=False, allow_null=True
    )


class TeamField(serializers.SlugRelatedField):
    """Kept as the role's name: roles are a table in the settings of this installation, groups its copy."""

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data).name

    def to_representation(self, obj: str) -> str:
        return obj


class RoutingRuleSerializer(serializers.ModelSerializer):
    """What is empty asks nothing; all that is not empty has to hold."""

    register = _slug(RegisterPolicy)
    component = _slug(Component)
    region = _slug(Region)
    words = serializers.CharField(max_length=4000, required=False, allow_blank=True, help_text="One line is enough")
    set_register = _slug(RegisterPolicy)
    assign_to = serializers.SlugRelatedField(
        slug_field="username",
        queryset=User.objects.filter(is_active=True, is_staff=True),
        required=False,
        allow_null=True,
    )
    set_team = TeamField(slug_field="name", queryset=Group.objects.all(), required=False, help_text="Name of a role")

    class Meta:
        model = RoutingRule
        fields = ("id", "name", "position", "is_active", *CONDITIONS, *CONSEQUENCES)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        kept = {name: getattr(self.instance, name, None) for name in (*CONDITIONS, *CONSEQUENCES)}
        try:
            refuse_empty(kept | attrs)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error
        return attrs


class TrialSerializer(serializers.Serializer):
    """`moved` are references, newest first."""

    looked_at = serializers.IntegerField()
    moved = serializers.ListField(child=serializers.CharField())


class RoutingRuleViewSet(CrudViewSet):
    """What happens to a new message by itself, in the order in which rules are asked."""

    queryset = RoutingRule.objects.select_related("register", "component", "region", "set_register", "assign_to")
    serializer_class = RoutingRuleSerializer
    paging_fields = ("position", "id")
    scopes = {"list": "feedback:read", "retrieve": "feedback:read", "trial": "feedback:read", "*": "feedback:write"}
    rights = {"trial": "feedback.view_thread"}

    @extend_schema(responses=TrialSerializer, filters=False)
    @action(detail=True, filter_backends=(), pagination_class=None)
    def trial(self, request: Request, pk: str) -> Response:
        """What it would have done to the newest 100, as if they came now."""
        tried = rules.trial(self.get_object())
        moved = [thread.reference for thread in tried.moved]
        return Response(TrialSerializer({"looked_at": tried.looked_at, "moved": moved}).data)


def register(router: BaseRouter) -> None:
    router.register("routing-rules", RoutingRuleViewSet)
