"""`kratos-ui preview`: every recorded state, on a workbench, as files or as pictures. Needs no Kratos."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import click

from .. import logs
from ..config import Config
from ..mistake import Found
from ..preview.exhibits import exhibits
from ..server.ports import check_free
from ..theme_files import FILE, unpacked
from ..theming.static import environment, static
from ..workbench import baseline, report
from ..workbench.bench import Bench, open_shop
from ..workbench.export import build, export, is_gallery, languages
from ..workbench.own import Own
from ..workbench.shots import SHEET, VIEWS, NoPictures, chromium, take
from ..workbench.versions import NoPages, version_at
from .demo.server import AppServer
from .place import check_ours, theme_place
from .run import problems_listed

_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True, resolve_path=True)
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True, resolve_path=True)
_OUT = click.Path(path_type=Path, file_okay=False)
_theme = click.option(
    "--theme", "themes", type=theme_place, metavar="THEME", multiple=True,
    help="A theme (a folder, a zip file, package:NAME), instead of the one in THEME_DIR.",
)  # fmt: skip


def _flows(context: click.Context, option: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return files that hold a flow each: a `callback`."""
    if problems := Own(files).read():
        raise click.BadParameter("; ".join(problems))
    return files


@click.group(invoke_without_command=True)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4456,
    show_default=True,
    help="Port to listen on, on this machine only.",
)
@_theme
@click.option(
    "--against", metavar="THEME|VERSION|GALLERY",
    help="To see side by side: a theme; a version, by its checkout, wheel or stock templates; or what --out wrote.",
)  # fmt: skip
@click.option("--add", type=_FILE, multiple=True, callback=_flows, help="A flow of your own Kratos, as JSON.")
@click.option(
    "--language", "tags", multiple=True, metavar="TAG",
    help="With --out: a language to write the pages in, more than once if need be; else DEFAULT_LOCALE.",
)  # fmt: skip
@click.option(
    "--out", type=_OUT, help="Write files there instead of serving, and a contact sheet if Chromium is there."
)
@click.pass_context
def preview(
    ctx: click.Context, port: int, themes: tuple[Path, ...], against: str | None, add: tuple[Path, ...],
    tags: tuple[str, ...], out: Path | None,
) -> None:  # fmt: skip
    """Show every page in every recorded state, with the theme in THEME_DIR or with several."""
    if ctx.invoked_subcommand:
        return
    if out:
        _export(out, themes, tags)
        return
    with problems_listed():
        config = gallery_config()
        check_free("127.0.0.1", port, "--port")
        read = reader(config)
    logs.install("error", "text")
    for number in (signal.SIGTERM, signal.SIGINT):  # which a shell's background job starts with ignored
        signal.signal(number, signal.default_int_handler)  # its temporary files go then, too
    themes, gallery = _beside(themes or _own(config), against)
    bench = open_shop(config, themes, add, gallery, read)
    with _served(bench, port) as base:
        for line in (*bench.shop.problems(), *bench.shop.hints()):
            click.echo(line, err=True)
        click.echo(f"{base}/preview")
        Event().wait()


@preview.command()
@click.argument("folder", type=_OUT)
@_theme
@click.option("--view", "views", type=click.Choice(list(VIEWS)), multiple=True, default=("desktop", "phone"))
@click.option(
    "--find", default="", metavar="WORDS", help="Only the states that the index finds by these words."
)
def save(folder: Path, themes: tuple[Path, ...], views: tuple[str, ...], find: str) -> None:
    """Take a picture of every state, to compare with later."""
    check_ours(folder, baseline.is_ours)
    names = baseline.states(find)
    if not names:
        raise click.BadParameter(f'no state is found by "{find}"', param_hint="--find")
    with _pages(themes) as pages:
        number = baseline.save(pages, folder, names, views, _pictures)
    click.echo(f"{number} pictures below {folder}")


@preview.command()
@click.argument("folder", type=_FOLDER)
@_theme
@click.option(
    "--out", type=_OUT, default=Path("differences"), show_default=True, help="Where to write what differs."
)
def compare(folder: Path, themes: tuple[Path, ...], out: Path) -> None:
    """Compare every state with its picture in FOLDER; exit status 1 if one looks other than before."""
    check_ours(out, report.is_ours)
    with _pages(themes) as pages:
        if other := baseline.other_theme(pages, folder):
            click.echo(other, err=True)
        found = baseline.compare(pages, folder, out, _pictures)
    for each in found:
        click.echo(
            f"{each.kind}: {each.name} ({each.view}){f', {each.pixels} pixels' if each.pixels else ''}"
        )
    click.echo(f"{len(found)} differ: open {out}/index.html" if found else "Nothing differs.")
    sys.exit(1 if found else 0)


