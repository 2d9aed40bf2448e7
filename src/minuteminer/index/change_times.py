"""When the log of changes stood where: for programs that know a time and no place in the log.

The log itself counts. Each writing leaves the first number that it gave, with the time, so that a time can be
answered with a place that surely lies before it: rather tell a change twice than miss one.
"""

from __future__ import annotations

import datetime

from minuteminer.index.backend import Backend

PREFIX = "changed:"
# Some years of daily runs; what was before is answered with everything.
MAX_TIMES = 2_000
# The time is taken before the words are indexed and the transaction ends, which may last some minutes; clocks of two
# machines differ too.
_MARGIN = datetime.timedelta(hours=1)
_FIRST = datetime.datetime(1970, 1, 2, tzinfo=datetime.UTC)
_LIKE = f"{PREFIX}%"


def setting_of(sequence: int) -> str:
    """The name of the setting that keeps the time of a writing, in the order of the writings.

    >>> setting_of(12)
    'changed:000000000000000012'
    """
    return f"{PREFIX}{sequence:018d}"


def time_now() -> str:
    """The time as it is kept: times so written have their own order."""
    return _written(datetime.datetime.now(datetime.UTC))


def _written(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds")


def keep_time(backend: Backend, sequence: int) -> None:
    """Remember that the changes from `sequence` on are of now."""
    backend.rows(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value "
        "RETURNING name",
        (setting_of(sequence), time_now()),
    )
    sql = "SELECT name FROM setting WHERE name LIKE ? ORDER BY name DESC LIMIT 1 OFFSET ?"
    for (oldest,) in backend.rows(sql, (_LIKE, MAX_TIMES)):
        backend.rows("DELETE FROM setting WHERE name LIKE ? AND name <= ? RETURNING name", (_LIKE, oldest))


def sequence_before(backend: Backend, at: datetime.datetime) -> int:
    """The place in the log after which everything stands that changed since a time; 0 where that is not known."""
    times = backend.rows("SELECT name, value FROM setting WHERE name LIKE ? ORDER BY name", (_LIKE,))
    wanted = _written(max(at, _FIRST) - _MARGIN)
    if not times or wanted <= times[0][1]:
        return 0
    # A clock that was set back gives times that fall; the first that is late enough loses nothing.
    for name, written in times:
        if written >= wanted:
            return int(name.removeprefix(PREFIX)) - 1
    ((last,),) = backend.rows("SELECT coalesce(max(sequence), 0) FROM item_change")
    return int(last)
