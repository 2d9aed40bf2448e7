"""How much one client may ask: a bucket of requests for each, in bounded memory."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

# Clients that are remembered; one that was forgotten begins with a full bucket.
MAX_CLIENTS = 10_000
# One subscriber of IPv6 has a network of this many bits, and every address in it.
_IPV6_PREFIX = 64


class RateLimit:
    """Token buckets: `burst` requests at once, `per_s` in the long run; no limit if `per_s` is 0."""

    def __init__(self, *, per_s: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_s = per_s
        self._burst = float(max(1, burst))
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, client: str) -> float:
        """0 if the client may ask now, which counts as one request; else the seconds until it may.

        >>> limit = RateLimit(per_s=2, burst=1, clock=lambda: 5.0)
        >>> limit.wait_s("192.0.2.1"), limit.wait_s("192.0.2.1"), limit.wait_s("192.0.2.2")
        (0.0, 0.5, 0.0)
        """
        if not self._per_s:
            return 0.0
        name, now = client_name(client), self._clock()
        left, at = self._buckets.pop(name, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._per_s)
        wait_s = 0.0 if left >= 1 else (1 - left) / self._per_s
        self._buckets[name] = (left - 1 if not wait_s else left, now)
        if len(self._buckets) > MAX_CLIENTS:
            self._buckets.popitem(last=False)
        return wait_s


def client_name(client: str) -> str:
    """What a client is counted by: its address, of IPv6 the network.

    >>> client_name("192.0.2.1"), client_name("2001:db8::1:2"), client_name("unix")
    ('192.0.2.1', '2001:db8::/64', 'unix')
    """
    if ":" not in client:
        return client
    try:
        return str(ipaddress.ip_network(f"{client}/{_IPV6_PREFIX}", strict=False))
    except ValueError:
        return client
