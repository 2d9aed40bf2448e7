"""Every error that MinuteMiner raises on purpose.

A message says what happened, where (url, item, file:row), what was expected, what came instead,
and what to do next. `exit_code` is the command's exit code when nothing handles the error.
"""

from __future__ import annotations


class MinuteMinerError(Exception):
    """The root of every error that is raised on purpose."""

    exit_code = 1


class UsageError(MinuteMinerError):
    """The caller asked for something that does not exist or makes no sense."""

    exit_code = 2


class QueryError(UsageError):
    """A search query that cannot be read.

    `position` is the offset (in characters) of the mistake in the query text, or None.
    """

    def __init__(self, message: str, *, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


class SlowQueryError(QueryError):
    """A search query that was stopped because it took too long."""


class JobError(UsageError):
    """A job file with a mistake in it."""


class LexiconError(MinuteMinerError):
    """A lexicon or taxonomy file with a mistake in it; the message names file and row."""


class FetchError(MinuteMinerError):
    """A page could not be fetched whole.

    `url` is what was asked for; `kind` is one of failed, blocked, refused, robots, too_large, suspect.
    """

    def __init__(self, message: str, *, url: str, kind: str = "failed") -> None:
        super().__init__(message)
        self.url = url
        self.kind = kind


class BlockedError(FetchError):
    """The site refused us (403, 429, a challenge page): the host is left alone."""

    def __init__(self, message: str, *, url: str, retry_after_s: float | None = None) -> None:
        super().__init__(message, url=url, kind="blocked")
        self.retry_after_s = retry_after_s


class ParseError(MinuteMinerError):
    """Bytes that are not what they should be: names where they came from, what was expected, what came."""

    def __init__(self, message: str, *, source: str = "", kind: str = "unreadable") -> None:
        super().__init__(message)
        self.source = source
        self.kind = kind


class DocumentError(ParseError):
    """A document (text, PDF, DOCX, HTML …) that cannot be read."""


class ArchiveError(MinuteMinerError):
    """The archive of fetched bytes is damaged or cannot be written."""


class IndexFileError(MinuteMinerError):
    """The index is missing, damaged, or of a version this program cannot open."""


class MissingExtraError(UsageError):
    """A feature needs an optional dependency that is not installed."""


class NothingFoundError(MinuteMinerError):
    """Nothing came where something was expected."""

    exit_code = 4


class LockedError(MinuteMinerError):
    """Another run holds the lock."""

    exit_code = 5


def plain_reason(error: OSError) -> str:
    """What the system says of a file, an address or a disk, without its numbers and calls.

    >>> plain_reason(FileNotFoundError(2, "No such file or directory", "gold.jsonl"))
    'no such file or directory'
    """
    said = (error.strerror or str(error)).partition(" (while")[0]
    return said[:1].lower() + said[1:]
