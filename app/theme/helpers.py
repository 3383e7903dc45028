"""What templates may use beside their page's variables: these helpers and filters, nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from babel.dates import format_date, format_time, get_datetime_format
from flask import Flask, current_app, url_for
from flask_wtf.csrf import generate_csrf
from jinja2.defaults import DEFAULT_NAMESPACE
from markupsafe import Markup, escape

from ..current import state, ui
from ..i18n.domains import locale, ui_messages
from ..i18n.fields import field_text, node_label, page_text
from ..i18n.messages import translate, translated
from ..i18n.providers import around, provider_of, verb
from ..kratos.flow import Flow, Message, Node, parse_message
from ..kratos.sent import sent_to
from ..upstream.values import JSON
from .dispatch import node_templates

log = logging.getLogger("kratos_ui.theme")

_PRINTED = frozenset({"min", "max", "step", "minlength", "placeholder", "inputmode", "title"})
_PRINTED_STARTS = ("data-", "aria-")


def install_helpers(app: Flask) -> None:
    """Register the helpers and remove what Flask put there: that is no part of the contract."""
    env = app.jinja_env
    for name in set(env.globals) - set(DEFAULT_NAMESPACE):
        del env.globals[name]
    env.globals.update(HELPERS)
    env.filters.update(FILTERS)


def node_template(node: Node) -> str:
    """Name of the template that shows `node`: the theme's most specific one."""
    known = ui().theme.templates(current_app.jinja_env)
    name = next(name for name in node_templates(node) if name in known)
    if name == "nodes/unknown.html":
        log.warning("no template shows a node of type %.40r, group %.40r", node.type, node.group)
    return name


def render_node(node: Node) -> Markup:
    """`node`, shown by its template: a macro `render` in `nodes/`."""
    template = current_app.jinja_env.get_template(node_template(node))
    return cast(Markup, template.module.render(node))  # type: ignore[attr-defined]


def t(message: str, plural: str = "", /, **values: Any) -> Markup:
    """`message` in the visitor's language, its `%(name)s` filled with escaped values.

    With `plural`, the value `num` chooses between the two.
    """
    catalog = ui_messages()
    text = catalog.ngettext(message, plural, values["num"]) if plural else catalog.gettext(message)
    return escape(text) % values if values else escape(text)


def text(
    message: Message | Mapping[str, JSON] | Node | str | None, about: Node | Flow | str = "", **values: str
) -> str:
    """Filter: a Kratos message in the visitor's language, "" for none; of a node its label, or its name in words.

    `message` may also be Kratos' JSON, as contexts hold it, or the operator's own words, such as a hint.
    `about`: the node that it stands at, the flow that it belongs to, or the label of a field. `values`: more that a
    catalog may fill in.
    """
    if isinstance(message, str):
        return translated(message)
    if isinstance(message, Node):
        return node_label(message)
    if isinstance(message, Mapping):
        message = parse_message(message)
    if not message or values:
        return translate(message, "", values) if message else ""
    if isinstance(about, Flow):
        return page_text(message, about.nodes)
    if isinstance(about, Node):
        seen = about.type == "input" and not about.hidden and not about.button
        return field_text(message, about) if seen else page_text(message, (), about)
    return field_text(message, label=about)


def local_time(value: datetime | str | float | None, style: str = "datetime") -> str:
    """Filter: a time in the visitor's language, in UTC. `value`: datetime, RFC 3339 text or unix seconds.

    `style`: "datetime", "exact" with seconds, "date", or "iso" for the machine-readable form.
    """
    moment = _moment(value)
    if moment is None:
        return ""
    if style == "iso":
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    if style == "date":
        return format_date(moment, "long", locale=locale())
    date = format_date(moment, "long", locale=locale())
    time = format_time(moment, "medium" if style == "exact" else "short", locale=locale())
    return str(get_datetime_format(locale=locale())).format(time, date) + " UTC"


