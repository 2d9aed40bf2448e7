"""The search page as values: what is asked for by the form, the filters with their counts, and the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from urllib.parse import urlencode

from minuteminer.answers import Facet
from minuteminer.index.facets import NAMES, facet_condition
from minuteminer.index.search import MAX_OFFSET
from minuteminer.views.words import KINDS, topic_name

PAGE_SIZE = 20
GROUP_NAMES = {
    "committee": "Committee", "year": "Year", "topic": "Topic", "verb": "What was decided", "kind": "With a",
    "role": "Money or people for",
}  # fmt: skip
# More values than these make a list that is longer than the results beside it.
SHOWN_VALUES = 8
# What is rarer is asked for by its name in the query.
MAX_VALUES = 30
# Settings hold for a whole query and may not stand inside brackets.
_SETTING = re.compile(r'"[^"]*"|(?<![\w-])((?:in|sort|asof|boilerplate):(?:"[^"]*"|[^\s()]*))', re.IGNORECASE)
_OR = re.compile(r'"[^"]*"|(?<!\S)(OR|\|)(?!\S)')


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """What a person has filled in: the words, the filters by name, and how the results are to be shown."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unit: str = ""
    sort: str = ""
    boilerplate: bool = False
    page: int = 1

    def query_text(self, *, without: str = "") -> str:
        """All of it in the query language; `without` leaves the filters of one name out.

        >>> SearchForm(q="drones OR tasers in:resolution", filters={"year": ("2025", "2026")}).query_text()
        '(drones OR tasers) in:resolution (date:2025 OR date:2026)'
        """
        conditions = [alternatives(name, values) for name, values in self.filters.items() if values and name != without]
        parts = [_closed(self.q) if conditions else self.q.strip(), *conditions]
        parts += [f"in:{self.unit}"] if self.unit else []
        parts += [f"sort:{self.sort}"] if self.sort else []
        parts += ["boilerplate:yes"] if self.boilerplate else []
        return " ".join(part for part in parts if part)

    def address(self, *, page: int = 1) -> str:
        """The path of the same search, on a page of it."""
        pairs = [("q", self.q)]
        pairs += [(name, value) for name, values in self.filters.items() for value in values]
        pairs += [("in", self.unit)] if self.unit else []
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("boilerplate", "yes")] if self.boilerplate else []
        pairs += [("page", str(page))] if page > 1 else []
        return f"/search?{urlencode(pairs)}"

    def removed(self, name: str, value: str) -> SearchForm:
        """The same without one value of a filter."""
        values = tuple(one for one in self.filters.get(name, ()) if one != value)
        return replace(self, filters={**self.filters, name: values}, page=1)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.q.strip() and not any(self.filters.values())


def read_form(values: Mapping[str, Sequence[str]]) -> SearchForm:
    """The form from the values of an address; what it does not know is passed over, a page is at least 1."""
    one = {name: (values.get(name) or [""])[-1].strip() for name in ("q", "in", "sort", "boilerplate", "page")}
    for name in ("in", "sort"):
        shown = (values.get(f"shown-{name}") or [""])[-1].strip()
        one |= _settled(one["q"], name, one[name], shown)
    number = one["page"]
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    return SearchForm(
        q=one["q"],
        filters={
            name: tuple(dict.fromkeys(value for value in values.get(name, ()) if value.strip())) for name in NAMES
        },
        unit=one["in"],
        sort=one["sort"],
        boilerplate=one["boilerplate"] == "yes",
        page=max(1, page),
    )


def _settled(q: str, name: str, chosen: str, shown: str) -> dict[str, str]:
    """The words and a list's choice, where both say one setting: what the person touched last is kept, alone.

    `shown` is what the list held when the page was made: a list that still holds it was not touched.

    >>> _settled("drones in:item", "in", "resolution", "resolution")
    {'q': 'drones in:item', 'in': ''}
    >>> _settled("drones in:item", "in", "resolution", "")
    {'q': 'drones', 'in': 'resolution'}
    """
    typed = any((match[1] or "").lower().startswith(f"{name}:") for match in _SETTING.finditer(q))
    if not (typed and chosen):
        return {"q": q, name: chosen}
    if chosen == shown:
        return {"q": q, name: ""}
    kept = _SETTING.sub(lambda match: "" if (match[1] or "").lower().startswith(f"{name}:") else match[0], q)
    return {"q": " ".join(kept.split()), name: chosen}


def alternatives(name: str, values: Iterable[str]) -> str:
    """The condition that a property has one of the values.

    >>> alternatives("role", ["grant"]), alternatives("verb", ["note", "set up"])
    ('role:grant', '(verb:note OR verb:"set up")')
    """
    # A comma stands between alternatives inside a field, and a quotation mark ends it.
    pieces = [facet_condition(name, re.sub(r'[",\s]+', " ", value).strip()) for value in values]
    return pieces[0] if len(pieces) == 1 else f"({' OR '.join(pieces)})"


