"""What each channel was told for each saved search: a file of digests, in the data directory."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from pathlib import Path

from minuteminer.errors import MinuteMinerError

MEMORY_SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """What is remembered of a hit: where it stands, and a digest of its words."""

    item: str
    label: str
    digest: str
    version: int


def load_memory(path: Path) -> dict[str, list[Passage]]:
    """What each channel was told for each search; raises MinuteMinerError for a damaged file."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))["told"]
        return {key: [Passage(*passage) for passage in told] for key, told in raw.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise MinuteMinerError(
            f"{path}: what the alerts have told cannot be read ({error}); restore it from a copy, or delete it: then "
            "they start anew from what the index holds"
        ) from error


def save_memory(path: Path, memory: dict[str, list[Passage]]) -> None:
    """Remember what each channel was told; raises MinuteMinerError if it cannot be written."""
    told = {key: [astuple(passage) for passage in passages] for key, passages in memory.items()}
    aside = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps({"schema_version": MEMORY_SCHEMA_VERSION, "told": told}), encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise MinuteMinerError(f"{path} cannot be written: {error.strerror or error}") from error
