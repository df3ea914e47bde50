"""The playbooks we ship: one file each, in three languages (docs/playbooks.md says where they come from)."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from core.actor import SYSTEM
from incidents.catalogue.models import Component
from incidents.message_templates import defaults as message_templates
from incidents.playbooks import actions, queries, yamlfile
from incidents.playbooks.document import Document
from incidents.playbooks.models import Playbook

FOLDER = Path(__file__).parent
# A playbook stands after those it leads into: they must be published before it.
SLUGS = ("what-severity", "third-party", "sign-in-outage", "playback-failure-by-region")


def shipped(slug: str) -> Document:
    return yamlfile.load((FOLDER / f"{slug}.yaml").read_text(encoding="utf-8"))


def seed(at: datetime) -> None:
    """Publish version 1 of each that is missing. What people changed stays as they left it.

    A component of its file that isn't there yet is awaited. A playbook that stands for none at all is offered for
    those of its file that exist by now.
    """
    message_templates.seed(at)  # the charts name them
    known = {row.slug: row for row in Component.objects.all()}
    for slug in SLUGS:
        document = shipped(slug)
        awaited = [name for name in document.components if name not in known]
        components = [known[name] for name in document.components if name in known]
        standing = Playbook.objects.filter(slug=slug).first()
        if standing is None:
            document = replace(document, components=tuple(component.slug for component in components))
            made = actions.create(document=document, awaited=awaited, by=SYSTEM, at=at)
            actions.publish_version(version=queries.draft(made), by=SYSTEM, at=at)
        elif components and not standing.components.exists():
            standing.components.set(components)
