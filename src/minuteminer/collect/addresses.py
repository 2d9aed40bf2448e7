"""Addresses: one spelling for one page, and which hosts and network addresses may be asked.

ModernGov runs on IIS, which ignores letter case in paths, and it spells its query names in many ways, so
that one page is linked under many addresses. `make_canonical_url` gives the one under which the archive
keeps it; it identifies and is never fetched.
"""

from __future__ import annotations

import functools
import ipaddress
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from minuteminer.errors import FetchError

MAX_URL_CHARS = 2_048
DEFAULT_PORTS = {"http": 80, "https": 443}

# The same thing under several query names, as in-site links, decision pages and other sites spell it.
QUERY_NAMES = {"meetingid": "mid", "committeeid": "cid", "agendaitemid": "aiid", "issueid": "iid"}
# What never changes the page: breadcrumb reset, layout version, the tab that was open, search words.
QUERY_NOISE = frozenset({"bcr", "ver", "j", "xxr", "$lo$", "$state$", "nobdr"})
# The server ignores the committee in the address of a meeting: one meeting is one page whatever it says.
QUERY_IGNORED_BY_PAGE = {"ielistdocuments.aspx": frozenset({"cid"}), "mgconvert2pdf.aspx": frozenset({"isatt"})}

_ATTACHMENT_PATH = re.compile(r"^(.*/)documents/([sg]\d+)/[^/]*$")
_SESSION_SEGMENT = re.compile(r"/\([a-z]\([^()]*\)\)(?=/)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x20\x7f]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")

# Forms of an IPv4 address inside an IPv6 one that `is_global` of Python 3.11 takes for public.
_EMBEDDED_IPV4 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
_NEVER_PUBLIC = (ipaddress.ip_network("64:ff9b:1::/48"), ipaddress.ip_network("fec0::/10"))

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def make_clean_url(base: str, href: str) -> str:
    """The absolute http(s) address that `href` on the page `base` means, percent-encoded once.

    Raises FetchError (kind "refused") for another scheme, over 2,048 characters, or no address at all.

    >>> make_clean_url("https://a.example/x/", "documents/s1/A  b.pdf")
    'https://a.example/x/documents/s1/A%20b.pdf'
    """
    href = _SURROGATES.sub("\ufffd", _CONTROLS.sub(" ", href.strip().replace("\\", "/")))
    try:
        joined = urljoin(base, href)
        parts = urlsplit(joined)
        host, port = parts.hostname or "", parts.port
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as problem:
        raise FetchError(
            f"{href[:200]!r} on {base[:200]} is no web address: {problem}", url=base, kind="refused"
        ) from None
    if parts.scheme not in DEFAULT_PORTS or not ascii_host or parts.username is not None:
        raise FetchError(
            f"{joined[:200]!r} is refused: only http and https addresses with a host and no user name are fetched",
            url=joined[:MAX_URL_CHARS],
            kind="refused",
        )
    netloc = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    clean = urlunsplit((parts.scheme, netloc, path, query, ""))
    if len(clean) > MAX_URL_CHARS:
        raise FetchError(
            f"an address of {len(clean)} characters is refused (at most {MAX_URL_CHARS}): {clean[:120]}…",
            url=clean[:MAX_URL_CHARS],
            kind="refused",
        )
    return clean


@functools.lru_cache(maxsize=4096)
def make_canonical_url(url: str) -> str:
    """The one spelling under which a page is kept, however it was linked.

    >>> make_canonical_url("HTTPS://A.example:443/ieListDocuments.aspx?Ver=4&MeetingId=7&CId=1#AI9")
    'https://a.example/ielistdocuments.aspx?mid=7'
    >>> make_canonical_url("https://a.example/mgConvert2Pdf.aspx?ID=12&ISATT=1")
    'https://a.example/documents/s12'
    """
    parts = urlsplit(make_clean_url(url, url))
    path = _SESSION_SEGMENT.sub("", unquote(parts.path)).lower()
    path = re.sub(r"/{2,}", "/", path)
    page = path.rsplit("/", 1)[-1]
    ignored = QUERY_NOISE | QUERY_IGNORED_BY_PAGE.get(page, frozenset())
    query: dict[str, str] = {}
    for name, value in parse_qsl(parts.query.replace("&amp;", "&"), keep_blank_values=True):
        key = QUERY_NAMES.get(name.lower(), name.lower())
        if key not in ignored:
            query.setdefault(key, value.strip())
    if page == "mgconvert2pdf.aspx" and "id" in query:
        letter = "g" if "t" in query else "s"
        path = f"{path.removesuffix(page)}documents/{letter}{query.pop('id')}"
    elif attachment := _ATTACHMENT_PATH.match(path):
        path = f"{attachment[1]}documents/{attachment[2]}"
    return urlunsplit((parts.scheme, parts.netloc, quote(path), urlencode(sorted(query.items())), ""))


def make_site(base_url: str) -> str:
    """The base of a site: the folder that holds its `.aspx` pages, ending in a slash.

    >>> make_site("https://a.example/moderngov/mgListCommittees.aspx?bcr=1")
    'https://a.example/moderngov/'
    """
    parts = urlsplit(make_clean_url(base_url, base_url))
    path = parts.path
    if path.lower().endswith((".aspx", ".asmx")):
        path = path.rsplit("/", 1)[0]
    return urlunsplit((parts.scheme, parts.netloc, path.rstrip("/") + "/", "", ""))


def split_origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of a clean address.

    >>> split_origin("https://a.example/x")
    ('https', 'a.example', 443)
    """
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or DEFAULT_PORTS[parts.scheme]


def may_redirect(source: str, target: str, allowed_hosts: tuple[str, ...] = ()) -> bool:
    """Whether a redirect from `source` to `target` stays within the site.

    The same host and port, or http to https on the usual ports; or a host that is listed for the site.
    https never falls back to http.

    >>> may_redirect("http://a.example/", "https://a.example/x"), may_redirect("https://a.example/", "http://a.example/")
    (True, False)
    """
    from_scheme, from_host, from_port = split_origin(source)
    to_scheme, to_host, to_port = split_origin(target)
    if from_scheme == "https" and to_scheme == "http":
        return False
    if from_host != to_host:
        return to_host in allowed_hosts
    return from_port == to_port or (from_port, to_port) == (80, 443)


def is_loopback_host(host: str) -> bool:
    """Whether a host is this machine by its very name: `localhost` or a literal loopback address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_public_address(address: str) -> bool:
    """Whether a numeric address is one of the public internet, also when it wraps an IPv4 address.

    >>> is_public_address("192.0.46.8"), is_public_address("64:ff9b::7f00:1"), is_public_address("10.0.0.1")
    (True, False, False)
    """
    parsed: IPAddress = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = _find_embedded_ipv4(parsed)
        if inner is not None:
            return is_public_address(str(inner))
        if any(parsed in network for network in _NEVER_PUBLIC):
            return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _find_embedded_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, Teredo, NAT64 or compatible."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _EMBEDDED_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
