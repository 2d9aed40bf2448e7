"""The parts of an agenda item on a page: agenda text, decision, minutes, documents, the link to its full text."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace

from lxml import etree

from minuteminer.models import AgendaItem, DocumentLink, MeetingStatus, RawPage, compose_text
from minuteminer.parse.address import attachment_id, find_id, join_address, page_name
from minuteminer.parse.labels import Section, section_of
from minuteminer.parse.markup import has_class, text_of
from minuteminer.parse.page import OpenPage
from minuteminer.parse.word import read_word_text

_LABEL_CLASSES = ("mgSubItemTitleTxt", "mgSubSubTitleTxt", "mgLabel")
_LIST_CLASSES = ("mgBulletList", "mgActionList")
# Old templates write the size behind the title without a span of its own.
_FILE_SIZE = re.compile(r"\s*(?:pdf icon\s*)?\(?(?:PDF|DOCX?|XLSX?)\s+[\d.,]+\s*[KM]B\)?$")
_ELLIPSES = ("...", "…")
_RESTRICTED = re.compile(r"\b(?:restricted|exempt|cyfyngedig)\b", re.I)
_WEBCAST = ("webcast", "web-cast", "gweddarllediad")


@dataclass(slots=True)
class Sections:
    """What stands between an item's title and the next item."""

    texts: dict[Section, list[str]] = field(default_factory=dict)
    documents: list[DocumentLink] = field(default_factory=list)
    full_text_url: str | None = None
    truncated: bool = False
    restricted: bool = False

    def text(self, section: Section) -> str:
        """The text of one part, "" where the page has none."""
        return "\n\n".join(self.texts.get(section, ()))


def read_sections(page: OpenPage, container: etree._Element) -> Sections:
    """The parts of an item in `container` (a table cell of a meeting page, the content of an item page).

    The text of a Word body belongs to the nearest label before it, and before any label it is agenda text: the
    class tells a label, because an item may be titled "Minutes" and agenda text may quote "Minutes:".
    """
    sections = Sections()
    label = ""
    for element in _parts(container):
        if _is_label(element):
            label = text_of(element)
        elif has_class(element, "mgWordPara"):
            _read_body(page, element, label, sections)
        elif element.tag in ("ul", "ol"):
            _read_links(page, element, sections)
    return sections


def _parts(container: etree._Element) -> list[etree._Element]:
    """Labels, Word bodies and lists of links, in order; the tables of recorded votes are passed over."""
    parts: list[etree._Element] = []
    pending = list(reversed(container))
    while pending:
        element = pending.pop()
        if not isinstance(element.tag, str) or element.tag == "table" or has_class(element, "mgAiTitleTxt"):
            continue
        if _is_label(element) or has_class(element, "mgWordPara") or element.tag in ("ul", "ol"):
            parts.append(element)
        else:
            pending.extend(reversed(element))
    return parts


def _is_label(element: etree._Element) -> bool:
    return element.tag in ("p", "h2", "h3", "h4") and any(has_class(element, name) for name in _LABEL_CLASSES)


def _read_body(page: OpenPage, body: etree._Element, label: str, sections: Sections) -> None:
    link = _full_text_link(body)
    if link is not None:
        sections.full_text_url = join_address(page.url, link.get("href"))
        _drop(link)
    text = read_word_text(body)
    if link is not None and (dots := next(filter(text.rstrip().endswith, _ELLIPSES), "")):
        # Some sites print the link under texts of two words: only the dots say that something is missing.
        text = text.rstrip().removesuffix(dots).rstrip()
        sections.truncated = True
    section = section_of(label) if label else "agenda"
    if text:
        known: Section = section if section and section != "documents" else "agenda"
        sections.texts.setdefault(known, []).append(text if section else f"{label}\n\n{text}")


