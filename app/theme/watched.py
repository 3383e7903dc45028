"""Texts that notice when a template does more with them than print them. Pure.

A page from pieces is right for all values only if its templates ask nothing of a value. What they ask by Jinja's own
means (a comparison, a slice, a filter, a method) arrives here; what our own code asks is told by a value's class.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

_NOT_ASKED = frozenset({
    "__class__", "__doc__", "__format__", "__getattribute__", "__getnewargs__", "__init__",
    "__init_subclass__", "__new__", "__reduce__", "__reduce_ex__", "__repr__", "__setattr__", "__delattr__", "__dir__",
    "__sizeof__", "__str__", "__subclasshook__", "__getstate__",
})  # fmt: skip


class Watched(str):
    """A text whose `asked` is True once a template has asked something of it. Whether it is empty, it may ask."""

    asked = False

    def __bool__(self) -> bool:
        return str.__len__(self) > 0


def _watching(name: str) -> Callable[..., Any]:
    method = getattr(str, name)

    def ask(self: Watched, *args: Any, **kwargs: Any) -> Any:
        if _by_a_template():
            self.asked = True
        return method(self, *args, **kwargs)

    return ask


def _by_a_template() -> bool:
    caller = sys._getframe(2).f_globals  # whoever called the method that called us
    return "__jinja_template__" in caller or str(caller.get("__name__")).startswith("jinja2.")


for _name in set(dir(str)) - _NOT_ASKED:
    setattr(Watched, _name, _watching(_name))
