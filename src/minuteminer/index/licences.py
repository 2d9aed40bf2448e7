"""The licence under which each site's minutes stand, as far as the job files of an index say so."""

from __future__ import annotations

from collections.abc import Mapping

from minuteminer.index.backend import Backend

_PREFIX = "licence:"


def set_licences(backend: Backend, licences: Mapping[str, str]) -> None:
    """Store the licences by site, in the place of those that were there."""
    backend.rows("DELETE FROM setting WHERE name LIKE ? RETURNING name", (f"{_PREFIX}%",))
    backend.insert("setting", ("name", "value"), [(_PREFIX + site, name) for site, name in sorted(licences.items())])


def find_licence(backend: Backend, site: str) -> str:
    """The licence of a site, "" where none is stated."""
    rows = backend.rows("SELECT value FROM setting WHERE name = ?", (_PREFIX + site,))
    return str(rows[0][0]) if rows else ""
