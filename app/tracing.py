"""OpenTelemetry, for who installs the extra `otel` and names a collector: a span for each request, handed on to Kratos.

No span holds an address, an identifier or a flow id; so none of the ready instrumentations, which keep addresses whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from opentelemetry import propagate, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from . import logs, release

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def exporting() -> SpanProcessor:
    """Return what sends spans to the collector; where and how, the `OTEL_EXPORTER_OTLP_…` variables say."""
    return BatchSpanProcessor(OTLPSpanExporter())


class Traced:
    """`behind`, each of whose answers is a span. `trusts`: whether a proxy's `traceparent` counts.

    `page`: reads the name of the endpoint out of a request's environment, once it is answered.
    """

    def __init__(
        self,
        behind: WSGIApplication,
        spans: SpanProcessor,
        trusts: bool,
        page: Callable[[WSGIEnvironment], str],
    ) -> None:
        resource = Resource.create({SERVICE_VERSION: release.version()})
        if resource.attributes.get(SERVICE_NAME, "").startswith("unknown_service"):  # type: ignore[union-attr]
            resource = resource.merge(Resource({SERVICE_NAME: "kratos-ui"}))
        provider = TracerProvider(resource=resource)
        provider.add_span_processor(spans)
        self._tracer = provider.get_tracer(release.NAME)
        self._behind, self._trusts, self._page = behind, trusts, page

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; what it asks of Kratos belongs to its span."""
        status = "500"

        def start(line: str, *rest: Any) -> Callable[[bytes], object]:
            nonlocal status
            status = line[:3]
            return start_response(line, *rest)

        with self._tracer.start_as_current_span(
            "request", self._above(environ), trace.SpanKind.SERVER
        ) as span:
            told: dict[str, str] = {}
            propagate.inject(told)
            token = logs.trace.set(told)
            try:
                return self._behind(environ, start)
            finally:
                logs.trace.reset(token)
                page = self._page(environ)
                span.update_name(f"{environ['REQUEST_METHOD']} {page}")
                span.set_attributes({"http.route": page, "http.response.status_code": int(status)})
                if status >= "500":
                    span.set_status(trace.StatusCode.ERROR)

    def _above(self, environ: WSGIEnvironment) -> Any:
        """Return the span of the proxy in front of us, if there is one that counts."""
        names = ("traceparent", "tracestate") if self._trusts else ()
        return propagate.extract({name: environ.get(f"HTTP_{name.upper()}", "") for name in names})
