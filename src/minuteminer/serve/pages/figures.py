"""Pages that put things in order: the register of decisions, a figure over time, money by financial year."""

from __future__ import annotations

import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from minuteminer.errors import UsageError
from minuteminer.serve.access import OpenIndex, Settings, link
from minuteminer.serve.pages.addresses import downloads_of
from minuteminer.serve.pages.queries import address, asked_for, mistake_of, page_asked_for, read_days
from minuteminer.serve.pages.rendering import render
from minuteminer.views.figures import money_chart, money_rows, trail_chart, trail_rows
from minuteminer.views.search import page_count, paginate

router = APIRouter()
CLAUSES_A_PAGE = 100
THINGS = ("officer strength", "PCSO strength", "firearms officer", "precept", "net budget", "overtime")
SEVERAL_ROLES = "role:grant,saving,overtime,precept"
ROLES = ("role:budget", "role:grant", "role:saving", "role:precept", "role:overtime", "role:cost")


@router.get("/register")
def register(request: Request, index: OpenIndex, settings: Settings) -> Response:
    """The decisions clause by clause; of the last twelve months that were minuted if no day is named."""
    asked = {name: asked_for(request, name) for name in ("panel", "from", "to", "q")}
    if not request.query_params:
        asked["from"] = _a_year_before(max((one.last for one in index.committees() if one.last), default=None))
    target = "from"
    try:
        start, end = read_days(asked["from"], asked["to"])
        # The form shows days, and the addresses of the pages carry what it shows.
        asked |= {"from": start.isoformat() if start else "", "to": end.isoformat() if end else ""}
        target = "q"
        rows = index.register(
            panel=asked["panel"] or None, start=start, end=end, query=asked["q"] or None,
            deadline_s=settings.long_query_s,
        )  # fmt: skip
    except UsageError as error:
        mistake = mistake_of(error, asked["q"] if target == "q" else "", target)
        asked |= {name: "" for name in ("from", "to") if target == "from"}
        return render(request, "register.html", status=400, asked=asked, mistake=mistake, pages=paginate(1, 1, str))
    page, pages = page_asked_for(request), page_count(len(rows), CLAUSES_A_PAGE)
    if page > pages:
        return RedirectResponse(link(request, address("/register", **asked)), status_code=302)
    first = (page - 1) * CLAUSES_A_PAGE
    return render(
        request,
        "register.html",
        asked=asked,
        mistake=None,
        start=start,
        end=end,
        rows=rows[first : first + CLAUSES_A_PAGE],
        total=len(rows),
        downloads=downloads_of("register", **asked),
        pages=paginate(page, pages, lambda number: address("/register", **asked, page=str(number))),
    )


def _a_year_before(day: datetime.date | None) -> str:
    """The first of the month a year before; "" where there is no day."""
    return day.replace(year=day.year - 1, day=1).isoformat() if day else ""


@router.get("/trail")
def trail(request: Request, index: OpenIndex, settings: Settings) -> Response:
    """A figure over time, with what was left out and why."""
    # The API calls it q: an address made from one of the API's must not silently show another thing.
    thing = asked_for(request, "thing", limit=200) or asked_for(request, "q", limit=200)
    asked = {"thing": thing or THINGS[0], "panel": asked_for(request, "panel")}
    suggestions = [(thing, address("/trail", thing=thing, panel=asked["panel"])) for thing in THINGS]
    values: dict[str, Any] = {"asked": asked, "suggestions": suggestions, "mistake": None}
    try:
        found = index.trail(asked["thing"], panel=asked["panel"] or None, deadline_s=settings.long_query_s)
    except UsageError as error:
        values["mistake"] = mistake_of(error, asked["thing"], "thing")
        return render(request, "trail.html", status=400, trail=None, **values)
    return render(
        request,
        "trail.html",
        trail=found,
        picture=trail_chart(found),
        rows=trail_rows(found.points),
        left_out=trail_rows(found.left_out),
        **values,
    )


@router.get("/money")
def money(request: Request, index: OpenIndex, settings: Settings) -> Response:
    """The sums of money that a query finds, added where they may be."""
    asked = {"q": asked_for(request, "q") or SEVERAL_ROLES}
    suggestions = [(role.removeprefix("role:"), address("/money", q=role)) for role in ROLES]
    values: dict[str, Any] = {"asked": asked, "suggestions": suggestions, "mistake": None}
    try:
        found = index.sum(asked["q"], deadline_s=settings.long_query_s)
    except UsageError as error:
        values["mistake"] = mistake_of(error, asked["q"])
        return render(request, "money.html", status=400, found=None, **values)
    return render(request, "money.html", found=found, picture=money_chart(found), rows=money_rows(found), **values)
