"""What is said about an incident, and who decided it."""

from incidents.communication.models.decisions import (
    ObjectionRule,
    ObjectionWindow,
    ObjectionWindowQuerySet,
    Signature,
    SignatureQuerySet,
)
from incidents.communication.models.updates import Citation, ToldStatus, Update, UpdateQuerySet, Variant

__all__ = [
    "Citation",
    "ObjectionRule",
    "ObjectionWindow",
    "ObjectionWindowQuerySet",
    "Signature",
    "SignatureQuerySet",
    "ToldStatus",
    "Update",
    "UpdateQuerySet",
    "Variant",
]
