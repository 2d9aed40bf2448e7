"""Whether the server can answer: for load balancers, and for people who wonder."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from minuteminer.serve.access import OpenIndex

router = APIRouter()


@router.get("/healthz")
def healthz(index: OpenIndex) -> dict[str, Any]:
    """Whether the index can be read."""
    index.search("firearms", limit=1)
    return {"status": "ok"}
