"""The workbench's own pages, in English: the index, one state on its stage, a state put together, own recordings."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

from flask import Blueprint, Flask, Response, abort, current_app, redirect, render_template, request, url_for
from flask import send_from_directory as sent
from werkzeug.wrappers import Response as BaseResponse

from .. import paths
from ..kratos.types import FLOW_KINDS
from ..preview.exhibits import Exhibit, exhibits
from ..preview.pieces import NoFlow, bases, versions
from . import cards, shots, stage
from .faults import Fault, fault_in
from .made import asked
from .shop import Shop

FILES = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)
bp = Blueprint("workbench", __name__, url_prefix="/preview")


def new(shop: Shop) -> Flask:
    """Return the application of these pages."""
    app = Flask(__name__, static_folder=None, template_folder=str(FILES / "templates"))
    app.extensions["shop"] = shop
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(bp)
    app.add_url_rule("/", view_func=lambda: redirect(url_for("workbench.index")), endpoint="home")
    app.after_request(_guarded)
    return app


def _guarded(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", f"{POLICY}'none'")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def shop() -> Shop:
    """Return what there is to show."""
    return cast(Shop, current_app.extensions["shop"])


def _everything() -> Mapping[str, Exhibit]:
    return {**shop().own.exhibits, **exhibits()}


def _page(template: str, **values: Any) -> str:
    return render_template(
        template, number=shop().news.number, told=shop().told(), how_far=shop().how_far, **values
    )


def _stage(width: str = "desktop") -> stage.Stage:
    return stage.stage_of(request.args, shop().names, shop().languages, width)


@bp.get("")
def index() -> str:
    """Show all states, of which those that the query does not ask for are hidden."""
    everything, search = _everything(), cards.search_of(request.args)
    found = [cards.card_of(each) for each in everything.values()]
    shown = [each for each in found if search.finds(each)]
    return _page(
        "index.html", cards=found, shown=frozenset(each.name for each in shown), stage=_stage(),
        choices=cards.choices(everything.values()), languages=shop().languages,
    )  # fmt: skip


@bp.get("/stage/<path:name>")
def one(name: str) -> str:
    """Show one state as the query asks for it."""
    everything = _everything()
    exhibit = everything.get(name) or abort(404)
    names = list(everything)
    at = names.index(name)
    near = {"before": names[at - 1] if at else "", "after": names[at + 1] if at + 1 < len(names) else ""}
    here = _stage()
    frames = [(look, here.address(look, name)) for look in here.frames]
    return _page(
        "stage.html", exhibit=exhibit, card=cards.card_of(exhibit), stage=here, frames=frames, near=near,
        languages=shop().languages, options=stage,
    )  # fmt: skip


@bp.get("/compose")
def compose() -> str:
    """Show a state put together by hand, and the form for it."""
    wanted, here = asked(request.args), _stage("phone")
    query = request.args.to_dict(flat=False)
    frames = [(look, here.address(look, "made", query)) for look in here.frames if look != stage.AGAINST]
    places = {each.name: each.title for each in bases(wanted.kind, wanted.version)}
    return _page(
        "compose.html", asked=wanted, kinds=FLOW_KINDS, versions=versions(), places=places, same=_same,
        stage=here, frames=frames, languages=shop().languages, options=stage,
    )  # fmt: skip


def _same(words: Iterable[str]) -> dict[str, str]:
    return {word: word for word in words}


@bp.get("/schema.json")
def schema() -> Response:
    """Serve the demo's identity schema, to start from."""
    return sent(paths.KRATOS_CONFIG / "schemas", "default.schema.json", mimetype="text/plain")


@bp.route("/own", methods=["GET", "POST"])
def own() -> str | BaseResponse | tuple[str, int]:
    """Take a flow that was recorded elsewhere; it stays in memory."""
    if request.method == "GET":
        return _page("own.html", problem="", text="", own=list(shop().own.exhibits))
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403)  # another page's form
    file = request.files.get("file")
    text = file.read().decode("utf-8", "replace") if file and file.filename else request.form.get("flow", "")
    try:
        added = shop().own.add(text, (file and file.filename) or "")
    except NoFlow as error:
        return _page("own.html", problem=str(error), text=text, own=list(shop().own.exhibits)), 400
    return redirect(url_for("workbench.one", name=added.name), 303)


@bp.get("/events")
def events() -> Response:
    """Say that something changed, whenever it does."""
    told = request.headers.get("Last-Event-ID") or request.args.get("seen", "")
    seen = int(told) if told.isdecimal() else shop().news.number
    return Response(shop().news.stream(seen, shop().told), mimetype="text/event-stream")


@bp.get("/files/<path:name>")
def files(name: str) -> Response:
    """Serve style sheet and script of these pages; `ui.css` is the one of the product."""
    return sent(paths.STATIC / "css" if name == "ui.css" else FILES / "static", name)


@bp.get("/against/<path:name>")
def against(name: str) -> Response:
    """Serve a gallery that another version has exported, or this one before."""
    response = sent(shop().against or abort(404), name)
    response.headers["Content-Security-Policy"] = f"{POLICY}'self'"
    return response


@bp.get("/forced")
def forced() -> Response:
    """Show one of our pages in forced colours."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        abort(403)  # another page would start browsers
    of, here, picture, problem = request.args.get("of", ""), _stage(), "", ""
    if not of.startswith(tuple(f"/{name}/" for name in (*shop().looks, f"preview/{stage.AGAINST}"))):
        abort(404)
    try:
        taken = shots.forced(
            urljoin(request.host_url, of), here.width, stage.FORCED.get(here.scheme, "light")
        )
        picture = b64encode(taken).decode()
    except shots.NoPictures as error:
        problem = f"Forced colours can't be shown: {error}"
    html = render_template("forced.html", picture=picture, problem=problem)
    return Response(html, 503 if problem else 200, {"Content-Security-Policy": f"{POLICY}'self'"})


@bp.get("/<path:name>")
def page(name: str) -> BaseResponse:
    """Lead to the page of a state in the first look."""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(f"/{shop().names[0]}{request.path}{query}")


def fault_page(pages: Flask, faults: list[Fault], look: str) -> Response:
    """Return what stands where a page can't be made; also inside a request of that look."""
    html = pages.jinja_env.get_template("fault.html").render(faults=faults, look=look)
    return Response(html, 500, {"Content-Security-Policy": f"{POLICY}'self'", "Cache-Control": "no-store"})


@bp.app_errorhandler(404)
def missing(error: Exception) -> Response:
    """Say so; of a look whose theme was never usable, say what is wrong with it."""
    look = shop().looks.get(request.path.split("/")[1])
    if look and look.problems:
        return fault_page(current_app, [fault_in(each) for each in look.problems], look.name)
    return Response(_page("missing.html"), 404)
