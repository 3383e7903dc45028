"""Whatever stands in a file or comes from a server, doctor says something and never breaks."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.doctor.browser import Answer
from app.doctor.checks import examine
from app.doctor.fix import put
from app.doctor.gather import gather
from app.doctor.report import as_json, as_text
from app.doctor.seen import KINDS, Asked, Dry, FlowSeen, HydraSeen, KratosSeen, Seen, Tls, UiSeen
from app.doctor.settings import Settings, load
from app.paths import KRATOS_CONFIG

JUNK: list[Any] = [
    "",
    "http://[",
    "//",
    "nonsense",
    7,
    True,
    [],
    ["http://[", 3, None],
    [{"hook": 1}],
    {"a": 1},
    None,
]
GOOD = json.loads(json.dumps(load(KRATOS_CONFIG / "kratos.yml")))


def keys(tree: Any, above: str = "") -> Iterator[str]:
    """Every dotted key, those of sections too."""
    for name, value in tree.items():
        key = f"{above}{name}"
        yield key
        if isinstance(value, dict):
            yield from keys(value, f"{key}.")


@pytest.mark.parametrize("key", list(keys(GOOD)))
def test_any_value_of_any_key(key: str) -> None:
    for junk in JUNK:
        tree = copy.deepcopy(GOOD)
        put(tree, key, junk)
        findings = examine(gather(Asked(settings=Settings(tree), hydra_settings=Settings(tree))))
        assert as_text(findings)
        assert json.loads(as_json(findings))


TRAITS = {"b": 1, "c": {"ory.sh/kratos": 3}}
ANSWERS = [
    Answer("http://localhost/", problem="refused"),
    Answer("http://localhost/", 303, {"Location": "http://["}),
    Answer(
        "http://localhost/",
        303,
        {"Location": "//?flow=1&id=2"},
        cookies=("=;Domain=;Path", "csrf_token_a", ""),
    ),
    Answer("http://localhost/", 200, {"Date": "yesterday"}, text="<p>hello"),
    Answer(
        "http://localhost/",
        200,
        text='{"ui": {"action": "http://[/self-service/x", "nodes": [1, {"attributes": []}]}}',
    ),
    Answer("http://localhost/", 200, text='[1, null, {"created_at": 5}, {"created_at": "now"}]'),
    Answer(
        "http://localhost/", 500, {"Content-Security-Policy": "form-action http://[ ;"}, text="[" * 100_000
    ),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
@pytest.mark.parametrize("ui", ["", "http://localhost:4455", "http://["])
def test_any_answer(answer: Answer, ui: str) -> None:
    flow = FlowSeen(answer, answer)
    seen = Seen(
        Asked(public="http://localhost:4433", browser="http://localhost:4433", ui=ui, app="http://["),
        KratosSeen(
            answer, answer, answer, answer, answer, dict.fromkeys(KINDS, flow), answer,
            {"/doctor": answer, "x": answer}, answer, {"a": {"properties": {"traits": {"properties": TRAITS}}}},
            {"p": "http://["}, answer, answer, answer, Dry((answer,)), Dry((answer,), {"id": 5}),
        ),
        UiSeen(answer, answer, answer, (answer,), answer, answer, answer, answer, answer),
        HydraSeen(answer, answer, answer, answer),
        {"https://x": Tls(), "https://y": Tls(-3.0)},
    )  # fmt: skip
    assert as_text(examine(seen))
