"""What changed between two versions of a text: in its words, and in the facts that are read from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from minuteminer.findings import Fact

_WORD = re.compile(r"\S+")
# Unchanged words shown before and after a change, so that a reader sees where it is.
CONTEXT_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """Words that were replaced: `old` or `new` is "" where words were added or taken out."""

    before: str
    old: str
    new: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A fact that is another now (`old` and `new`), was lost (`new` None) or gained (`old` None)."""

    kind: str
    paragraph: str | None
    old: str | None
    new: str | None

    def describe(self) -> str:
        """The change in words.

        >>> FactChange(kind="headcount", paragraph="6.", old="24", new="37").describe()
        'paragraph 6: headcount: 24 became 37'
        """
        place = f"paragraph {self.paragraph.strip('().')}" if self.paragraph else "outside numbered paragraphs"
        if self.old is None:
            return f"{place}: {self.kind}: {self.new} is new"
        return f"{place}: {self.kind}: {self.old} " + (f"became {self.new}" if self.new is not None else "is gone")


def changed_words(old: str, new: str) -> tuple[WordChange, ...]:
    """The words that differ, in order; a change of white space is none.

    >>> changed_words("paid for 24 of them", "paid for 37 of them")[0].new
    '37'
    """
    old_words, new_words = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(a=old_words, b=new_words, autojunk=False)
    return tuple(
        WordChange(
            before=" ".join(new_words[max(0, new_start - CONTEXT_WORDS) : new_start]),
            old=" ".join(old_words[old_start:old_end]),
            new=" ".join(new_words[new_start:new_end]),
            after=" ".join(new_words[new_end : new_end + CONTEXT_WORDS]),
        )
        for operation, old_start, old_end, new_start, new_end in matcher.get_opcodes()
        if operation != "equal"
    )


def changed_facts(old: Sequence[Fact], new: Sequence[Fact]) -> tuple[FactChange, ...]:
    """The facts that differ, paragraph by paragraph; a fact that only moved within its text is no change."""
    changes: list[FactChange] = []
    places = dict.fromkeys((fact.kind, fact.paragraph) for fact in (*old, *new))
    for kind, paragraph in places:
        before = [fact.text for fact in old if (fact.kind, fact.paragraph) == (kind, paragraph)]
        after = [fact.text for fact in new if (fact.kind, fact.paragraph) == (kind, paragraph)]
        matcher = SequenceMatcher(a=before, b=after, autojunk=False)
        for operation, old_start, old_end, new_start, new_end in matcher.get_opcodes():
            if operation != "equal":
                changes += _paired(kind, paragraph, before[old_start:old_end], after[new_start:new_end])
    return tuple(changes)


def _paired(kind: str, paragraph: str | None, old: list[str], new: list[str]) -> list[FactChange]:
    """Facts that stood in one place before and after: paired in order, what is left over is lost or gained."""
    return [
        FactChange(
            kind=kind,
            paragraph=paragraph,
            old=old[place] if place < len(old) else None,
            new=new[place] if place < len(new) else None,
        )
        for place in range(max(len(old), len(new)))
    ]
