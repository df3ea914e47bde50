"""Reference data over the API: plain reading and writing, checked by rights and told to the audit trail."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from rest_framework import serializers, viewsets
from rest_framework.request import Request

from core.actor import written
from core.web import inputs
from core.web.api import ActionViewSet


class CrudViewSet(viewsets.ModelViewSet, ActionViewSet):
    """List, read, create, change and delete rows that have no state and no consequences.

    Needs the scope, and Django's view, add, change or delete right on the model. What has a state
    is an `ActionViewSet` instead.

        class RegionViewSet(CrudViewSet):
            queryset = Region.objects.prefetch_related("translations")
            serializer_class = RegionSerializer
            paging_fields = ("position", "id")
            scopes = {"list": "status:read", "retrieve": "status:read", "*": "incidents:write"}
    """

    crud = True

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.BaseSerializer:
        serializer = super().get_serializer(*args, **kwargs)
        if "data" in kwargs:
            inputs.refuse_unusable(serializer, kwargs["data"])
        return serializer

    @transaction.atomic
    def perform_create(self, serializer: serializers.BaseSerializer) -> None:
        self._tell(serializer.save(), "created", sorted(serializer.validated_data))

    @transaction.atomic
    def perform_update(self, serializer: serializers.BaseSerializer) -> None:
        self._tell(serializer.save(), "changed", sorted(serializer.validated_data))

    @transaction.atomic
    def perform_destroy(self, instance: Model) -> None:
        self._tell(instance, "deleted", [])
        instance.delete()

    def _tell(self, row: Model, verb: str, fields: list[str]) -> None:
        request: Request = self.request
        written.send(
            sender=type(row),
            kind=f"{row._meta.label_lower}.{verb}",
            on=row,
            by=request.actor,
            at=timezone.now(),
            data={"fields": fields},
        )
