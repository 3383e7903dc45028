"""The manifests of `kratos-config/deploy/kubernetes/`: valid, and true of this UI and of each other."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import kubernetes_validate
import pytest
from ruamel.yaml import YAML

from app.config import Config
from app.limits import STOP_SECONDS
from app.paths import KRATOS_CONFIG

KUBERNETES = KRATOS_CONFIG / "deploy" / "kubernetes"
MANIFESTS: list[dict[str, Any]] = [
    each
    for each in YAML(typ="safe", pure=True).load_all((KUBERNETES / "kratos-ui.yaml").read_text("utf-8"))
    if each
]
VERSIONS = ("1.29", "1.37")
"""The oldest and the newest that is tried."""
KINDS = {
    "ConfigMap", "Deployment", "HorizontalPodAutoscaler", "Ingress", "NetworkPolicy", "PodDisruptionBudget", "Service",
}  # fmt: skip


def one(kind: str, name: str = "kratos-ui") -> dict[str, Any]:
    [found] = [each for each in MANIFESTS if each["kind"] == kind and each["metadata"]["name"] == name]
    return found


@pytest.fixture
def pod() -> dict[str, Any]:
    template: dict[str, Any] = one("Deployment")["spec"]["template"]
    return template


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda each: f"{each['kind']}-{each['metadata']['name']}")
def test_each_is_what_kubernetes_takes(manifest: dict[str, Any], version: str) -> None:
    """Strict: a name that there is not is a mistake."""
    kubernetes_validate.validate(manifest, version, strict=True)


def test_a_mistake_would_be_found() -> None:
    wrong = one("Deployment") | {"spec": {**one("Deployment")["spec"], "replica": 2}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSIONS[0], strict=True)


def test_there_is_what_several_pods_need() -> None:
    assert {each["kind"] for each in MANIFESTS} == KINDS
    assert "replicas" not in one("Deployment")["spec"], "each `apply` would undo what the HPA has done"
    least = one("HorizontalPodAutoscaler")["spec"]["minReplicas"]
    assert least >= 2
    assert one("PodDisruptionBudget")["spec"]["minAvailable"] < least
    target = one("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", "kratos-ui")


def test_all_that_select_pods_find_them(pod: dict[str, Any]) -> None:
    labels = pod["metadata"]["labels"]
    for found in (
        one("Deployment")["spec"]["selector"]["matchLabels"],
        one("Service")["spec"]["selector"],
        one("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        one("NetworkPolicy")["spec"]["podSelector"]["matchLabels"],
    ):
        assert found.items() <= labels.items()


def test_each_setting_is_one_of_this_ui(pod: dict[str, Any]) -> None:
    told = one("ConfigMap")["data"]
    names = {name for spec in fields(Config) for name in spec.metadata["names"]}
    assert set(told) <= names
    Config.from_env({**told, "COOKIE_SECRET": "s" * 32})
    [container] = pod["spec"]["containers"]
    ports = {each["name"]: each["containerPort"] for each in container["ports"]}
    assert ports == {"http": Config(kratos_public_url="http://k").port, "metrics": int(told["METRICS_PORT"])}


def test_a_pod_has_time_to_end(pod: dict[str, Any]) -> None:
    [container] = pod["spec"]["containers"]
    delay, ready = int(one("ConfigMap")["data"]["SHUTDOWN_DELAY"]), container["readinessProbe"]
    assert pod["spec"]["terminationGracePeriodSeconds"] > delay + STOP_SECONDS
    assert delay > ready["periodSeconds"] * ready["failureThreshold"], "it ends before anybody knows"
    assert ready["httpGet"]["path"] == "/health/ready"
    assert container["livenessProbe"]["httpGet"]["path"] == "/health/alive", (
        "Kratos' end would restart all pods"
    )


def test_a_pod_may_do_nothing_else(pod: dict[str, Any]) -> None:
    [container] = pod["spec"]["containers"]
    may = container["securityContext"]
    assert (may["readOnlyRootFilesystem"], may["allowPrivilegeEscalation"]) == (True, False)
    assert may["capabilities"] == {"drop": ["ALL"]}
    assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
    assert pod["spec"]["securityContext"]["runAsUser"] == 10001, "the image's own"
    assert pod["spec"]["automountServiceAccountToken"] is False
    assert "--uid 10001" in (KRATOS_CONFIG.parent / "Dockerfile").read_text("utf-8")


def test_heads_are_as_large_as_behind_the_other_proxies() -> None:
    [size] = {
        each["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-buffer-size"]
        for each in MANIFESTS
        if each["kind"] == "Ingress"
    }
    files = sorted((KRATOS_CONFIG / "deploy" / "nginx").glob("*.conf"))
    assert [each.name for each in files if f"proxy_buffer_size {size};" not in each.read_text("utf-8")] == []


def test_what_is_yours_to_change_is_all_named() -> None:
    told = (KUBERNETES / "kratos-ui.yaml").read_text("utf-8").partition("\napiVersion")[0]
    peers = [
        peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
        for rule in one("NetworkPolicy")["spec"]["ingress"]
        for peer in rule["from"]
        if "namespaceSelector" in peer
    ]
    secrets = [
        tls["secretName"] for each in MANIFESTS if each["kind"] == "Ingress" for tls in each["spec"]["tls"]
    ]
    assert [name for name in (*peers, *secrets, "the image", "annotations") if name not in told] == []


def test_the_chart_takes_the_mail_server_from_the_secret() -> None:
    """It does only where the values have an address, which it then leaves out of the ConfigMap."""
    text = (KUBERNETES / "kratos-values.yaml").read_text("utf-8")
    values = YAML(typ="safe", pure=True).load(text)
    assert values["kratos"]["config"]["courier"]["smtp"]["connection_uri"]
    assert values["secret"] == {"enabled": False, "nameOverride": "kratos"}
    for key in ("dsn", "secretsCookie", "secretsCipher", "smtpConnectionURI"):
        assert f"--from-literal={key}=" in text
    assert "helm -n accounts install kratos ory/kratos --version " in text


def test_the_values_for_kratos_name_the_same_addresses() -> None:
    values = YAML(typ="safe", pure=True).load((KUBERNETES / "kratos-values.yaml").read_text("utf-8"))
    base = values["kratos"]["config"]["serve"]["public"]["base_url"]
    assert base == one("ConfigMap")["data"]["KRATOS_BROWSER_URL"] + "/"
    host = one("Ingress")["spec"]["rules"][0]["host"]
    flows = values["kratos"]["config"]["selfservice"]["flows"]
    pages = {flow["ui_url"] for flow in flows.values() if "ui_url" in flow}
    assert pages == {f"https://{host}/{page}" for page in flows if page != "logout"}
