"""What every page of the sample site is wrapped in: the council's template, and the product's block inside it."""

# ruff: noqa: E501 - lines of the product's own mark-up stay whole
from __future__ import annotations

import datetime
import html
import re
from dataclasses import dataclass, field

_TEMPLATE = """<!DOCTYPE html>


<html lang="{language}">
\t<head>
{charset}<meta http-equiv='X-UA-Compatible' content='IE=edge' />{meta}
<link type="text/css" href="jquery-ui/Add-ons/mg.jqueryaddons.css" rel="stylesheet" />\x20
\t\t<title>{title} - {site}</title>
\t\t<link href="sitespecific/ssMgStyles.css" rel="stylesheet" type="text/css" />
\t</head>
\t<body>
\t\t<header><p>{site}</p></header>
\t\t<nav><ul>
<li><a href="mgCalendarMonthView.aspx?GL=1&amp;bcr=1" title="Link to calendar of meetings">Calendar</a></li>
<li><a href="mgListCommittees.aspx?bcr=1" title="Link to committee structure">Committees</a></li>
<li><a href="ieListMeetings.aspx?CId=302&info=1&MD=Constitution" title="Link to constitution">Constitution</a></li>
<li><a href="ieDocSearch.aspx?bcr=1" title="Link to free text search">Search documents</a></li></ul></nav>
\t\t<p class="notice">{notice}</p>
\t\t<div class="crumbs">{heading}</div>
\t\t{block}
\t\t<footer><small>{site}</small></footer>
\t</body>
</html>"""
_BANNER = """<html><head>{charset}{meta}
<link type="text/css" href="jquery-ui/Add-ons/mg.jqueryaddons.css" rel="stylesheet" />
<title>{title}</title></head><body>
<p>The plain template is shown, because the council's own branding could not be loaded.</p>
<p>Technical Error: the request for the template was aborted: could not create a secure channel.</p>
<p>{heading}</p>{block}</body></html><!-- sample site: plain template -->"""
_SCRIPT = """<script type="text/javascript">
\tif(window.$ModernGov === undefined)
\t{{
\t\tObject.defineProperty(window, "$ModernGov", {{ value: {{}} }});
\t\tObject.defineProperty($ModernGov, "Settings", {{value: {{}} }});
Object.defineProperty($ModernGov.Settings, "RequiredLanguage", {{ value: {language} }});
\t}}
</script>"""
# The product writes these by number in texts, and every space besides in titles of links.
_NUMBERED = str.maketrans({":": "&#58;", "/": "&#47;", "(": "&#40;", ")": "&#41;", "'": "&#39;"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page before it is wrapped: `heading` is the h1, the rest is HTML."""

    title: str
    heading: str
    subheading: str = ""
    links: str = ""
    content: str = ""
    dates: dict[str, datetime.date] = field(default_factory=dict)
    form: str = ""


def text(words: str) -> str:
    """Words as the product writes them into a page."""
    return html.escape(words, quote=False).replace("&amp;", "&#38;").translate(_NUMBERED)


def attribute(words: str) -> str:
    """Words as the product writes them into a link's title."""
    return html.escape(words).replace("&#x27;", "'").translate(_NUMBERED).replace(" ", "&#32;")


def render(
    page: Page, *, site: str, notice: str, banner: bool = False, charset: bool = True, welsh: bool = False
) -> str:
    """The whole page, in the council's template or in the plain one."""
    subtitle = (
        f'\n\t\t\t<div class="mgSubTitle" >\t\n\t\t\t\t{page.subheading}\n\t\t\t\t</div>' if page.subheading else ""
    )
    opening, closing = (page.form, "</form>") if page.form else ("", "")
    block = (
        f'<div id="modgov"><div class="mgHeader"><h1  class="mgMainTitleTxt" >{text(page.heading)}</h1></div>{subtitle}\n'
        f"{_SCRIPT.format(language=1 if welsh else -1)}\n{opening}"
        f'\t<div class="mgLinks" >\n\n{page.links}\n</div>\r\n<div class="mgContent" >\n{page.content}\n'
        f'<div class="mgHelpLine" >\t\n</div>\t\n</div>\n{closing}<div class="mgFooter" >\t\t\n\n\t<p>&nbsp;</p>\n'
        '<script src="edit-doc-activex.js" type="text/javascript"></script>\n</div>\n</div>'
    )
    return (_BANNER if banner else _TEMPLATE).format(
        language="cy" if welsh else "en",
        charset='\t\t<meta charset="utf-8">\n' if charset else "",
        meta=_meta(page),
        title=html.escape(page.title, quote=False),
        heading=text(page.heading),
        site=html.escape(site, quote=False),
        notice=html.escape(notice, quote=False),
        block=block,
    )


def _meta(page: Page) -> str:
    rows = [f'<meta name="DC.title"  content="{html.escape(page.title)}"/>']
    rows += [f'<meta name="{name}" scheme="W3CDTF"  content="{day.isoformat()}"/>' for name, day in page.dates.items()]
    rows.append('<meta name="DC.subject" scheme="eGMS.IPSV"  content="Local government"/>')
    return "\n".join(rows)


def action_list(links: list[str]) -> str:
    """The list of actions at the head of a page."""
    entries = "\n".join(f"\t\t<li>{link}</li>" for link in links)
    return f'<ul  class="mgActionList" >\n{entries}\n</ul>' if links else ""


def link(href: str, words: str, title: str = "", css: str = "") -> str:
    """A link with the product's double spaces; `href` is written as it is, raw spaces and all."""
    classes = f'class="{css}"   ' if css else ""
    titled = f'  title="{attribute(title)}"' if title else ""
    return f'<a  {classes}href="{html.escape(href)}"{titled}>{words}</a>'


def long_date(at: datetime.datetime) -> str:
    """A date as the product prints it in headings: "Friday, 3rd February, 2023 10.30 am"."""
    suffix = "th" if 10 <= at.day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(at.day % 10, "th")
    return f"{at:%A}, {at.day}{suffix} {at:%B}, {at.year} {clock(at)}"


def clock(at: datetime.datetime, separator: str = ".") -> str:
    """A time as the product prints it: "10.30 am"."""
    return f"{at.hour % 12 or 12}{separator}{at:%M} {'am' if at.hour < 12 else 'pm'}"


def with_other_classes(page: str) -> str:
    """A page whose classes and ids are named anew, as a new version of the product might name them."""
    return re.sub(r'(class|id)=(["\'])\s*mg(?=[A-Z])', r"\1=\2mod", page)
