"""The list of panels: every row is sound and can be found by every name it has."""

from __future__ import annotations

import re

import pytest

from minuteminer.collect.addresses import make_site
from minuteminer.collect.panels import Panel, find_panel, load_panels
from minuteminer.errors import UsageError

PANELS = load_panels()


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.id)
def test_a_row_is_sound(panel: Panel) -> None:
    assert panel.base_url == make_site(panel.base_url)
    assert find_panel(panel.id) == panel
    assert find_panel(panel.name.upper()) == panel
    assert find_panel(panel.base_url + "ieListMeetings.aspx?CId=1") == panel
    assert all(committee.committee_id.isdecimal() for committee in panel.committees)
    assert panel.authority_code is None or re.fullmatch(r"[EWSN]\d{8}", panel.authority_code)
    assert panel.force_code is None or re.fullmatch(r"[EW](23|15)\d{6}", panel.force_code)
    assert (panel.force is not None) == (panel.kind == "panel")


def test_no_two_rows_are_one() -> None:
    for values in ([p.id for p in PANELS], [p.base_url for p in PANELS], [p.authority_code for p in PANELS]):
        known = [value for value in values if value is not None]
        assert len(set(known)) == len(known)


@pytest.mark.parametrize(
    ("asked", "committee"),
    [
        ("Kent", "776"),
        ("kent and medway police and crime panel", "776"),
        ("https://democracy.kent.gov.uk:9071/", "776"),
        ("http://democracy.kent.gov.uk/mgAi.aspx?ID=1", "776"),
        ("surrey", "250"),
        ("warwickshire", "136"),
        ("https://moderngov.cheshireeast.gov.uk/ecminutes", "864"),
        ("durham", None),
    ],
)
def test_a_panel_is_found_with_its_committee(asked: str, committee: str | None) -> None:
    assert find_panel(asked).current_committee_id == committee


def test_the_shadow_panel_is_listed_with_the_year_it_ended() -> None:
    shadow = next(c for c in find_panel("kent").committees if c.committee_id == "756")
    assert shadow.until == "2012"


@pytest.mark.parametrize("asked", ["Kentt", "https://democracy.wold.example/", "http://[::1", ""])
def test_an_unknown_panel_is_named_with_what_to_do(asked: str) -> None:
    with pytest.raises(UsageError, match=r"there are: |minuteminer probe"):
        find_panel(asked)
