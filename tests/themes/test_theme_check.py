"""A new theme passes its own check, with every recorded state."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from app.cli.main import main
from app.preview.exhibits import exhibits


def test_a_new_theme_passes(tmp_path: Path) -> None:
    theme = str(tmp_path / "demo")
    assert CliRunner().invoke(main, ["theme", "new", theme]).exit_code == 0
    result = CliRunner().invoke(main, ["theme", "check", theme, "--quick", "--no-browser"])
    assert result.exit_code == 0, result.output
    found = re.fullmatch(r"(\d+) pages made, in 3 languages\.\nNothing found\n", result.output)
    assert found
    assert int(found[1]) == 3 * len(exhibits()) > 1300
