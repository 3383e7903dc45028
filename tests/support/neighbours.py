"""Fixtures: servers beside Kratos and the UI, which overlays name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.oidc_provider import OidcProvider
from tests.support.real_kratos import ELSEWHERE, OIDC, SMS, KratosFactory
from tests.support.servers import Elsewhere, serving
from tests.support.sms_sink import SmsSink

HOUSE = ("oidc", "elsewhere")
"""Overlays of one Kratos for many journeys."""


@pytest.fixture(scope="session")
def oidc_provider(real_kratos: KratosFactory) -> Iterator[OidcProvider]:
    """The provider that the overlay `oidc` names."""
    provider = OidcProvider(real_kratos.ports[OIDC])
    with serving(provider, provider.port):
        yield provider


@pytest.fixture(scope="session")
def sms_sink(real_kratos: KratosFactory) -> Iterator[SmsSink]:
    """The SMS service that the overlay `sms` names."""
    sink = SmsSink()
    with serving(sink, real_kratos.ports[SMS]):
        yield sink


@pytest.fixture(scope="session")
def elsewhere(real_kratos: KratosFactory) -> Iterator[Elsewhere]:
    """The application that the overlay `elsewhere` names: another origin that `return_to` may lead to."""
    application = Elsewhere(real_kratos.ports[ELSEWHERE])
    with serving(application, real_kratos.ports[ELSEWHERE]):
        yield application
