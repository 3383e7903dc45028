"""Mistakes that kratos.yml shows by itself: doctor names each, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.doctor import checks  # noqa: F401 - registers the rules
from app.doctor.finding import RULES
from app.doctor.seen import PAGES
from tests.support.mistakes import GOOD, MISTAKES, Mistake, expected, play_offline


@pytest.mark.parametrize("good", GOOD)
def test_good_settings_have_nothing_named(good: str, tmp_path: Path) -> None:
    run = play_offline(Mistake(on=good), tmp_path)
    assert run.named == set(), run.output
    assert run.status == 0
    assert len(run.findings) >= 5


@pytest.mark.parametrize("mistake", [each for each in MISTAKES if each.offline], ids=lambda each: each.says)
def test_a_mistake_is_named_and_nothing_else(mistake: Mistake, tmp_path: Path) -> None:
    run = play_offline(mistake, tmp_path)
    assert run.named == {mistake.finds}, run.output
    assert run.status == expected(mistake)


def test_a_path_that_both_know_of_is_no_mistake(tmp_path: Path) -> None:
    below = {f"selfservice.flows.{page}.ui_url": f"http://localhost:4455/auth/{page}" for page in PAGES}
    returns = {"selfservice.default_browser_return_url": "http://localhost:4455/auth/welcome"}
    run = play_offline(Mistake(kratos=below | returns, instances=({"BASE_PATH": "/auth"},)), tmp_path)
    assert run.named == set(), run.output


def test_every_rule_has_a_mistake() -> None:
    assert {each.finds for each in MISTAKES} == {each.id for each in RULES.values() if each.level != "ok"}
    assert len({each.says for each in MISTAKES}) == len(MISTAKES) >= 30


def test_no_rule_follows_from_one_that_is_not_there() -> None:
    assert {name for each in RULES.values() for name in each.after} <= set(RULES)


def test_mistakes_that_have_nothing_to_do_with_each_other_are_all_named(tmp_path: Path) -> None:
    several = {
        "selfservice.flows.recovery.ui_url": "http://localhost:3000/recovery",
        "selfservice.methods.webauthn.config.rp.origins": ["http://localhost:3000"],
        "cookies.same_site": "Strict",
        "session.lifespan": "5m",
    }
    run = play_offline(Mistake(kratos=several), tmp_path)
    assert run.named == {"ui-url", "webauthn-origins", "cookie-same-site", "session-short"}
