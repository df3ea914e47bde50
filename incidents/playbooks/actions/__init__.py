"""Everything that changes a playbook, and what is done with it in an incident."""

from incidents.playbooks.actions.awaiting import stand_for
from incidents.playbooks.actions.drafting import (
    begin_draft,
    copy,
    create,
    describe,
    discard_draft,
    import_yaml,
    save_draft,
    take_in,
)
from incidents.playbooks.actions.mending import abandon, adopt_newer_version, correct
from incidents.playbooks.actions.publishing import publish_version, retire
from incidents.playbooks.actions.running import answer, follow_publication, start

__all__ = [
    "abandon",
    "adopt_newer_version",
    "answer",
    "begin_draft",
    "copy",
    "correct",
    "create",
    "describe",
    "discard_draft",
    "follow_publication",
    "import_yaml",
    "publish_version",
    "retire",
    "save_draft",
    "stand_for",
    "start",
    "take_in",
]