def gallery_config(tags: tuple[str, ...] = ()) -> Config:
    """Return the settings of the environment, with the gallery switched on; Kratos' address is not needed.

    `tags`: languages to offer instead of LOCALES.
    """
    os.environ.setdefault("KRATOS_PUBLIC_URL", "http://localhost:4433")
    if tags:
        os.environ.update(LOCALES=",".join(tags), DEFAULT_LOCALE=tags[0])
    config = Config.from_env(os.environ)
    if config.themes:
        click.echo("THEMES is not looked at: show the theme of a brand by --theme.", err=True)
    secret = config.cookie_secret or secrets.token_urlsafe(32)
    return replace(config, preview_enabled=True, base_path="", cookie_secret=secret, themes=None)


def reader(config: Config) -> Callable[[Path], Found]:
    """Return what says of a theme all that `kratos-ui theme check` does without making a page."""
    stock = build(replace(config, theme_dir=None))
    return lambda theme: static(theme, environment(stock, theme))


def _own(config: Config) -> tuple[Path, ...]:
    return (config.theme_dir.resolve(),) if config.theme_dir else ()


def _beside(themes: tuple[Path, ...], against: str | None) -> tuple[tuple[Path, ...], Path | None]:
    """Return the themes to show, and an exported gallery, with what `--against` names."""
    if not against:
        return themes, None
    place = Path(against).resolve()
    if version := version_at(place):
        click.echo(f"Pages of {against}, by its own code:", err=True)
        try:
            return themes, version.gallery(themes[0] if themes else None)
        except NoPages as error:
            raise click.ClickException(str(error)) from None
    if (place / "index.html").is_file():
        return themes, place
    theme = theme_place(against)
    if not (unpacked(theme) / FILE).is_file():
        raise click.BadParameter(f"{against} is no theme, no version and no gallery", param_hint="--against")
    return (*themes, theme), None


@contextmanager
def _served(bench: Bench, port: int = 0) -> Iterator[str]:
    server, watch = AppServer(bench, port), bench.shop.watch()
    watch.start()
    try:
        yield f"http://localhost:{server.port}"
    except KeyboardInterrupt:
        click.echo()
    finally:
        watch.stop()
        server.stop()


@contextmanager
def _pages(themes: tuple[Path, ...]) -> Iterator[str]:
    """Serve the first theme. Yield the address that its pages are below; say what is missing for pictures."""
    with problems_listed():
        config = gallery_config()
        chosen = (*themes, *_own(config))[:1]
        build(replace(config, theme_dir=chosen[0] if chosen else None))  # says what is wrong with it
    bench = open_shop(config, chosen)
    try:
        with _served(bench) as base:
            yield f"{base}/{bench.shop.names[0]}"
    except (NoPictures, baseline.NoBaseline) as error:
        raise click.ClickException(str(error)) from None


def _pictures(names: Iterable[str]) -> Iterator[str]:
    return _progress(names, "Pictures")


def _progress(names: Iterable[str], label: str = "Pages") -> Iterator[str]:
    with click.progressbar(list(names), label=label, show_pos=True, file=sys.stderr) as told:
        yield from told


def _export(out: Path, themes: tuple[Path, ...], tags: tuple[str, ...]) -> None:
    if len(themes) > 1:
        raise click.UsageError("--out writes one theme: give --theme once.")
    check_ours(out, is_gallery)
    with problems_listed():
        config = gallery_config(tags)
        app = build(replace(config, theme_dir=themes[0]) if themes else config)
    click.echo(f"{export(app, out, _progress)} files below {out}: open index.html")
    named = languages(app)
    try:
        with chromium() as browser:
            places = _pictures([f"{language}/{name}" for language in named for name in exhibits()])
            wanted = (
                ((out / f"{each}.html").resolve().as_uri(), out / "shots" / f"{each}.png") for each in places
            )
            take(browser, SHEET, wanted)
    except NoPictures as error:
        click.echo(f"No contact sheet: {error}")
    else:
        click.echo(f"Contact sheet: {report.sheet(out, named, exhibits())}")
