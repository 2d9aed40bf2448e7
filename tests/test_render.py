"""An annotated text as a page: facts marked, hostile words harmless."""

from __future__ import annotations

from minuteminer.annotate.pipeline import annotate
from minuteminer.render import render_html


def test_facts_are_marked_and_listed() -> None:
    document = annotate("4.   A grant of £5m was received. RESOLVED that it be noted.", id="d")
    page = render_html(document.text, document.facts, title="A grant")
    assert "<h1>A grant</h1>" in page
    assert page.count("<tr><td>money</td><td>£5m</td>") == 1
    assert "#money-" in page


def test_words_of_the_source_are_data() -> None:
    hostile = "<script>alert(1)</script> A grant of £5m <img src=x onerror=alert(1)>"
    document = annotate(hostile, id="<b>")
    page = render_html(document.text, document.facts, title="<i>title</i>")
    assert "<script" not in page
    assert "<img" not in page
    assert "<i>title" not in page
    assert "<b>" not in page
