"""A folder or a ZIP file of named files, written so that the same files give the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from minuteminer.errors import UsageError

DESCRIPTOR = "datapackage.json"
SUMS = "SHA256SUMS"
# The earliest time that a ZIP file can hold; permissions as of a plain file.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_LEVEL = 6
_CHUNK = 1 << 20


def file_names(folder: Path) -> list[str]:
    """The files under a folder, as paths with slashes, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def write_zip(folder: Path, output: Path) -> None:
    """Pack a folder: names sorted, no times, so that the same files give the same bytes."""
    part = output.with_name(f".{output.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            for name in file_names(folder):
                about = zipfile.ZipInfo(name, date_time=_NO_TIME)
                about.compress_type, about.external_attr, about.create_system = zipfile.ZIP_DEFLATED, _PLAIN_FILE, 3
                with (folder / name).open("rb") as source, archive.open(about, "w", force_zip64=True) as target:
                    shutil.copyfileobj(source, target, _CHUNK)
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)


def digest_file(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return digest(file)


def digest(file: IO[bytes]) -> str:
    """The SHA-256 of what is left of an open file, in hexadecimal."""
    found = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


def digest_contents(digests: Mapping[str, str]) -> str:
    """The digest of a snapshot's contents from those of its files by name: of its tables in CSV, which say it all.

    Parquet has the same rows in bytes that depend on the library that wrote them; papers name this digest.
    """
    lines = [f"{said}  {name}\n" for name, said in sorted(digests.items()) if name.endswith(".csv")]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


class Parcel:
    """A folder or ZIP file that is read; made by `open_parcel`."""

    def __init__(self, root: Path, archive: zipfile.ZipFile | None) -> None:
        self._root, self._archive = root, archive

    def names(self) -> list[str]:
        """The files in it, sorted."""
        if self._archive is None:
            return file_names(self._root)
        return sorted(name for name in self._archive.namelist() if not name.endswith("/"))

    def size(self, name: str) -> int:
        """How many bytes a file has."""
        if self._archive is None:
            return (self._root / name).stat().st_size
        return self._archive.getinfo(name).file_size

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A file of it, to be read; nothing outside of it can be named."""
        with self._archive.open(name) if self._archive else (self._root / name).open("rb") as file:
            yield file


@contextmanager
def open_parcel(path: Path) -> Iterator[Parcel]:
    """A folder or a ZIP file. Raises UsageError for what is neither."""
    if path.is_dir():
        yield Parcel(path, None)
        return
    if not path.is_file() or not zipfile.is_zipfile(path):
        what = "there is none" if not path.exists() else "a file that is no ZIP file"
        raise UsageError(f"{path}: expected the folder or the ZIP file of a snapshot, got: {what}")
    with zipfile.ZipFile(path) as archive:
        yield Parcel(path, archive)
