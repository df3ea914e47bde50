"""What is sent is what is meant: values of another JSON type are refused by name."""

import pytest
from rest_framework import serializers

from core.web.errors import Invalid
from core.web.inputs import refuse_unusable
from incidents.catalogue.models import Region


class Probe(serializers.Serializer):
    region = serializers.SlugRelatedField(slug_field="slug", queryset=Region.objects.all())
    regions = serializers.SlugRelatedField(slug_field="slug", queryset=Region.objects.all(), many=True)


@pytest.mark.parametrize(
    "body",
    [
        {"region": 0},
        {"region": True},
        {"region": ""},
        {"region": []},
        {"regions": {}},
        {"regions": "x"},
        {"regions": [0]},
    ],
)
def test_a_key_is_a_text_and_many_are_a_list(body):
    with pytest.raises(Invalid) as refused:
        refuse_unusable(Probe(), body)

    assert list(refused.value.fields) == list(body)


@pytest.mark.parametrize("body", [{"region": "0"}, {"region": None}, {"regions": []}, {"regions": ["france", "japan"]}])
def test_what_fits_is_let_through(body):
    refuse_unusable(Probe(), body)