def _closed(text: str) -> str:
    """The words in brackets where an OR would reach over the filters; its settings stand behind them."""
    text = text.strip()
    if not any(match[1] for match in _OR.finditer(text)):
        return text
    settings = [match[1] for match in _SETTING.finditer(text) if match[1]]
    words = _SETTING.sub(lambda match: "" if match[1] else match[0], text).strip()
    return " ".join([f"({words})", *settings]) if words else " ".join(settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterValue:
    """A value that can be ticked, with how many matches have it ("1,204")."""

    value: str
    words: str
    count: str
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterGroup:
    """The values of one property; the first `shown` of them stand open, the rest behind a fold."""

    name: str
    words: str
    values: tuple[FilterValue, ...]
    shown: int


def filter_groups(form: SearchForm, facets: Iterable[Facet]) -> tuple[FilterGroup, ...]:
    """The filters beside the results; what is ticked stands first, also where nothing more has it."""
    groups = []
    for facet in facets:
        chosen = form.filters.get(facet.name, ())
        counts = dict(facet.values)
        ordered = facet.values if facet.name != "year" else tuple(sorted(facet.values, reverse=True))
        names = [*chosen, *(value for value, _ in ordered if value not in chosen)][: max(MAX_VALUES, len(chosen))]
        values = tuple(
            FilterValue(
                value=value, words=filter_words(facet.name, value), count=f"{counts.get(value, 0):,}",
                ticked=value in chosen,
            )
            for value in names
        )  # fmt: skip
        if values:
            shown = max(SHOWN_VALUES, len(chosen))
            groups.append(FilterGroup(name=facet.name, words=GROUP_NAMES[facet.name], values=values, shown=shown))
    return tuple(groups)


def filter_words(name: str, value: str) -> str:
    """A filter's value as people know it.

    >>> filter_words("kind", "money"), filter_words("topic", "firearms"), filter_words("year", "2026")
    ('sum of money', 'Firearms and armed policing', '2026')
    """
    if name == "topic":
        return topic_name(value)
    return KINDS.get(value, value) if name == "kind" else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option of a list to choose from."""

    value: str
    words: str
    chosen: bool


def choices(options: Sequence[tuple[str, str]], chosen: str, present: str) -> tuple[Choice, ...]:
    """The options of a setting, the usual one first; "" is sent where nobody chose, so that what is typed holds.

    `chosen` is what the form sent, `present` what holds now, because it was typed or is usual.

    >>> [one.value for one in choices((("date", "Oldest"), ("-date", "Newest")), "", "date")]
    ['', '-date']
    >>> choices((("date", "Oldest"), ("-date", "Newest")), "", "-date")[0].words
    'Newest (as typed)'
    """
    usual, words = options[0][0], dict(options)
    if chosen:
        return tuple(Choice(value=value, words=said, chosen=value == present) for value, said in options)
    if present == usual:
        first, rest = Choice(value="", words=words[usual], chosen=True), options[1:]
    else:
        first, rest = Choice(value="", words=f"{words[present]} (as typed)", chosen=True), options
    return (first, *(Choice(value=value, words=said, chosen=False) for value, said in rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A filter that is set: what it is, and where it is not."""

    group: str
    words: str
    address: str


def selected_tags(form: SearchForm) -> tuple[Tag, ...]:
    """The filters that are set, each with the way to take it off."""
    return tuple(
        Tag(group=GROUP_NAMES[name], words=filter_words(name, value), address=form.removed(name, value).address())
        for name, values in form.filters.items()
        for value in values
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A number in the pagination; None stands for a gap."""

    number: int | None
    address: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """The pages of a list, with the way back and on where there is one."""

    page: int
    pages: int
    links: tuple[PageLink, ...]
    previous: str
    next: str


def page_count(total: int, size: int = PAGE_SIZE) -> int:
    """How many pages a list has, at least one; what lies deeper than a search looks is on none."""
    return max(1, min(ceil(total / size), MAX_OFFSET // size))


def paginate(page: int, pages: int, address: Callable[[int], str]) -> Pagination:
    """The links of a list's pages: the first, the last, and those about the present one."""
    wanted = sorted(number for number in {1, pages, page - 1, page, page + 1} if 1 <= number <= pages)
    links: list[PageLink] = []
    for number in wanted:
        if links and number - (links[-1].number or 0) > 1:
            links.append(PageLink(number=None))
        links.append(PageLink(number=number, address=address(number), current=number == page))
    return Pagination(
        page=page, pages=pages, links=tuple(links),
        previous=address(page - 1) if page > 1 else "", next=address(page + 1) if page < pages else "",
    )  # fmt: skip
