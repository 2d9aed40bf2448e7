"""Addresses of a ModernGov site: its base, its page names, the ids in its query strings.

IIS reads paths and query names in any letter case, so we do too. Links on pages are relative to the base and
carry raw spaces; they become absolute and percent-encoded once.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

# Longer addresses are rubbish, and some servers fall over them.
MAX_ADDRESS_LENGTH = 2048
_PRODUCT_PATH = re.compile(r"(?:mgwebservice\.asmx(?:/\w*)?|documents/.*|(?:mg|ie|ce|ec)\w*\.aspx|robots\.txt)$", re.I)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f]+")
# Reserved characters stay as they are, and "%" because the link may be encoded already.
_UNSAFE = re.compile(r"[^\w%/:=&?~#+!$,;'@()*\[\].-]+", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z]\w*(?:\.aspx|/[sg]\d+/)[^:]*$")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ATTACHMENT = re.compile(r"(?:^|/)documents/s(\d+)/", re.I)


def site_of(url: str) -> str:
    """The base of the site that `url` belongs to: the directory of its pages, ending in a slash.

    >>> site_of("https://democracy.example.gov.uk/moderngov/ieListDocuments.aspx?MId=7")
    'https://democracy.example.gov.uk/moderngov/'
    >>> site_of("https://democracy.example.gov.uk/mgWebService.asmx/GetMeeting?lMeetingId=7")
    'https://democracy.example.gov.uk/'
    """
    bare = url.partition("?")[0].partition("#")[0]
    if match := _PRODUCT_PATH.search(bare):
        bare = bare[: match.start()]
    elif not bare.endswith("/"):
        bare = urljoin(bare, ".") if urlsplit(bare).path else bare + "/"
    scheme, separator, rest = bare.partition("://")
    return scheme + separator + re.sub(r"/{2,}", "/", rest) if separator else bare


def page_name(url: str) -> str:
    """The name of the page, in lower case.

    >>> page_name("https://x.example/mgConvert2PDF.aspx?ID=3")
    'mgconvert2pdf.aspx'
    """
    return url.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2].lower()


def query_of(url: str) -> dict[str, str]:
    """The query of an address, names in lower case, the first of each.

    >>> query_of("ieListDocuments.aspx?CId=1&MID=22")
    {'cid': '1', 'mid': '22'}
    """
    query: dict[str, str] = {}
    for name, value in parse_qsl(url.partition("?")[2].partition("#")[0], keep_blank_values=True):
        query.setdefault(name.lower(), value.strip())
    return query


def find_id(url: str, *names: str) -> str:
    """The first of the named ids (lower case) in an address that is a number, else "".

    >>> find_id("ieListDocuments.aspx?CId=1&MeetingId=22", "mid", "meetingid")
    '22'
    """
    query = query_of(url)
    for name in names:
        if (value := query.get(name, "")).isascii() and value.isdigit():
            return value
    return ""


def join_address(base: str, href: str | None) -> str | None:
    """The absolute address of a link, or None where no web page can be meant.

    >>> join_address("https://x.example/a.aspx", "documents/s1/Minutes of\\nMay.pdf?T=1")
    'https://x.example/documents/s1/Minutes%20of%20May.pdf?T=1'
    >>> join_address("https://x.example/a.aspx", "mailto:clerk@x.example") is None
    True
    """
    if not href or len(href) > MAX_ADDRESS_LENGTH:
        return None
    href = _FORBIDDEN.sub(" ", href.strip())
    if _PLAIN.match(href) and "/../" not in href and base.startswith(("http://", "https://")):
        # What nearly all links of the product are; urljoin would say the same ten times as slowly.
        bare = base.partition("?")[0].partition("#")[0]
        return _encode(bare[: bare.rindex("/") + 1] + href)
    try:
        address = urljoin(base, href)
        scheme = urlsplit(address).scheme
    except ValueError:
        return None
    if scheme not in ("http", "https") and (scheme or urlsplit(base).scheme):
        return None
    return _encode(address)


def _encode(address: str) -> str:
    """What no address may hold, percent-encoded once; what is encoded already stays."""
    address = _BARE_PERCENT.sub("%25", address).replace(" ", "%20")
    return _UNSAFE.sub(lambda match: quote(match.group(), safe=""), address)


def attachment_id(url: str) -> str | None:
    """The number of the attachment behind either of the two addresses that ModernGov gives it.

    >>> attachment_id("documents/s111920/Minutes.pdf"), attachment_id("mgConvert2Pdf.aspx?id=111920&ISATT=1")
    ('111920', '111920')
    """
    if match := _ATTACHMENT.search(url.partition("?")[0]):
        return match[1]
    # With T= the old form asks for a meeting's own papers, and the number is the agenda's.
    if page_name(url) == "mgconvert2pdf.aspx" and "t" not in query_of(url):
        return find_id(url, "id") or None
    return None
