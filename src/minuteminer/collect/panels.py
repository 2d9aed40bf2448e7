"""Who publishes with ModernGov: Police and Crime Panels and councils, as rows of `panels.json`."""

from __future__ import annotations

import difflib
import functools
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

from minuteminer.collect.addresses import make_site, split_origin
from minuteminer.errors import FetchError, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelCommittee:
    """A committee of a panel under its number at the site; `since` and `until` are years, None where not known."""

    committee_id: str
    name: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A body that publishes with ModernGov.

    `force_code` and `authority_code` are ONS codes. `other_hosts` (`host` or `host:port`) serve the same site.
    """

    id: str
    kind: Literal["panel", "council"]
    name: str
    council: str
    base_url: str
    committees: tuple[PanelCommittee, ...] = ()
    other_hosts: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    force: str | None = None
    force_code: str | None = None
    authority_code: str | None = None
    notes: str = ""

    @property
    def current_committee_id(self) -> str | None:
        """The number of the committee that meets now, None where it is not established."""
        return next((committee.committee_id for committee in self.committees if committee.until is None), None)


@functools.cache
def load_panels() -> tuple[Panel, ...]:
    """Every panel and council on the list, in its order."""
    text = files("minuteminer.collect").joinpath("panels.json").read_text(encoding="utf-8")
    return tuple(_make_panel(row) for row in json.loads(text)["panels"])


def find_panel(name_or_url: str) -> Panel:
    """The panel with this id, name, council or base URL (any letter case).

    Raises UsageError, naming those that come near, if there is none.

    >>> find_panel("kent").current_committee_id
    '776'
    >>> find_panel("https://democracy.kent.gov.uk:9071/ieListMeetings.aspx?CId=776").id
    'kent'
    """
    wanted = name_or_url.strip()
    if "://" in wanted:
        found = _find_by_url(wanted)
        if found is None:
            raise UsageError(
                f"{wanted} is not on the list of panels; `minuteminer probe {wanted}` looks what it offers"
            )
        return found
    names = {name.casefold(): panel for panel in reversed(load_panels()) for name in _names(panel)}
    if wanted.casefold() in names:
        return names[wanted.casefold()]
    near = difflib.get_close_matches(wanted.casefold(), names, n=3, cutoff=0.5)
    hint = ", ".join(dict.fromkeys(names[name].id for name in near)) or ", ".join(panel.id for panel in load_panels())
    raise UsageError(f"no panel is called {wanted!r}; there are: {hint}")


def _names(panel: Panel) -> tuple[str, ...]:
    return (panel.id, panel.name, panel.council, *panel.aliases)


def _find_by_url(url: str) -> Panel | None:
    try:
        site = make_site(url)
    except FetchError:
        return None
    _, host, port = split_origin(site)
    path = site.split(host, 1)[1].partition("/")[2].lower()
    for panel in load_panels():
        _, panel_host, _ = split_origin(panel.base_url)
        panel_path = panel.base_url.split(panel_host, 1)[1].partition("/")[2].lower()
        same_host = (host == panel_host and port in (80, 443)) or {host, f"{host}:{port}"} & set(panel.other_hosts)
        if same_host and path.startswith(panel_path):
            return panel
    return None


def _make_panel(row: dict[str, Any]) -> Panel:
    committees = tuple(PanelCommittee(**committee) for committee in row.get("committees", ()))
    lists = {name: tuple(row.get(name, ())) for name in ("other_hosts", "aliases")}
    return Panel(**{**row, **lists, "committees": committees})
