"""What an operator may set about fetching, and the floors below which politeness does not go."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from minuteminer.collect.addresses import is_loopback_host
from minuteminer.collect.politeness import MAX_RETRY_AFTER_S, MIN_DELAY_S
from minuteminer.errors import FetchError, UsageError
from minuteminer.settings import USER_AGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How to fetch. Times in seconds, sizes in bytes after decoding.

    `contact` is an address at which a site's people reach whoever runs this; it is part of the user agent.
    `allowed_hosts`, if given, are the only hosts that are asked, and those to which a redirect may lead.
    `allow_loopback` opens this machine's own servers (localhost, 127.0.0.1), and only there may `delay_s` be
    below two seconds. `max_requests` and `max_total_bytes` are budgets for the life of a fetcher; `hours` is the
    time of day (from, until; in this machine's time zone, also over midnight) outside which nothing is asked.
    `proxy` is an address, `ca_file` a file of certificates trusted instead of the usual ones.

    Raises UsageError for values that make no sense or would be impolite.

    >>> FetchSettings(contact="a@b.example").agent()
    'MinuteMiner/0.1 (research on published minutes; a@b.example)'
    """

    contact: str = ""
    user_agent: str = USER_AGENT
    delay_s: float = MIN_DELAY_S
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 25.0
    page_timeout_s: float = 30.0
    document_timeout_s: float = 120.0
    max_page_bytes: int = 8_000_000
    max_document_bytes: int = 25_000_000
    max_redirects: int = 5
    max_tries: int = 4
    backoff_s: float = 5.0
    max_retry_after_s: float = MAX_RETRY_AFTER_S
    allowed_hosts: tuple[str, ...] = ()
    allow_loopback: bool = False
    max_requests: int | None = None
    max_total_bytes: int | None = None
    hours: tuple[datetime.time, datetime.time] | None = None
    ca_file: str | None = None
    proxy: str | None = None

    def __post_init__(self) -> None:
        if any(ord(character) < 32 or ord(character) > 126 for character in self.user_agent + self.contact):
            raise UsageError("contact and user agent may hold printable ASCII characters only")
        if "python-requests" in self.user_agent.lower() or "mozilla" in self.user_agent.lower():
            raise UsageError(
                f"the user agent {self.user_agent!r} names a library or a browser; it must name this program"
            )
        if self.delay_s < MIN_DELAY_S and not self.allow_loopback:
            raise UsageError(
                f"a delay of {self.delay_s:g} seconds is too short: at least {MIN_DELAY_S:g} between two requests "
                "to a host (less only for this machine's own servers, with allow_loopback)"
            )
        if not 0 <= self.max_retry_after_s <= MAX_RETRY_AFTER_S or self.max_tries < 1 or self.max_redirects < 0:
            raise UsageError(
                f"max_retry_after_s is at most {MAX_RETRY_AFTER_S:g}, max_tries at least 1, max_redirects at least 0"
            )

    def agent(self) -> str:
        """The user agent header."""
        return self.user_agent.replace("{contact}", self.contact or "no contact given")

    def allows_time(self, moment: datetime.time) -> bool:
        """Whether requests are made at this time of day.

        >>> night = FetchSettings(hours=(datetime.time(22), datetime.time(6)))
        >>> night.allows_time(datetime.time(23, 30)), night.allows_time(datetime.time(12))
        (True, False)
        """
        if self.hours is None:
            return True
        start, end = self.hours
        return start <= moment < end if start <= end else moment >= start or moment < end

    def check_host(self, host: str) -> None:
        """Raise UsageError or FetchError (refused) if these settings do not allow asking `host`."""
        if self.allowed_hosts and host not in self.allowed_hosts:
            raise FetchError(
                f"{host} is not among the allowed hosts ({', '.join(self.allowed_hosts)})", url=host, kind="refused"
            )
        if is_loopback_host(host):
            return
        if self.delay_s < MIN_DELAY_S:
            raise UsageError(
                f"a delay of {self.delay_s:g} seconds is for this machine's own servers; {host} needs at least "
                f"{MIN_DELAY_S:g}"
            )
        if not self.contact:
            raise UsageError(
                f"{host} is somebody's server: give a contact (an e-mail address or a web page) at which its people "
                "can reach you"
            )
