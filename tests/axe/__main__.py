"""`python -m tests.axe`: every page-run there is, and what axe-core complains about. Takes an hour of one processor."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests.axe.look import Seen, look
from tests.axe.pages import LANGUAGES, cells, themes


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for each cell as it is done, then the complaints; exit 1 if there are any."""
    parser = argparse.ArgumentParser(prog="make axe", description=__doc__)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--themes", nargs="*", choices=themes(), help="all without it; '' is the stock one")
    parser.add_argument("--languages", nargs="*", choices=LANGUAGES, default=LANGUAGES)
    given = parser.parse_args(arguments)
    chosen = themes() if given.themes is None else given.themes
    wanted = [each for each in cells() if each.theme in chosen and each.language in given.languages]
    seen: list[Seen] = []
    # forks would share Playwright's driver
    with ProcessPoolExecutor(given.processes, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(look, each) for each in wanted]):
            seen.append(done.result())
            _say(seen[-1])
    sys.exit(_summary(seen))


def _say(seen: Seen) -> None:
    name = f"{seen.cell.theme or 'stock'} {seen.cell.language}"
    figures = f"{seen.runs} page-runs, {seen.made} of them different, {len(seen.complaints)} complaints"
    print(f"{time.strftime('%H:%M:%S')} {name}: {figures}", flush=True)


def _summary(seen: Sequence[Seen]) -> int:
    """Print all complaints, the same one once, and return the exit code."""
    counted: Counter[str] = Counter()
    first: dict[str, str] = {}
    for each in seen:
        for complaint in each.complaints:
            counted[complaint.text] += 1
            place = f"{each.cell.theme or 'stock'} {each.cell.language} {complaint.name} {complaint.view}"
            first.setdefault(complaint.text, place)
    for text, number in counted.most_common():
        print(f"{number} × {text}\n    first: {first[text]}")
    runs, made = sum(each.runs for each in seen), sum(each.made for each in seen)
    print(f"{runs} page-runs ({made} different), {counted.total()} complaints")
    return 1 if counted else 0


if __name__ == "__main__":
    main()
