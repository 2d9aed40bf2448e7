"""How days, kinds, states and addresses are said to people."""

from __future__ import annotations

import datetime
import re
from functools import cache
from urllib.parse import quote, urlsplit

from minuteminer.errors import MinuteMinerError

KINDS = {
    "money": "sum of money",
    "percent": "percentage",
    "headcount": "headcount",
    "vote": "vote",
    "resolution": "decision",
    "note": "post meeting note",
}
PLURALS = {
    "money": "sums of money",
    "percent": "percentages",
    "headcount": "headcounts",
    "vote": "votes",
    "resolution": "decisions",
    "note": "post meeting notes",
}
STATES = {
    "scheduled": "not held yet",
    "agenda": "agenda only",
    "decisions": "decisions only",
    "draft": "draft minutes",
    "final": "final minutes",
    "cancelled": "cancelled",
    "withdrawn": "withdrawn",
}
_TAGS = {"final": "govuk-tag--green", "draft": "govuk-tag--yellow", "cancelled": "govuk-tag--red"}
# Characters that a browser drops or reads as the end of an address: one that has them is not linked to.
_UNFIT = re.compile(r"[\x00-\x20\x7f\\\"'<>`{}|^]")


def day_in_words(day: datetime.date | None) -> str:
    """A day as it is written in minutes.

    >>> day_in_words(datetime.date(2026, 9, 5)), day_in_words(None)
    ('5 September 2026', 'undated')
    """
    return f"{day.day} {day:%B %Y}" if day else "undated"


def instant_in_words(instant: datetime.datetime | None) -> str:
    """A moment, in UTC.

    >>> instant_in_words(datetime.datetime(2026, 9, 5, 7, 30, tzinfo=datetime.UTC))
    '5 September 2026 at 07:30 UTC'
    """
    return f"{day_in_words(instant.date())} at {instant:%H:%M} UTC" if instant else "at a time that was not kept"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "match", "matches"), counted(1200, "item")
    ('1 match', '1,200 items')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def web_address(address: str | None) -> str:
    """The address if a page may link to it: http or https, with a host, without anything odd; else "".

    >>> web_address("https://a.example/Report 1.pdf")
    'https://a.example/Report%201.pdf'
    >>> web_address("https://democracy.example.gov.uk/a?b=1"), web_address("javascript:alert(1)"), web_address("//x")
    ('https://democracy.example.gov.uk/a?b=1', '', '')
    """
    address = (address or "").strip(" ").replace(" ", "%20")
    if not address or _UNFIT.search(address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""


def path_of(kind: str, key: str) -> str:
    """The path of a thing's page.

    >>> path_of("item", "democracy.example.gov.uk:20894@2")
    '/item/democracy.example.gov.uk:20894@2'
    """
    return f"/{kind}/{quote(key, safe=':@/')}"


def tag_of(state: str) -> str:
    """The colour of the tag of a meeting's or an item's state.

    >>> tag_of("final"), tag_of("agenda")
    ('govuk-tag--green', 'govuk-tag--grey')
    """
    return _TAGS.get(state, "govuk-tag--grey")


@cache
def _topic_words() -> dict[str, tuple[str, str]]:
    from minuteminer.annotate.taxonomy import load_taxonomy

    try:
        return {topic.id: (topic.label, topic.scope_note) for topic in load_taxonomy()}
    except MinuteMinerError:
        return {}


def topic_name(topic_id: str) -> str:
    """A topic as the taxonomy calls it; one of another taxonomy by its id.

    >>> topic_name("firearms"), topic_name("village_greens")
    ('Firearms and armed policing', 'village greens')
    """
    return _topic_words().get(topic_id, (topic_id.replace("_", " "), ""))[0]


def is_topic(topic_id: str) -> bool:
    """Whether the taxonomy has a topic, of which there may be nothing yet.

    >>> is_topic("firearms"), is_topic("zz")
    (True, False)
    """
    return topic_id in _topic_words()


def topic_scope(topic_id: str) -> str:
    """What is meant by a topic, "" where that is not written down."""
    return _topic_words().get(topic_id, ("", ""))[1]
