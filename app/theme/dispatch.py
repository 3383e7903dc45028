"""Node → the names of the templates that could show it, most specific first. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from ..kratos.flow import Node

_SAFE = re.compile(r"[A-Za-z0-9_.-]+")


def node_templates(node: Node) -> tuple[str, ...]:
    """Candidates below `nodes/`: kind, group, name (and value, of a button), then ever less of them.

    `input.submit` of group `oidc` named `provider` with value `google`:
    `nodes/input.submit--oidc--provider--google.html`, `…--oidc--provider.html`, `…--oidc.html`,
    `nodes/input.submit.html`, `nodes/input.html`, `nodes/unknown.html`. What is no file name is left out.
    """
    value = str(node.value) if node.button and node.value else ""
    return _candidates(node.kind, node.group, node.name, value)


@lru_cache(maxsize=1024)
def _candidates(kind: str, group: str, name: str, value: str) -> tuple[str, ...]:
    parts = [kind, group, name, *([value] if value else [])]
    names = ["--".join(parts[:length]) for length in range(len(parts), 0, -1) if all(parts[:length])]
    if "." in kind:
        names.append(kind.split(".")[0])
    names.append("unknown")
    return tuple(f"nodes/{each}.html" for each in dict.fromkeys(names) if _SAFE.fullmatch(each))
