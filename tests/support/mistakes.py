"""The mistakes of `tests/mistakes.toml`, made for real."""

from __future__ import annotations

import base64
import copy
import json
import tomllib
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from app.cli.kratos import ADMIN, PUBLIC, UI, moved
from app.cli.main import main
from app.config import Config
from app.doctor.finding import RULES
from app.doctor.fix import put
from app.doctor.settings import load, read
from app.paths import KRATOS_CONFIG
from tests.support import mistake_scenes as scenes
from tests.support.ports import free_port
from tests.support.processes import serve_ui
from tests.support.real_kratos import KratosFactory, RealKratos
from tests.support.relay import Relay, certificate, relaying

FILE = Path(__file__).parents[1] / "mistakes.toml"
APP, UI_PROXY, KRATOS_PROXY, NOBODY = 4464, 4465, 4466, 4499
SPARE = {port: free_port() for port in (UI_PROXY, KRATOS_PROXY, NOBODY)}
"""The same for all, so that those who ask for the same Kratos share one."""
TABLE = tomllib.loads(FILE.read_text("utf-8"))


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One entry; see the head of the file. Without any, it is the good setup."""

    says: str = ""
    finds: str = ""
    level: str = ""
    on: str = "plain"
    kratos: Mapping[str, Any] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    ui: Mapping[str, str] = field(default_factory=dict)
    running: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    file: bool = False
    offline: bool = False
    relay: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scene: str = ""
    schema: Mapping[str, Any] = field(default_factory=dict)
    instances: tuple[Mapping[str, str], ...] = ()


MISTAKES = [Mistake(**each) for each in TABLE["mistake"]]
GOOD = TABLE["good"]


def expected(mistake: Mistake) -> int:
    """The exit status."""
    return int((mistake.level or RULES[mistake.finds].level) == "fail")


@dataclass
class Run:
    """What doctor said."""

    status: int
    output: str
    findings: list[dict[str, Any]]

    @property
    def named(self) -> set[str]:
        """The ids of all that is not well."""
        return {each["id"] for each in self.findings if each["level"] != "ok"}


def doctor(*arguments: str, env: Mapping[str, str] | None = None) -> Run:
    """`kratos-ui doctor --json`, with this environment and no other."""
    names = {name: None for spec in fields(Config) for name in spec.metadata["names"]}
    result = CliRunner().invoke(main, ["doctor", "--json", *arguments], env={**names, **(env or {})})
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    try:
        findings = json.loads(result.stdout)["findings"]
    except ValueError:
        findings = []
    return Run(result.exit_code, result.output, findings)


def nested(dotted: Mapping[str, Any]) -> dict[str, Any]:
    """`{"a.b": 1}` as `{"a": {"b": 1}}`."""
    tree: dict[str, Any] = {}
    for key, value in dotted.items():
        put(tree, key, copy.deepcopy(value))
    return tree


def setup(good: str) -> dict[str, Any]:
    """What Kratos is told where the UI and Kratos are at the addresses of a good setup, by dotted key."""
    there = GOOD[good]
    ui, host = there["ui"], there["ui"].split("//")[1].split(":")[0]
    rp = {f"selfservice.methods.{each}.config.rp" for each in ("passkey", "webauthn")}
    return {
        "serve.public.base_url": f"{there['kratos']}/",
        "selfservice.default_browser_return_url": f"{ui}/welcome",
        "selfservice.allowed_return_urls": [ui],
        "selfservice.flows.logout.after.default_browser_return_url": f"{ui}/login",
        **{
            f"selfservice.flows.{page}.ui_url": f"{ui}/{page}"
            for page in ("login", "registration", "recovery", "verification", "settings", "error")
        },
        **{f"{each}.id": host for each in rp},
        **{f"{each}.origins": [ui] for each in rp},
        **there.get("more", {}),
    }


def schema(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The keys for an identity schema like the default one, less what is False in `changes`."""
    text = (KRATOS_CONFIG / "schemas/default.schema.json").read_text("utf-8")
    tree = json.loads(text)
    email = tree["properties"]["traits"]["properties"]["email"]
    for key, value in changes.items():
        here = email if key == "title" else email["ory.sh/kratos"]
        *above, last = key.split(".")
        for name in above:
            here = here[name]
        if value is False:
            del here[last]
        else:
            here[last] = value
    data = base64.b64encode(json.dumps(tree).encode()).decode()
    return {"identity.schemas": [{"id": "default", "url": f"base64://{data}"}]}


def play_offline(mistake: Mistake, folder: Path, *more: str) -> Run:
    """Doctor, given only files."""
    dotted = setup(mistake.on) | dict(mistake.kratos)
    tree = json.loads(json.dumps(read([KRATOS_CONFIG / "kratos.yml", written(folder, nested(dotted))]).tree))
    for key in mistake.lacks:
        *above, last = key.split(".")
        here = tree
        for name in above:
            here = here[name]
        del here[last]
    arguments = ["--offline", "--config", str(written(folder, tree))]
    for number, environment in enumerate(mistake.instances):
        path = folder / f"{number}.env"
        lines = {"KRATOS_PUBLIC_URL": "http://localhost:4433", **environment}
        path.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
        arguments += ["--env", str(path)]
    for option, value in zip(mistake.options[::2], mistake.options[1::2], strict=True):
        arguments += [option, str(_hydra_file(folder, value)) if option == "--hydra-config" else value]
    return doctor(*arguments, *more)


