"""The start page and the search page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from minuteminer.answers import Facet, Results
from minuteminer.errors import UsageError
from minuteminer.index import Index
from minuteminer.index.facets import NAMES
from minuteminer.index.listings import CommitteeRow
from minuteminer.queries import Query
from minuteminer.serve.access import OpenIndex, Settings, link
from minuteminer.serve.pages.addresses import downloads_of, feed_of, json_feed_of
from minuteminer.serve.pages.queries import address, mistake_of
from minuteminer.serve.pages.rendering import render
from minuteminer.serve.settings import ServeSettings
from minuteminer.views.advice import show_advice
from minuteminer.views.hits import show_hit, total_in_words
from minuteminer.views.search import (
    PAGE_SIZE,
    SearchForm,
    choices,
    filter_groups,
    page_count,
    paginate,
    read_form,
    selected_tags,
)

router = APIRouter()
SORTS = (("relevance", "Best match"), ("-date", "Newest first"), ("date", "Oldest first"))
UNITS = (
    ("paragraph", "Paragraphs"), ("resolution", "Decisions"), ("fact", "Single facts"), ("item", "Agenda items"),
    ("meeting", "Meetings"), ("title", "Titles of agenda items"), ("note", "Post meeting notes"),
    ("all", "Paragraphs and titles"),
)  # fmt: skip
EXAMPLES = (
    ("firearms in:resolution", "decisions that mention firearms"),
    ("role:budget amount:>=1m", "budgets of a million pounds and more"),
    ("headcount:>1000 sort:-date", "large numbers of people, newest first"),
    ('"council tax" OR precept', "a phrase or a word"),
    ("topic:recruitment verb:approve", "a topic, where something was approved"),
)
# What every meeting has is no way in.
FORMAL = "procedural"
_NEWEST = 6
_TOPICS = 12


@router.get("/")
@router.get("/search")
def search(request: Request, index: OpenIndex, settings: Settings) -> Response:
    """The box alone, or the answer with its filters."""
    form = read_form({name: request.query_params.getlist(name) for name in request.query_params})
    if form.is_empty:
        return _start(request, index, form)
    try:
        results, facets = _found(index, form, settings)
    except UsageError as error:
        mistake = mistake_of(error, form.query_text())
        return render(request, "search.html", status=400, form=form, mistake=mistake, results=None, feed_path="")
    pages = page_count(results.total)
    if form.page > pages:
        return RedirectResponse(link(request, form.address()), status_code=302)
    return _answer(request, index, form, results, facets)


def _offset(page: int) -> int:
    # A page that there cannot be is asked for as the last that there can, and found to be too far.
    return min(page - 1, page_count(10**9) - 1) * PAGE_SIZE


def _found(index: Index, form: SearchForm, settings: ServeSettings) -> tuple[Results, tuple[Facet, ...]]:
    """A page of hits, and the filters' counts.

    A filter that is set is counted as if it were not, so that more of it can be ticked.
    """
    ticked = [name for name in NAMES if form.filters.get(name)]
    results, others = index.search_with_facets(
        form.query_text(), [name for name in NAMES if name not in ticked],
        limit=PAGE_SIZE, offset=_offset(form.page), deadline_s=settings.query_s,
    )  # fmt: skip
    found = {facet.name: facet for facet in others}
    for name in ticked:
        text = form.query_text(without=name)
        found[name] = index.facets(text or Query(), [name], deadline_s=settings.query_s)[0]
    return results, tuple(found[name] for name in NAMES)


def _answer(request: Request, index: Index, form: SearchForm, results: Results, facets: tuple[Facet, ...]) -> Response:
    query = form.query_text()
    decided = index.decided(results.hits)
    committees: tuple[CommitteeRow, ...] = () if results.hits else index.committees()
    days = [day for one in committees for day in (one.first, one.last) if day]
    cleared = SearchForm(q=form.q, unit=form.unit, sort=form.sort, boilerplate=form.boilerplate)
    return render(
        request,
        "search.html",
        form=form,
        mistake=None,
        results=results,
        advice=show_advice(results.advice),
        total_words=total_in_words(results),
        hits=[show_hit(hit, decided) for hit in results.hits],
        titles=[show_hit(hit, {}) for hit in results.titles],
        groups=filter_groups(form, facets),
        counted_among=max((facet.counted_among or 0 for facet in facets), default=0),
        tags=selected_tags(form),
        cleared=cleared.address(),
        pages=paginate(form.page, page_count(results.total), lambda page: form.address(page=page)),
        sorts=choices(SORTS, form.sort, results.query.sort),
        units=choices(UNITS, form.unit, results.query.unit),
        committees=committees,
        first=min(days, default=None),
        last=max(days, default=None),
        with_boilerplate=SearchForm(
            q=form.q, filters=form.filters, unit=form.unit, sort=form.sort, boilerplate=True
        ).address(),
        feed_path=feed_of(query),
        json_feed_path=json_feed_of(query),
        downloads=downloads_of("search", q=query),
        money_path=address("/money", q=query),
        register_path=address("/register", q=query),
    )


def _start(request: Request, index: Index, form: SearchForm) -> Response:
    return render(
        request,
        "search.html",
        form=form,
        mistake=None,
        results=None,
        examples=EXAMPLES,
        search_path=lambda query: address("/search", q=query),
        newest=index.meetings(limit=_NEWEST),
        committees=index.committees(),
        topics=[topic.topic_id for topic in index.topics() if topic.topic_id != FORMAL][:_TOPICS],
    )
