"""The one table of who may do what: groups of people, and scopes of tokens (domain: Roles)."""

CATALOGUE = [
    "service",
    "component",
    "componentgroup",
    "region",
    "thirdparty",
    "severitylevel",
    "audience",
    "statuspage",
]


def _view(*models: str, app: str = "incidents") -> set[str]:
    return {f"{app}.view_{model}" for model in models}


def _manage(*models: str, app: str = "incidents") -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models for verb in ("view", "add", "change", "delete")}


READ = _view(
    *CATALOGUE,
    "proposal",
    "alert",
    "alertsource",
    "incident",
    "update",
    "timelineentry",
    "roleassignment",
    "impact",
    "maintenanceseries",
) | _view("delivery", "broadcast", app="core")
DECLARE = {"incidents.declare_incident"}
RESPOND = {"incidents.respond_incident"}
DECIDE = {"incidents.decide_proposal"}
DRAFT = {"incidents.draft_update"}
SERIES = _manage("maintenanceseries")
PUBLISH = {"incidents.publish_update"}
COMMAND = {"incidents.command_incident"}
REDRIVE = {"core.redrive_delivery"}
SUBSCRIBERS = {"incidents.view_subscriber", "incidents.change_subscriber", "incidents.add_subscriber"}

STAFF = READ | DECLARE | DRAFT
RESPONDER = STAFF | RESPOND | DECIDE

ROLES: dict[str, set[str]] = {
    "Incident commander": RESPONDER | COMMAND | SERIES,
    "Communications lead": RESPONDER | PUBLISH | REDRIVE | SUBSCRIBERS,
    "Deputy": RESPONDER | PUBLISH | REDRIVE | SUBSCRIBERS,
    "Scribe": RESPONDER,
    "Subject matter expert": RESPONDER,
    "Internal liaison": RESPONDER,
    "Observer": READ,
    "Community manager": STAFF,
    "Head of customer service": STAFF | {"incidents.view_subscriber"},
    "Support agent": STAFF,
    "Head of support": STAFF,
    "Brand reviewer": STAFF,
    "Review facilitator": STAFF,
    "Training lead": STAFF,
    "Administrator": RESPONDER
    | COMMAND
    | REDRIVE
    | SUBSCRIBERS
    | SERIES
    | _manage(*CATALOGUE)
    | _manage("alertsource")
    | _manage("user", "apitoken", app="core")
    | {"core.view_auditevent", "auth.view_group", "mfa.view_authenticator", "mfa.delete_authenticator"},
}

# What a token's scope lets through of its owner's rights.
SCOPES: dict[str, set[str]] = {
    "status:read": set(),
    "incidents:read": READ,
    "incidents:write": READ | DECLARE | RESPOND | COMMAND | DRAFT | SERIES | _manage(*CATALOGUE),
    # Telling readers a new state moves the incident, so the right to respond comes with it; the
    # endpoints that only move an incident still ask for incidents:write.
    "updates:publish": READ | PUBLISH | RESPOND | REDRIVE,
    "alerts:write": DECIDE | _manage("alertsource") | DECLARE,
    "feedback:read": set(),
    "feedback:write": set(),
    "faq:read": set(),
    "faq:write": set(),
    "reviews:read": set(),
    "reviews:write": set(),
    "subscribers:write": SUBSCRIBERS,
    "metrics:read": set(),
    "audit:read": {"core.view_auditevent"},
}
