"""What a page's settings must hold together, said by field for the form and the API alike."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from core.text import moments
from incidents.statuspages.states import Visibility


def problems(
    *,
    is_default: bool,
    visibility: str,
    time_zone: str,
    audience: object,
    all_components: bool,
    components: Collection[object],
) -> dict[str, list[str]]:
    """Empty where nothing is wrong."""
    found: dict[str, list[str]] = {}
    private = visibility == Visibility.PRIVATE
    if time_zone not in moments.zones():
        found["time_zone"] = [_("Not a time zone. Example: Europe/Paris.")]
    if private and is_default:
        found["visibility"] = [_("The default page is public. Make another one the default first.")]
    if audience and not private:
        found["audience"] = [_("Only a private page speaks to an audience of its own; leave it empty.")]
    if not all_components and not components:
        found["components"] = [_("Choose at least one component, or all of them.")]
    return found
