"""The demonstration serves its sample wherever there is a free port."""

from __future__ import annotations

import socket

import pytest

from minuteminer import demo


def test_the_sample_is_served_on_another_port_where_the_usual_one_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(demo, "DEMO_PORT", taken.getsockname()[1])
        with demo._open_site() as site:
            assert not site.base_url.endswith(f":{taken.getsockname()[1]}")
