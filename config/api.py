"""The one router of the REST API: every slice registers its resources."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import DefaultRouter

from core.accounts import api as accounts
from core.audit import api as audit
from core.delivery import api as delivery
from core.web import docs
from core.web.api_root import ApiRoot
from feedback.answering import api as answering
from feedback.community import api as community
from feedback.crisis import api as crisis
from feedback.desk import api as desk
from feedback.doors import api as doors
from feedback.duty import api as duty
from feedback.insight import api as insight
from feedback.loop import api as loop
from feedback.privacy import api as privacy
from feedback.threads import api as threads
from feedback.waves import api as waves
from incidents.alerts import api as alerts
from incidents.catalogue import api as catalogue
from incidents.communication import api as communication
from incidents.facts import api as facts
from incidents.imports import api as imports
from incidents.maintenance import api as maintenance
from incidents.message_templates import api as message_templates
from incidents.outlets import api as outlets
from incidents.playbooks import api as playbooks
from incidents.playbooks import offer_api as playbook_offers
from incidents.playbooks import run_api as playbook_runs
from incidents.promises import api as promises
from incidents.response import api as response
from incidents.statuspages import api as statuspages
from incidents.subscribers import api as subscribers
from incidents.wording import api as wording

router = DefaultRouter()
router.include_format_suffixes = False
router.APIRootView = ApiRoot
RESOURCES = (
    community,
    accounts,
    alerts,
    answering,
    audit,
    catalogue,
    communication,
    crisis,
    delivery,
    doors,
    duty,
    desk,
    facts,
    imports,
    loop,
    insight,
    maintenance,
    playbooks,
    message_templates,
    playbook_runs,
    playbook_offers,
    privacy,
    promises,
    outlets,
    response,
    statuspages,
    subscribers,
    threads,
    waves,
    wording,
)
for resources in RESOURCES:
    resources.register(router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", docs.api_schema, name="api-schema"),
    *router.urls,
]
