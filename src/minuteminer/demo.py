"""The demonstration: the whole journey on the bundled sample, over real HTTP on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from minuteminer.answers import Results, Stats
from minuteminer.collect.fetch import Fetcher
from minuteminer.collect.report import CollectReport
from minuteminer.collect.settings import FetchSettings
from minuteminer.errors import UsageError
from minuteminer.index import open_index
from minuteminer.jobs import Progress, StepReport, annotate_step, collect_step, index_step, parse_step, quiet
from minuteminer.run_lock import hold_lock
from minuteminer.samplesite import SampleSite, open_sample_site
from minuteminer.settings import DataPaths

# Three things an officer of the sample's panel would ask: have we decided about firearms before, which sums above
# a million were said about the budget, and how has the number of officers moved.
SEARCHES = ("firearms in:resolution", "role:budget amount:>1m", "headcount:>1000 sort:-date")
SHOWN_HITS = 3
# The sample's panel and its complaints sub-committee.
COMMITTEES = ("311", "318")
# The port that `minuteminer sample-site` uses too: a second demonstration into the same data directory meets the
# pages of the first under the same addresses. Another is taken where it is in use.
DEMO_PORT = 8776


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """What the demonstration did, what the index holds now, and what its searches found."""

    paths: DataPaths
    collected: tuple[CollectReport, ...]
    steps: tuple[StepReport, ...]
    stats: Stats
    searches: tuple[Results, ...]


def run_demo(paths: DataPaths, *, progress: Progress = quiet) -> DemoResult:
    """Serve the sample on this machine, collect it, parse, annotate, index and search it.

    Raises LockedError if another run works in the same data directory.
    """
    settings = FetchSettings(allow_loopback=True, delay_s=0.0)
    with hold_lock(paths.lock), _open_site() as site, closing(Fetcher(settings)) as fetcher:
        collected = tuple(
            collect_step(paths, site.base_url, committee_id, fetcher=fetcher, progress=progress)
            for committee_id in COMMITTEES
        )
    steps = (
        parse_step(paths, progress=progress),
        annotate_step(paths, progress=progress),
        index_step(paths, progress=progress),
    )
    with open_index(paths.index, read_only=True) as index:
        searches = tuple(index.search(query, limit=SHOWN_HITS) for query in SEARCHES)
        stats = index.stats()
    return DemoResult(paths=paths, collected=collected, steps=steps, stats=stats, searches=searches)


@contextmanager
def _open_site() -> Iterator[SampleSite]:
    with ExitStack() as stack:
        try:
            site = stack.enter_context(open_sample_site(port=DEMO_PORT))
        except UsageError:
            site = stack.enter_context(open_sample_site())
        yield site
