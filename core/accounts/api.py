"""People as far as colleagues see them, oneself, and one's tokens."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.accounts import actions
from core.accounts.models import ApiToken, User
from core.web import permissions
from core.web.api import ActionViewSet, move, takes, told_once, validated


class UserSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="__str__")

    class Meta:
        model = User
        fields = ("id", "username", "name", "locale", "time_zone")


class MeSerializer(serializers.Serializer):
    """Who this request acts as, and what it may do."""

    kind = serializers.CharField()
    label = serializers.CharField()
    user = UserSerializer()
    scopes = serializers.ListField(child=serializers.CharField(), allow_null=True)
    rights = serializers.ListField(child=serializers.CharField())


class UserViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Active members of staff: whom a role can be given to."""

    queryset = User.objects.filter(is_active=True, is_staff=True)
    serializer_class = UserSerializer
    scopes = {"me": permissions.ANY, "*": "incidents:read"}
    rights = {"me": permissions.ANY, "*": "incidents.view_incident"}

    @takes(None, gives=MeSerializer)
    @action(detail=False, pagination_class=None)
    def me(self, request: Request) -> Response:
        who = {
            "kind": request.actor.kind,
            "label": request.actor.label,
            "user": request.user,
            "scopes": getattr(request.auth, "scopes", None),
            "rights": sorted(request.actor.rights),
        }
        return Response(MeSerializer(who).data)


class TokenSerializer(serializers.ModelSerializer):
    owner = serializers.CharField(source="owner.username")
    scopes = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = ApiToken
        fields = (
            "id",
            "name",
            "owner",
            "prefix",
            "scopes",
            "created_at",
            "expires_at",
            "last_used_at",
            "revoked_at",
            "revoked_by",
        )


class NewTokenSerializer(TokenSerializer):
    token = serializers.CharField(help_text="The whole token. It is told this once.")

    class Meta(TokenSerializer.Meta):
        fields = (*TokenSerializer.Meta.fields, "token")


class TokenInput(serializers.Serializer):
    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(child=serializers.ChoiceField(sorted(settings.SCOPES)), min_length=1)
    expires_at = serializers.DateTimeField(required=False, allow_null=True)


class TokenViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """One's own tokens; everybody's for whoever may administer them. People only: no token manages tokens."""

    queryset = ApiToken.objects.select_related("owner")
    serializer_class = TokenSerializer
    scopes = {"*": permissions.SESSION_ONLY}
    rights = {"*": permissions.ANY}

    def get_queryset(self) -> QuerySet[ApiToken]:
        tokens = super().get_queryset()
        if self.request.actor.may("core.view_apitoken"):
            return tokens
        return tokens.filter(owner=self.request.user)

    @takes(TokenInput, gives=NewTokenSerializer, status=201)
    def create(self, request: Request) -> Response:
        data = validated(TokenInput, request)
        token, text = actions.create_token(owner=request.user, by=request.actor, at=timezone.now(), **data)
        token.token = text
        return told_once(NewTokenSerializer(token).data)

    @move(gives=TokenSerializer)
    def revoke(self, request: Request, pk: str) -> Response:
        token = actions.revoke_token(token=self.get_object(), by=request.actor, at=timezone.now())
        return Response(TokenSerializer(token).data)


def register(router: BaseRouter) -> None:
    router.register("users", UserViewSet)
    router.register("tokens", TokenViewSet)
