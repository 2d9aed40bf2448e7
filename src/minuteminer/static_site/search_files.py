"""The search index of a static site: words and where they stand, cut into files that a browser loads as it needs them.

Each file is a script that hands its part to `minuteMiner`: unlike JSON, scripts load from `file://` too. Passages are
numbered in the order of time; a word's places are the gaps between their numbers, which are small. In memory are four
bytes for each different word of each passage (about a quarter of a kilobyte a passage).
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from minuteminer.index.streams import MatchedItem, Passage
from minuteminer.index.words import fold, single_spaced
from minuteminer.views.marked_text import paragraph_anchor

# Passages whose texts stand in one file: a page of hits needs some of these files.
PASSAGES_IN_A_FILE = 50
# A word in more than every third passage is in none of the files, where there are many passages: nobody looks for it.
_FEW_PASSAGES = 1_000
_COMMON_SHARE = 3
Entry = list[Any]


class SearchFiles:
    """Collects passages, then writes the files; texts are written as they come."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[str, array[int]] = {}
        self._entries: list[Entry] = []
        self._count = 0
        for name in ("words", "texts"):
            (folder / name).mkdir(parents=True)

    def add(self, matched: MatchedItem, page: str, heading: str, committee: int) -> None:
        """Add the passages of an item; its title counts as a passage of its own."""
        date = matched.meeting.date.isoformat() if matched.meeting.date else ""
        shared = [f"committee:{committee}", *(f"topic:{topic.topic_id}" for topic in matched.topics)]
        shared += [f"year:{date[:4]}"] if date else []
        self._add(heading, [*shared, "kind:title"], [page, heading, date, committee, "", heading])
        for passage in matched.passages:
            text = matched.item.text[passage.start_char : passage.end_char]
            anchor = paragraph_anchor(passage.start_char)
            entry = [f"{page}#{anchor}", heading, date, committee, passage.label or "", single_spaced(text)]
            self._add(text, [*shared, *_kinds(matched, passage)], entry)

    def _add(self, text: str, terms: Iterable[str], entry: Entry) -> None:
        for word in {*fold(text).split(), *terms}:
            self._places.setdefault(word, array("I")).append(self._count)
        self._entries.append(entry)
        self._count += 1
        if len(self._entries) == PASSAGES_IN_A_FILE:
            self._write_texts()

    def _write_texts(self) -> None:
        number = (self._count - 1) // PASSAGES_IN_A_FILE
        self._write(f"texts/{number}", self._entries)
        self._entries = []

    def finish(self) -> None:
        """Write the words, and what a search needs to know first."""
        if self._entries:
            self._write_texts()
        most = self._count // _COMMON_SHARE if self._count > _FEW_PASSAGES else self._count
        common = sorted(word for word, places in self._places.items() if len(places) > most and ":" not in word)
        for word in common:
            del self._places[word]
        files = []
        for name, words in groupby(sorted(self._places, key=lambda word: (shard_of(word), word)), key=shard_of):
            self._write(f"words/{name}", {word: list(_gaps(self._places[word])) for word in words})
            files.append(name)
        about = {"passages": self._count, "in_a_file": PASSAGES_IN_A_FILE, "common": common, "files": files}
        self._write("about", about)

    def _write(self, name: str, value: object) -> None:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        (self._folder / f"{name}.js").write_text(f'minuteMiner("{name}",{text});\n', encoding="utf-8")


def _kinds(matched: MatchedItem, passage: Passage) -> set[str]:
    inside = (fact.kind for fact in matched.facts if passage.start_char <= fact.start_char < passage.end_char)
    kinds = {f"kind:{kind}" for kind in inside}
    return kinds | {"kind:resolution"} if passage.kind == "resolution" else kinds


def _gaps(places: Iterable[int]) -> Iterator[int]:
    last = 0
    for place in places:
        yield place - last
        last = place


def shard_of(word: str) -> str:
    """The file in which a word stands: by its first three characters as code points, by its field if it is a term.

    >>> shard_of("firearms"), shard_of("9"), shard_of("topic:precept")
    ('66-69-72', '39', 'topic')
    """
    field, colon, _ = word.partition(":")
    return field if colon else "-".join(f"{ord(character):x}" for character in word[:3])
