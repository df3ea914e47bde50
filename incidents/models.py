"""Gathers the slices' models for Django."""

from incidents.alerts.models import Alert, AlertSource, Proposal
from incidents.catalogue.models import (
    Component,
    ComponentGroup,
    ComponentGroupTranslation,
    ComponentTranslation,
    Region,
    RegionTranslation,
    Service,
    ServiceTranslation,
    SeverityLevel,
    SeverityTranslation,
    ThirdParty,
    ThirdPartyAlias,
)
from incidents.communication.models import Update, Variant
from incidents.maintenance.models import MaintenanceSeries, MaintenanceSeriesTranslation, Notice, Occurrence
from incidents.response.models import (
    Impact,
    Incident,
    IncidentTranslation,
    ReferenceCounter,
    RoleAssignment,
    TimelineEntry,
)
from incidents.statuspages.models import Publication, StatusPage, StatusPageTranslation
from incidents.subscribers.models import Audience, AudienceTranslation, Letter, Subscriber, Subscription

__all__ = [
    "Alert",
    "AlertSource",
    "Audience",
    "AudienceTranslation",
    "Component",
    "ComponentGroup",
    "ComponentGroupTranslation",
    "ComponentTranslation",
    "Impact",
    "Incident",
    "IncidentTranslation",
    "Letter",
    "MaintenanceSeries",
    "MaintenanceSeriesTranslation",
    "Notice",
    "Occurrence",
    "Proposal",
    "Publication",
    "ReferenceCounter",
    "Region",
    "RegionTranslation",
    "RoleAssignment",
    "Service",
    "ServiceTranslation",
    "SeverityLevel",
    "SeverityTranslation",
    "StatusPage",
    "StatusPageTranslation",
    "Subscriber",
    "Subscription",
    "ThirdParty",
    "ThirdPartyAlias",
    "TimelineEntry",
    "Update",
    "Variant",
]
