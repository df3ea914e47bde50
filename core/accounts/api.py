"""People as far as colleagues see them, oneself, and one's tokens."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.accounts import actions
from core.accounts.models import ApiToken, User
from core.text import moments
from core.text.translations import Language
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


class ColleagueSerializer(UserSerializer):
    roles = serializers.SlugRelatedField(source="groups", slug_field="name", many=True, read_only=True)

    class Meta(UserSerializer.Meta):
        fields = (*UserSerializer.Meta.fields, "first_name", "last_name", "email", "is_active", "roles")


class ChangePersonInput(serializers.Serializer):
    """What is left out stays. There is no password here: it is set by hand, or the provider vouches."""

    first_name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    last_name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    locale = serializers.ChoiceField(Language.choices, required=False)
    time_zone = serializers.ChoiceField(sorted(moments.zones()), required=False)
    is_active = serializers.BooleanField(required=False)
    roles = serializers.SlugRelatedField(slug_field="name", queryset=Group.objects.all(), many=True, required=False)


class AddPersonInput(ChangePersonInput):
    username = serializers.RegexField(r"^[A-Za-z0-9@.+_-]+$", max_length=150)


class UserViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Active members of staff: whom a role can be given to. Only administrators, signed in, change them."""

    queryset = User.objects.filter(is_active=True, is_staff=True)
    serializer_class = UserSerializer
    scopes = {
        "me": permissions.ANY,
        "list": "incidents:read",
        "retrieve": "incidents:read",
        "*": permissions.SESSION_ONLY,
    }
    rights = {"list": "incidents.view_incident", "retrieve": "incidents.view_incident", "*": permissions.ANY}

    def get_queryset(self) -> QuerySet[User]:
        return User.objects.filter(is_staff=True) if self.action == "partial_update" else super().get_queryset()

    @takes(AddPersonInput, gives=ColleagueSerializer, status=201)
    def create(self, request: Request) -> Response:
        """A new colleague."""
        data = validated(AddPersonInput, request)
        person = actions.add_person(by=request.actor, at=timezone.now(), **data)
        return Response(ColleagueSerializer(person).data, status=201)

    @takes(ChangePersonInput, gives=ColleagueSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a colleague; `roles` replace all there were, `is_active: false` ends sessions and tokens."""
        data = validated(ChangePersonInput, request)
        person = actions.change_person(person=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return Response(ColleagueSerializer(person).data)

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


class SessionSerializer(serializers.ModelSerializer):
    is_current = serializers.SerializerMethodField(help_text="The one that asks.")

    class Meta:
        model = UserSession
        fields = ("id", "created_at", "last_seen_at", "ip", "user_agent", "is_current")

    def get_is_current(self, session: UserSession) -> bool:
        return session.session_key == self.context["request"].session.session_key


class SessionViewSet(mixins.ListModelMixin, ActionViewSet):
    """Where one is signed in. People only."""

    queryset = UserSession.objects.select_related("user")
    serializer_class = SessionSerializer
    scopes = {"*": permissions.SESSION_ONLY}
    rights = {"*": permissions.ANY}

    def get_queryset(self) -> QuerySet[UserSession]:
        return super().get_queryset().filter(user=self.request.user)

    @move(gives=None, status=204)
    def end(self, request: Request, pk: str) -> Response:
        """Sign out there."""
        actions.end_session(session=self.get_object(), by=request.actor, at=timezone.now())
        return Response(status=204)


def register(router: BaseRouter) -> None:
    router.register("users", UserViewSet)
    router.register("tokens", TokenViewSet)
    router.register("sessions", SessionViewSet)
