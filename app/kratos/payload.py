"""What our forms tell Kratos beside what it asks for: the language of the page, for the mails that it sends.

Kratos hands its `transient_payload` to the templates of its mails. Forms send it as one field of JSON: of a field
called `transient_payload.lang` v1.3.1 takes no notice.
"""

from __future__ import annotations

import json
from dataclasses import replace

from app.kratos.flow import Flow
from app.kratos.node import Node

NAME = "transient_payload"


def saying(locale: object) -> dict[str, str]:
    """Return the payload for a page in the language `locale` ("pt_BR")."""
    return {"lang": str(locale).replace("_", "-")}


def with_language(flow: Flow, locale: object) -> Flow:
    """Return `flow` with a hidden field that says the language `locale`.

    A flow with fields for the payload of its own (a captcha's answer) stays as it is: one field of JSON would take
    their place.
    """
    if any(node.name.partition(".")[0] == NAME for node in flow.nodes):
        return flow
    text = json.dumps(saying(locale))
    field = Node("input", "default", NAME, "input.hidden", input_type="hidden", value=text)
    return replace(flow, nodes=(*flow.nodes, field))
