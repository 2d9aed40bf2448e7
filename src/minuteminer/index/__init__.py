"""The index and its query language: SQLite in one file, or PostgreSQL for many users."""

from __future__ import annotations

from pathlib import Path

from minuteminer.index.migrations import latest
from minuteminer.index.store import Index

__all__ = ["Index", "open_index"]


def open_index(path_or_url: str | Path, *, read_only: bool = False) -> Index:
    """Open the index in an SQLite file, in a data directory (`index.sqlite`), or at a `postgresql://` address.

    Raises IndexFileError if it is missing (when only read), damaged, foreign, or of a newer program.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_index(folder) as index:
    ...     index.search("firearms").total
    0
    """
    if str(path_or_url).startswith(("postgresql://", "postgres://")):
        from minuteminer.index.postgres import open_postgres

        return Index(open_postgres(str(path_or_url), read_only=read_only), schema_version=latest("postgres"))
    from minuteminer.index.sqlite import open_sqlite

    path = Path(path_or_url).expanduser()
    if path.is_dir() or not path.suffix:
        path = path / "index.sqlite"
    return Index(open_sqlite(path, read_only=read_only), schema_version=latest("sqlite"))
