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
from incidents.communication.models import (
    Citation,
    ObjectionRule,
    ObjectionWindow,
    Signature,
    ToldStatus,
    Update,
    Variant,
)
from incidents.facts.models import ChecklistItem, ChecklistItemTranslation, Fact, FactAnswer, FactRequest
from incidents.maintenance.models import MaintenanceSeries, MaintenanceSeriesTranslation, Notice, Occurrence
from incidents.message_templates.models import (
    MessageTemplate,
    MessageTemplatePurpose,
    TemplateText,
    TemplateUse,
    TemplateVersion,
)
from incidents.outlets.models import Outlet
from incidents.playbooks.models import Playbook, PlaybookRun, PlaybookTranslation, PlaybookVersion, RunAnswer
from incidents.promises.models import Reminder, ReminderStep
from incidents.response.models import (
    Impact,
    Incident,
    IncidentTranslation,
    ReferenceCounter,
    RoleAssignment,
    RoleCall,
    TimelineEntry,
)
from incidents.room.models import Presence
from incidents.statuspages.models import Publication, StatusPage, StatusPageTranslation
from incidents.subscribers.models import Audience, AudienceTranslation, Letter, Subscriber, Subscription

__all__ = [
    "Alert",
    "AlertSource",
    "Audience",
    "AudienceTranslation",
    "ChecklistItem",
    "ChecklistItemTranslation",
    "Citation",
    "Component",
    "ComponentGroup",
    "ComponentGroupTranslation",
    "ComponentTranslation",
    "Fact",
    "FactAnswer",
    "FactRequest",
    "Impact",
    "Incident",
    "IncidentTranslation",
    "Letter",
    "MaintenanceSeries",
    "MaintenanceSeriesTranslation",
    "MessageTemplate",
    "MessageTemplatePurpose",
    "Notice",
    "ObjectionRule",
    "ObjectionWindow",
    "Occurrence",
    "Outlet",
    "Playbook",
    "PlaybookRun",
    "PlaybookTranslation",
    "PlaybookVersion",
    "Presence",
    "Proposal",
    "Publication",
    "ReferenceCounter",
    "Region",
    "RegionTranslation",
    "Reminder",
    "ReminderStep",
    "RoleAssignment",
    "RoleCall",
    "RunAnswer",
    "Service",
    "ServiceTranslation",
    "SeverityLevel",
    "SeverityTranslation",
    "Signature",
    "StatusPage",
    "StatusPageTranslation",
    "Subscriber",
    "Subscription",
    "TemplateText",
    "TemplateUse",
    "TemplateVersion",
    "ThirdParty",
    "ThirdPartyAlias",
    "TimelineEntry",
    "ToldStatus",
    "Update",
    "Variant",
]
