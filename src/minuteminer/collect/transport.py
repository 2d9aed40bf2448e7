"""One exchange with one server: the undecoded bytes of one answer, or an error, by a deadline.

requests carries the exchange; what it would do silently is switched off: it follows no redirect, decodes
nothing, reads no environment.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import requests
import urllib3

from minuteminer.collect.addresses import split_origin
from minuteminer.collect.guard import BrokenExchangeError, Deadline, GuardedAdapter, Resolver, resolve_host

# urllib3 logs a malformed head with a traceback; here it becomes an error that names the page.
logging.getLogger("urllib3.connection").addFilter(lambda record: "Failed to parse headers" not in record.msg)

_READ_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, undecoded.

    `framed` says that its end was proven by a last chunk, `declared` by a length; `cut` that we stopped
    reading at the bound because the start is enough.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    framed: bool
    declared: bool
    cut: bool = False

    def header(self, name: str) -> str:
        """The value of a header (lower-case name), "" if it is not there."""
        return next((value for key, value in self.headers if key == name), "")


class Transport:
    """Exchanges with one host. Not for use by two threads at once: the gate before it sees to that."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow_loopback: bool = False,
        ca_file: str | None = None,
        proxy: str | None = None,
        resolve: Resolver = resolve_host,
    ) -> None:
        self._adapter = GuardedAdapter(allow_loopback=allow_loopback, resolve=resolve)
        self._session = requests.Session()
        self._session.trust_env = False  # no .netrc, no proxy and no CA bundle that nobody chose
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)
        self._session.headers = {
            "User-Agent": user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en-GB,en",
        }
        self._session.verify = ca_file or True
        self._session.proxies = {"http": proxy, "https": proxy} if proxy else {}

    def exchange(
        self,
        url: str,
        *,
        headers: dict[str, str],
        connect_timeout_s: float,
        read_timeout_s: float,
        total_timeout_s: float,
        max_bytes: int,
        start_is_enough: bool = False,
    ) -> Answer:
        """Ask once; raises BrokenExchangeError for whatever is not one whole answer in time and size.

        With `start_is_enough` a longer answer is not an error: reading stops at `max_bytes`.
        """
        if self._session.proxies:
            self._adapter.check_literal(split_origin(url)[1])
        with Deadline(total_timeout_s) as deadline:
            self._adapter.deadline = deadline
            bounds = (max_bytes, start_is_enough)
            try:
                return self._exchange(url, headers, (connect_timeout_s, read_timeout_s), deadline, bounds)
            except BrokenExchangeError:
                raise
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as problem:
                if deadline.expired:
                    raise self._late(deadline) from None
                raise _explain(problem) from None
            finally:
                self._adapter.deadline = None

    def _exchange(
        self,
        url: str,
        headers: dict[str, str],
        timeouts: tuple[float, float],
        deadline: Deadline,
        bounds: tuple[int, bool],
    ) -> Answer:
        response = self._session.get(url, headers=headers, timeout=timeouts, stream=True, allow_redirects=False)
        try:
            _check_head(response.raw)
            raw, cut = _read_raw(response.raw, *bounds)
        except BaseException:
            response.raw.close()
            raise
        if deadline.expired:
            response.raw.close()
            raise self._late(deadline)
        if cut:
            response.raw.close()
        response.raw.release_conn()
        self._session.cookies.clear()
        pairs = tuple((name.lower(), value) for name, value in response.raw.headers.items())
        answer = Answer(
            status=response.status_code,
            headers=pairs,
            raw=raw,
            framed=bool(response.raw.chunked),
            declared=any(name == "content-length" for name, _ in pairs),
            cut=cut,
        )
        _check_length(answer)
        return answer

    def _late(self, deadline: Deadline) -> BrokenExchangeError:
        return BrokenExchangeError(f"not whole after {deadline.seconds:g} seconds; the connection was cut off")

    def close(self) -> None:
        """Close every connection."""
        self._session.close()


def _check_head(raw: urllib3.HTTPResponse) -> None:
    """A line in the head that is no header hides those after it, and with them how the body is to be read."""
    message = getattr(getattr(raw, "_original_response", None), "msg", None)
    defects = [type(defect).__name__ for defect in getattr(message, "defects", ())]
    if "MissingHeaderBodySeparatorDefect" in defects:
        raise BrokenExchangeError("the head of the answer is malformed: a line in it is no header", tries=2)


def _read_raw(raw: urllib3.HTTPResponse, max_bytes: int, start_is_enough: bool) -> tuple[bytes, bool]:
    """The undecoded bytes, and whether reading stopped at the bound."""
    declared = raw.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > max_bytes and not raw.chunked and not start_is_enough:
        raise BrokenExchangeError(
            f"{int(declared):,} bytes announced, at most {max_bytes:,} are taken", again=False, kind="too_large"
        )
    pieces: list[bytes] = []
    total = 0
    for piece in raw.stream(_READ_BYTES, decode_content=False):
        total += len(piece)
        if total > max_bytes and start_is_enough:
            return b"".join([*pieces, piece]), True
        if total > max_bytes:
            raise BrokenExchangeError(f"more than {max_bytes:,} bytes came", again=False, kind="too_large")
        pieces.append(piece)
    return b"".join(pieces), False


def _check_length(answer: Answer) -> None:
    declared = answer.header("content-length").strip()
    if answer.framed or answer.cut or not answer.declared or answer.status in (204, 304):
        return
    if not declared.isdecimal() or int(declared) != len(answer.raw):
        raise BrokenExchangeError(f"{len(answer.raw):,} bytes came where {declared[:40]!r} were announced")


def _explain(problem: Exception) -> BrokenExchangeError:
    """Plain words for what the libraries raise; certificates and malformed heads are not worth four tries."""
    text = str(problem)
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, BrokenExchangeError):
            return cause
        cause = cause.__cause__ or cause.__context__
    if isinstance(problem, requests.exceptions.SSLError) or "CERTIFICATE_VERIFY_FAILED" in text:
        return BrokenExchangeError(f"the server's certificate is not accepted ({text[-200:]})", again=False)
    if isinstance(problem, requests.exceptions.ConnectTimeout):
        return BrokenExchangeError("no connection in time; the server does not answer")
    if isinstance(problem, requests.exceptions.Timeout | urllib3.exceptions.TimeoutError | TimeoutError):
        return BrokenExchangeError("the server fell silent in the middle of its answer")
    if isinstance(problem, requests.exceptions.ProxyError):
        return BrokenExchangeError(f"the proxy refused ({text[-200:]})")
    if any(mark in text for mark in ("BadStatusLine", "LineTooLong", "more than", "InvalidHeader")):
        return BrokenExchangeError(f"the head of the answer is malformed ({text[-200:]})", tries=2)
    return BrokenExchangeError(f"the connection broke ({type(problem).__name__}: {text[-200:]})")
