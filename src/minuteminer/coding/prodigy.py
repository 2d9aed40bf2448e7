"""Prodigy: a task as its span interfaces take it, and as `db-out` writes one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from minuteminer.coding.passages import CodedPassage, Mark

Task = dict[str, Any]
_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
# The interfaces in which a coder chooses topics; the others hand back what was proposed.
_CHOOSING = ("blocks", "choice", "review")


def write_task(passage: CodedPassage) -> Task:
    """A passage as a task, cut into tokens: the span interfaces mark whole tokens, and need them."""
    tokens = _tokens(passage)
    starts = {token["start"]: token["id"] for token in tokens}
    ends = {token["end"]: token["id"] for token in tokens}
    spans = [
        {
            "start": mark.start_char,
            "end": mark.end_char,
            "token_start": starts[mark.start_char],
            "token_end": ends[mark.end_char],
            "label": mark.label,
        }
        for mark in passage.marks
    ]
    return {
        "text": passage.text,
        "tokens": tokens,
        "spans": spans,
        "accept": list(passage.topics or ()),
        "meta": {"passage": passage.id, **passage.about},
    }


def _tokens(passage: CodedPassage) -> list[Task]:
    """Words, signs and runs of white space; a mark never begins or ends inside one.

    As in spaCy, one space after a token belongs to it and is no token itself.
    """
    starts = {mark.start_char for mark in passage.marks}
    ends = {mark.end_char for mark in passage.marks}
    bounds = {0, *starts, *ends, *(found.end() for found in _TOKEN.finditer(passage.text))}
    tokens: list[Task] = []
    for start, end in pairwise(sorted(bounds)):
        words = passage.text[start:end]
        if tokens and words[0] == " " and start not in starts and start + 1 not in ends:
            tokens[-1]["ws"] = True
            start, words = start + 1, words[1:]
        if words:
            tokens.append({"text": words, "start": start, "end": end, "id": len(tokens), "ws": False})
    return tokens


def read_task(task: Task) -> Iterator[CodedPassage]:
    """An accepted task; nothing of one that was rejected or ignored."""
    if task.get("answer", "accept") != "accept":
        return
    meta = dict(task["meta"])
    coder = task.get("_annotator_id") or task.get("_session_id")
    chosen = "_view_id" not in task or task["_view_id"] in _CHOOSING
    yield CodedPassage(
        id=str(meta.pop("passage")),
        text=str(task["text"]),
        marks=tuple(
            Mark(start_char=int(span["start"]), end_char=int(span["end"]), label=str(span["label"]))
            for span in task.get("spans") or ()
        ),
        topics=tuple(map(str, task.get("accept", ()))) if chosen else None,
        about=meta,
        coder=None if coder is None else str(coder),
    )
