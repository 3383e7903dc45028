"""What Kratos' own end-to-end suite holds on to: hooks of one page, and the rules that hold on every page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.support.real_kratos import RealKratos

THEME = Path(__file__).resolve().parents[1] / "themes" / "kratos-e2e"
"""The theme that the suite is run with: Kratos' words."""

SOME = -1


@dataclass(frozen=True)
class Hook:
    """One selector of the suite: how often it must match (`SOME`: at least once), and what the matches say together."""

    selector: str
    times: int = 1
    text: str = ""


def place(name: str, inside: str = "", times: int = 1, text: str = "") -> Hook:
    """An element by its test id, or what stands `inside` of it."""
    return Hook(f'[data-testid="{name}"] {inside}'.strip(), times, text)


def deviations(page: Page, real: RealKratos, hooks: Iterable[Hook]) -> list[str]:
    """How the page differs from what the suite expects of it; empty if it does not."""
    found: list[str] = [*page.evaluate(RULES), *_of_hooks(page, hooks)]
    flow = flow_of(page, real)
    return found + (_of_flow(page, flow) if flow else [])


def flow_of(page: Page, real: RealKratos) -> dict[str, Any] | None:
    """The flow that the page shows, as Kratos tells this browser; None on other pages."""
    parts = urlsplit(page.url)
    flow_id = parse_qs(parts.query).get("flow", [""])[0]
    if not flow_id:
        return None
    answer = page.request.get(
        f"{real.public_url}/self-service{parts.path}/flows?id={flow_id}",
        headers={"Accept": "application/json"},
    )
    assert answer.ok, f"{answer.status} {answer.text()}"
    return dict(answer.json())


def _of_hooks(page: Page, hooks: Iterable[Hook]) -> list[str]:
    found = []
    for hook in hooks:
        texts = page.locator(f"css={hook.selector}").all_text_contents()
        if len(texts) != hook.times and not (hook.times == SOME and texts):
            found.append(f"{len(texts)} times {hook.selector}, not {'any' if hook.times < 0 else hook.times}")
        elif hook.text not in "".join(texts):
            found.append(f"{hook.selector} says {texts}, not {hook.text!r}")
    return found


def _of_flow(page: Page, flow: Mapping[str, Any]) -> list[str]:
    """Kratos' messages, labels and values, which must be printed as they come."""
    nodes = [each for each in flow["ui"]["nodes"] or () if each["type"] == "input"]
    if flow["ui"]["method"] == "GET":  # a finished verification: nothing to send
        nodes = []
    messages = [*flow["ui"].get("messages", ()), *(m for n in nodes for m in n["messages"] or ())]
    wanted = {(str(each["id"]), " ".join(each["text"].split())) for each in messages}
    shown = {(each["id"], each["text"]) for each in page.evaluate(MESSAGES)}
    found = [
        f"message {each} is {'missing' if each in wanted else 'not of the flow'}" for each in wanted ^ shown
    ]
    for node in nodes:
        found += _of_node(page, node["attributes"], (node["meta"].get("label") or {}).get("text", ""))
    return found


def _of_node(page: Page, attributes: Mapping[str, Any], label: str) -> list[str]:
    name, kind = attributes["name"], attributes["type"]
    if kind == "datetime-local":
        return []  # ours is a text field, as Kratos wants the time zone, too; the suite has no such trait
    if kind == "text" and page.locator(f'css=:is([type=radio], select)[name="{name}"]').count():
        return []  # an enum, whose values the schema tells us; the suite has no such trait
    if kind in ("submit", "button"):
        return _of_button(page, attributes, label)
    controls = page.locator(f'css=input[name="{name}"][type="{kind}"]')
    if not controls.count():
        return [f"no input {name} of type {kind}"]
    one, found, value = controls.first, [], _printed(attributes.get("value"))
    if kind not in ("checkbox", "password") and value and one.get_attribute("value") != value:
        found.append(f"{name} holds {one.get_attribute('value')!r}, not {value}")
    for state in ("disabled", *(("required",) if kind not in ("checkbox", "hidden") else ())):
        if (one.get_attribute(state) is not None) != bool(attributes.get(state)):
            found.append(f"{name}: {state} is not Kratos'")
    return found


