"""Pages about the pages: what is in here, how accurate it is, how accessible."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from minuteminer.serve.access import OpenIndex
from minuteminer.serve.pages.rendering import render
from minuteminer.views.accuracy import load_accuracy
from minuteminer.views.words import PLURALS, day_in_words

router = APIRouter()


@router.get("/coverage")
def coverage(request: Request, index: OpenIndex) -> Response:
    """How much there is, by committee and year, and what is missing."""
    stats = index.stats()
    facts = ", ".join(f"{count:,} {PLURALS[kind]}" for kind, count in stats.facts_by_kind)
    numbers = [
        ("Committees", f"{len(stats.committees):,}"),
        ("Meetings", f"{stats.meetings:,}, from {day_in_words(stats.from_date)} to {day_in_words(stats.to_date)}"),
        ("Agenda items", f"{stats.items:,}"),
        ("Paragraphs", f"{stats.paragraphs:,}"),
        ("Facts read in them", f"{stats.facts:,}" + (f": {facts}" if facts else "")),
    ]
    return render(request, "coverage.html", numbers=numbers, years=index.meeting_years())


@router.get("/about")
def about(request: Request) -> Response:
    """What this is, and how accurate the reading is measured to be."""
    return render(request, "about.html", accuracy=load_accuracy())


@router.get("/accessibility")
def accessibility(request: Request) -> Response:
    """The accessibility statement."""
    return render(request, "accessibility.html")
