"""What a collection did, as a value for people, programs and the ledger."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A page that could not be had; `kind` as in FetchError and ParseError, or "other_committee"."""

    url: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostReport:
    """What was asked of one host (`host:port`), `bytes` as they came; `stopped` says why it was left alone."""

    host: str
    requests: int
    bytes: int
    waited_s: float
    robots: str
    stopped: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectReport:
    """What one collection of one committee did. JSON-able with `dataclasses.asdict`.

    `pages_new` were not in the archive, `pages_changed` are new versions, `pages_unchanged` came as they were,
    `pages_not_due` were not asked for because they hardly ever change. `stopped` says why the walk ended early,
    None if it reached its end; `resumed` that it went on with an interrupted run. `silent_edits` are the addresses
    of confirmed minutes whose words have changed since.
    """

    site: str
    committee_id: str
    committee: str
    run_id: int
    meetings_listed: int
    meetings_fetched: int
    requests: int
    bytes: int
    pages_new: int
    pages_changed: int
    pages_unchanged: int
    pages_not_due: int
    seconds: float
    resumed: bool = False
    stopped: str | None = None
    failures: tuple[Failure, ...] = ()
    silent_edits: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hosts: tuple[HostReport, ...] = ()