def _of_button(page: Page, attributes: Mapping[str, Any], label: str) -> list[str]:
    name, value = attributes["name"], _printed(attributes.get("value"))
    which = f'[value="{value}"]' if attributes["type"] == "submit" else ""
    buttons = page.locator(f'css=button[name="{name}"][type="{attributes["type"]}"]{which}')
    said = [" ".join(each.split()) for each in buttons.all_text_contents()]
    if not any(label in each for each in said):
        return [f"button {name} with value {value} says {said}, not {label}"]
    if (buttons.first.get_attribute("disabled") is not None) != bool(attributes.get("disabled")):
        return [f"{name}: disabled is not Kratos'"]
    return []


def _printed(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


MESSAGES = """() => [...document.querySelectorAll('[data-testid^="ui/message/"]')].map((element) => ({
  id: element.dataset.testid.split('/')[2], text: element.textContent.trim().replace(/\\s+/g, ' '),
}))"""

RULES = """() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 0;
  const complaints = [];
  const rule = (holds, text) => holds || complaints.push(text);
  const repeated = (list) => [...new Set(list.filter((each, i) => list.indexOf(each) !== i))];

  for (const form of all('form')) {
    rule(form.closest('[data-testid="app-express"]'), 'a form stands outside of app-express');
    const given = (name) => form.getAttribute(name); // a field named "method" hides the property
    if (!given('action').includes('/self-service/')) continue;
    rule(given('method') === 'post' && !given('target') && !form.noValidate, 'a form is not sent natively');
    const tokens = all('input[name="csrf_token"]', form);
    rule(tokens.length === 1 && tokens[0].value, `${tokens.length} csrf_token in a form`);
  }
  const messages = all('[data-testid^="ui/message/"]');
  for (const each of messages) {
    rule(!each.children.length && shown(each), `${each.dataset.testid} is not a text to be seen`);
  }
  for (const each of repeated(messages.map((m) => m.dataset.testid + m.textContent))) rule(false, `twice ${each}`);

  const submits = all('button[type=submit][name="method"]').map((button) => button.value);
  for (const each of repeated(submits)) rule(false, `two buttons for method ${each}`);
  for (const value of submits) {
    const others = all(`[value="${CSS.escape(value)}"]:not([name="resend"], [name="method"][type="hidden"])`);
    rule(others.length === 1, `${others.length} elements with the value ${value}`);
  }
  for (const button of all('form button')) {
    rule(['submit', 'button'].includes(button.getAttribute('type')), `${button.name || 'a button'} has no type`);
  }
  const fields = all('form input:not([type=hidden])').filter((input) => input.name && input.type !== 'radio');
  for (const each of repeated(fields.map((input) => input.name))) rule(false, `two fields named ${each}`);
  for (const input of fields) {
    const box = input.closest(`[data-testid="node/input/${CSS.escape(input.name)}"]`);
    const alone = box && ['input', 'label'].every((tag) => all(tag, box).length === 1);
    rule(alone, `${input.name} has no place of its own`);
    const title = input.labels[0];
    if (input.type === 'checkbox') rule(input.nextElementSibling === title, `${input.name}: no label follows`);
    else if (/^(traits\\.|identifier$)/.test(input.name)) {
      rule(title && input.parentElement.contains(title), `${input.name}: its parent has no title`);
    }
  }
  const views = all('main :is(input, button, a)').filter(shown).filter((element) => !element.closest('.vh'));
  for (const element of views) {
    element.scrollIntoView({ block: 'start', behavior: 'instant' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    rule(element.contains(there), `${element.name || element.textContent.trim()} is covered`);
  }
  return complaints;
}"""
