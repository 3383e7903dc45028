"""Build hook: compiles the message catalogs, and knows what the package is called in a wheel and in a checkout."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Compiles every ``.po`` below ``app/i18n/translations`` next to itself; `kratos-ui` starts what is there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the build; `version` is "standard" or "editable"."""
        sys.path.append(str(Path(self.root) / "app" / "i18n"))  # last: its numbers.py is not the library's
        from catalogs import compile_catalogs

        compile_catalogs(Path(self.root) / "app" / "i18n" / "translations")
        if version == "editable":  # only a wheel calls the folder `app` kratos_ui, and has the data in it
            self.build_config.force_include.clear()
            scripts = self.metadata.core.scripts
            scripts["kratos-ui"] = scripts["kratos-ui"].replace("kratos_ui.", "app.")
