"""What differs between two versions, and what of it still lies ahead."""

from dataclasses import dataclass

from incidents.playbooks.flow.nodes import Flow


@dataclass(frozen=True, slots=True)
class Difference:
    """Keys of nodes, in the order of the newer version (removed ones: of the older).

    `ahead` are the changed and added ones that can still be reached from where one stands.
    """

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.changed) + len(self.added) + len(self.removed)


def diff(old: Flow, new: Flow, position: str = "") -> Difference:
    """`position` is the key of the current node; all lies ahead when the newer version has no such node."""
    changed = tuple(key for key in _keys(new) if key in old.by_key and old.by_key[key] != new.by_key[key])
    added = tuple(key for key in _keys(new) if key not in old.by_key)
    removed = tuple(key for key in _keys(old) if key not in new.by_key)
    reached = new.reachable(position if position in new.by_key else new.start)
    return Difference(changed, added, removed, tuple(key for key in (*changed, *added) if key in reached))


def _keys(flow: Flow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node.key for node in flow.nodes))
