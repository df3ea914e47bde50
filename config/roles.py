"""The one table of who may do what: groups of people, and scopes of tokens (domain: Roles)."""

CATALOGUE = [
    "service",
    "component",
    "componentgroup",
    "region",
    "thirdparty",
    "severitylevel",
    "audience",
    "checklistitem",
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
    "reminderstep",
    "playbook",
    "playbookversion",
    "messagetemplate",
    "templateversion",
    "fact",
    "factanswer",
    "factrequest",
    "playbookrun",
    "outlet",
    "signature",
    "objectionrule",
) | _view("delivery", "broadcast", app="core")
DECLARE = {"incidents.declare_incident"}
RESPOND = {"incidents.respond_incident"}
DECIDE = {"incidents.decide_proposal"}
DRAFT = {"incidents.draft_update"}
SERIES = _manage("maintenanceseries")
LADDER = _manage("reminderstep")
PLAYBOOKS = {"incidents.draft_playbook"}
PLAYBOOKS_HOLD = {"incidents.publish_playbook"}
TEMPLATES = {"incidents.draft_template"}
TEMPLATES_HOLD = {"incidents.approve_template"}
PUBLISH = {"incidents.publish_update"}
SIGN = {"incidents.sign_update"}  # the second signature; never for one's own words
OBJECTIONS = _manage("objectionrule")
COMMAND = {"incidents.command_incident"}
REDRIVE = {"core.redrive_delivery"}
SPEAK = {"incidents.use_outlet"}  # test, pause and resume; which accounts are ours an administrator says
SUBSCRIBERS = {"incidents.view_subscriber", "incidents.change_subscriber", "incidents.add_subscriber"}

# Feedback holds what customers write about themselves: who does not listen to them does not read it.
OVERHEAR = {"feedback.view_thread"} | _view(
    *("registerpolicy", "businesscalendar", "holiday", "escalationstep", "crisiscall"),
    *("incidentlink", "closingrun", "closingline", "survey", "wave", "wavesettings", "loopsettings"),
    *("message", "peerpost", "peer", "routingrule"),
    app="feedback",
)
CANNED = {"feedback.view_cannedreply", "feedback.draft_cannedreply"}
CANNED_HOLD = {"feedback.approve_cannedreply"}
MAILS = _view("inboundmail", "mailbox", "mentionwatch", "feedbacksource", app="feedback")
LISTEN = OVERHEAR | CANNED | MAILS | {"feedback.triage_thread", "feedback.answer_thread"}
MODERATE = {"feedback.moderate_thread"}
TARGETS = _manage("registerpolicy", "businesscalendar", "holiday", "escalationstep", app="feedback") | {
    "feedback.change_wavesettings",
    "feedback.change_loopsettings",
}
CRISIS = {"feedback.take_crisiscall"}
ROUTES = _manage("routingrule", app="feedback")
ANONYMISE = {"feedback.anonymise_thread", "feedback.view_privacysettings", "feedback.change_privacysettings"}
EXPORT = {"feedback.export_thread"}

STAFF = READ | DECLARE | DRAFT | TEMPLATES
RESPONDER = STAFF | RESPOND | DECIDE | PLAYBOOKS

ROLES: dict[str, set[str]] = {
    "Incident commander": RESPONDER | OVERHEAR | COMMAND | SERIES | PLAYBOOKS_HOLD,
    "Communications lead": RESPONDER | PLAYBOOKS_HOLD | PUBLISH | REDRIVE | SUBSCRIBERS | SPEAK | LISTEN | CRISIS,
    "Deputy": RESPONDER | LISTEN | CRISIS | PUBLISH | REDRIVE | SUBSCRIBERS | SPEAK,
    "Scribe": RESPONDER,
    "Subject matter expert": RESPONDER,
    "Internal liaison": RESPONDER,
    "Observer": READ,
    "Community manager": STAFF | LISTEN | ROUTES | EXPORT | MODERATE | CANNED_HOLD,
    "Head of customer service": STAFF
    | LISTEN
    | ROUTES
    | EXPORT
    | TARGETS
    | ANONYMISE
    | CRISIS
    | CANNED_HOLD
    | {"incidents.view_subscriber"},
    "Support agent": STAFF | LISTEN,
    "Head of support": STAFF | LISTEN | ROUTES | EXPORT | TARGETS | CANNED_HOLD,
    "Legal": STAFF | SIGN | OVERHEAR | MODERATE,
    "Brand reviewer": STAFF | TEMPLATES_HOLD | LISTEN | CANNED_HOLD,
    "Review facilitator": STAFF | OVERHEAR,
    "Training lead": STAFF,
    "Administrator": RESPONDER
    | COMMAND
    | REDRIVE
    | SUBSCRIBERS
    | SERIES
    | PLAYBOOKS_HOLD
    | TEMPLATES_HOLD
    | _manage(*CATALOGUE)
    | _manage("alertsource")
    | LADDER
    | OBJECTIONS
    | SPEAK
    | LISTEN
    | CANNED_HOLD
    | ROUTES
    | MODERATE
    | TARGETS
    | ANONYMISE
    | EXPORT
    | CRISIS
    | _manage("outlet")
    | _manage("feedbacksource", app="feedback")
    | _manage("user", "apitoken", app="core")
    | {"core.view_auditevent", "auth.view_group", "mfa.view_authenticator", "mfa.delete_authenticator"},
}

# What a token's scope lets through of its owner's rights.
SCOPES: dict[str, set[str]] = {
    "status:read": set(),
    "incidents:read": READ,
    "incidents:write": READ
    | DECLARE
    | RESPOND
    | COMMAND
    | DRAFT
    | SERIES
    | LADDER
    | OBJECTIONS
    | PLAYBOOKS
    | PLAYBOOKS_HOLD
    | TEMPLATES
    | TEMPLATES_HOLD
    | _manage(*CATALOGUE),
    # Telling readers a new state moves the incident, so the right to respond comes with it; the
    # endpoints that only move an incident still ask for incidents:write.
    "updates:publish": READ | PUBLISH | RESPOND | REDRIVE,
    # An objection is the commander's or legal's; the endpoints that command ask for incidents:write.
    "updates:sign": READ | SIGN | COMMAND,
    "alerts:write": DECIDE | _manage("alertsource") | DECLARE,
    "feedback:read": OVERHEAR | MAILS | EXPORT | {"feedback.view_cannedreply"},
    "feedback:write": LISTEN
    | CANNED_HOLD
    | ROUTES
    | MODERATE
    | TARGETS
    | ANONYMISE
    | CRISIS
    | _manage("feedbacksource", app="feedback"),
    "faq:read": set(),
    "faq:write": set(),
    "reviews:read": set(),
    "reviews:write": set(),
    "subscribers:write": SUBSCRIBERS | SPEAK | _manage("outlet"),
    "metrics:read": set(),
    "audit:read": {"core.view_auditevent"},
}
