"""`python -m tests.bench.profile login`: where the time of one page goes, by stage and by function.

In one process, without a network: the flow is a recording. What the server and the way to Kratos cost, `make bench`
tells.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from app.current import ui
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos
from tests.support.recordings import recording

PAGES = {
    "login": "login.choose_method.all_methods", "registration": "registration.choose_credentials.all_methods",
    "recovery": "recovery.choose_method.code", "verification": "verification.choose_method.code",
    "settings": "settings.show_form.all_methods",
}  # fmt: skip
STAGES = {
    "asking Kratos (recorded)": "get_flow", "JSON": "load", "parsing": "parse_flow",
    "telling traits apart": "described", "arranging": "arrange", "rendering": "render", "headers": "add",
}  # fmt: skip
TIMES = 300


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints milliseconds for a page, by stage (cumulative), then the functions that take most themselves."""
    (kind,) = arguments or sys.argv[1:] or ["login"]
    client = _application(kind).test_client()
    if kind == "settings":
        client.set_cookie("ory_kratos_session", "s")
    path = f"/{kind}?flow=f"  # no flow has such an id: a page that is made each time
    kept = _milliseconds(client, f"/{kind}?flow={recording('v1.3.1', PAGES[kind]).body['id']}")
    made = _milliseconds(client, path)
    print(f"{kind}: {kept:.2f} ms of CPU for a page that is kept, {made:.2f} for one that is made;")
    print("the latter in parts, with the profiler, which takes time itself:")
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(TIMES):
        client.get(path)
    profiler.disable()
    stats = pstats.Stats(profiler)
    print(_stages(stats))
    stats.strip_dirs().sort_stats("tottime").print_stats(25)


def _milliseconds(client: FlaskClient, path: str) -> float:
    for _ in range(3):
        assert client.get(path).status_code == 200
    started = time.process_time()
    for _ in range(TIMES):
        client.get(path)
    return (time.process_time() - started) * 1000 / TIMES


def _stages(stats: pstats.Stats) -> str:
    found: dict[str, float] = {}
    for (file, _, function), row in stats.stats.items():  # type: ignore[attr-defined]
        if "/app/" in file:
            found[function] = max(found.get(function, 0.0), row[3])
    return "\n".join(
        f"{title:28}{found.get(name, 0) * 1000 / TIMES:7.2f} ms" for title, name in STAGES.items()
    )


def _application(kind: str) -> Flask:
    kratos = RecordedKratos().plays(
        recording("v1.3.1", PAGES[kind]), recording("v1.3.1", "whoami.200.password")
    )
    kratos.on("GET", f"/self-service/{kind}/flows", recording("v1.3.1", PAGES[kind]))
    logout = {"logout_url": f"{BASE_URL}/self-service/logout?token=t", "logout_token": "t"}
    kratos.on("GET", "/self-service/logout/browser", Given(200, logout))
    app = create_app(Config(kratos_public_url=BASE_URL, cookie_secret="p" * 32))
    ui(app).kratos = replace(kratos.client(), timeout=(1.0, 6.0))
    return app


if __name__ == "__main__":
    main()
