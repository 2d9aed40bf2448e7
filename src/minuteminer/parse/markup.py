"""A page's text into a tree, and the product's own block out of it.

lxml reads the page, because it is about twenty times as fast as Beautiful Soup; Beautiful Soup with Python's
forgiving parser is the second opinion where lxml lost the text. Hostile shapes (100,000 nested tags, a tag of
megabytes, a comment that never ends) are made harmless before either sees them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from operator import sub

from lxml import etree

from minuteminer.errors import ParseError
from minuteminer.parse.text import collapse_space

# libxml2 drops text below its depth limit without a word; no ModernGov page seen is deeper than 40.
MAX_DEPTH = 400
_PIECE_LENGTH = 4096
MAX_TAG_LENGTH = 65536
_LONG_TAG = re.compile(r"<(/?[A-Za-z]\w{0,20})\b[^<>]{65000,}>")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]{0,40})[^<>]*>")
_TAG_NAME = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*)")
# Tags without content, and those that Word leaves open, which is no depth.
_NOT_NESTING = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li td th tr dd dt option thead tbody tfoot".split()
)
_STRUCTURE = re.compile(r"/?(?:p|br|h[1-6]|a|ul|ol|li|table|tbody|tr|td|th|html|body)$", re.I)
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.I | re.S)
_ANY_TAG = re.compile(r"<[^<>]*>")
# Below this share of the page's characters the parser must have lost text, as to a comment that never ends.
_LEAST_SHARE_OF_TEXT = 0.1

_ALL_TEXT = etree.XPath("string()")
_UNSEEN = frozenset(("script", "style", "noscript", "select", "title"))
_DISPLAY_NONE = re.compile(r"display\s*:\s*none", re.I)
_BY_ID = etree.XPath("//div[@id='modgov']")
# Captures that were cut to the product's block, and old templates, lack the id.
_BY_CLASS = etree.XPath(
    "//*[contains(concat(' ', @class, ' '), ' mgContent ') or contains(@class, 'mgItemTable')"
    " or contains(@class, 'mgMainTitleTxt') or contains(@class, 'mgWordPara') or contains(@class, 'mgTabTable')]"
)


def parse_markup(text: str) -> etree._Element:
    """The tree of a page or fragment; comments are gone. Raises ParseError where there is nothing to read."""
    safe = _without_traps(text)
    root = _parse_with_lxml(safe)
    if root is None or _lost_text(root, safe):
        root = _parse_with_beautiful_soup(safe)
    if root is None:
        raise ParseError("expected HTML, got nothing that can be read as such", kind="empty")
    return root


def find_block(root: etree._Element) -> etree._Element | None:
    """The product's block of a page: `div#modgov`, or all of a page that has the product's classes without it."""
    by_id = _BY_ID(root)
    if isinstance(by_id, list) and by_id:
        return by_id[0]
    return root if _BY_CLASS(root) else None


def text_of(element: etree._Element) -> str:
    """The visible words of a title, label or link on one line: no file size, no hidden words.

    >>> text_of(parse_markup('<p>Minutes <span class="mgFileSize"> PDF 98 KB</span>&nbsp;of May</p>'))
    'Minutes of May'
    """
    if not len(element):
        return "" if is_hidden(element) else collapse_space(element.text or "")
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "end":
            pieces.append("" if node is element else node.tail or "")
        elif is_hidden(node):
            walk.skip_subtree()
        else:
            pieces.append(node.text or "")
    return collapse_space("".join(pieces))


def is_hidden(element: etree._Element) -> bool:
    """Whether a reader sees the element's words: scripts, file sizes and words for screen readers do not count."""
    if element.tag in _UNSEEN:
        return True
    names = element.get("class")
    if names and "mg" in names and ("mgHide" in names or "mgFileSize" in names):
        return True
    style = element.get("style")
    return bool(style) and "display" in style.lower() and bool(_DISPLAY_NONE.search(style))


def has_class(element: etree._Element, name: str) -> bool:
    """Whether `name` is one of the element's classes."""
    classes = element.get("class")
    return classes is not None and name in classes and name in classes.split()


def _without_traps(text: str) -> str:
    """`text` with monstrous tags cut, endless comments opened, and depth taken away where there is too much."""
    if len(text) > MAX_TAG_LENGTH:
        text = _LONG_TAG.sub(r"<\1>", text)
    for start, end in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if text.rfind(start) > text.rfind(end):
            text = text[: text.rfind(end) + 1] + text[text.rfind(end) + 1 :].replace(start, "")
    if not _is_surely_shallow(text) and _depth(text) > MAX_DEPTH:
        text = _TAG.sub(lambda match: match.group() if _is_structure(match) else "", text)
        if _depth(text) > MAX_DEPTH:
            text = _TAG.sub(" ", text)
    return text


def _is_structure(match: re.Match[str]) -> bool:
    return bool(_STRUCTURE.match(match[1] + match[2])) or "mg" in match.group() or 'id="modgov"' in match.group()


def _is_surely_shallow(text: str) -> bool:
    """Whether counting alone shows that no tags nest too deep, which spares the closer look.

    From a place in one piece of the text to a place in a later one, depth grows by what the pieces between add
    and at most by all tags that the two pieces themselves open.
    """
    most_opened = growth = most_growth = 0
    for start in range(0, len(text), _PIECE_LENGTH):
        piece = text[start : start + _PIECE_LENGTH]
        closed = piece.count("</")
        opened = piece.count("<") - closed
        most_opened = max(most_opened, opened)
        growth = max(0, growth + opened - closed)
        most_growth = max(most_growth, growth)
    return 2 * most_opened + most_growth <= MAX_DEPTH


@lru_cache(maxsize=512)
def _step(name: str) -> int:
    """What a tag does to the depth; pages use few names, so few are worked out."""
    bare = name.lstrip("/").lower()
    return 0 if bare in _NOT_NESTING else -1 if name[0] == "/" else 1


def _depth(text: str) -> int:
    """How deep the tags of `text` may nest at most; end tags that match nothing are not trusted below zero."""
    depths = list(accumulate(map(_step, _TAG_NAME.findall(text)), initial=0))
    deepest: int = max(map(sub, depths, accumulate(depths, min)))
    return deepest


def _parse_with_lxml(text: str) -> etree._Element | None:
    # Not lxml.html's parser: its elements are chosen by Python code, which doubles the time of a walk.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _lost_text(root: etree._Element, text: str) -> bool:
    kept = len(_ALL_TEXT(root))
    if kept > len(text) * _LEAST_SHARE_OF_TEXT:
        return False
    stripped = collapse_space(_ANY_TAG.sub(" ", _SCRIPT.sub(" ", text)))
    return len(stripped) > 200 and kept < len(stripped) * _LEAST_SHARE_OF_TEXT


def _parse_with_beautiful_soup(text: str) -> etree._Element | None:
    from bs4 import BeautifulSoup  # a quarter of a second to import, and seldom needed

    try:
        soup = BeautifulSoup(text, "html.parser")
    except (AssertionError, ValueError, RecursionError):  # html.parser's own complaints about rubbish
        return None
    return _parse_with_lxml(str(soup))
