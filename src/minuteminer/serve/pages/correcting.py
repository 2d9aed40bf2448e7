"""Saying that something was read wrongly: a form whose words wait in a folder for the operator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from minuteminer.answers import IndexedItem
from minuteminer.corrections.correction import MAX_QUOTE_CHARS, MAX_READER_CHARS, MAX_REMARK_CHARS
from minuteminer.corrections.folder import propose_correction
from minuteminer.errors import UsageError
from minuteminer.findings import Fact
from minuteminer.index.cite import cite
from minuteminer.serve.access import OpenIndex, Settings
from minuteminer.serve.pages.queries import asked_for
from minuteminer.serve.pages.rendering import render
from minuteminer.serve.present import shown_item
from minuteminer.views.item import heading_of
from minuteminer.views.words import path_of

router = APIRouter()
_NUMBER = re.compile(r"\d{8}-[0-9a-f]{10}")
# A browser says where a form comes from; one on another site must not speak in the name of a reader here.
_OWN_FORMS = ("same-origin", "none", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a reader wrote into the form, as it is shown again after a mistake."""

    quote: str = ""
    remark: str = ""
    reader: str = ""


@router.get("/report")
def report(request: Request, index: OpenIndex, settings: Settings) -> Response:
    """How to report an error; about an item, with a form for what was read wrongly in it."""
    found = shown_item(index, key) if (key := asked_for(request, "item")) else None
    fact = _fact(found, asked_for(request, "fact"))
    return _form(request, settings.takes_corrections, found, fact, Said(quote=fact.text if fact else ""))


@router.post("/report")
async def send_report(request: Request, index: OpenIndex, settings: Settings) -> Response:
    """Store what a reader says is wrong, and say under which number; 400 with the form for a mistake in it."""
    if not settings.takes_corrections or request.headers.get("sec-fetch-site", "") not in _OWN_FORMS:
        raise UsageError("Corrections are not taken here; send yours to whoever runs this server.")
    form = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=20)
    values = {name: given[0] for name, given in form.items()}
    found = await run_in_threadpool(shown_item, index, values.get("item", ""))
    fact = _fact(found, values.get("fact", ""))
    said = Said(quote=values.get("quote", ""), remark=values.get("remark", ""), reader=values.get("reader", ""))
    try:
        correction = await run_in_threadpool(
            propose_correction,
            settings.corrections_folder,
            found,
            quote=said.quote,
            remark=said.remark,
            reader=said.reader,
            fact_id=fact.id if fact else "",
        )
    except UsageError as error:
        return _form(request, True, found, fact, said, mistake=str(error))
    prefix = request.scope.get("root_path", "")
    return RedirectResponse(f"{prefix}/report/sent?number={correction.id}", status_code=303)


@router.get("/report/sent")
def sent(request: Request) -> Response:
    """What becomes of a correction that was sent."""
    number = asked_for(request, "number")
    return render(request, "report_sent.html", number=number if _NUMBER.fullmatch(number) else "")


def _fact(found: IndexedItem | None, identifier: str) -> Fact | None:
    return next((fact for fact in found.facts if fact.id == identifier), None) if found else None


def _form(
    request: Request, taken: bool, found: IndexedItem | None, fact: Fact | None, said: Said, *, mistake: str = ""
) -> Response:
    return render(
        request,
        "report.html",
        status=400 if mistake else 200,
        taken=taken,
        item_key=f"{found.key}@{found.item.version}" if found else "",
        heading=heading_of(found) if found else "",
        item_path=path_of("item", found.key) if found else "",
        fact=fact,
        citation=cite(found, fact) if found else "",
        said=said,
        mistake=mistake,
        limits={"quote": MAX_QUOTE_CHARS, "remark": MAX_REMARK_CHARS, "reader": MAX_READER_CHARS},
    )
