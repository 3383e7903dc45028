"""What is counted, and when. `Meter` itself counts nothing; `app.prometheus` has one that does."""

from __future__ import annotations


class Meter:
    """Told of what happens; each argument is of a small closed set, never of a user's making."""

    on = False

    def request(self, page: str, status: str, made: str, seconds: float) -> None:
        """Count an answer. `made`: "kept", "anew" for the page of a flow, "" for all else."""

    def upstream(self, endpoint: str, outcome: str, seconds: float) -> None:
        """Count a call of Kratos or Hydra. `outcome`: a status, or why there is none."""

    def flow(self, kind: str, state: str) -> None:
        """Count the page of a flow."""

    def message(self, number: int) -> None:
        """Count a message of Kratos on it."""

    def restart(self, reason: str) -> None:
        """Count a flow that is started again."""

    def circle(self, reason: str) -> None:
        """Count somebody who went round in circles."""

    def renewed(self, outcome: str) -> None:
        """Count a brand whose files have changed. `outcome`: "taken" or "refused"."""


SILENT = Meter()
