"""What Word and Tidy leave on a page becomes the words that a reader sees."""

from __future__ import annotations

import pytest

from minuteminer.parse.markup import parse_markup
from minuteminer.parse.word import read_word_text

TINY = '<span style="font:7.0pt &quot;Times New Roman&quot;">&nbsp;&nbsp;&nbsp;</span>'


def read(markup: str) -> str:
    return read_word_text(parse_markup(f'<div class="mgWordPara">{markup}</div>'))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>hard\nwrapped\n   line</p>", "hard wrapped line"),
        ('<p>re<span class="SpellE">organis</span>ed <b>RESOLVED</b>:</p>', "reorganised RESOLVED:"),
        ("<p>One</p><p>&nbsp;</p><p><span>&nbsp;</span></p><p>Two</p>", "One\n\nTwo"),
        (f"<p><span>1.{TINY}</span>\nText</p>", "1.   Text"),
        (f"<p>(12){TINY} Text</p>", "(12)   Text"),
        (f"<p>a){TINY}Text</p>", "a)   Text"),
        (f"<p>·{TINY}{TINY}Text</p>", "·  Text"),
        (f"<p>\uf0b7{TINY}Text</p>", "·  Text"),
        (f"<p>o{TINY}Text</p><p>Ø{TINY}Text</p>", "·  Text\n\n·  Text"),
        ("<p>1. Text stays as it is printed</p>", "1. Text stays as it is printed"),
        ("<p>I&nbsp; said &pound;5&nbsp;million</p>", "I said £5 million"),
        ('<ol start="4"><li>four</li><li value="9">nine</li><li>ten</li></ol>', "4.   four\n\n9.   nine\n\n10.   ten"),
        ('<ol type="a"><li>x</li><li>y</li></ol><ol type="I"><li>z</li></ol>', "a.   x\n\nb.   y\n\nI.   z"),
        (
            '<ol style="list-style-type:lower-roman"><li>x<li>y<li>z<li>v</ol>',
            "i.   x\n\nii.   y\n\niii.   z\n\niv.   v",
        ),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1.   a\n\n·  b\n\n2.   c"),
        ("<ol><li><p>a</p><p>more of a</p></li></ol>", "1.   a\n\nmore of a"),
        (
            "<table><tr><td>A</td><td>B</td></tr><tr><td>C</td><td></td></tr><tr><td></td><td></td></tr></table>",
            "A | B\nC |",
        ),
        ("<table><tr><td><p>only</p><p>layout</p></td></tr></table>", "only\n\nlayout"),
        ("<p>line<br>break<br/>  <br>end</p>", "line\nbreak\nend"),
        ("<p>30<sup>th</sup> May</p>", "30th May"),
        ('<p>seen<span class="mgHide">, item 3.</span><span style="display:none">x</span></p>', "seen"),
        ("<p>a<!-- never --><script>var b;</script>c</p>", "ac"),
        ("<h3>Questions</h3><p>Text</p>", "Questions\n\nText"),
        ("<p>it&#146;s here</p>", "it’s here"),
    ],
)
def test_shapes(markup: str, text: str) -> None:
    got = read(markup)
    assert got.rstrip() == text


def test_hidden_blocks_leave_no_trace_on_what_follows() -> None:
    assert (
        read('<ol start="2"><li>a</li><div class="mgHide"><ol><li>x</li></ol></div><li>b</li></ol>')
        == "2.   a\n\n3.   b"
    )