def _drop(element: etree._Element) -> None:
    """Takes an element out of its parent, but not the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _full_text_link(body: etree._Element) -> etree._Element | None:
    """The link "view the full minutes text", which the product puts at the very end of a text that it cuts."""
    links = [link for link in body.iter("a") if page_name(link.get("href") or "") == "mgai.aspx"]
    if not links:
        return None
    after = [links[-1].tail or ""]
    for element in (links[-1], *links[-1].iterancestors()):
        if element is body:
            break
        after.extend(text_of(sibling) for sibling in element.itersiblings())
        after.append(element.tail or "")
    return None if "".join(after).strip() else links[-1]


def _read_links(page: OpenPage, links: etree._Element, sections: Sections) -> None:
    # Lists of the council's own making ("Share this item") lead elsewhere, never to an attachment.
    of_the_product = any(has_class(links, name) for name in _LIST_CLASSES)
    for entry in links.iter("li"):
        link = next(entry.iter("a"), None)
        href = link.get("href") if link is not None else None
        if page_name(href or "") == "mgreasonsrestricted.aspx":
            _note_restriction(text_of(link), href or "", sections)
            continue
        document = read_document(page, text_of(link if link is not None else entry), href)
        if document and (of_the_product or document.attachment_id):
            sections.documents.append(document)


def _note_restriction(words: str, href: str, sections: Sections) -> None:
    """A link to the reasons of a restriction: of the document before it, of one not named, or of the item."""
    attached = find_id(href, "id")
    last = sections.documents[-1] if sections.documents else None
    if "document" not in words.lower():
        sections.restricted = True
    elif last is not None and last.restricted and last.attachment_id is None:
        sections.documents[-1] = replace(last, attachment_id=attached or None)
    else:
        sections.documents.append(DocumentLink(title=words, url="", attachment_id=attached or None, restricted=True))


def read_document(page: OpenPage, words: str, href: str | None) -> DocumentLink | None:
    """The document behind a link of an item, by its words; None for links to pages that are no documents."""
    title = clean_title(words)
    name = page_name(href or "")
    if not href and _RESTRICTED.search(title):
        return DocumentLink(title=title, url="", restricted=True)
    url = join_address(page.url, href)
    if url is None:
        return None
    told = f"{title} {url}".lower()
    if any(word in told for word in _WEBCAST):
        return DocumentLink(title=title, url=url, kind="webcast")
    if name == "iedecisiondetails.aspx":
        return DocumentLink(title=title, url=url, kind="decision")
    if attached := attachment_id(url):
        return DocumentLink(title=title, url=url, attachment_id=attached)
    if name.endswith(".aspx") or not title:
        return None
    return DocumentLink(title=title, url=url, kind="link")


def distinct_documents(documents: list[DocumentLink]) -> tuple[DocumentLink, ...]:
    """`documents` in order, each attachment once, whichever of its two addresses it came under."""
    seen: dict[tuple[str, str], DocumentLink] = {}
    for document in documents:
        key = ("id", document.attachment_id) if document.attachment_id else (document.url, document.title)
        seen.setdefault(key, document)
    return tuple(seen.values())


def clean_title(title: str) -> str:
    """A title without the file size that old templates leave in it.

    >>> clean_title("Minutes of 2 May 2017 pdf icon PDF 98 KB")
    'Minutes of 2 May 2017'
    """
    return _FILE_SIZE.sub("", title) if title.endswith(("B", "B)")) else title


def make_item(
    raw: RawPage, sections: Sections, *, site: str, item_id: str, meeting_id: str, position: int, number: str,
    title: str, url: str, status: MeetingStatus, lead: tuple[DocumentLink, ...] = (),
) -> AgendaItem:  # fmt: skip
    """The agenda item of a page from its parts."""
    decision, minutes = sections.text("decision"), sections.text("minutes")
    text = compose_text(decision, minutes)
    documents = distinct_documents([*lead, *sections.documents])
    return AgendaItem(
        site=site,
        item_id=item_id,
        meeting_id=meeting_id,
        position=position,
        number=number,
        title=title,
        text=text,
        agenda_text=sections.text("agenda"),
        decision_text=decision,
        minutes_text=minutes,
        documents=documents,
        url=url,
        full_text_url=sections.full_text_url,
        truncated=sections.truncated,
        restricted=sections.restricted or bool(documents and not text and all(d.restricted for d in documents)),
        status=status,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        page_sha256=raw.sha256,
        fetched_at=raw.fetched_at,
    )
