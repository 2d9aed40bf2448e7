"""The API for programs: JSON, CSV and JSON Lines under /api/v1."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from minuteminer.index.shown import results_as_dict
from minuteminer.serve.access import OpenIndex, Settings

router = APIRouter(prefix="/api/v1")


@router.get("/search")
def search(index: OpenIndex, settings: Settings, q: Annotated[str, Query(max_length=500)]) -> dict[str, Any]:
    """Search the minutes in the query language."""
    return results_as_dict(index.search(q, deadline_s=settings.query_s))
