"""What the operator gave: variables and files → `Asked`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..brands.file import usable
from ..config import Config
from .seen import Asked
from .settings import read


def asked(
    environments: Sequence[Mapping[str, str]], told: Mapping[str, str], configs: Sequence[Path],
    hydra_configs: Sequence[Path], *, offline: bool = False,
) -> Asked:  # fmt: skip
    """Put together what is known of the setup.

    Args:
        environments: that of the UI; several for several instances, the first counts.
        told: options by name: public, browser, admin, ui, hydra, app; they win over the environment.
        configs: the files of Kratos.
        hydra_configs: those of Hydra.
        offline: look at files only.

    Raises:
        Unreadable: a file can't be used.
        ConfigError: the environment can't be used.
    """
    variables = dict(environments[0])
    names = {"public": "KRATOS_PUBLIC_URL", "browser": "KRATOS_BROWSER_URL", "admin": "KRATOS_ADMIN_URL"}
    variables |= {name: told[option] for option, name in names.items() if told.get(option)}
    given = variables.get("KRATOS_PUBLIC_URL") or variables.get("ORY_SDK_URL")
    config = Config.from_env(variables) if given else None
    if config:
        usable(config)
    settings = read(configs) if configs else None
    live = config is not None and not offline
    return Asked(
        public=config.kratos_public_url if config and live else "",
        browser=config.kratos_browser_url if config and (live or variables.get("KRATOS_BROWSER_URL")) else "",
        admin=config.kratos_admin_url if config and live else "",
        ui=told.get("ui", ""),
        hydra=told.get("hydra", "") if live else "",
        hydra_admin=config.hydra_admin_url if config and live else "",
        app=told.get("app", ""),
        config=config,
        instances=tuple(environments) if len(environments) > 1 else (),
        settings=settings,
        hydra_settings=read(hydra_configs) if hydra_configs else None,
    )
