"""Files by path or URL: local disks through the standard library, everything else through fsspec.

A local file appears under its name only when all of it is on the disk. An object store does that by itself.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any, cast

from minuteminer.errors import MinuteMinerError, MissingExtraError

# Stores that show an object only when it is complete; on others it is written aside and moved.
_WHOLE_OBJECTS = {"memory", "s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "oci", "r2", "swift", "obs"}

# Bytes that are asked of a store at once where lines are read.
_READ_AHEAD = 1 << 20
# How the names of files end that are being written.
_ASIDE = ".aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file: `path` opens it, `name` is its path below the folder that was asked for, `size` is in bytes."""

    path: str
    name: str
    size: int


def is_url(path: str) -> bool:
    """True for `s3://bucket/file` and other URLs, False for a path of this machine.

    >>> is_url("s3://minutes/2016.parquet"), is_url("minutes/2016.parquet")
    (True, False)
    """
    return "://" in path


def join_path(folder: str, name: str) -> str:
    """The path of `name` in `folder`.

    >>> join_path("s3://minutes/out/", "part.jsonl")
    's3://minutes/out/part.jsonl'
    """
    return f"{folder.rstrip('/')}/{name}"


def is_aside(name: str) -> bool:
    """True for the name of a file that was not written to its end.

    >>> is_aside(".part-1.jsonl.712.aside"), is_aside("part-1.jsonl")
    (True, False)
    """
    return name.endswith(_ASIDE)


def find_files(path: str) -> list[FoundFile]:
    """The file `path`, or all files under the folder `path` in order of name; empty where there is neither."""
    if is_url(path):
        return _find_remote(path)
    place = Path(path)
    if place.is_file():
        return [FoundFile(path=path, name=place.name, size=place.stat().st_size)]
    files = sorted(file for file in place.rglob("*") if file.is_file())
    return [
        FoundFile(path=str(file), name=file.relative_to(place).as_posix(), size=file.stat().st_size) for file in files
    ]


def _find_remote(path: str) -> list[FoundFile]:
    with _said_plainly(path):
        store, inside = _open_store(path)
        found = cast(dict[str, dict[str, Any]], store.find(inside, detail=True))
    stem = inside.rstrip("/")
    files = []
    for name, about in sorted(found.items()):
        below = name.removeprefix(stem).lstrip("/")
        files.append(
            FoundFile(
                path=join_path(path, below) if below else path,
                name=below or name.rpartition("/")[2],
                size=int(about.get("size") or 0),
            )
        )
    return files


def open_file(path: str) -> IO[bytes]:
    """Open a file for reading; raises MinuteMinerError where a store refuses, OSError where the machine does."""
    if not is_url(path):
        return Path(path).open("rb")
    with _said_plainly(path):
        store, inside = _open_store(path)
        return cast(IO[bytes], store.open(inside, "rb"))


def read_file(path: str) -> bytes:
    """All bytes of a file; raises as `open_file` does, also where a store fails in the middle."""
    if not is_url(path):
        return Path(path).read_bytes()
    with _said_plainly(path), open_file(path) as file:
        return file.read()


def write_file(path: str, data: bytes) -> None:
    """Write a file that is there whole or not at all, whenever this process or the machine stops."""
    if is_url(path):
        _write_remote(path, data)
        return
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f".{place.name}.{os.getpid()}{_ASIDE}")
    try:
        with aside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(place)
    finally:
        aside.unlink(missing_ok=True)
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    """Bring the name itself to the disk: without it a power cut can take a file that was written whole."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_remote(path: str, data: bytes) -> None:
    with _said_plainly(path):
        store, inside = _open_store(path)
        if path.split("://", 1)[0] in _WHOLE_OBJECTS:  # they have no folders, and keys often may not look for buckets
            store.pipe_file(inside, data)
            return
        store.makedirs(inside.rsplit("/", 1)[0], exist_ok=True)
        aside = f"{inside}.{os.getpid()}{_ASIDE}"
        store.pipe_file(aside, data)
        store.mv(aside, inside)


def remove_file(path: str) -> None:
    """Take a file away; nothing happens where there is none."""
    if not is_url(path):
        Path(path).unlink(missing_ok=True)
        return
    with _said_plainly(path), suppress(FileNotFoundError):
        store, inside = _open_store(path)
        store.rm_file(inside)


def _open_store(path: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingExtraError(f"{path}: URLs need an extra: pip install 'minuteminer[cluster]'") from error
    try:
        store, inside = url_to_fs(path)
    except ImportError:  # s3fs is not there
        scheme, _, inside = path.partition("://")
        if scheme not in ("s3", "s3a"):
            raise
        try:
            store = _open_bucket(inside.partition("/")[0])
        except ImportError as error:
            raise MissingExtraError(f"{path}: S3 needs an extra: pip install 'minuteminer[parquet]'") from error
    return store, str(inside)


@cache
def _open_bucket(bucket: str) -> Any:
    """A bucket of S3 through pyarrow, which speaks S3 by itself; raises ImportError without it.

    s3fs wants an older python-dateutil than dateparser does, so that the two cannot always be installed together.
    """
    from fsspec.implementations.arrow import ArrowFSWrapper
    from pyarrow.fs import FileSystem

    # fsspec gives its file systems no types.
    class Bucket(ArrowFSWrapper):  # type: ignore[misc]
        """Reads ahead: pyarrow by itself asks the store for each line."""

        def _open(self, path: str, mode: str = "rb", **options: Any) -> Any:
            if mode == "rb":
                return io.BufferedReader(self.fs.open_input_file(path), _READ_AHEAD)
            return super()._open(path, mode, **options)

    store, _inside = FileSystem.from_uri(f"s3://{bucket}")
    return Bucket(store)


@contextmanager
def _said_plainly(path: str) -> Iterator[None]:
    """What fsspec and its stores raise, as an error of ours that names the URL; FileNotFoundError stays."""
    scheme = path.split("://", 1)[0]
    try:
        yield
    except (MinuteMinerError, FileNotFoundError):
        raise
    except ImportError as error:  # "Install s3fs to access S3"
        raise MissingExtraError(f"{path}: {scheme}:// needs one more package: {error}") from error
    except Exception as error:  # each store has its own exceptions
        raise MinuteMinerError(
            f"{path}: the store refused ({type(error).__name__}: {str(error)[:200]}); see to its address and "
            "credentials, and run the same again: what was done is kept"
        ) from error
