"""The flow of a batch: inputs → partitions → workers → parts, so that it can be stopped anywhere and goes on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from minuteminer.batch.dispatch import dispatch
from minuteminer.batch.files import FoundFile
from minuteminer.batch.formats import PART_FORMATS, Piece, join_pieces, pieces_of
from minuteminer.batch.frames import Done, Task, make_task
from minuteminer.batch.inputs import Lot, find_inputs, short_hash
from minuteminer.batch.output import DoneDocument, DonePart, Manifest, Output, lot_hash
from minuteminer.batch.partitions import PARTITION_DOCUMENTS, Partition, find_lots, is_of_shard, partition
from minuteminer.batch.plan import Plan, Planner, Reason, kept_pieces
from minuteminer.batch.workers import Workers
from minuteminer.errors import DocumentError, MinuteMinerError


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a batch is: documents and bytes of input, and the seconds since it began.

    `annotated` documents of the `documents` that are done were annotated by this run, from `annotated_bytes` of input.
    """

    documents: int = 0
    annotated: int = 0
    refused: int = 0
    facts: int = 0
    input_bytes: int = 0
    annotated_bytes: int = 0
    total_bytes: int = 0
    seconds: float = 0.0
    reasons: dict[Reason, int] = field(default_factory=dict)
    parts_removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who is told what: each document's reason, each refusal, and how far the batch is after each part."""

    explain: Callable[[Reason, str], None]
    refused: Callable[[DocumentError], None]
    progress: Callable[[Standing], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ticket:
    """A partition that is under way, without its texts."""

    number: int
    lot: int
    documents: tuple[DoneDocument, ...]
    plan: Plan
    sent: tuple[int, ...]
    input_bytes: int
    broken_off: bool


def run_batch(
    inputs: tuple[str, ...],
    output: Output,
    workers: Workers,
    watch: Watch,
    *,
    shard: tuple[int, int] = (1, 1),
    documents: int = PARTITION_DOCUMENTS,
    again: bool = False,
    replace_inputs: bool = False,
) -> Standing:
    """Annotate the documents of `inputs` into parts of about so many `documents`; returns what there is at the end.

    Documents whose words and rules are the same as before are kept; `again` tries those once more that were refused.
    `shard` (number, count) does one of `count` shares of the input. Raises MinuteMinerError where an input is not
    there, UsageError where the folder holds something else, LockedError where another run has it.
    """
    lots = [lot for lot in find_lots(_files(inputs), documents) if is_of_shard(short_hash(lot.name), shard)]
    with output.held(shard):
        output.load(inputs, shard, replace=replace_inputs)
        run = _Run(output=output, watch=watch, version=workers.version(), total_bytes=sum(lot.size for lot in lots))
        for ticket, done in dispatch(run.tickets(lots, documents, again=again), workers):
            run.commit(ticket, done)
        return run.finish(shard)


def _files(inputs: tuple[str, ...]) -> Iterator[FoundFile]:
    """All files, or an error: a folder that is not there today must not take away what was made of it yesterday."""
    for found in find_inputs(inputs):
        if isinstance(found, DocumentError):
            raise found
        yield found


class _Run:
    """The state of one run."""

    def __init__(self, *, output: Output, watch: Watch, version: str, total_bytes: int) -> None:
        self._output, self._watch, self._version = output, watch, version
        self._began = time.monotonic()
        self._standing = Standing(total_bytes=total_bytes)
        self._parts: dict[int, tuple[str, int, int]] = {}
        self._broken_off: set[int] = set()

    def tickets(self, lots: list[Lot], documents: int, *, again: bool) -> Iterator[tuple[_Ticket, Task | None]]:
        """Each partition with the task that it needs."""
        planner = Planner(self._output, self._version, again=again)
        number = 0
        for lot in lots:
            for part in partition(lot, documents):
                plan = planner.plan(part)
                for document, reason in zip(part.documents, plan.reasons, strict=True):
                    self._watch.explain(reason, document.id)
                yield _make_ticket(number, lot, part, plan)
                number += 1

    def commit(self, ticket: _Ticket, done: Done | None) -> None:
        """Keep what was done of a partition, and tell how far the batch is."""
        if done is not None and done.version != self._version:
            raise MinuteMinerError(
                f"a worker annotates by the rules {done.version}, the others by {self._version}; install the same "
                "version of MinuteMiner on all of them, and run the same again"
            )
        part = ticket.plan.done
        if part is None:
            part, data = self._assemble(ticket, done)
            self._output.keep(part, data)
        if ticket.broken_off:
            self._broken_off.add(ticket.lot)
        for document in part.documents:
            if document.refusal:
                kind, reason = document.refusal
                self._watch.refused(DocumentError(reason, source=document.id, kind=kind))
        file = part.name + PART_FORMATS[self._output.format]
        self._parts[ticket.number] = (file, len(part.documents), part.facts)
        self._advance(ticket, part)

    def _advance(self, ticket: _Ticket, part: DonePart) -> None:
        so_far = self._standing
        share = len(ticket.sent) / max(1, len(part.documents))
        self._standing = replace(
            so_far,
            documents=so_far.documents + len(part.documents),
            annotated=so_far.annotated + len(ticket.sent),
            refused=so_far.refused + sum(one.refusal is not None for one in part.documents),
            facts=so_far.facts + part.facts,
            input_bytes=so_far.input_bytes + ticket.input_bytes,
            annotated_bytes=so_far.annotated_bytes + int(ticket.input_bytes * share),
            seconds=time.monotonic() - self._began,
            reasons=dict(Counter(so_far.reasons) + Counter(ticket.plan.reasons)),
        )
        self._watch.progress(self._standing)

    def _assemble(self, ticket: _Ticket, done: Done | None) -> tuple[DonePart, bytes]:
        """The part of a partition out of what was sent and what was kept, and its record."""
        documents = list(ticket.documents)
        pieces: dict[int, Piece] = {}
        if done is not None:
            refusals = {ticket.sent[one.number]: (one.kind, one.reason) for one in done.refusals}
            found = pieces_of(self._output.format, done.data, done.extents)
            for number, piece, facts in zip(ticket.sent, found, done.facts, strict=True):
                pieces[number] = piece
                documents[number] = replace(
                    documents[number], extent=piece.extent, facts=facts, refusal=refusals.get(number)
                )
        for number, piece in kept_pieces(self._output, ticket.plan):
            pieces[number] = piece
            documents[number] = ticket.plan.kept[number].document
        whole = done is not None and not ticket.plan.kept
        data = done.data if done and whole else join_pieces(self._output.format, (pieces[n] for n in sorted(pieces)))
        part = DonePart(
            name=ticket.plan.name, version=self._version, facts=sum(one.facts for one in documents), size=len(data),
            documents=tuple(documents),
        )  # fmt: skip
        return part, data

    def finish(self, shard: tuple[int, int]) -> Standing:
        """Take away the parts that others stand for now, and write the manifest."""
        suffix = PART_FORMATS[self._output.format]
        current = {file.removesuffix(suffix) for file, _documents, _facts in self._parts.values()}
        old = [
            name
            for name in sorted(self._output.names - current)
            if is_of_shard(lot_hash(name), shard) and lot_hash(name) not in self._broken_off
        ]
        for name in old:
            self._output.remove(name)
        self._output.write_manifest(
            Manifest(
                format=self._output.format, version=self._version, shard=shard,
                documents=self._standing.documents, facts=self._standing.facts, refused=self._standing.refused,
                parts=tuple(self._parts[number] for number in sorted(self._parts)),
            )
        )  # fmt: skip
        return replace(self._standing, parts_removed=len(old), seconds=time.monotonic() - self._began)


def _make_ticket(number: int, lot: Lot, part: Partition, plan: Plan) -> tuple[_Ticket, Task | None]:
    sent = tuple(number for number, document in plan.send.items() if document.refusal is None)
    ticket = _Ticket(
        number=number,
        lot=short_hash(lot.name),
        documents=tuple(
            DoneDocument(
                id=one.id, key=one.key, extent=0, facts=0,
                refusal=("unreadable", one.refusal) if one.refusal else None,
            )
            for one in part.documents
        ),
        plan=replace(plan, send={}),
        sent=sent,
        input_bytes=part.input_bytes,
        broken_off=any(one.breaks_off for one in part.documents),
    )  # fmt: skip
    return ticket, make_task(plan.send[number] for number in sent) if sent else None
