"""How much is asked for: a tenth in `make test`, all of it in `make soak`."""

from __future__ import annotations

import os

PAGES = int(os.environ.get("SOAK_PAGES", "20000"))
