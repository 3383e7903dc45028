"""What our forms tell Kratos beside what it asks for: the language of the page and its brand, for mails.

Kratos hands its `transient_payload` to the templates of its mails. Forms send it as one field of JSON: of a field
called `transient_payload.lang` v1.3.1 takes no notice.
"""

from __future__ import annotations

import json
from dataclasses import replace

from .flow import Flow
from .node import Node

NAME = "transient_payload"
BRAND = "brand"
"""Of the payload, and of the address that begins a flow: the brand whose page it is."""


def saying(locale: object, brand: str = "") -> dict[str, str]:
    """Return the payload for a page in the language `locale` ("pt_BR"), and of a brand, if there are several."""
    return {"lang": str(locale).replace("_", "-"), **({BRAND: brand} if brand else {})}


def with_language(flow: Flow, locale: object, brand: str = "") -> Flow:
    """Return `flow` with a hidden field that says the language `locale`, and the brand.

    A flow with fields for the payload of its own (a captcha's answer) stays as it is: one field of JSON would take
    their place.
    """
    if any(node.name.partition(".")[0] == NAME for node in flow.nodes):
        return flow
    text = json.dumps(saying(locale, brand))
    field = Node("input", "default", NAME, "input.hidden", input_type="hidden", value=text)
    return replace(flow, nodes=(*flow.nodes, field))
