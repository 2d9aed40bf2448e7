"""How the API answers: JSON at once, CSV and JSON Lines bit by bit, each in the form that was asked for."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal, Protocol, TypeVar
from urllib.parse import parse_qsl, urlencode

from anyio.to_thread import run_sync
from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response, StreamingResponse

from minuteminer.downloads import Record, attachment, to_csv_lines, to_json_lines, to_xlsx
from minuteminer.findings import SCHEMA_VERSION
from minuteminer.index import Index
from minuteminer.serve.access import get_connections, link
from minuteminer.serve.api.cursors import MAX_CHARS
from minuteminer.serve.api.spelling import written_like
from minuteminer.serve.problems import MEDIA_TYPE

T = TypeVar("T")
C = TypeVar("C")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"json": "application/json", "csv": "text/csv", "jsonl": "application/jsonl", "xlsx": _XLSX}
_ACCEPTED = {_XLSX: "xlsx", "text/csv": "csv", "application/jsonl": "jsonl", "application/x-ndjson": "jsonl"}
# Records that are read in one go: a connection is not held while a slow client reads.
PIECE = 500
_DAY = r"^\d{4}(-\d\d){0,2}$"
# A workbook is made in memory; more rows than these are for CSV.
_XLSX_ROWS = 10_000

QueryText = Annotated[
    str,
    Query(
        max_length=500,
        description="A search, in the query language of the search page.",
        examples=["firearms in:resolution date:2016", "overtime amount:>1m"],
    ),
]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at once; the rest is at `next`.")]
Cursor = Annotated[
    str | None, Query(max_length=MAX_CHARS, description="Where to go on: `next` of the last answer.")
]  # fmt: skip
Day = Annotated[
    str | None,
    Query(
        json_schema_extra={"pattern": _DAY},
        description="A day, month or year: 2016-05-12, 2016-05 or 2016. A month or year is meant as a whole.",
        examples=["2016-05-12", "2016-05", "2016"],
    ),
    written_like(_DAY, "A day, month or year is written 2016-05-12, 2016-05 or 2016."),
]
Panel = Annotated[
    str | None,
    Query(max_length=200, description="Words of the name of a panel or committee.", examples=["Saltmarsh"]),
]
CommitteeKey = Annotated[
    str | None,
    Query(
        max_length=200,
        description="Only of this committee: its `key` in `/committees`.",
        examples=["democracy.saltmarsh.example:311"],
    ),
]
TopicId = Annotated[
    str | None, Query(max_length=200, description="Only about this topic: its id in `/topics`.", examples=["firearms"])
]

_SAID = {
    400: "The query or the cursor cannot be read; `position` is the place of the mistake.",
    404: "There is nothing of that name.",
    410: "It was here, and was withdrawn.",
    414: "The address is too long.",
    422: "A parameter cannot be read, or there is none of that name.",
    429: "Too many requests; Retry-After says how long to wait.",
    503: "It took too long, or the server is busy; Retry-After says how long to wait.",
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One plain sentence."},
        "request_id": {"type": "string"},
        "position": {"type": "integer", "description": "Offset of the mistake in the query."},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {MEDIA_TYPE: {"schema": _PROBLEM}}} for status, said in _SAID.items()
}
# What the answer 200 of a list can also be.
TABLES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/jsonl": {"schema": {"type": "string"}},
            _XLSX: {"schema": {"type": "string", "format": "binary"}},
        }
    }
}


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is to be written: `name` is json, csv, jsonl or xlsx; `safe` makes formulas in CSV harmless."""

    name: str
    safe: bool


async def wanted_form(
    request: Request,
    format: Annotated[
        Literal["json", "csv", "jsonl", "xlsx"] | None,
        Query(description="The form, else the header Accept decides. CSV and JSON Lines hold all, XLSX 10,000 rows."),
    ] = None,
    safe: Annotated[bool, Query(description="0 leaves cells of CSV that spreadsheets take for formulas.")] = True,
) -> Form:
    """The form that was asked for, by a parameter or by the header Accept."""
    if format:
        return Form(format, safe)
    accepted = [one.partition(";")[0].strip() for one in request.headers.get("accept", "").split(",")]
    return Form(next((_ACCEPTED[one] for one in accepted if one in _ACCEPTED), "json"), safe)


