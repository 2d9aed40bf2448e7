"""Pages for people, made on the server; all of them work without JavaScript."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import escape

from minuteminer.serve.problems import Problem

router = APIRouter(include_in_schema=False)


def page_of_problem(request: Request, problem: Problem, request_id: str) -> Response:
    """The page for an error; it repeats nothing of what was asked."""
    head = f"<!DOCTYPE html><html lang=en><title>{problem.title}</title><h1>{problem.title}</h1>"
    return HTMLResponse(f"{head}<p>{escape(problem.detail)}", status_code=problem.status)
