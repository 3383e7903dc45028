"""The forms of what the gateway takes and gives, as JSON Schema for the OpenAPI document."""

from __future__ import annotations

from typing import Any, get_args

from ..kratos.step import StepName

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
UUID: Schema = {"type": "string", "format": "uuid"}
TIME: Schema = {"type": "string", "format": "date-time"}
OPEN: Schema = {"type": "object", "additionalProperties": True}


def ref(name: str) -> Schema:
    """Return a reference to the component `name`."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(properties: Schema, required: str = "", **more: Any) -> Schema:
    """Return an object; `required`: names in one string."""
    names = {"required": required.split()} if required else {}
    return {"type": "object", "properties": properties, **names, **more}


def envelope(data: Schema, **more: Schema) -> Schema:
    """`{"success": true, "data": …}`, with what else an answer may have."""
    return thing(
        {"success": {"const": True}, "data": data, **more}, "success data", additionalProperties=False
    )


_MESSAGE = thing({
    "id": {"type": "integer", "description": "Kratos' message id, such as 4000006: what to translate by."},
    "text": TEXT,
    "type": {"type": "string", "examples": ["error", "info", "success"]},
    "context": OPEN,
    "field": {"type": ["string", "null"], "description": "The name it is sent under; null: the flow as a whole."},
}, "id text type context field")  # fmt: skip

_FLOW = thing({
    "id": {**UUID, "description": "Send it back as `flow_id`."},
    "type": {"enum": ["api", "browser"]},
    "state": {"type": "string", "examples": ["choose_method", "sent_email", "passed_challenge", "success"]},
    "expires_at": TIME,
    "ui": thing({
        "action": TEXT, "method": TEXT, "nodes": {"type": ["array", "null"], "items": OPEN},
        "messages": {"type": ["array", "null"], "items": OPEN},
    }, "action method nodes"),
    "continue_with": {"type": ["array", "null"], "items": OPEN},
}, "id type ui",
    description="Kratos' own flow. `ui.nodes` say what it asks for; traits are sent without `traits.`.",
)  # fmt: skip

_STEP = thing({
    "name": {"enum": list(get_args(StepName)), "description": "Where in the flow this is."},
    "addresses": {"type": "array", "items": TEXT, "description": "Where a code or link went to, or who signs in."},
    "medium": {"enum": ["email", "phone", ""], "description": "What they are; empty for several, or for neither."},
    "again": {"type": "boolean", "description": "Whether a button sends the code once more."},
    "provider": {**TEXT, "description": "Of `linking`: the provider, as Kratos names it; empty if it does not."},
}, "name addresses medium again provider",
    description="What the pages of this UI choose their words by, found out from nodes and messages.",
)  # fmt: skip

_IDENTITY = thing({
    "id": UUID, "traits": OPEN, "schema_id": TEXT, "state": TEXT,
    "verifiable_addresses": {"type": ["array", "null"], "items": OPEN},
}, "id traits")  # fmt: skip

_SESSION = thing({
    "id": UUID, "active": {"type": "boolean"}, "expires_at": TIME, "authenticated_at": TIME,
    "authenticator_assurance_level": {"type": "string", "examples": ["aal1", "aal2"]},
    "authentication_methods": {"type": ["array", "null"], "items": OPEN},
    "identity": {"anyOf": [ref("Identity"), {"type": "null"}], "description": "null while a second factor lacks."},
    "devices": {"type": ["array", "null"], "items": OPEN},
}, "id active identity", description="Kratos' own session.")  # fmt: skip

_DONE = thing({
    "session": ref("Session"),
    "identity": ref("Identity"),
    "continue_with": {"type": ["array", "null"], "items": OPEN},
    "session_token": False,
}, description="`session` is there once signed in; its token is in the cookie alone.")  # fmt: skip

_WHOAMI = thing({
    "id": {**UUID, "description": "The identity's id."},
    "email": {"type": ["string", "null"]},
    "authenticated": {"const": True},
    "verified": {"type": "boolean", "description": "Whether `email` is verified."},
    "session": ref("Session"),
}, "id email authenticated verified session", additionalProperties=True,
    description="Every other trait stands beside these under its dotted name, such as `name.first`.",
)  # fmt: skip

_ERROR = thing({
    "success": {"const": False},
    "error": {**TEXT, "description": "What to tell the user if you translate nothing."},
    "details": thing({
        "id": {**TEXT, "description": "Kratos' error id, such as session_aal2_required."},
        "messages": {"type": "array", "items": ref("Message")},
        "flow": ref("Flow"),
        "step": ref("Step"),
        "redirect_browser_to": {**TEXT, "description": "Where a browser has to go on."},
        "use_flow_id": {**TEXT, "description": "The flow that replaces an expired one."},
        "unknown_fields": {"type": "array", "items": TEXT},
        "known_traits": {"type": "array", "items": TEXT},
    }, additionalProperties=True),
}, "success error", additionalProperties=False)  # fmt: skip

_SUBMIT = thing({
    "flow_id": {"type": "string", "description": "`data.id` of the flow."},
    "method": {"type": "string", "description": "Left out where the other fields tell it.", "examples": ["code"]},
}, "flow_id", additionalProperties=True)  # fmt: skip

_USER_CREATED = thing({
    "identity": thing({"id": UUID, "traits": OPEN}, "id traits", additionalProperties=True),
}, "identity", additionalProperties=True)  # fmt: skip

SCHEMAS: Schema = {
    "Message": _MESSAGE,
    "Flow": _FLOW,
    "Step": _STEP,
    "Identity": _IDENTITY,
    "Session": _SESSION,
    "Done": _DONE,
    "Whoami": _WHOAMI,
    "Error": _ERROR,
    "Submit": _SUBMIT,
    "UserCreated": _USER_CREATED,
    "FlowAnswer": envelope(ref("Flow"), step=ref("Step")),
    "SubmitAnswer": envelope({"anyOf": [ref("Flow"), ref("Done")]}, step=ref("Step")),
    "WhoamiAnswer": envelope(ref("Whoami")),
    "LogoutAnswer": envelope(thing({"logout_url": {**TEXT, "format": "uri"}}, "logout_url")),
    "DocumentsAnswer": envelope(
        thing({"user_id": UUID, "documents": {"type": "array", "items": OPEN}}, "user_id documents")
    ),
    "Accepted": thing({"success": {"const": True}}, "success", additionalProperties=False),
}
