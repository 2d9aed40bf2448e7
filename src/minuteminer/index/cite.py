"""Citations of an item or of a fact in it, in the styles that officers, lawyers and researchers use."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from minuteminer.answers import IndexedItem
from minuteminer.errors import UsageError
from minuteminer.findings import Fact
from minuteminer.index.words import single_spaced

# A text fragment names a few words of its beginning and end: long ones break at the first difference.
_FRAGMENT_WORDS = 6
_SAFE_LINK = re.compile(r"https?://", re.IGNORECASE)
_BIBTEX = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")


def cite(found: IndexedItem, fact: Fact | None = None, *, style: str = "plain") -> str:
    """A citation of an item, or of the paragraph that a fact stands in.

    `style` is plain, oscola, bibtex, ris or markdown. Raises UsageError for any other.
    """
    if style not in STYLES:
        raise UsageError(f"There is no citation style {style!r}; there are {', '.join(STYLES)}.")
    return STYLES[style](found, fact)


def source_link(found: IndexedItem, fact: Fact | None = None) -> str:
    """The address of the item on the source's page, with a text fragment for the fact's passage."""
    address = found.item.url or found.meeting.url
    if not _SAFE_LINK.match(address):
        return ""
    if fact is None:
        return address
    words = single_spaced(_passage(found, fact)).split(" ")
    start = _encoded(words[:_FRAGMENT_WORDS])
    end = "," + _encoded(words[-_FRAGMENT_WORDS:]) if len(words) > 2 * _FRAGMENT_WORDS else ""
    if not end:
        start = _encoded(words)
    return f"{address}{':~:' if '#' in address else '#:~:'}text={start}{end}"


def _encoded(words: list[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")


def _passage(found: IndexedItem, fact: Fact) -> str:
    for paragraph in found.paragraphs:
        if paragraph.start_char <= fact.start_char < paragraph.end_char:
            text = found.item.text[paragraph.start_char : paragraph.end_char].strip()
            # A browser often renders the label apart from the words, as the number of a list.
            return text.removeprefix(paragraph.label or "").strip() or text
    return fact.text


def _date(found: IndexedItem) -> str:
    day = found.meeting.date
    return f"{day.day} {day:%B %Y}" if day else "undated"


def _head(found: IndexedItem) -> str:
    return " ".join(part for part in (found.item.number, found.item.title) if part)


def _label(fact: Fact | None) -> str:
    return fact.paragraph or "" if fact else ""


def _version(found: IndexedItem) -> str:
    seen = f", read {found.item.fetched_at:%Y-%m-%d}" if found.item.fetched_at else ""
    sha = f", sha256 {found.item.sha256[:12]}" if found.item.sha256 else ""
    return f"version {found.item.version}{seen}{sha}"


def _plain(found: IndexedItem, fact: Fact | None) -> str:
    parts = [found.meeting.committee, f"meeting of {_date(found)}", f"item {_head(found)}"]
    if _label(fact):
        parts.append(f"paragraph {_label(fact)}")
    # A label such as "1." ends the sentence itself.
    return ", ".join(p for p in parts if p).removesuffix(".") + f". {source_link(found, fact)} ({_version(found)})"


def _oscola(found: IndexedItem, fact: Fact | None) -> str:
    # OSCOLA 4 has no form for council minutes; this follows its form for other secondary sources (3.4).
    seen = f" accessed {found.item.fetched_at.day} {found.item.fetched_at:%B %Y}" if found.item.fetched_at else ""
    pinpoint = f" para {_label(fact).strip('().')}" if _label(fact) else ""
    return (
        f"{found.meeting.committee}, ‘Minutes: {_head(found)}’ ({_date(found)}){pinpoint} "
        f"<{source_link(found, fact)}>{seen}"
    )


def _bibtex(found: IndexedItem, fact: Fact | None) -> str:
    day = found.meeting.date
    label = f"paragraph {_label(fact)}" if _label(fact) else ""
    key = re.sub(r"[^A-Za-z0-9]+", "_", found.key).strip("_")
    fields = {
        "author": "{" + found.meeting.committee.translate(_BIBTEX) + "}",
        "title": f"Minutes: {_head(found)}".translate(_BIBTEX),
        "year": str(day.year) if day else "",
        "month": f"{day:%b}".lower() if day else "",
        "note": ", ".join(part for part in (label, _version(found)) if part).translate(_BIBTEX),
        "url": source_link(found, fact).replace("%", r"\%").replace("{", "").replace("}", ""),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{lines}\n}}"


def _ris(found: IndexedItem, fact: Fact | None) -> str:
    day = found.meeting.date
    fields = [
        ("TY", "GOVDOC"),
        ("AU", found.meeting.committee),
        ("TI", f"Minutes: {_head(found)}"),
        ("PY", str(day.year) if day else ""),
        ("DA", f"{day:%Y/%m/%d}" if day else ""),
        ("SP", _label(fact)),
        ("UR", source_link(found, fact)),
        ("N1", _version(found)),
    ]
    return "\n".join(f"{tag}  - {single_spaced(value)}" for tag, value in fields if value) + "\nER  - "


def _markdown(found: IndexedItem, fact: Fact | None) -> str:
    def escape(text: str) -> str:
        return _MARKDOWN.sub(r"\\\1", text)

    label = f", paragraph {escape(_label(fact))}" if _label(fact) else ""
    link = source_link(found, fact).replace(")", "%29").replace("(", "%28")
    head = f"[{escape(_head(found))}]({link})" if link else escape(_head(found))
    return f"{escape(found.meeting.committee)}, {_date(found)}: {head}{label} ({_version(found)})"


STYLES: dict[str, Callable[[IndexedItem, Fact | None], str]] = {
    "plain": _plain,
    "oscola": _oscola,
    "bibtex": _bibtex,
    "ris": _ris,
    "markdown": _markdown,
}
