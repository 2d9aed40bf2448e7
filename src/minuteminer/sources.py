"""Where to collect from, and how gently: from the names and numbers that a person gives."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from minuteminer.collect.addresses import is_loopback_host
from minuteminer.collect.panels import find_panel
from minuteminer.collect.politeness import MIN_DELAY_S
from minuteminer.collect.settings import FetchSettings
from minuteminer.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A committee of a site."""

    site: str
    committee_id: str


def source_for(site: str, committee_id: str | None) -> Source:
    """What to collect: `site` is a base URL, or the name of a panel from the list, whose committee is known.

    Raises UsageError where the name is unknown, or where no committee is given and none is known.
    """
    if "://" in site:
        if committee_id is None:
            raise UsageError(f"{site}: which committee? Give its number with --committee (`minuteminer probe {site}`)")
        return Source(site=site, committee_id=committee_id)
    panel = find_panel(site)
    committee_id = committee_id or panel.current_committee_id
    if committee_id is None:
        raise UsageError(f"{panel.name}: its committee number on {panel.base_url} is not known; give --committee ID")
    return Source(site=panel.base_url, committee_id=committee_id)


def settings_for(
    site: str,
    *,
    contact: str = "",
    delay_s: float | None = None,
    max_requests: int | None = None,
    max_bytes: int | None = None,
    hours: tuple[datetime.time, datetime.time] | None = None,
) -> FetchSettings:
    """How to fetch from `site`: two seconds between requests, except that this machine's own servers need no wait."""
    loopback = is_loopback_host(urlsplit(site).hostname or "")
    if delay_s is None:
        delay_s = 0.0 if loopback else MIN_DELAY_S
    return FetchSettings(
        contact=contact,
        delay_s=delay_s,
        allow_loopback=loopback,
        max_requests=max_requests,
        max_total_bytes=max_bytes,
        hours=hours,
    )
