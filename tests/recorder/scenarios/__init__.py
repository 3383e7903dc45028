"""The ways through Kratos that are recorded. Importing this package registers them, in this order."""

from tests.recorder.scenarios import (  # noqa: F401 - imported to register
    ended,
    errors,
    identifier_first,
    keys,
    login,
    recovery,
    refresh,
    registration,
    second_factor,
    sessions,
    settings,
    verification,
)
