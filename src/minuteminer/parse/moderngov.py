"""Every page of a ModernGov site that we read, by its kind: `parse_x(page)` gives the thing or raises ParseError.

The rules come from pages of many councils' sites: classes and addresses decide, words only where nothing else
can, and only the product's own block is read, never the council's template around it.
"""

from __future__ import annotations

from minuteminer.parse.item_page import DecisionPage, parse_attendance, parse_decision, parse_item
from minuteminer.parse.lists import parse_committee, parse_committee_list, parse_meeting_list
from minuteminer.parse.meeting_page import parse_meeting

__all__ = [
    "DecisionPage",
    "parse_attendance",
    "parse_committee",
    "parse_committee_list",
    "parse_decision",
    "parse_item",
    "parse_meeting",
    "parse_meeting_list",
]
