"""What is to be done of a partition: for each document, whether it is done already, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from minuteminer.batch.formats import Piece, pieces_of
from minuteminer.batch.inputs import Pending
from minuteminer.batch.output import DoneDocument, DonePart, Output
from minuteminer.batch.partitions import Partition, anchor_of

# Why a document is done, or passed over: it was never done; its words, title or address are others; the rules are;
# it was refused and is tried again; or it is done.
Reason = Literal["new", "changed", "new rules", "tried again", "done"]


# How many whole partitions may have been taken out in a row before what stands behind them is done again.
_LOOK_AHEAD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A document that was done before, in the part `part`."""

    document: DoneDocument
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a partition needs: the documents to `send`, by their numbers in it, and those that are `kept`.

    `name` is that of its part; `done` the record of that part if there is one, and then nothing is to be sent.
    """

    name: str
    reasons: tuple[Reason, ...]
    send: dict[int, Pending]
    kept: dict[int, Kept]
    done: DonePart | None = None


class Planner:
    """Compares partitions with an output, one after the other."""

    def __init__(self, output: Output, version: str, *, again: bool) -> None:
        self._output, self._version, self._again = output, version, again
        # The part of the run before that held the last document looked at, as far as one did.
        self._reached: str | None = None

    def plan(self, partition: Partition) -> Plan:
        """What is to be done of `partition`."""
        name = partition.name(self._version)
        if self._output.has(name):
            record = self._output.read_record(name)
            refused = any(one.refusal for one in record.documents)
            if self._output.is_whole(record) and not (self._again and refused):
                self._reached = name
                as_before: list[Reason] = ["done" for _ in partition.documents]
                return Plan(name=name, reasons=tuple(as_before), send={}, kept={}, done=record)
        before = self._documents_before(partition)
        reasons: list[Reason] = []
        send, kept = {}, {}
        for number, document in enumerate(partition.documents):
            found = before.get(document.id, ())
            reason = self._reason(document, found)
            reasons.append(reason)
            if reason == "done":
                kept[number] = next(one for one, version in found if self._is_kept(document, one, version))
            else:
                send[number] = document
        return Plan(name=name, reasons=tuple(reasons), send=send, kept=kept)

    def _is_kept(self, document: Pending, kept: Kept, version: str) -> bool:
        return (
            kept.document.key == document.key
            and version == self._version
            and not (self._again and kept.document.refusal)
        )

    def _reason(self, document: Pending, found: Iterable[tuple[Kept, str]]) -> Reason:
        found = list(found)
        if not found:
            return "new"
        if any(self._is_kept(document, kept, version) for kept, version in found):
            return "done"
        same = [version for kept, version in found if kept.document.key == document.key]
        if not same:
            return "changed"
        return "tried again" if self._version in same else "new rules"

    def _documents_before(self, partition: Partition) -> dict[str, list[tuple[Kept, str]]]:
        """The documents of the parts in which this partition's can be, by their ids.

        Those are the parts that begin with one of them, the one that was reached before, and those that came after
        these: their first documents may have been taken out.
        """
        names: set[str | None] = {self._reached}
        names |= set(self._output.parts_at(anchor_of(document.id) for document in partition.documents))
        for _ in range(_LOOK_AHEAD):
            names |= {self._output.part_after(name) for name in names}
        before: dict[str, list[tuple[Kept, str]]] = {}
        for name in sorted(name for name in names if name and self._output.has(name)):
            record = self._output.read_record(name)
            if self._output.is_whole(record):
                for document in record.documents:
                    before.setdefault(document.id, []).append((Kept(document=document, part=name), record.version))
        found = [before[document.id][0][0].part for document in partition.documents if document.id in before]
        self._reached = found[-1] if found else self._reached
        return before


def kept_pieces(output: Output, plan: Plan) -> Iterator[tuple[int, Piece]]:
    """The pieces of the documents that a plan keeps, by their numbers."""
    for part in sorted({kept.part for kept in plan.kept.values()}):
        record = output.read_record(part)
        pieces = pieces_of(output.format, output.read_part(part), [one.extent for one in record.documents])
        by_document = dict(zip(record.documents, pieces, strict=True))
        for number, kept in plan.kept.items():
            if kept.part == part:
                yield number, by_document[kept.document]
