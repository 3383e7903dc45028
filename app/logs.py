"""The log: one line for each entry, as text or as JSON."""

from __future__ import annotations

import datetime
import logging
import sys
from collections.abc import Mapping
from contextvars import ContextVar

import orjson

request_id: ContextVar[str] = ContextVar("request in whose course something is logged", default="")

upstream: ContextVar[list[float] | None] = ContextVar("seconds of the calls made in its course", default=None)

trace: ContextVar[Mapping[str, str] | None] = ContextVar("headers that hand a trace on", default=None)


class Line:
    """An entry whose parts JSON keeps apart: `log.info(Line("request", "%(page)s %(status)d", page=…, status=…))`.

    No part may be of a user's making: no address, no identifier, no flow id.
    """

    __slots__ = ("event", "fields", "form")

    def __init__(self, event: str, form: str, **fields: object) -> None:
        self.event, self.form, self.fields = event, form, fields

    def __str__(self) -> str:
        return self.form % self.fields


class _Text(logging.Formatter):
    """A line for people, ended by the request that it belongs to."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line without what an exception adds."""
        line = super().formatMessage(record).replace("\n", "\\n").replace("\r", "\\r")
        here = request_id.get()
        return f"{line} {here}" if here and here not in line else line


class _JSON(logging.Formatter):
    """A line for machines: `time level logger message`, the parts of a `Line`, `request_id`, `exception`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object, in one line."""
        entry: dict[str, object] = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if isinstance(record.msg, Line):
            entry["event"] = record.msg.event
            entry.update(record.msg.fields)
        else:
            entry["message"] = record.getMessage()
        if here := request_id.get():
            entry["request_id"] = here
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(entry, default=str).decode()


FORMATS: Mapping[str, type[logging.Formatter]] = {"text": _Text, "json": _JSON}
SERVER = {"handlers": {}, "loggers": {"_granian": {"propagate": True}}}
"""For granian: what it logs goes the same way."""


def install(level: str, form: str) -> None:
    """Make this the log of the process: on standard error, from `level` ("info") on, as "text" or "json"."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATS[form]())
    root = logging.getLogger()
    for other in root.handlers[:]:
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.captureWarnings(True)
    # no line shows these, and to find them out takes a third of an entry's time: see logging's own HOWTO
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
