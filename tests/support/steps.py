"""The step of every recorded flow: `tests/unit/kratos/steps.txt`.

`.venv/bin/python -m tests.support.steps` writes it. Read what has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from app.kratos.arrange import arrange
from app.kratos.flow import Message, parse_flow
from app.kratos.step import Step, step_of
from tests.support.recordings import Recording, flow_recordings

LIST = Path(__file__).resolve().parents[1] / "unit" / "kratos" / "steps.txt"
_USUAL = Step("start")


def step_at(recording: Recording) -> Step:
    """The step of a recorded flow."""
    flow = parse_flow(recording.flow_kind, recording.body)
    return step_of(flow, arrange(flow))


def lines() -> Iterator[str]:
    """Recording, name, and all else that is not as usual."""
    for recording in flow_recordings():
        step = step_at(recording)
        more = (_shown(each.name, getattr(step, each.name)) for each in fields(step) if each.name != "name")
        usual = {_shown(each.name, getattr(_USUAL, each.name)) for each in fields(step)}
        yield " ".join([f"{recording.id}: {step.name}", *(each for each in more if each not in usual)])


def _shown(name: str, value: object) -> str:
    if isinstance(value, bool):
        return name if value else f"not-{name}"
    if isinstance(value, Message):
        return f"{name}={value.id}"
    if isinstance(value, tuple):
        return f"{name}={','.join(str(each.id) if isinstance(each, Message) else each for each in value)}"
    return f"{name}={value}"


def main() -> None:
    """Writes the list."""
    LIST.write_text("\n".join(lines()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
