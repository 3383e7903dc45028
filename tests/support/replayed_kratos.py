"""A Kratos that plays recorded pages of one flow, for versions that can't be run here: each submit leads to the next.

```python
with serving(ReplayedKratos(url, ui_url, pages), port):
```
It judges nothing; `posted` holds what a browser sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from tests.support.recordings import Recording

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

RECORDED_AT = "http://127.0.0.1:5433"
"""Where Kratos was when `tests/flows` was made."""


class ReplayedKratos:
    """The application. `started`: the queries of the flows that were started; `posted`: the forms, in order."""

    def __init__(self, url: str, ui_url: str, pages: Sequence[Recording]) -> None:
        self.url = url
        self.started: list[dict[str, str]] = []
        self.posted: list[list[tuple[str, str]]] = []
        self._pages = pages
        self._page = f"{ui_url}/{pages[0].kind}?flow={pages[0].body['id']}"
        self._home = f"{ui_url}/welcome"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        path = request.path.removeprefix("/self-service")
        if path == f"/{self._pages[0].kind}/browser":
            self.started.append(request.args.to_dict())
            return redirect(self._page, 303)
        if path == f"/{self._pages[0].kind}/flows":
            return _json(self._pages[len(self.posted)].body, self.url)
        if path == f"/{self._pages[0].kind}" and request.method == "POST":
            self.posted.append(parse_qsl(request.get_data(as_text=True), keep_blank_values=True))
            return redirect(self._page if len(self.posted) < len(self._pages) else self._home, 303)
        if path == "/logout/browser":
            return _json(
                {"logout_url": f"{self.url}/self-service/logout?token=t", "logout_token": "t"}, self.url
            )
        if path.startswith("/health"):
            return _json({"status": "ok"}, self.url)
        return _json({"error": {"code": 401, "message": "Unauthorized"}}, self.url, 401)


def _json(body: Any, url: str, status: int = 200) -> Response:
    return Response(json.dumps(body).replace(RECORDED_AT, url), status, mimetype="application/json")
