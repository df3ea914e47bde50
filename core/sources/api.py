"""REST moves that every kind of source has. Keys and secrets are in the answer and nowhere else."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.sources import actions
from core.web.api import ActionViewSet, move, told_once, validated


class KeySerializer(serializers.Serializer):
    key = serializers.CharField(help_text="Shown this once.")


class SecretSerializer(serializers.Serializer):
    secret = serializers.CharField(help_text="Signs from now on; the old one is good for one more day. Told this once.")


class NoSourceInput(serializers.Serializer):
    """An empty object."""


class SourceViewSetBase(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Programs that hand something in, by their name in addresses."""

    lookup_field = "slug"
    paging_fields = ("name", "id")

    def told(self, action: Callable[..., str], request: Request, name: str) -> Response:
        """Do what makes a key or secret, and tell it under `name` beside the source."""
        validated(NoSourceInput, request)
        source = self.get_object()
        made = action(source=source, by=request.actor, at=timezone.now())
        source.refresh_from_db()
        return told_once({**self.serializer_class(source).data, name: made}, status=200)


def key_moves(*, plain: type, with_key: type, with_secret: type) -> type:
    """The moves of a source's keys, described with its own serializers."""

    class KeyMoves(SourceViewSetBase):
        @move(NoSourceInput, gives=with_key)
        def rotate_key(self, request: Request, slug: str) -> Response:
            """A new key; the old one is refused at once."""
            return self.told(actions.rotate_key, request, "key")

        @move(NoSourceInput, gives=with_secret)
        def rotate_secret(self, request: Request, slug: str) -> Response:
            """A new signing secret (Standard Webhooks); what is unsigned is refused from now on."""
            return self.told(actions.rotate_secret, request, "secret")

        @move(NoSourceInput, gives=plain)
        def drop_secret(self, request: Request, slug: str) -> Response:
            """Ask for no signature any more, only for the key."""
            validated(NoSourceInput, request)
            source: Any = self.get_object()
            actions.drop_secret(source=source, by=request.actor, at=timezone.now())
            source.refresh_from_db()
            return Response(plain(source).data)

    return KeyMoves