def _hydra_file(folder: Path, change: str) -> Path:
    tree = load(KRATOS_CONFIG / "hydra.yml")
    key, _, value = change.partition("=")
    put(tree, key, value)
    return written(folder, json.loads(json.dumps(tree)), "hydra.json")


def written(folder: Path, tree: Any, name: str = "kratos.json") -> Path:
    """A file with this tree."""
    path = folder / name
    path.write_text(json.dumps(tree))
    return path


class Stage:
    """A real Kratos and a real UI, with one mistake."""

    def __init__(self, factory: KratosFactory, mistake: Mistake, folder: Path, running: ExitStack) -> None:
        self.mistake, self.folder, self.running = mistake, folder, running
        self.spare = {**SPARE, APP: factory.ports[APP]}
        dotted = (setup(mistake.on) if mistake.on != "plain" else {}) | dict(mistake.kratos)
        dotted |= schema(mistake.schema) if mistake.schema else {}
        self.real: RealKratos = factory(
            ports=self.spare, extra=nested(dotted) or None, without=scenes.without(mistake.scene, mistake.on)
        )
        self.variables: dict[str, str] = {}
        """More of the UI's environment, of a scene."""
        self.ports = {
            **self.spare, UI: _port(self.real.ui_url), PUBLIC: _port(self.real.public_url),
            ADMIN: _port(self.real.admin_url),
        }  # fmt: skip
        self.certificates = {
            name: certificate(folder, days) for name, days in (("good", 90.0), ("short", 5.0), ("stranger", 89.0))
        } if mistake.on == "tls" else {}  # fmt: skip

    def moved(self, text: str) -> str:
        """`text` with the ports of this stage."""
        return moved(text, self.ports)

    @property
    def environment(self) -> dict[str, str]:
        """That of the UI, the mistake included."""
        there = GOOD[self.mistake.on]
        variables = {
            "KRATOS_PUBLIC_URL": "http://127.0.0.1:4433"
            if self.mistake.on == "numbers"
            else "http://localhost:4433",
            "KRATOS_BROWSER_URL": there["kratos"],
            "KRATOS_ADMIN_URL": "http://localhost:4434",
            "COOKIE_SECRET": "9f2c4e7ab1d05836" * 2,
            **({"TRUSTED_PROXIES": "1"} if self._ui_is_behind() else {}),
            **self.mistake.ui,
        }
        if self.certificates:
            bundle = self.folder / "bundle.pem"
            known = [path for name, path in self.certificates.items() if name != "stranger"]
            bundle.write_bytes(b"".join(path.read_bytes() for path in known))
            variables["KRATOS_CA_BUNDLE"] = str(bundle)
        return {name: self.moved(value) for name, value in variables.items()} | self.variables

    def _ui_is_behind(self) -> bool:
        """Whether the proxy of a good setup tells the UI where it is."""
        return self.mistake.on in ("proxies", "tls") and not {"keeps_host", "adds"} & set(
            self.mistake.relay.get("ui", {})
        )

    def open(self) -> None:
        """Start the proxies and the UI."""
        if self.mistake.on in ("proxies", "tls"):
            self._relay("ui", self.real.ui_url, UI_PROXY)
            self._relay("kratos", self.real.public_url, KRATOS_PROXY)
        scene = scenes.SCENES.get(self.mistake.scene)
        if scene:
            scene(self)
        if self.mistake.scene not in scenes.NO_UI:
            variables = self.environment | {n: self.moved(v) for n, v in self.mistake.running.items()}
            config = Config.from_env(variables)
            settings = {each.name: getattr(config, each.name) for each in fields(Config)}
            self.running.enter_context(serve_ui(self.real, **settings))

    def _relay(self, name: str, target: str, port: int) -> None:
        wrong = json.loads(self.moved(json.dumps(self.mistake.relay.get(name, {}))))
        kind = wrong.pop("certificate", "good")
        sets = {"X-Forwarded-Host": "$host", "X-Forwarded-Proto": "$proto"} if self._ui_is_behind() else {}
        relay = Relay(target, **{"sets": sets, **wrong})
        self.running.enter_context(relaying(relay, self.spare[port], self.certificates.get(kind)))

    def examine(self, *, file: bool) -> Run:
        """Doctor, told what an operator of this setup would tell it."""
        variables = self.environment | {n: self.moved(v) for n, v in self.mistake.told.items()}
        files = [self.real.folder / "kratos.yml", self.real.folder / "extra.json"] if file else []
        arguments = [word for path in files if path.exists() for word in ("--config", str(path))]
        return doctor(*map(self.moved, self.mistake.options), *arguments, env=variables)


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])
