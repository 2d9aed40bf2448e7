"""The pages of an item: its text with its facts, why a fact was read, what changed, and how to report an error."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from minuteminer.answers import IndexedItem
from minuteminer.changes import changed_facts, changed_words
from minuteminer.corrections.folder import find_remark
from minuteminer.errors import NothingFoundError, UsageError
from minuteminer.index.cite import cite
from minuteminer.index.ids import site_key
from minuteminer.serve.access import OpenIndex, Settings
from minuteminer.serve.pages.queries import address, asked_for
from minuteminer.serve.pages.rendering import render
from minuteminer.serve.present import shown_fact, shown_item
from minuteminer.views.fields import field_name, field_words
from minuteminer.views.item import heading_of, show_item
from minuteminer.views.json_ld import item_as_document
from minuteminer.views.licence import licence_of
from minuteminer.views.marked_text import fact_anchor
from minuteminer.views.words import path_of

router = APIRouter()
OTHER_STYLES = (("OSCOLA", "oscola"), ("BibTeX", "bibtex"), ("RIS", "ris"), ("Markdown", "markdown"))


def meeting_key(found: IndexedItem) -> str:
    """The key of an item's meeting."""
    return f"{site_key(found.item.site or found.meeting.site)}:{found.meeting.meeting_id}"


@router.get("/item/{key:path}")
def item(request: Request, key: str, index: OpenIndex) -> Response:
    """An agenda item, in the version in force or, with `@2` behind its key, in another."""
    found = shown_item(index, key)
    site = site_key(found.item.site or found.meeting.site)
    committee, licence = f"{site}:{found.meeting.committee_id}", licence_of(index.published().licence(site))
    return render(
        request,
        "item.html",
        item=show_item(found, meeting_key(found)),
        licence=licence,
        committee_path=path_of("committee", committee),
        citation=cite(found),
        citations=[(name, cite(found, style=style)) for name, style in OTHER_STYLES],
        linked=item_as_document(found, licence),
        report_path=address("/report", item=_versioned(found)),
    )


def _versioned(found: IndexedItem) -> str:
    newest = found.versions[-1].version if found.versions else found.item.version
    return found.key if found.item.version == newest else f"{found.key}@{found.item.version}"


@router.get("/explain")
def explain(request: Request, index: OpenIndex, settings: Settings) -> Response:
    """Why a fact was read as it was."""
    from minuteminer.explain import explain as run
    from minuteminer.explain import parse_fact_id

    found, fact = shown_fact(index, asked_for(request, "fact"))
    remark = find_remark(settings.corrections_folder, fact.rule_id)
    try:
        told = None if remark else run(found.item.text, parse_fact_id(fact.id))
    except UsageError:
        # The rules have changed since: the reading stands as it is in the index.
        told = None
    return render(
        request,
        "explain.html",
        fact=fact,
        told=told,
        remark=remark,
        fields=field_words(fact),
        field_name=field_name,
        heading=heading_of(found),
        item_path=path_of("item", _versioned(found)),
        anchor=fact_anchor(fact),
        citation=cite(found, fact),
        report_path=address("/report", item=_versioned(found), fact=fact.id),
    )


@router.get("/changes/{key:path}")
def changes(request: Request, key: str, index: OpenIndex) -> Response:
    """What changed between two versions of an item; without numbers between the last two."""
    current = shown_item(index, key)
    numbers = [version.version for version in current.versions]
    new = _number(request, "new") or numbers[-1]
    old = _number(request, "old") or max((number for number in numbers if number < new), default=0)
    if old not in numbers or new not in numbers:
        raise NothingFoundError("There is no such version of this item.")
    before, after = shown_item(index, f"{current.key}@{old}"), shown_item(index, f"{current.key}@{new}")
    return render(
        request,
        "changes.html",
        heading=heading_of(after),
        item_path=path_of("item", current.key),
        old=before,
        new=after,
        words=changed_words(before.item.text, after.item.text),
        facts=changed_facts(before.facts, after.facts),
        silent=before.item.status == after.item.status == "final" and before.item.text != after.item.text,
    )


def _number(request: Request, name: str) -> int | None:
    text = asked_for(request, name, limit=6)
    return int(text) if text.isascii() and text.isdecimal() else None
