"""The pages as HTML. Every word of the source is escaped; nothing is loaded from another host."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from minuteminer import __version__
from minuteminer.export.describe import RIGHTS
from minuteminer.findings import Fact, Paragraph
from minuteminer.index.streams import MatchedItem
from minuteminer.index.words import single_spaced
from minuteminer.views.fields import value_in_brief
from minuteminer.views.marked_text import MarkedParagraph, Passage, Piece, Row, fact_anchor, in_passages, mark_text
from minuteminer.views.words import KINDS, STATES, day_in_words, web_address

# Scripts and styles are the site's own files; nothing else may run or be loaded.
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem:
    """An item as lists name it: `page` is the file of its page below `items/`."""

    page: str
    heading: str
    date: str
    meeting: str


def _page(title: str, body: str, *, root: str, script: bool = False) -> str:
    scripts = f'<script src="{root}search.js" defer></script>\n' if script else ""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<link rel="stylesheet" href="{root}site.css">\n{scripts}</head>\n<body>\n'
        '<a class="skip" href="#main">Skip to main content</a>\n'
        f'<header><a href="{root}index.html">Search these minutes</a></header>\n<main id="main">\n{body}</main>\n'
        f"<footer><p>{escape(RIGHTS)}</p>\n<p>Read by rule by MinuteMiner {__version__}; readings may be wrong, and "
        "the council's own page alone is authoritative.</p></footer>\n</body>\n</html>\n"
    )


def item_page(matched: MatchedItem, committee_page: str) -> str:
    """The page of an item: its text with the facts marked, and the facts in words with the way back."""
    item, meeting = matched.item, matched.meeting
    heading = heading_of(matched)
    passages = [
        Paragraph(label=one.label, start_char=one.start_char, end_char=one.end_char, kind=one.kind)  # type: ignore[arg-type]
        for one in matched.passages
    ]
    text = "\n".join(map(_passage, in_passages(mark_text(item.text, passages, matched.facts))))
    topics = ", ".join(topic.topic_id.replace("_", " ") for topic in matched.topics)
    said = [
        f'<a href="../committees/{committee_page}">{escape(meeting.committee)}</a>', day_in_words(meeting.date),
        STATES[item.status], f"version {matched.version}",
    ]  # fmt: skip
    url = web_address(item.url or meeting.url)
    source = f'<p><a href="{escape(url)}" rel="noopener noreferrer">This item at its source</a></p>\n'
    body = (
        f"<h1>{escape(heading)}</h1>\n<p>{' · '.join(said)}</p>\n"
        + (source if url else "")
        + (f"<p>Topics: {escape(topics)}</p>\n" if topics else "")
        + f'<div class="text">\n{text or "<p>There are no minutes of this item.</p>"}\n</div>\n'
        + _facts(matched.facts)
    )
    return _page(f"{heading}, {day_in_words(meeting.date)}", body, root="../")


def heading_of(matched: MatchedItem) -> str:
    """Number and title of an item."""
    return f"{matched.item.number} {matched.item.title}".strip() or f"Item {matched.item.item_id}"


def _passage(passage: Passage) -> str:
    return _paragraph(passage.paragraph) if passage.paragraph else _table(passage.rows, passage.name)


def _paragraph(paragraph: MarkedParagraph) -> str:
    """A paragraph; one with tables is a group of its words and those, for none may stand inside a paragraph."""
    label = f'<a class="label" href="#{paragraph.anchor}">{escape(paragraph.label)}</a>' if paragraph.label else ""
    if not any(block.rows for block in paragraph.blocks):
        pieces = "".join(map(_piece, paragraph.pieces))
        return f'<p class="{paragraph.kind}" id="{paragraph.anchor}">{label}{pieces}</p>'
    blocks = [
        _table(block.as_rows, block.name) if block.rows else f"<p>{''.join(map(_piece, block.pieces))}</p>"
        for block in paragraph.blocks
    ]
    if label and paragraph.blocks[0].pieces:
        blocks[0] = blocks[0].replace("<p>", f"<p>{label}", 1)
    elif label:
        blocks.insert(0, f"<p>{label}</p>")
    return f'<div class="{paragraph.kind}" id="{paragraph.anchor}">\n{"".join(blocks)}\n</div>'


def _table(rows: Sequence[Row], name: str) -> str:
    """A table of the minutes, with its name for readers who do not see where it stands."""
    lines = []
    for row in rows:
        tag = 'th scope="col"' if row.head else "td"
        cells = "".join(f"<{tag}>{''.join(map(_piece, cell))}</{tag[:2]}>" for cell in row.cells)
        anchor = f' id="{row.anchor}"' if row.anchor else ""
        lines.append(f"<tr{anchor}>{cells}</tr>")
    body = "\n".join(lines)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)} (scrolls sideways)">\n'
        f'<table class="printed">\n{body}\n</table></div>'
    )


def _piece(piece: Piece) -> str:
    anchors = "".join(f'<span id="{anchor}"></span>' for anchor in piece.begins)
    words = escape(piece.text)
    if piece.fact:
        return f'{anchors}<a class="fact {piece.kinds[0]}" href="#about-{piece.fact}">{words}</a>'
    return f'{anchors}<span class="fact {piece.kinds[-1]}">{words}</span>' if piece.kinds else anchors + words


def _facts(facts: Sequence[Fact]) -> str:
    if not facts:
        return ""
    rows = "\n".join(
        f'<tr id="about-{fact_anchor(fact)}"><td>{KINDS[fact.kind]}</td>'
        f'<td><a href="#{fact_anchor(fact)}">{escape(single_spaced(fact.text))}</a></td>'
        f"<td>{escape(value_in_brief(fact))}</td><td>{escape(fact.paragraph or '')}</td></tr>"
        for fact in facts
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Kind", "Words", "Read as", "Paragraph"))
    return (
        f"<h2>What was read in it</h2>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>\n"
    )


def committee_page(name: str, items: Iterable[ListedItem]) -> str:
    """The items of a committee by meeting, newest first."""
    parts: list[str] = []
    current = None
    for item in items:
        if item.meeting != current:
            parts.append(f"{'</ul>' if parts else ''}\n<h2>{escape(item.date)}</h2>\n<ul>")
            current = item.meeting
        parts.append(f'<li><a href="../items/{item.page}">{escape(item.heading)}</a></li>')
    return _page(name, f"<h1>{escape(name)}</h1>\n" + "\n".join([*parts, "</ul>\n"]), root="../")


def index_page(committees: Sequence[tuple[str, str, int]], years: Sequence[str], *, about: str) -> str:
    """The first page: the search, and the committees (name, page, number of items) for readers without scripts."""
    listed = "\n".join(
        f'<li><a href="committees/{page}">{escape(name)}</a> ({count:,} items)</li>' for name, page, count in committees
    )
    names = "".join(f'<option value="{place}">{escape(name)}</option>' for place, (name, _, _) in enumerate(committees))
    when = "".join(f"<option>{year}</option>" for year in reversed(years))
    body = f"""\
<h1>Search these minutes</h1>
<form id="search" role="search" action="index.html" method="get">
<label for="q">Words</label>
<input id="q" name="q" type="search" autocomplete="off" aria-describedby="hint">
<p id="hint" class="hint">All words must stand in a paragraph. “a phrase”, -without, begin*; topic:…, kind:money.</p>
<label for="committee">Committee</label>
<select id="committee" name="committee"><option value="">all</option>{names}</select>
<label for="year">Year</label>
<select id="year" name="year"><option value="">all</option>{when}</select>
<label class="check"><input type="checkbox" id="decisions" name="decisions" value="1"> only decisions</label>
<button>Search</button>
</form>
<noscript><p>The search needs JavaScript; the lists below do not.</p></noscript>
<div id="results" role="status" aria-live="polite"></div>
<h2>Committees</h2>
<ul>
{listed}
</ul>
<p>{escape(about)}</p>
"""
    return _page("Search these minutes", body, root="", script=True)
