"""Agenda items whose title has the words of a query: shown beside the paragraphs, which may not repeat them."""

from __future__ import annotations

from dataclasses import replace

from minuteminer.answers import Results
from minuteminer.index.asked import Asked
from minuteminer.index.hits import make_hits
from minuteminer.index.match import has_words
from minuteminer.queries import All, Any, Field, Node, Range

# More than a glance holds would push the paragraphs out of sight; in:title lists all.
MAX_TITLES = 5
_OF_TEXT = ("role", "kind", "verb", "vote", "proposer", "seconder")


def with_titles(asked: Asked, results: Results) -> Results:
    """The first page of an answer in paragraphs, with the newest items whose title meets the query."""
    query = results.query
    if query.unit != "paragraph" or results.offset or any(map(_of_text_alone, query.conditions)):
        return results
    if not has_words(asked.compiled.words):
        return results
    if asked.titles is None:
        asked = Asked(asked.backend, replace(query, unit="title"))
        ids = asked.by_date(MAX_TITLES + 1, 0)
    else:
        ids = [row_id for row_id in asked.titles if query.boilerplate or not row_id & 1]
    hits = make_hits(asked, [(identifier, None) for identifier in ids[:MAX_TITLES]], {})
    return replace(results, titles=hits, titles_are_more=len(ids) > MAX_TITLES)


def _of_text_alone(node: Node) -> bool:
    """Whether a condition is one that no title can meet: titles are not read for figures and decisions."""
    if isinstance(node, Any):
        return all(map(_of_text_alone, node.nodes))
    if isinstance(node, All):
        return any(map(_of_text_alone, node.nodes))
    return isinstance(node, Range) or (isinstance(node, Field) and node.name in _OF_TEXT)
