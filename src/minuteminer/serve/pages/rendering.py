"""Templates → pages: every word is escaped, every link knows the prefix, every asset its content's mark."""

from __future__ import annotations

import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from minuteminer.serve.problems import Problem
from minuteminer.views.words import (
    KINDS,
    PLURALS,
    STATES,
    counted,
    day_in_words,
    instant_in_words,
    path_of,
    tag_of,
    topic_name,
)

TEMPLATES = Path(__file__).parents[1] / "templates"
STATIC = Path(__file__).parents[1] / "static"
NAVIGATION = (
    ("/search", "Search"),
    ("/committees", "Committees"),
    ("/topics", "Topics"),
    ("/register", "Register"),
    ("/trail", "Figures over time"),
    ("/money", "Money"),
    ("/coverage", "What is in here"),
    ("/about", "About"),
)
# The navigation's entry under which a page stands, where its address does not say.
_UNDER = {"/": "/search", "/topic": "/topics"} | dict.fromkeys(
    ("/committee", "/meeting", "/item", "/explain", "/changes"), "/committees"
)


@cache
def environment() -> Environment:
    """The templates; a name that a page does not give is a mistake of ours, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        navigation=NAVIGATION, kinds=KINDS, plurals=PLURALS, states=STATES, counted=counted, day=day_in_words,
        instant=instant_in_words, path_of=path_of, tag_of=tag_of, topic_name=topic_name,
    )  # fmt: skip
    return made


@cache
def _mark(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page of a template. Links of the template go through `link`, which puts the prefix before them."""
    root = str(request.scope.get("root_path", ""))
    path = request.scope["path"].removeprefix(root) or "/"
    first = f"/{path.split('/')[1]}"
    html = environment().get_template(template).render(
        link=lambda to: f"{root}{to}",
        asset=lambda name: f"{root}/static/{name}?v={_mark(name)}",
        request_path=path,
        section=_UNDER.get(first, first),
        **values,
    )  # fmt: skip
    return HTMLResponse(html, status_code=status)


_TITLES = {
    400: "That cannot be asked",
    404: "Page not found",
    405: "That cannot be done here",
    410: "No longer here",
    422: "That cannot be asked",
    429: "Too many requests",
    503: "Not available at the moment",
}


def page_of_problem(request: Request, problem: Problem, request_id: str) -> HTMLResponse:
    """The page for an error; it repeats nothing of what was asked."""
    title = _TITLES.get(problem.status, HTTPStatus(problem.status).phrase)
    return render(
        request, "problem.html", status=problem.status, title=title, sentence=problem.detail, request_id=request_id
    )
