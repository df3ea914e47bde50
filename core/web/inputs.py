"""What a body may hold: the documented fields, of the documented JSON types, and nothing else."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.web.errors import Invalid

# DRF would turn 0 into "0", "yes" into true and "5" into 5. A program that sends these has a bug
# that it should hear of.
TYPES: tuple[tuple[type[serializers.Field], tuple[type, ...]], ...] = (
    (serializers.BooleanField, (bool,)),
    (serializers.IntegerField, (int, float)),
    (serializers.FloatField, (int, float)),
    (serializers.ChoiceField, (str, int)),
    (serializers.CharField, (str,)),
    (serializers.DateTimeField, (str,)),
    (serializers.DateField, (str,)),
    (serializers.ListField, (list,)),
    (serializers.ManyRelatedField, (list,)),
)


def refuse_unusable(serializer: serializers.BaseSerializer, data: Any) -> None:
    """A field that isn't taken is refused rather than ignored: a typo must not pass for a success."""
    errors = {name[:200]: [sentence] for name, sentence in _unusable(serializer, data)}
    if errors:
        raise Invalid(errors)


def _unusable(serializer: serializers.BaseSerializer, data: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Names (with their path) and what is wrong with them."""
    if isinstance(serializer, serializers.ListSerializer) and isinstance(data, list):
        for item in data:
            yield from _unusable(serializer.child, item, prefix)
    if not isinstance(serializer, serializers.Serializer) or not isinstance(data, Mapping):
        return
    for name, value in data.items():
        field = serializer.fields.get(name)
        if field is None or field.read_only:
            yield f"{prefix}{name}", _("This field can't be set.")
        elif not _fits(field, value):
            yield f"{prefix}{name}", _("This is the wrong type of JSON value.")
        elif isinstance(value, str) and len(value) > (getattr(field, "max_length", None) or len(value)):
            # DRF measures after trimming; what is described is what is sent.
            yield f"{prefix}{name}", field.error_messages["max_length"].format(max_length=field.max_length)
        else:
            yield from _unusable(field, value, f"{prefix}{name}.")


def _fits(field: serializers.Field, value: Any) -> bool:
    if value is None:
        return True  # whether it may be null is the field's own question
    if isinstance(field, serializers.SlugRelatedField):
        return isinstance(value, str) and value != ""  # DRF would take 0 for "0", and nothing for null
    if isinstance(field, serializers.RelatedField):
        return value != ""
    for kind, types in TYPES:
        if isinstance(field, kind):
            fits = isinstance(value, types) and (bool in types or not isinstance(value, bool))
            child = getattr(field, "child", None) or getattr(field, "child_relation", None)
            return fits and (child is None or all(_fits(child, item) for item in value))
    return True


class Whole(serializers.Serializer):
    """A nested input that is complete even within a PATCH, where DRF would ask for no field of it."""

    def to_internal_value(self, data: Any) -> Any:
        needed = [field for field in self._writable_fields if field.required] if isinstance(data, Mapping) else []
        missing = {
            field.field_name: [field.error_messages["required"]] for field in needed if field.field_name not in data
        }
        if missing:
            raise serializers.ValidationError(missing)
        return super().to_internal_value(data)
