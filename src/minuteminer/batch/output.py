"""A folder of parts, and what was done in each: all that a run needs to go on.

A part is written whole before the record of its documents is, so a record is the proof of its part. Both have names
that are made from the words and the rules: what is done again has the same name and the same bytes, so nothing can be
there twice, whatever was killed when.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from minuteminer.batch.files import find_files, is_aside, is_url, join_path, read_file, remove_file, write_file
from minuteminer.batch.formats import PART_FORMATS
from minuteminer.batch.partitions import is_of_shard
from minuteminer.errors import MinuteMinerError, UsageError
from minuteminer.findings import SCHEMA_VERSION
from minuteminer.run_lock import hold_lock

# Names that begin with an underscore are passed over by what reads folders of Parquet.
LEDGER = "_ledger"
_PART = re.compile(r"part-([0-9a-f]{8})-([0-9a-f]{8})-[0-9a-f]{16}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneDocument:
    """A document of a part: how much of it it takes, its number of facts, or why it has no record there.

    `refusal` is (kind, reason).
    """

    id: str
    key: str
    extent: int
    facts: int
    refusal: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DonePart:
    """The record of a part: its name, the version of the rules, its documents in order, and sums of them."""

    name: str
    version: str
    facts: int
    size: int
    documents: tuple[DoneDocument, ...]


@dataclass(slots=True)
class Output:
    """The folder `folder` (a path or URL) with parts in one format; `load` it first."""

    folder: str
    format: str
    # Parts with a record, and their sizes; parts without one are of a run that was killed between the two.
    _sizes: dict[str, int] = field(default_factory=dict)
    _by_anchor: dict[str, list[str]] = field(default_factory=dict)
    _unrecorded: set[str] = field(default_factory=set)
    # The parts of the last run that came to its end, in the order of its input: from each to the one after it.
    _after: dict[str | None, str] = field(default_factory=dict)

    def load(self, inputs: tuple[str, ...], shard: tuple[int, int], *, replace: bool) -> None:
        """Find what is done. `inputs` are the paths that the parts are made of, `shard` the share that is done now.

        Raises UsageError where the folder holds parts of another format, or made of other inputs unless `replace`.
        """
        self._check_purpose(inputs, replace=replace)
        suffix = PART_FORMATS[self.format]
        parts, records = {}, set()
        for file in find_files(self.folder):
            inside = file.name.startswith(f"{LEDGER}/")
            name = file.name.rpartition("/")[2]
            stem = name.removesuffix(".json" if inside else suffix)
            if is_aside(name):
                self._clear(file.path, name, shard)
            elif not _PART.match(stem):
                continue
            elif inside:
                records.add(stem)
            else:
                parts[stem] = file.size
        self._unrecorded = set(parts.keys() - records)
        for name in sorted(parts.keys() & records):
            self._note(name, parts[name])
        with suppress(FileNotFoundError, ValueError, KeyError):  # the run before came to no end
            manifest = json.loads(read_file(join_path(self.folder, f"{LEDGER}/{manifest_name(shard)}")))
            names = [file.removesuffix(suffix) for file, _documents, _facts in manifest["parts"]]
            self._after = dict(zip([None, *names], names, strict=False))

    def _clear(self, path: str, name: str, shard: tuple[int, int]) -> None:
        """Take away what a killed run had not written to its end, unless another shard may be writing it now."""
        part = _PART.search(name.partition(PART_FORMATS[self.format])[0].partition(".json")[0])
        if is_of_shard(int(part[1], 16), shard) if part else shard[1] == 1:
            remove_file(path)

    def _check_purpose(self, inputs: tuple[str, ...], *, replace: bool) -> None:
        path = join_path(self.folder, f"{LEDGER}/made_of.json")
        purpose = {"schema_version": SCHEMA_VERSION, "format": self.format, "inputs": list(inputs)}
        try:
            written = json.loads(read_file(path))
        except FileNotFoundError:
            written = {}
        except ValueError as error:
            raise MinuteMinerError(f"{path}: expected JSON, got {error}; take the folder away to begin anew") from error
        if written and written.get("format") != self.format:
            raise UsageError(
                f"{self.folder} holds parts in {written.get('format')}, not in {self.format}; name another folder"
            )
        if written and written.get("inputs") != purpose["inputs"] and not replace:
            raise UsageError(
                f"{self.folder} was made of {' '.join(written.get('inputs', ()))}, not of {' '.join(inputs)}; name "
                "another folder, or --replace to make this one of what you name now"
            )
        if written != purpose:
            write_file(path, json.dumps(purpose, ensure_ascii=False).encode())

    def _note(self, name: str, size: int) -> None:
        self._sizes[name] = size
        self._by_anchor.setdefault(_anchor(name), []).append(name)

    def has(self, name: str) -> bool:
        """True if the part of this name is done."""
        return name in self._sizes

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts in the folder, also of those that a killed run left without a record."""
        return frozenset(self._sizes) | self._unrecorded

    def part_path(self, name: str) -> str:
        """Where the part of this name is."""
        return join_path(self.folder, name + PART_FORMATS[self.format])

    def _record_path(self, name: str) -> str:
        return join_path(self.folder, f"{LEDGER}/{name}.json")

    def is_whole(self, part: DonePart) -> bool:
        """True if the part is as long as its record says."""
        return self._sizes.get(part.name) == part.size

    def read_record(self, name: str) -> DonePart:
        """What was done in a part; raises MinuteMinerError for a record that is damaged."""
        path = self._record_path(name)
        try:
            about = json.loads(read_file(path))
            documents = tuple(
                DoneDocument(id=id, key=key, extent=extent, facts=facts, refusal=tuple(refusal) if refusal else None)
                for id, key, extent, facts, refusal in about["documents"]
            )
            return DonePart(
                name=name, version=about["version"], facts=about["facts"], size=about["size"], documents=documents
            )
        except (ValueError, KeyError, TypeError) as error:
            raise MinuteMinerError(
                f"{path}: expected the record of a part, got {type(error).__name__}: {error}; take this file away, and "
                "its part is done again"
            ) from error

    def read_part(self, name: str) -> bytes:
        """The bytes of a part."""
        return read_file(self.part_path(name))

    def parts_at(self, anchors: Iterable[str]) -> list[str]:
        """The names of the parts that begin with a document of one of these anchors, in order of name."""
        names = {name for anchor in anchors for name in self._by_anchor.get(anchor, ())}
        return sorted(names)

    def part_after(self, name: str | None) -> str | None:
        """The part that came after `name` in the last run that came to its end; after None, its first."""
        return self._after.get(name)

    def keep(self, part: DonePart, data: bytes) -> None:
        """Write a part, then its record."""
        record = {
            "schema_version": SCHEMA_VERSION, "version": part.version, "facts": part.facts, "size": part.size,
            "documents": [(one.id, one.key, one.extent, one.facts, one.refusal) for one in part.documents],
        }  # fmt: skip
        write_file(self.part_path(part.name), data)
        write_file(self._record_path(part.name), json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode())
        self._note(part.name, part.size)

    def remove(self, name: str) -> None:
        """Take away a part that something else stands for now: first its record, then the part."""
        remove_file(self._record_path(name))
        remove_file(self.part_path(name))
        self._unrecorded.discard(name)
        if self._sizes.pop(name, None) is not None:
            self._by_anchor[_anchor(name)].remove(name)

    def write_manifest(self, manifest: Manifest) -> None:
        """Say what the folder holds, once all of it is there."""
        data = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode() + b"\n"
        write_file(join_path(self.folder, f"{LEDGER}/{manifest_name(manifest.shard)}"), data)

    @contextmanager
    def held(self, shard: tuple[int, int]) -> Iterator[None]:
        """Hold the folder for one run of a shard; raises LockedError at once where another has it.

        An object store has no locks: two runs in one of its folders do work twice, but write the same.
        """
        if is_url(self.folder):
            yield
            return
        with hold_lock(Path(self.folder) / LEDGER / f"{manifest_name(shard).removesuffix('.json')}.lock"):
            yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a run (or one shard of it) left: `parts` are (file, documents, facts) in the order of the input."""

    format: str
    version: str
    shard: tuple[int, int]
    documents: int
    facts: int
    refused: int
    parts: tuple[tuple[str, int, int], ...]
    schema_version: int = SCHEMA_VERSION


def manifest_name(shard: tuple[int, int]) -> str:
    """The file name of the manifest of a shard.

    >>> manifest_name((1, 1)), manifest_name((2, 10))
    ('manifest.json', 'manifest-2-of-10.json')
    """
    number, count = shard
    return "manifest.json" if count == 1 else f"manifest-{number}-of-{count}.json"


def _anchor(name: str) -> str:
    return name.split("-")[2]


def lot_hash(name: str) -> int:
    """The hash of the lot that a part of this name was made of."""
    return int(name.split("-")[1], 16)