def csp_nonce() -> str:
    """Return this page's nonce, for a script element."""
    return state().csp_nonce


def asset(path: str, theme: bool = False) -> str:
    """Address of a static file; `theme`: of the theme's own `static/`."""
    return ui().assets.url(path, theme=theme)


def csrf_field() -> Markup:
    """Hidden field for a form that posts to this UI; Kratos' forms carry Kratos' own token."""
    state().own_token = True
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def submit(name: str, value: str, label: str) -> Node:
    """Return a button of a form that posts to this UI, as a node that `elements/button.html` takes like Kratos' own."""
    return Node(
        type="input",
        group="default",
        name=name,
        kind="input.submit",
        input_type="submit",
        value=value,
        label=Message(0, label),
    )


def attrs(node: Node, /, **more: Any) -> Markup:
    """All attributes of the `<input>` or `<button>` of `node`, except its class.

    `more` adds or replaces (`_` stands for `-`); None leaves one out, True prints it bare. `hint=True`: the
    field has a hint with the id `<element id>-hint`.
    """
    hint = more.pop("hint", False)
    found = {**_attributes(node), **_aria(node, hint)}
    found |= {name.strip("_").replace("_", "-"): value for name, value in more.items()}
    shown = ((name, value) for name, value in found.items() if value is not None and value is not False)
    return Markup(" ".join(_attribute(name, value) for name, value in shown))  # noqa: S704 - each is escaped


def _attribute(name: str, value: Any) -> str:
    return str(escape(name)) if value is True else f'{escape(name)}="{escape(value)}"'


def _attributes(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": node.element_id or None,
        "name": node.name or None,
        "type": node.input_type or None,
        "value": _value(node),
        "checked": node.input_type == "checkbox" and node.value in (True, "true"),
        "required": node.required and not node.hidden,
        "disabled": node.disabled,
        "autocomplete": node.autocomplete or None,
        "pattern": node.pattern or None,
        "maxlength": node.maxlength,
        "formnovalidate": node.novalidate,
        # a trigger does nothing without script: `triggers.js` shows its button
        "hidden": node.input_type == "button" and bool(node.trigger),
        "data-trigger": node.trigger or None,
        "data-trigger-load": node.trigger_load or None,
    }
    return {**dict(_extra(node.extra)), **found}


def _extra(extra: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in extra.items():
        printed = name in _PRINTED or (name.startswith(_PRINTED_STARTS) and name.replace("-", "").isalnum())
        if printed and isinstance(value, str | int | float):
            yield name, value


def _value(node: Node) -> str | None:
    if node.input_type == "password":
        return None
    if node.input_type == "checkbox":
        return "true"  # Kratos refuses "on"
    if isinstance(node.value, bool):
        return str(node.value).lower()
    return None if node.value is None else str(node.value)


def _aria(node: Node, hint: bool) -> dict[str, Any]:
    if node.hidden or not node.element_id:
        return {}
    described = [f"{node.element_id}-hint"] if hint or node.hint else []
    described += [f"{node.element_id}-message"] if node.messages else []
    return {"aria-describedby": " ".join(described) or None, "aria-invalid": "true" if node.wrong else None}


def _moment(value: datetime | str | float | None) -> datetime | None:
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        elif isinstance(value, int | float):
            value = datetime.fromtimestamp(value, UTC)
        return value.astimezone(UTC) if isinstance(value, datetime) else None
    except (ValueError, OverflowError, OSError):
        return None


HELPERS: dict[str, Callable[..., Any]] = {
    "node_template": node_template,
    "render_node": render_node,
    "attrs": attrs,
    "t": t,
    "csp_nonce": csp_nonce,
    "asset": asset,
    "url_for": url_for,
    "csrf_field": csrf_field,
    "submit": submit,
}
FILTERS: dict[str, Callable[..., Any]] = {
    "text": text,
    "datetime": local_time,
    "provider": provider_of,
    "sent_to": sent_to,
    "around": around,
    "verb": verb,
}
