"""A running sample site with a job for it, for tests that run whole jobs."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from minuteminer.index import open_index
from minuteminer.run_job import run_job
from minuteminer.run_report import RunReport
from minuteminer.samplesite import SampleSite, open_sample_site
from minuteminer.settings import DataPaths, data_paths

# The complaints sub-committee has two meetings: one confirmed, one in draft.
SMALL = "318"
PANEL = "311"


@dataclass
class JobSite:
    """A site, a job file that collects from it, and a data directory."""

    site: SampleSite
    folder: Path
    item_id: str = ""

    @property
    def job(self) -> Path:
        return self.folder / "job.toml"

    @property
    def paths(self) -> DataPaths:
        return data_paths(self.folder / "data")

    def write_job(self, *committees: str, more: str = "") -> Path:
        ids = json.dumps(list(committees or (SMALL,)))
        self.job.write_text(f'[source]\nsite = "{self.site.base_url}"\ncommittees = {ids}\n{more}', encoding="utf-8")
        return self.job

    def run(self) -> RunReport:
        self.told: list[str] = []
        return run_job(self.job, self.paths, say=self.told.append)

    def total(self, query: str) -> int:
        with open_index(self.paths.index, read_only=True) as index:
            return index.search(query).total


@contextmanager
def open_job_site(folder: Path, *, today: datetime.date | None = None) -> Iterator[JobSite]:
    """A site on the day `today` with a job for its small committee."""
    with open_sample_site(today=today or datetime.date(2026, 3, 1)) as site:
        job_site = JobSite(site, folder)
        job_site.write_job()
        yield job_site
