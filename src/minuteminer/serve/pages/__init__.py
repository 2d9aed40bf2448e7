"""Pages for people, made on the server; all of them work without JavaScript."""

from __future__ import annotations

from fastapi import APIRouter

from minuteminer.serve.pages import about, browsing, correcting, figures, items, searching
from minuteminer.serve.pages.rendering import page_of_problem

__all__ = ["page_of_problem", "router"]

router = APIRouter(include_in_schema=False)
for part in (searching, items, browsing, figures, correcting, about):
    router.include_router(part.router)
