"""Each request once more, from outside of all: its id, its line in the log, what is counted of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, request

from .. import logs
from ..config import Config
from ..kratos.types import FlowKind
from ..logs import Line
from ..meter import Meter
from ..upstream import values
from ..upstream.values import JSON
from .headers import SEEN, request_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("kratos_ui.access")
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


@dataclass(slots=True)
class Seen:
    """What is known of a request at its end."""

    request_id: str
    page: str = ""  # the name of the endpoint
    upstream: float = 0.0  # seconds that Kratos and Hydra took
    made: str = ""  # of a flow's page: "kept" or "anew"


class Observed:
    """`behind`, each of whose answers is logged and counted."""

    def __init__(self, config: Config, meter: Meter, behind: WSGIApplication) -> None:
        self._config, self._meter, self._behind = config, meter, behind

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request. What is left to send of a file, and how long that takes, is not looked at."""
        seen = environ[SEEN] = Seen(request_id(self._config, environ))
        started, status = time.perf_counter(), "500"
        spent: list[float] = []
        tokens = logs.request_id.set(seen.request_id), logs.upstream.set(spent)

        def start(line: str, *rest: Any) -> Callable[[bytes], object]:
            nonlocal status
            status = line[:3]
            return start_response(line, *rest)

        try:
            return self._behind(environ, start)
        finally:
            seen.upstream = sum(spent)
            note(self._meter, environ["REQUEST_METHOD"], seen, status, time.perf_counter() - started)
            logs.request_id.reset(tokens[0])
            logs.upstream.reset(tokens[1])


def page_of(environ: Mapping[str, Any]) -> str:
    """Return the name of the endpoint that has answered, "none" if there is none."""
    seen = environ.get(SEEN)
    return (seen.page if seen else "") or "none"


def note(meter: Meter, method: str, seen: Seen, status: str, seconds: float) -> None:
    """Log and count one answer."""
    page = seen.page or ("none" if status >= "400" else "static")
    meter.request(page, status, seen.made, seconds)
    level = logging.INFO if status < "500" else logging.WARNING
    if log.isEnabledFor(level):
        log.log(level, Line(
            "request", "%(method)s %(page)s %(status)s %(ms).1f ms, upstream %(upstream_ms).1f ms %(request_id)s",
            method=method if method in METHODS else "other", page=page, status=status, ms=round(seconds * 1000, 2),
            upstream_ms=round(seen.upstream * 1000, 2), request_id=seen.request_id,
        ))  # fmt: skip


def refused(meter: Meter, method: str, status: str) -> None:
    """Log and count what never got to the application."""
    note(meter, method, Seen(""), status, 0.0)


def name(response: Response) -> Response:
    """`after_request`: say which endpoint this was."""
    if seen := request.environ.get(SEEN):
        seen.page = (request.endpoint or "none").removesuffix(".page")
    return response


def shown(
    environ: Mapping[str, Any], meter: Meter, kind: FlowKind, body: Mapping[str, JSON], made: str
) -> None:
    """Take note that the page of a flow is shown. `body`: Kratos' own JSON; `made`: as in `Seen`."""
    if seen := environ.get(SEEN):
        seen.page, seen.made = kind, made
    if meter.on:
        meter.flow(kind, values.text(body.get("state")))
        for number in _messages(values.mapping(body.get("ui"))):
            meter.message(number)


def _messages(ui: Mapping[str, JSON]) -> Iterator[int]:
    for part in (ui, *values.items(ui.get("nodes"))):
        if isinstance(part, dict) and (found := part.get("messages")):  # which most nodes have none of
            for each in values.items(found):
                if number := values.whole(values.mapping(each).get("id")):
                    yield number
