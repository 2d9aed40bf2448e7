"""Short lists that every page needs and that change only when the index is written: read once until then."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from minuteminer.index.backend import Backend

T = TypeVar("T")


def keep(backend: Backend, name: Hashable, read: Callable[[Backend], T]) -> T:
    """What `read` gives, as it was read before if nothing was written since; `name` is one of few."""
    state = backend.state()
    if state is None:
        return read(backend)
    kept = backend.kept
    if kept.state != state:
        kept.state, kept.values = state, {}
    if name not in kept.values:
        kept.values[name] = read(backend)
    return cast(T, kept.values[name])
