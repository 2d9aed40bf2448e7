"""The API for programs: JSON, CSV and JSON Lines under /api/v1."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from minuteminer.serve.api import following, listing, searching
from minuteminer.serve.api.answering import PROBLEMS, refuse_unknown

router = APIRouter(prefix="/api/v1", responses=PROBLEMS, dependencies=[Depends(refuse_unknown)])
for part in (searching, listing, following):
    router.include_router(part.router)
