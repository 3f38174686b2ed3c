"""Refusals on the pages that people open: a small page with plain words where a desk would get a problem document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from core.errors import Trouble
from server.http.openapi import ACTIVATE_PATHS, HTML, MAILBOX_PATH
from server.http.page_frame import HEADERS, page, paragraph, section, words
from server.http.problems import Refusal, bug_refusal, http_refusal, trouble_refusal
from server.http.watching import seen_of

_WORDS: Mapping[int, str] = {
    400: "PAGE_REFUSED_SHAPE",
    408: "PAGE_REFUSED_SLOW",
    413: "PAGE_REFUSED_LARGE",
    415: "PAGE_REFUSED_SHAPE",
    503: "PAGE_REFUSED_BUSY",
}
"""By status; everything else is a mistake of ours."""

_BACK = frozenset({*ACTIVATE_PATHS, MAILBOX_PATH})
"""Pages that can simply be opened anew; the address of a slip is no place to lead anybody to."""


def refusal_page(request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    """The page; what the operator wants to see of it goes into the log as ever."""
    seen = seen_of(request)
    seen.problem, seen.reason = refusal.code, str(refusal.facts.get("reason", ""))
    path = request.scope.get("path_template", "")
    back = f'<p><a href="{path}">{words("PAGE_LABEL_BACK")}</a></p>' if path in _BACK else ""
    told = section(paragraph(_WORDS.get(refusal.status, "PAGE_REFUSED_BUG")), back, kind="wrong")
    return Response(
        page("PAGE_TITLE_REFUSED", [told], "PAGE_REFUSED_FOOTER"),
        status_code=refusal.status,
        media_type=HTML,
        headers={**HEADERS, **refusal.headers},
    )


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    return refusal_page(request, http_refusal(error))


def _trouble(request: Request[Any, Any, Any], error: Trouble) -> Response[bytes]:
    return refusal_page(request, trouble_refusal(error))


def _bug(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    return refusal_page(request, bug_refusal(request, error))


PAGE_REFUSALS: ExceptionHandlersMap = {HTTPException: _http, Trouble: _trouble, Exception: _bug}
"""For a route that people open: its own refusals, and what is refused before it is reached."""
