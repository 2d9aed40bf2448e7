"""Errors as answers: one plain sentence, as problem details (RFC 9457) for programs and as a page for people.

What a person asked for is never repeated in an error, and nothing of the machine is told: paths, statements and
traces are in the log, under the request's id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from minuteminer.errors import (
    MinuteMinerError,
    MissingExtraError,
    NothingFoundError,
    QueryError,
    SlowQueryError,
    UsageError,
)
from minuteminer.index.published_changes import StaleError
from minuteminer.serve.connections import BusyError
from minuteminer.serve.present import GoneError

MEDIA_TYPE = "application/problem+json"
# Answers of these are for programs, whatever they accept.
_FOR_PROGRAMS = ("/api", "/feeds", "/openapi.json", "/healthz", "/metrics")
_RETRY_S = 5
# Without it a cache may keep a 410 for as long as it likes, and what was withdrawn by mistake comes back.
_ASK_AGAIN = {"Cache-Control": "no-cache"}
_NOT_READABLE = "The index cannot be read at the moment; try again later."


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong: `detail` is a sentence for the person, `position` the place of a mistake in the query."""

    status: int
    detail: str
    position: int | None = None
    fields: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name of the status: "Not Found"."""
        return HTTPStatus(self.status).phrase

    def record(self, request_id: str) -> dict[str, Any]:
        """The problem as RFC 9457 has it. Without a type of its own its type is `about:blank`."""
        known = {"position": self.position} if self.position is not None else {}
        wrong = [{"field": name, "detail": detail} for name, detail in self.fields]
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "request_id": request_id,
            **known,
            **({"errors": wrong} if wrong else {}),
        }


def problem_of(error: Exception) -> Problem:
    """The problem that an error is to the one who asked."""
    if isinstance(error, SlowQueryError):
        return Problem(status=503, detail=str(error), headers={"Retry-After": str(_RETRY_S)})
    if isinstance(error, QueryError):
        return Problem(status=400, detail=str(error), position=error.position)
    if isinstance(error, StaleError):
        return Problem(status=410, detail=str(error))
    if isinstance(error, GoneError):
        return Problem(status=410, detail=str(error), headers=_ASK_AGAIN)
    if isinstance(error, NothingFoundError):
        return Problem(status=404, detail="There is nothing of that name in this index.")
    if isinstance(error, BusyError):
        return Problem(status=503, detail=str(error), headers={"Retry-After": str(_RETRY_S)})
    if isinstance(error, UsageError) and not isinstance(error, MissingExtraError):
        return Problem(status=400, detail=str(error))
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        return _refused(error)
    if isinstance(error, MinuteMinerError):
        return Problem(status=503, detail=_NOT_READABLE, headers={"Retry-After": str(_RETRY_S)})
    return Problem(status=500, detail="A mistake of ours; the log has the details under the id of this request.")


def _refused(error: HTTPException) -> Problem:
    sentences = {
        404: "There is no page of that name here.",
        405: "This can only be read.",
    }
    detail = sentences.get(error.status_code, str(error.detail))
    return Problem(status=error.status_code, detail=detail, headers=error.headers or {})


def _invalid(error: RequestValidationError) -> Problem:
    """The fields that are wrong and how; what was given is not repeated."""
    fields = tuple((_field(one["loc"]), str(one["msg"])) for one in error.errors())
    said = "; ".join(f"{name}: {detail.removesuffix('.')}" for name, detail in fields[:3])
    return Problem(status=422, detail=f"Some parameters cannot be read. {said}.", fields=fields)


def _field(location: Sequence[int | str]) -> str:
    """The parameter's name; where it may be given several times, the place of a value stands behind the name.

    >>> _field(("query", "name", 0))
    'name'
    """
    return next((one for one in reversed(location) if isinstance(one, str)), "")


def answer_problem(request: Request, problem: Problem) -> Response:
    """The answer: problem details, or the page of the application where a browser asked for a page."""
    request_id = str(request.scope.get("state", {}).get("request_id", ""))
    if _wants_page(request):
        page = request.app.state.page_of_problem(request, problem, request_id)
        page.headers.update(problem.headers)
        return cast(Response, page)
    return JSONResponse(
        problem.record(request_id), status_code=problem.status, media_type=MEDIA_TYPE, headers=dict(problem.headers)
    )


def _wants_page(request: Request) -> bool:
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return "text/html" in request.headers.get("accept", "") and not path.startswith(_FOR_PROGRAMS)


def handle_problems(app: FastAPI) -> None:
    """Let every error that a route raises become a problem."""

    async def handle(request: Request, error: Exception) -> Response:
        return answer_problem(request, problem_of(error))

    for kind in (MinuteMinerError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, handle)
