"""What a run has found, state by state, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.recorder.browser import Answer
from tests.recorder.shape import differences, shape


@dataclass
class Outcome:
    """The folder of one version, and what the run did to its files or found about them."""

    folder: Path
    check: bool  # compare only
    whole: bool  # all scenarios were to be played, so whatever is untouched is worth naming
    seen: set[str] = field(default_factory=set)
    new: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)  # differences by name
    unchanged: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)  # why, by scenario

    def take(self, name: str, answer: Answer) -> None:
        """Compares an answer with the file, and writes it unless this is a check.

        Raises:
            ValueError: two steps yield the same name.
        """
        if name in self.seen:
            raise ValueError(f"two steps are named {name}")
        self.seen.add(name)
        file = self.folder / f"{name}.json"
        if not file.exists():
            self.new.append(name)
        elif found := list(differences(shape(json.loads(file.read_text("utf-8"))), shape(answer.document))):
            self.changed[name] = found
        else:
            self.unchanged.append(name)
        if not self.check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(file_text(answer.document), "utf-8")

    @property
    def untouched(self) -> list[str]:
        """Recordings of the folder that no step has made."""
        return sorted(file.stem for file in self.folder.glob("*.json") if file.stem not in self.seen)

    @property
    def good(self) -> bool:
        """Whether the command ends with 0: every scenario was played; for a check, nothing differs."""
        return not self.failed and not (self.check and (self.changed or self.new))

    def lines(self) -> Iterator[str]:
        """The summary."""
        for name, found in sorted(self.changed.items()):
            yield f"changed in shape  {name}"
            yield from (f"    {each}" for each in found)
        yield from (f"not on disk yet   {name}" for name in sorted(self.new))
        yield from (f"not re-made       {name}" for name in self.untouched if self.whole)
        yield from (f"failed            {name}: {why}" for name, why in self.failed.items())
        counts = {
            "written": 0 if self.check else len(self.seen),
            "changed in shape": len(self.changed),
            "not on disk yet" if self.check else "new": len(self.new),
            "unchanged": len(self.unchanged),
            "not re-made": len(self.untouched),
            "failed": len(self.failed),
        }
        yield f"{self.folder}: " + ", ".join(f"{count} {what}" for what, count in counts.items())


def file_text(document: Mapping[str, Any]) -> str:
    """The file's text."""
    return json.dumps(document, indent=1, ensure_ascii=False)
