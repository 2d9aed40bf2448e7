"""What a run added: items, versions, facts gained and lost by kind, and confirmed minutes that were changed.

What was reported before is marked in the store of intermediate results, and the marks are set only when the report
is written: what a killed run had indexed is in the report of the run that goes on with it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from minuteminer.changes import changed_facts, changed_words
from minuteminer.codec import decode
from minuteminer.findings import AnnotatedDocument, Fact
from minuteminer.index.derived import Derived
from minuteminer.index.ids import item_key
from minuteminer.models import AgendaItem

# A whole rewritten text would bury the others in the report; `minuteminer diff` shows it all.
SHOWN_CHANGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentEdit:
    """Minutes whose words changed after they had been confirmed, in words."""

    item: str
    title: str
    url: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """What came anew: `versions` are further ones of known items; facts by kind."""

    items_new: int = 0
    items_changed: int = 0
    versions: int = 0
    facts_gained: dict[str, int] = field(default_factory=dict)
    facts_lost: dict[str, int] = field(default_factory=dict)
    silent_edits: tuple[SilentEdit, ...] = ()


@dataclass(slots=True)
class GainsWatch:
    """Sees each item version that is indexed, versions of one item in order, and counts what is new."""

    derived: Derived
    _last: dict[tuple[str, str], tuple[AgendaItem, AnnotatedDocument]] = field(default_factory=dict)
    _marks: dict[str, str] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)
    _new: set[str] = field(default_factory=set)
    _changed: set[str] = field(default_factory=set)
    _versions: int = 0
    _gained: Counter[str] = field(default_factory=Counter)
    _lost: Counter[str] = field(default_factory=Counter)
    _edits: list[SilentEdit] = field(default_factory=list)

    def see(self, item: AgendaItem, document: AnnotatedDocument, key: str) -> None:
        """Count an item version whose annotation is kept under `key`."""
        name = item_key(item.site, item.item_id)
        identity = f"{name}@{item.version}"
        previous = self._last.get((item.site, item.item_id))
        self._last[item.site, item.item_id] = item, document
        marked = self.derived.get("reported", identity)
        if marked == key.encode():
            return
        self._marks[identity] = key
        if marked is not None:
            self._known.add(identity)
            self._changed.add(name)
            self._count(self._facts_of(marked.decode()), document.facts)
        elif previous is None:
            self._new.add(name)
            self._count((), document.facts)
        else:
            self._versions += 1
            self._changed.add(name)
            self._count(previous[1].facts, document.facts)
            self._note_edit(name, previous[0], item)

    def _facts_of(self, key: str) -> tuple[Fact, ...]:
        data = self.derived.get("document", key)
        return () if data is None else decode(AnnotatedDocument, data).facts

    def _count(self, old: tuple[Fact, ...], new: tuple[Fact, ...]) -> None:
        for change in changed_facts(old, new):
            self._gained[change.kind] += change.new is not None
            self._lost[change.kind] += change.old is not None

    def _note_edit(self, name: str, before: AgendaItem, after: AgendaItem) -> None:
        if not before.status == after.status == "final":
            return
        words = changed_words(before.text, after.text)
        if words:
            shown = tuple(f"… {w.before} [-{w.old}-] {{+{w.new}+}} {w.after} …" for w in words[:SHOWN_CHANGES])
            self._edits.append(SilentEdit(item=name, title=after.title, url=after.url, changes=shown))

    def gains(self) -> Gains:
        """What was counted so far."""
        return Gains(
            items_new=len(self._new),
            items_changed=len(self._changed - self._new),
            versions=self._versions,
            facts_gained={kind: count for kind, count in sorted(self._gained.items()) if count},
            facts_lost={kind: count for kind, count in sorted(self._lost.items()) if count},
            silent_edits=tuple(self._edits),
        )

    def settle(self, *, known_only: bool = False) -> None:
        """Mark all that was counted as reported; with `known_only` just what had been reported in another form."""
        for identity, key in self._marks.items():
            if identity in self._known or not known_only:
                self.derived.put("reported", identity, key.encode())
        self.derived.commit()
