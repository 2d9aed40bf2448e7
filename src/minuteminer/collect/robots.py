"""A site's robots.txt: read once a run, obeyed always (RFC 9309; matching by Protego)."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

ROBOTS_TOKEN = "MinuteMiner"
MAX_ROBOTS_BYTES = 512_000
STORED_RULES_HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRules:
    """What a host allows us. `decision` says in words where the rules came from.

    `unreachable` says that there is no rule against us, but no answer either.
    """

    decision: str
    rules: Protego | None = None
    allow_all: bool = False
    unreachable: bool = False

    def allows(self, url: str) -> bool:
        """Whether `url` may be fetched."""
        if self.rules is None:
            return self.allow_all
        return bool(self.rules.can_fetch(url, ROBOTS_TOKEN))

    @property
    def crawl_delay_s(self) -> float:
        """The pause that the site asks for between two requests, 0 if it asks for none."""
        delay = self.rules.crawl_delay(ROBOTS_TOKEN) if self.rules is not None else None
        return max(0.0, float(delay)) if delay is not None else 0.0


def parse_robots(body: bytes) -> RobotsRules:
    """The rules of a robots.txt. What is no robots.txt (an HTML page, rubbish) has no rules, so all is allowed.

    >>> parse_robots(b"User-agent: *\\nDisallow: /private").allows("https://a.example/private/x")
    False
    """
    decision = "robots.txt is obeyed"
    if len(body) > MAX_ROBOTS_BYTES:
        whole_lines = body[:MAX_ROBOTS_BYTES].replace(b"\r", b"\n").rpartition(b"\n")[0]
        decision += f"; only its first {MAX_ROBOTS_BYTES // 1000} kB are read"
        body = whole_lines
    text = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return RobotsRules(decision=decision, rules=Protego.parse(text))


def judge_robots(status: int, body: bytes) -> RobotsRules:
    """What an answer for robots.txt means (RFC 9309): 4xx no rules; 429 and 5xx, nothing allowed in this run.

    >>> judge_robots(404, b"").allows("https://a.example/x"), judge_robots(503, b"").allows("https://a.example/x")
    (True, False)
    """
    if 200 <= status < 300:
        return parse_robots(body)
    if 400 <= status < 500 and status != 429:
        return RobotsRules(decision=f"no robots.txt (status {status}): all is allowed", allow_all=True)
    return forbid_all(f"status {status}")


def forbid_all(reason: str) -> RobotsRules:
    """Nothing may be fetched in this run, because robots.txt could not be had."""
    decision = f"robots.txt could not be read ({reason}): nothing is fetched in this run"
    return RobotsRules(decision=decision, unreachable=True)
