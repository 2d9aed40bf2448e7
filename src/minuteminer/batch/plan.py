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
        self._records: dict[str, DonePart] = {}

    def plan(self, partition: Partition) -> Plan:
        """What is to be done of `partition`."""
        name = partition.name(self._version)
        if self._output.has(name):
            record = self._output.read_record(name)
            refused = any(one.refusal for one in record.documents)
            if self._output.is_whole(record) and not (self._again and refused):
                self._records = {}
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
        """The documents of the parts that this partition's can be in: those that begin with one of them, and the last
        of those looked at before, which reached as far as here when its documents were others."""
        anchors = (anchor_of(document.id) for document in partition.documents)
        records = dict(self._records)
        for name in self._output.parts_at(anchors):
            record = records.get(name) or self._output.read_record(name)
            if self._output.is_whole(record):
                records[name] = record
        last = max((_anchor_place(record, partition), name) for name, record in records.items()) if records else None
        self._records = {last[1]: records[last[1]]} if last else {}
        before: dict[str, list[tuple[Kept, str]]] = {}
        for record in records.values():
            for document in record.documents:
                before.setdefault(document.id, []).append((Kept(document=document, part=record.name), record.version))
        return before


def _anchor_place(record: DonePart, partition: Partition) -> int:
    """Where in the partition the first document of a part stands; -1 if it stands before it."""
    first = record.documents[0].id
    return next((number for number, document in enumerate(partition.documents) if document.id == first), -1)


def kept_pieces(output: Output, plan: Plan) -> Iterator[tuple[int, Piece]]:
    """The pieces of the documents that a plan keeps, by their numbers."""
    for part in sorted({kept.part for kept in plan.kept.values()}):
        record = output.read_record(part)
        pieces = pieces_of(output.format, output.read_part(part), [one.extent for one in record.documents])
        by_document = dict(zip(record.documents, pieces, strict=True))
        for number, kept in plan.kept.items():
            if kept.part == part:
                yield number, by_document[kept.document]
