"""Traces: a span for each request, which Kratos gets to know, and which says nothing of anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app import create_app, together, tracing
from app.config import Config, ConfigError
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos
from tests.support.recordings import recording

FLOW = recording("v1.3.1", "login.choose_method.password_only")
ABOVE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    monkeypatch.setattr(tracing, "exporting", lambda: SimpleSpanProcessor(exporter))
    return exporter


@pytest.fixture
def config(config: Config, spans: InMemorySpanExporter, request: pytest.FixtureRequest) -> Config:
    return replace(config, otel_endpoint=getattr(request, "param", "http://127.0.0.1:9"), trusted_proxies=0)


def shown(client: FlaskClient, kratos: RecordedKratos, **headers: str) -> None:
    kratos.on("GET", "/self-service/login/flows", Given.of(FLOW))
    assert client.get(f"/login?flow={FLOW.body['id']}", headers=headers).status_code == 200


def only(spans: InMemorySpanExporter) -> ReadableSpan:
    (span,) = spans.get_finished_spans()
    return span


def test_a_page_is_a_span_and_kratos_belongs_to_it(
    client: FlaskClient, kratos: RecordedKratos, spans: InMemorySpanExporter
) -> None:
    shown(client, kratos)
    span = only(spans)
    assert span.name == "GET login"
    assert span.attributes == {"http.route": "login", "http.response.status_code": 200}
    assert FLOW.body["id"] not in span.to_json()
    trace, parent = kratos.sent[0].headers["traceparent"].split("-")[1:3]
    assert (trace, parent) == (f"{span.context.trace_id:032x}", f"{span.context.span_id:016x}")


@pytest.mark.parametrize("trusted", [0, 1])
def test_a_trace_of_a_trusted_proxy_goes_on(
    config: Config, kratos: RecordedKratos, spans: InMemorySpanExporter, trusted: int
) -> None:
    app = create_app(replace(config, trusted_proxies=trusted))
    answer = app.test_client().get("/health/alive", headers={"traceparent": ABOVE})
    assert answer.status_code == 200
    assert (f"{only(spans).context.trace_id:032x}" == ABOVE.split("-")[1]) == bool(trusted)


def test_what_failed_is_marked(
    client: FlaskClient, kratos: RecordedKratos, spans: InMemorySpanExporter
) -> None:
    kratos.on("GET", "/self-service/login/flows", Given(500, {"error": {"code": 500}}))
    assert client.get("/login?flow=x").status_code == 503
    assert not only(spans).status.is_ok
    spans.clear()
    client.get("/nothing")
    assert (only(spans).name, (only(spans).attributes or {})["http.response.status_code"]) == (
        "GET none",
        404,
    )


@pytest.mark.parametrize("config", [""], indirect=True)
def test_nothing_is_told_to_kratos_without_a_collector(client: FlaskClient, kratos: RecordedKratos) -> None:
    shown(client, kratos, traceparent=ABOVE)
    assert "traceparent" not in {name.lower() for name in kratos.sent[-1].headers}


def test_without_the_extra_the_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "find_spec", lambda name: None)
    with pytest.raises(
        ConfigError, match="OTEL_EXPORTER_OTLP_ENDPOINT needs OpenTelemetry: pip install .*otel"
    ):
        Config.from_env(
            {"KRATOS_PUBLIC_URL": BASE_URL, "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}
        )
