"""The faults that the sample site can be told to show, each for all answers or for some addresses.

They are what real sites were seen to do; a test, or somebody who writes a collector, switches them on by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from minuteminer.errors import UsageError

FAULTS: dict[str, str] = {
    "banner": "the plain template with its notice, as when the council's own cannot be loaded",
    "no_charset": "no charset, neither in the header nor in the page",
    "windows_1252": "bytes in windows-1252, and no charset said",
    "no_truncation": "texts on meeting pages are never cut",
    "link_always": "the link to the full text stands under every text, cut or not",
    "layout": "the product's classes have other names, as after a new version",
    "welsh": "labels in Welsh, as with LLL=1",
    "item_added": "one more item stands at the end of every meeting",
    "restricted": "all documents are restricted",
    "legacy_row": "the list of meetings holds a row of the time before ModernGov",
    "no_minutes": "minutes are published as a PDF only",
    "webservice_off": "the web service does not exist (404)",
    "webservice_500": "the web service answers with ASP.NET's error text",
    "webservice_html": "the web service answers with a web page",
    "webservice_empty": "the web service answers with a list that is empty",
    "http_403": "refused",
    "http_404": "not found",
    "http_429": "too many requests; `value` is the Retry-After header",
    "http_500": "the server's error page",
    "http_503": "unavailable; `value` is the Retry-After header, if any",
    "error_page": "redirect to mgError.aspx",
    "redirect": "redirect to `value`, or without one to the same page under a doubled slash",
    "hang": "the connection is accepted and nothing comes for `value` seconds (default 30)",
    "short_body": "half of the body, with the length of the whole",
    "cut_body": "half of the body, without any length",
    "challenge": "212 bytes of script with status 200 in the place of the page",
    "pdf_is_html": "documents are web pages that say one should log in",
    "robots": "`value` is the text of robots.txt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: where it shows (a pattern over "page?query" in lower case), what it needs, how often it shows.

    `times` counts answers, over all addresses that match; 0 is without end.
    """

    name: str
    on: str = "*"
    value: str = ""
    times: int = 0


def make_switches(given: Iterable[Fault] | Mapping[str, Any] | None) -> tuple[Fault, ...]:
    """Faults from what a test or a JSON file says: `{"http_503": {"on": "mgai.aspx*", "times": 2}, "banner": true}`.

    Raises UsageError for a fault that does not exist.

    >>> make_switches({"banner": True, "hang": False, "http_429": {"value": "2"}})[1].value
    '2'
    """
    if given is None:
        return ()
    if isinstance(given, Mapping):
        given = [_make_fault(name, setting) for name, setting in given.items() if setting is not False]
    faults = tuple(given)
    for fault in faults:
        if fault.name not in FAULTS:
            raise UsageError(f"the sample site has no fault {fault.name!r}; it has {', '.join(FAULTS)}")
    return faults


def _make_fault(name: str, setting: Any) -> Fault:
    if setting is True:
        return Fault(name=name)
    if isinstance(setting, str):
        return Fault(name=name, on=setting)
    if isinstance(setting, Mapping):
        return Fault(name=name, **setting)
    raise UsageError(f"the fault {name!r} takes true, a pattern of addresses, or on, value and times; got {setting!r}")


def applies(fault: Fault, address: str) -> bool:
    """Whether a fault shows at an address, given as "page?query"."""
    return fnmatchcase(address.lower(), fault.on.lower())