class Reader(Protocol[C]):
    """Reads the next records of an index after a place, `count` of them, and says where to go on, None at the end."""

    def __call__(self, index: Index, after: C | None, count: int = PIECE) -> tuple[list[Record], C | None]: ...


WantedForm = Annotated[Form, Depends(wanted_form)]


async def refuse_unknown(request: Request) -> None:
    """Raise for a parameter that the route has none of: a filter with a slip in its name would hold for nothing."""
    known = {field.alias for field in _query_fields(request.scope["route"].dependant)}
    for name in request.query_params:
        if name not in known:
            said = f"There is no such parameter; there are {', '.join(sorted(known)) or 'none'}."
            raise RequestValidationError([{"loc": ("query", "?"), "msg": said, "type": "unknown"}])


def _query_fields(dependant: Any) -> list[Any]:
    return [*dependant.query_params, *(field for one in dependant.dependencies for field in _query_fields(one))]


async def ask(request: Request, question: Callable[[Index], T]) -> T:
    """What the index answers, asked in a thread with a connection of its own."""
    async with get_connections(request).lend() as index:
        return await run_sync(question, index)


def as_json(value: Record, *, following: str | None = None, request: Request | None = None) -> Response:
    """A JSON answer; `following` is the cursor of what comes next, told in `next` and in the header Link."""
    headers = {}
    if request is not None:
        value = {**value, "next": following}
        if following:
            headers["Link"] = f'<{_next_address(request, following)}>; rel="next"'
    body = json.dumps({"schema_version": SCHEMA_VERSION, **value}, ensure_ascii=False, separators=(",", ":"))
    return Response(body.encode("utf-8", "replace"), media_type=MEDIA_TYPES["json"], headers=headers)


def _next_address(request: Request, cursor: str) -> str:
    pairs = [pair for pair in parse_qsl(request.scope["query_string"].decode("latin-1")) if pair[0] != "cursor"]
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return f"{link(request, path)}?{urlencode([*pairs, ('cursor', cursor)])}"


async def as_table(
    request: Request,
    form: Form,
    name: str,
    columns: Sequence[str],
    read: Reader[C],
) -> Response:
    """All records as CSV, JSON Lines or XLSX: `read` gives the next ones of an index, and where to go on.

    The first are read before the answer begins, so that a mistake in the question is told in words.
    """
    headers = {"Content-Disposition": attachment(f"minuteminer-{name}.{form.name}"), "Vary": "Accept"}
    media_type = MEDIA_TYPES[form.name]
    if form.name == "xlsx":
        return Response(await _workbook(request, name, columns, read), media_type=media_type, headers=headers)
    records, place = await ask(request, partial(read, after=None))

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal records, place
        yield _written(records, form, columns, head=True)
        while place is not None:
            records, place = await ask(request, partial(read, after=place))
            yield _written(records, form, columns, head=False)

    return StreamingResponse(pieces(), media_type=media_type, headers=headers)


async def _workbook(request: Request, name: str, columns: Sequence[str], read: Reader[C]) -> bytes:
    records, place = await ask(request, partial(read, after=None))
    while place is not None and len(records) < _XLSX_ROWS:
        more, place = await ask(request, partial(read, after=place))
        records += more
    return await run_sync(partial(to_xlsx, records[:_XLSX_ROWS], columns, title=name))


def _written(records: list[Record], form: Form, columns: Sequence[str], *, head: bool) -> bytes:
    if form.name == "jsonl":
        return to_json_lines(records).encode("utf-8", "replace")
    return to_csv_lines(records, columns, head=head, safe=form.safe).encode("utf-8", "replace")
