"""`/metrics` for Prometheus: figures read from our tables at the moment of asking.

Read from tables and not counted in memory, because several processes serve and each would know a
part only.
"""

import ipaddress
from collections.abc import Iterator

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry
from rest_framework.request import Request
from rest_framework.views import APIView

from core.web import vitals
from core.web.permissions import ScopePermission


class LoopbackOrScope(ScopePermission):
    """The machine itself, or a token with metrics:read.

    A request that a proxy passed on comes from loopback too, but carries a forwarding header.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        return _is_direct_loopback(request) or super().has_permission(request, view)


def _is_direct_loopback(request: Request) -> bool:
    if getattr(request._request, "forwarded", False) or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class MetricsView(APIView):
    permission_classes = (LoopbackOrScope,)
    scopes = {"*": "metrics:read"}
    http_method_names = ["get", "head"]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        registry = CollectorRegistry()
        registry.register(TablesCollector())
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class TablesCollector(Collector):
    def collect(self) -> Iterator[Metric]:
        families: dict[str, GaugeMetricFamily] = {}
        for gauge in vitals.gauges(timezone.now()):
            names = [name for name, _value in gauge.labels]
            family = families.get(gauge.name)
            if family is None:
                family = families[gauge.name] = GaugeMetricFamily(f"candor_{gauge.name}", gauge.help, labels=names)
            family.add_metric([value for _name, value in gauge.labels], gauge.value)
        yield from families.values()

    def describe(self) -> list[Metric]:
        return []
