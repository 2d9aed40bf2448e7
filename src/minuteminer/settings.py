"""Where things lie, and what a user may set: command line over environment over default."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

USER_AGENT = "MinuteMiner/0.1 (research on published minutes; {contact})"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPaths:
    """The files of one data directory. All but the archive can be deleted and made again."""

    root: Path

    @property
    def archive(self) -> Path:
        """The append-only archive of fetched bytes."""
        return self.root / "archive"

    @property
    def derived(self) -> Path:
        """What was parsed and annotated, keyed by content and version of the rules."""
        return self.root / "derived.sqlite"

    @property
    def index(self) -> Path:
        """The search index."""
        return self.root / "index.sqlite"

    @property
    def reports(self) -> Path:
        """Run reports, one JSON file a run."""
        return self.root / "reports"

    @property
    def redactions(self) -> Path:
        """What is taken out of everything that is read; written by `minuteminer redact`."""
        return self.root / "redactions.json"

    @property
    def corrections(self) -> Path:
        """What readers say is wrong, one Web Annotation a file; decided by `minuteminer corrections`."""
        return self.root / "corrections"

    @property
    def licences(self) -> Path:
        """Under which licence each site's minutes stand, as the job files say."""
        return self.root / "licences.json"

    @property
    def alerts(self) -> Path:
        """Which alerts were told already."""
        return self.root / "alerts.json"

    @property
    def lock(self) -> Path:
        """The lock that a run holds."""
        return self.root / "run.lock"


def data_paths(data: Path | None = None) -> DataPaths:
    """The data directory: `data`, else `MINUTEMINER_DATA`, else the platform's user data directory."""
    if data is None and (named := os.environ.get("MINUTEMINER_DATA")):
        data = Path(named)
    if data is None:
        from platformdirs import user_data_path

        data = user_data_path("minuteminer", appauthor=False)
    return DataPaths(root=Path(data).expanduser())


def index_address(data: Path | None = None) -> str | Path:
    """Where the index is: `MINUTEMINER_INDEX` (a file or a postgresql:// address), else that of the data directory.

    A data directory that is named outright comes first: whoever names one means what is in it.
    """
    named = os.environ.get("MINUTEMINER_INDEX")
    return named if named and data is None else data_paths(data).index


def data_to_read(data: Path | None = None) -> Path | None:
    """The data directory to read: `data`; for whoever has no index yet, the sample that `make demo` left here.

    Only for reading: what is collected goes into the directory that was meant.
    """
    sample = Path("demo-data")
    named = data or os.environ.get("MINUTEMINER_DATA") or os.environ.get("MINUTEMINER_INDEX")
    if named or data_paths().index.exists() or not DataPaths(root=sample).index.exists():
        return data
    return sample


def bundled(*parts: str) -> Path:
    """A file or folder that comes with the program: `bundled("pipelines", "minutes.cfg")`.

    In a checkout these stand at its top (`corpus/`, `pipelines/`); an installed wheel carries copies.
    """
    inside = Path(__file__).parent / "bundled"
    checkout = Path(__file__).parents[2]
    for root in (inside, checkout):
        if (root.joinpath(*parts)).exists():
            return root.joinpath(*parts)
    raise FileNotFoundError(f"{'/'.join(parts)} is neither in {inside} nor in {checkout}; reinstall MinuteMiner")
