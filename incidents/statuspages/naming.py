"""Every translated name, each page's own words and choices, and the suppliers, in one statement."""

import json
from collections import defaultdict
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast

from incidents.catalogue.models import (
    ComponentGroupTranslation,
    ComponentTranslation,
    RegionTranslation,
    ThirdParty,
    ThirdPartyAlias,
)
from incidents.communication.concealment import Secret
from incidents.communication.gathering import kept_secret
from incidents.statuspages.models import StatusPage, StatusPageTranslation
from incidents.statuspages.source import Row
from incidents.wording import queries as wording

Names = dict[tuple[str, int], dict[str, Row]]


def read() -> tuple[Names, dict[str, tuple[Secret, ...]]]:
    """(kind, owner) → language → row, and by language the suppliers that go by an alias off the page.

    A choice has no language: the id of what is chosen stands in its place.
    """
    names: Names = defaultdict(dict)
    named: dict[int, tuple[str, ...]] = {}
    aliases: dict[tuple[int, str], str] = {}
    for kind, owner, language, text, more in _union():
        if kind == "supplier":
            named[owner] = (text, *map(str, json.loads(more)))
        elif kind == "alias":
            aliases[owner, language] = text
        else:
            names[kind, owner][language] = {"language": language, "text": text, "more": more}
    return names, kept_secret(wording.aliased(dict(sorted(named.items())), aliases))


def _union() -> QuerySet[Any]:
    shown, where = StatusPage.components.through, StatusPage.regions.through
    own = StatusPageTranslation
    return _rows(ComponentTranslation, "component", "component_id", "name", "description").union(
        _rows(ComponentGroupTranslation, "group", "group_id", "name"),
        _rows(RegionTranslation, "region", "region_id", "name"),
        _rows(own, "page", "statuspage_id", "name"),
        _rows(own, "intro", "statuspage_id", "intro_html").exclude(intro_html=""),
        _rows(own, "footer", "statuspage_id", "footer_html").exclude(footer_html=""),
        _rows(own, "support", "statuspage_id", "support_label", "support_url").exclude(support_url=""),
        _rows(shown, "shown", "statuspage_id", language="component_id"),
        _rows(where, "where", "statuspage_id", language="region_id"),
        _rows(ThirdParty, "supplier", "id", "name", "spellings", language=""),
        _rows(ThirdPartyAlias, "alias", "third_party_id", "alias"),
        all=True,
    )


def _rows(
    model: type, kind: str, owner: str, text: str = "", more: str = "", language: str = "language"
) -> QuerySet[Any]:
    """The five columns of the union; "" is an empty one."""

    def column(name: str) -> Any:
        return Cast(F(name), TextField()) if name else Value("", output_field=TextField())

    return model.objects.values_list(
        Value(kind, output_field=TextField()), F(owner), column(language), column(text), column(more)
    )
