"""Which addresses a page may link to."""

from __future__ import annotations

import pytest

from minuteminer.views.words import path_of, web_address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "\x01javascript:alert(1)", "data:text/html,x", "vbscript:x",
        "//evil.example/", "/\\evil.example", "http:///x", "https:evil", "ftp://a.example/", "java script:alert(1)",
        "http://a.example/\n", "http://a.example/\"onclick='x'", "http://[::1", "http://a.example/<script>", "", None,
        "java\tscript:alert(1)", "file:///etc/passwd", "http:\\\\a.example",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_not_linked_to(address: str | None) -> None:
    assert web_address(address) == ""


@pytest.mark.parametrize("address", ["http://127.0.0.1:8776/a.aspx?a=1&b=2#c", "https://democracy.example.gov.uk/x"])
def test_a_web_address_is(address: str) -> None:
    assert web_address(address) == address


def test_a_key_cannot_leave_its_path() -> None:
    assert path_of("item", 'a.example/mg:1?x#y"<') == "/item/a.example/mg:1%3Fx%23y%22%3C"
