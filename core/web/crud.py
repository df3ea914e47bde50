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


class WrittenViewSet(ActionViewSet):
    """What people write is usable, and told to the audit trail; the mixins beside it say which verbs there are."""

    crud = True

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.BaseSerializer:
        serializer = super().get_serializer(*args, **kwargs)
        if "data" in kwargs:
            inputs.refuse_unusable(serializer, kwargs["data"])
        return serializer

    @transaction.atomic
    def perform_create(self, serializer: serializers.BaseSerializer) -> None:
        self.tell(serializer.save(), "created", self.told(serializer))

    @transaction.atomic
    def perform_update(self, serializer: serializers.BaseSerializer) -> None:
        self.tell(serializer.save(), "changed", self.told(serializer))

    @transaction.atomic
    def perform_destroy(self, instance: Model) -> None:
        self.tell(instance, "deleted", self.told(None))
        instance.delete()

    def told(self, serializer: serializers.BaseSerializer | None) -> dict[str, Any]:
        """What the audit trail keeps of a writing; None is a deletion."""
        return {"fields": sorted(serializer.validated_data) if serializer else []}

    def tell(self, row: Model, verb: str, data: dict[str, Any]) -> None:
        request: Request = self.request
        kind = f"{row._meta.label_lower}.{verb}"
        written.send(sender=type(row), kind=kind, on=row, by=request.actor, at=timezone.now(), data=data)


class CrudViewSet(WrittenViewSet, viewsets.ModelViewSet):
    """List, read, create, change and delete rows that have no state and no consequences.

    Needs the scope, and Django's view, add, change or delete right on the model. What has a state
    is an `ActionViewSet` instead.

        class RegionViewSet(CrudViewSet):
            queryset = Region.objects.prefetch_related("translations")
            serializer_class = RegionSerializer
            paging_fields = ("position", "id")
            scopes = {"list": "status:read", "retrieve": "status:read", "*": "incidents:write"}
    """
