"""Words that are not shown: taken out of everything that is read, before it is kept, annotated or indexed.

The list of redactions holds no words, only salted digests of them, so that the list itself tells nothing. The
archived pages stay as the council published them; `withdraw --purge` is for those.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from minuteminer.errors import MinuteMinerError, UsageError
from minuteminer.models import AgendaItem

T = TypeVar("T")

REDACTED = "[redacted]"
REDACTIONS_SCHEMA_VERSION = 1
# A possessive or a plural is another word than the name, and must not save the name from being found.
_WORD = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*")
# What may stand between two words of a name: blanks, a line end, a hyphen, the point of an initial.
_BETWEEN = re.compile(r"[\s.\u00a0\u2010-\u2015-]{0,8}")
_ADDRESSES = re.compile(r"(?:^|_)(?:url|id|sha256|site)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """Words to take out: the digest of their folded form, how many they are, and where (None: everywhere)."""

    digest: str
    words: int
    item_id: str | None
    reason: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redactions:
    """The redactions of a data directory."""

    salt: str = ""
    entries: tuple[Redaction, ...] = ()


def load_redactions(path: Path) -> Redactions:
    """The redactions in a file, none if it is not there; raises MinuteMinerError for a damaged one."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Redactions(salt=raw["salt"], entries=tuple(Redaction(**entry) for entry in raw["redactions"]))
    except FileNotFoundError:
        return Redactions()
    except (OSError, ValueError, KeyError, TypeError) as error:
        # Going on without the list would bring the names back.
        raise MinuteMinerError(
            f"{path}: the list of redactions cannot be read ({error}); restore it from a copy before anything is parsed"
        ) from error


def add_redaction(path: Path, text: str, *, item_id: str | None, reason: str) -> Redaction:
    """Add words to the list in a file; raises UsageError where the text holds no word.

    `item_id` is the site's number of the only item that is meant, None for all.
    """
    known = load_redactions(path)
    salt = known.salt or secrets.token_hex(16)
    count = len(_WORD.findall(text))
    if not count:
        raise UsageError(f"{text!r} holds no word that could be taken out")
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    entry = Redaction(digest=_digest(salt, text), words=count, item_id=item_id, reason=reason, at=at)
    others = [one for one in known.entries if (one.digest, one.item_id) != (entry.digest, item_id)]
    content = {
        "schema_version": REDACTIONS_SCHEMA_VERSION,
        "salt": salt,
        "redactions": [{name: getattr(one, name) for name in Redaction.__slots__} for one in (*others, entry)],
    }
    aside = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    aside.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    aside.replace(path)
    return entry


def _digest(salt: str, text: str) -> str:
    folded = " ".join(word.casefold() for word in _WORD.findall(text))
    return hmac.new(salt.encode(), folded.encode(), hashlib.sha256).hexdigest()


def redact_text(text: str, redactions: Redactions, *, item_id: str | None = None) -> str:
    """The text without the redacted words.

    >>> salt = "00"
    >>> entry = Redaction(digest=_digest(salt, "Ada Example"), words=2, item_id=None, reason="asked", at="")
    >>> redact_text("Mrs ADA  EXAMPLE's letter", Redactions(salt=salt, entries=(entry,)))
    "Mrs [redacted]'s letter"
    """
    wanted: dict[int, set[str]] = {}
    for entry in redactions.entries:
        if entry.item_id in (None, item_id):
            wanted.setdefault(entry.words, set()).add(entry.digest)
    if not wanted:
        return text
    words = list(_WORD.finditer(text))
    found: list[tuple[int, int]] = []
    for count, digests in wanted.items():
        for first in range(len(words) - count + 1):
            run = words[first : first + count]
            if _is_run(text, run) and _digest(redactions.salt, text[run[0].start() : run[-1].end()]) in digests:
                found.append((run[0].start(), run[-1].end()))
    return _without(text, found)


def _is_run(text: str, run: list[re.Match[str]]) -> bool:
    return all(_BETWEEN.fullmatch(text, one.end(), other.start()) for one, other in pairwise(run))


def _without(text: str, found: Iterable[tuple[int, int]]) -> str:
    pieces, done = [], 0
    for start, end in sorted(found):
        if start >= done:
            pieces += [text[done:start], REDACTED]
            done = end
    return "".join([*pieces, text[done:]])


def redact(value: T, redactions: Redactions, *, item_id: str | None = None) -> T:
    """A parsed page without the redacted words, in all its texts; addresses, ids and digests stay."""
    return _redact(value, redactions, item_id) if redactions.entries else value


def _redact(value: Any, redactions: Redactions, item_id: str | None) -> Any:
    if isinstance(value, str):
        return redact_text(value, redactions, item_id=item_id)
    if isinstance(value, tuple):
        return tuple(_redact(part, redactions, item_id) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    inside = value.item_id if isinstance(value, AgendaItem) else item_id
    changes = {name: _redact(getattr(value, name), redactions, inside) for name in _texts(type(value))}
    return replace(value, **changes)


@cache
def _texts(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass that hold words, or values that do."""
    return tuple(field.name for field in fields(kind) if not _ADDRESSES.search(field.name))
