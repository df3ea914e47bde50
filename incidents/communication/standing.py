"""How a component stands for readers. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.catalogue.states import ComponentStatus, worst


@dataclass(frozen=True, slots=True)
class Standing:
    """The shown state and where it is so; no region means everywhere."""

    status: str
    region_ids: tuple[int, ...] = ()


FINE = Standing(ComponentStatus.OPERATIONAL.value)


def standing(harms: Iterable[tuple[str, int | None]]) -> Standing:
    """The worst of what is said of one component; `harms` are (state, region or None for everywhere)."""
    found = list(harms)
    regions = {region for _status, region in found}
    return Standing(worst([status for status, _region in found]), () if None in regions else tuple(sorted(regions)))


def concerned(before: Standing, now: Standing) -> tuple[int, ...]:
    """The regions a change concerns: where it was impaired or is; none means everywhere."""
    harmed = [each for each in (before, now) if each.status != ComponentStatus.OPERATIONAL]
    if any(not each.region_ids for each in harmed):
        return ()
    return tuple(sorted({region for each in harmed for region in each.region_ids}))
