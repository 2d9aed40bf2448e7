"""Which accepted corrections do nothing any more, and the items they correct, by the present rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minuteminer.annotate.pipeline import annotate
from minuteminer.corrections.applying import Conflict, accepted_by_item, apply_corrections
from minuteminer.corrections.correction import Correction
from minuteminer.errors import NothingFoundError
from minuteminer.findings import AnnotatedDocument
from minuteminer.index import Index


def find_conflicts(index: Index, corrections: Iterable[Correction]) -> list[Conflict]:
    """The accepted ones that cannot be applied to the version in force of their item, each with the reason."""
    conflicts: list[Conflict] = []
    for key, accepted in accepted_by_item(corrections).items():
        document = _read(index, key)
        if document is None:
            conflicts += [Conflict(correction=one, reason="its item is not in the index") for one in accepted]
        else:
            conflicts += apply_corrections(document, accepted)[1]
    return conflicts


def corrected_documents(index: Index, corrections: Iterable[Correction]) -> Iterator[AnnotatedDocument]:
    """The items that have accepted corrections, read by the present rules and corrected."""
    for key, accepted in accepted_by_item(corrections).items():
        if (document := _read(index, key)) is not None:
            yield apply_corrections(document, accepted)[0]


def _read(index: Index, key: str) -> AnnotatedDocument | None:
    try:
        found = index.item(key)
    except NothingFoundError:
        return None
    return annotate(
        found.item.text, id=f"{found.key}@{found.item.version}", source=found.item.url, title=found.item.title
    )
