"""Saved searches tell what is new or changed and why, once, and nothing where nothing is."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import time_machine

from job_site import PANEL, SMALL, JobSite
from minuteminer.alert_file import load_alerts
from minuteminer.collect.notify import DeliveryError, send_webhook
from minuteminer.errors import JobError, UsageError
from minuteminer.run_job import run_job

JULY = "since = 2024-07-01\nuntil = 2024-07-31\n"
# The meeting of July 2024 is announced before its minutes are there, in draft, then confirmed.
BEFORE = datetime.date(2024, 6, 20)
DRAFT_DAY, FINAL_DAY = datetime.date(2024, 8, 20), datetime.date(2024, 10, 20)


def write_alerts(site: JobSite, text: str, *, committee: str = PANEL) -> None:
    (site.folder / "alerts.toml").write_text(text, encoding="utf-8")
    site.write_job(committee, more=f'{JULY if committee == PANEL else ""}\n[run]\nalerts = "alerts.toml"\n')


def fill_before(site: JobSite, day: datetime.date) -> None:
    """A first run, which takes what it finds as known, on a day before the meeting that the tests speak of."""
    run_on(site, day)
    assert site.told == []


def run_on(site: JobSite, day: datetime.date) -> None:
    site.site.today = day
    noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    with time_machine.travel(noon):
        assert site.run().exit_code == 0


FIREARMS = '[[search]]\nname = "Firearms"\nquery = "firearms"\n'


def test_the_first_run_of_a_job_takes_old_matches_as_known_and_says_so(job_site: JobSite) -> None:
    write_alerts(job_site, FIREARMS)
    job_site.site.today = FINAL_DAY
    report = job_site.run()
    assert job_site.told == []
    (outcome,) = report.alerts
    assert (outcome.hits, outcome.known) == (0, job_site.total("firearms"))
    assert f"; {outcome.known} old matches taken as known by the alerts; " in report.line()
    assert job_site.run().alerts == ()


def test_the_base_line_is_whole_before_anything_is_told(job_site: JobSite) -> None:
    """A first run that ends with its budget only began: what the next one brings is as old."""
    write_alerts(job_site, FIREARMS)
    whole = job_site.job.read_text(encoding="utf-8")
    job_site.site.today = FINAL_DAY
    job_site.job.write_text(whole + "[politeness]\nmax_requests = 3\n", encoding="utf-8")
    assert job_site.run().outcome == "in part"
    job_site.job.write_text(whole, encoding="utf-8")
    assert job_site.run().outcome == "done"
    assert job_site.told == []


def test_the_first_run_of_a_further_job_tells_nothing_old_either(job_site: JobSite) -> None:
    write_alerts(job_site, '[[search]]\nname = "Complaints"\nquery = "complaint"\n', committee=SMALL)
    job_site.run()
    job_site.told.clear()
    other = job_site.folder / "other.toml"
    other.write_text(
        f'[source]\nsite = "{job_site.site.base_url}"\ncommittees = ["{PANEL}"]\n{JULY}[run]\nalerts = "alerts.toml"\n',
        encoding="utf-8",
    )
    write_alerts(job_site, FIREARMS + '[[search]]\nname = "Complaints"\nquery = "complaint"\n', committee=SMALL)
    report = run_job(other, job_site.paths, say=job_site.told.append)
    assert job_site.told == []
    assert sum(alert.known for alert in report.alerts) >= job_site.total("firearms") > 0


def test_a_new_passage_is_told_with_the_words_it_was_found_by(job_site: JobSite) -> None:
    write_alerts(job_site, FIREARMS)
    fill_before(job_site, BEFORE)
    run_on(job_site, FINAL_DAY)
    (told,) = job_site.told
    assert told.startswith("Firearms (firearms): ")
    assert "because of words: firearms" in told
    assert "#AI20270" in told


def test_nothing_is_told_twice_and_nothing_where_nothing_is(job_site: JobSite) -> None:
    write_alerts(job_site, FIREARMS)
    fill_before(job_site, BEFORE)
    run_on(job_site, FINAL_DAY)
    assert len(job_site.told) == 1
    report_alerts = job_site.run().alerts
    assert job_site.told == []
    assert report_alerts == ()


def test_only_what_changed_is_told_again_with_words_and_facts(job_site: JobSite) -> None:
    write_alerts(job_site, '[[search]]\nname = "Officers"\nquery = "headcount:>1"\n')
    fill_before(job_site, BEFORE)
    run_on(job_site, DRAFT_DAY)
    first = job_site.told[0].count("\n- ")
    run_on(job_site, FINAL_DAY)
    (told,) = job_site.told
    assert first > 1
    assert told.count("\n- ") == 1
    assert "\n- changed: 2024-07-12" in told
    assert "[-" in told
    assert " became " in told


def test_a_search_that_is_new_is_told_only_what_comes_from_now_on(job_site: JobSite) -> None:
    job_site.write_job(PANEL, more=JULY)
    run_on(job_site, FINAL_DAY)
    write_alerts(job_site, FIREARMS)
    run_on(job_site, FINAL_DAY)
    assert job_site.told == []


def test_a_file_gets_one_json_object_a_line(job_site: JobSite) -> None:
    channel = '\n[channels.log]\nkind = "file"\npath = "told.jsonl"\n'
    write_alerts(job_site, FIREARMS + 'channels = ["log", "stdout"]\n' + channel)
    fill_before(job_site, BEFORE)
    run_on(job_site, FINAL_DAY)
    job_site.run()
    (line,) = (job_site.folder / "told.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(line)
    assert record["alert"] == "Firearms"
    assert {"item", "url", "words", "facts", "text", "changes", "state"} <= set(record["news"][0])


@dataclass
class Mail:
    """A mail server of a few lines; refuses as many messages as it is told to."""

    refuse: int = 0
    messages: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            with sock, sock.makefile("rwb", buffering=0) as lines, contextlib.suppress(OSError):
                self._talk(lines)

    def _talk(self, lines: object) -> None:
        assert isinstance(lines, socket.SocketIO) or hasattr(lines, "readline")
        say = lambda text: lines.write(text.encode() + b"\r\n")  # type: ignore[attr-defined]  # noqa: E731
        say("220 mail.example")
        while line := lines.readline():  # type: ignore[attr-defined]
            verb = line[:4].upper()
            if verb == b"DATA":
                if self.refuse:
                    self.refuse -= 1
                    say("452 no room")
                    continue
                say("354 go on")
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += lines.readline()  # type: ignore[attr-defined]
                self.messages.append(body)
                say("250 taken")
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


@pytest.fixture
def mail() -> Iterator[Mail]:
    server = Mail()
    yield server
    server.close()


def mail_alerts(mail: Mail) -> str:
    return (
        FIREARMS
        + f"""channels = ["desk"]
[channels.desk]
kind = "email"
host = "127.0.0.1"
port = {mail.port}
security = "none"
sender = "minuteminer@council.example"
recipients = ["clerk@council.example"]
"""
    )


def test_an_e_mail_says_what_is_new(job_site: JobSite, mail: Mail) -> None:
    write_alerts(job_site, mail_alerts(mail))
    fill_before(job_site, BEFORE)
    run_on(job_site, FINAL_DAY)
    job_site.run()
    (raw,) = mail.messages
    message = message_from_bytes(raw, policy=default)
    assert message["To"] == "clerk@council.example"
    assert message["Subject"].startswith("MinuteMiner: Firearms: ")
    assert "because of words: firearms" in message.get_content()


def test_what_the_mail_server_refused_is_in_the_report_and_told_by_the_next_run(job_site: JobSite, mail: Mail) -> None:
    mail.refuse = 1
    write_alerts(job_site, mail_alerts(mail))
    fill_before(job_site, BEFORE)
    job_site.site.today = FINAL_DAY
    first = job_site.run()
    assert (first.exit_code, mail.messages) == (3, [])
    assert "no room" in first.problems[0]
    assert job_site.run().exit_code == 0
    assert len(mail.messages) == 1


@dataclass
class Hook:
    """A receiver of webhooks that answers with the given statuses, the last for ever."""

    statuses: list[int] = field(default_factory=lambda: [204])
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.taken.append((dict(self.headers.items()), body))
                self.send_response(hook.statuses.pop(0) if len(hook.statuses) > 1 else hook.statuses[0])
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def hook() -> Iterator[Hook]:
    receiver = Hook()
    yield receiver
    receiver.close()


def test_a_webhook_is_signed_over_time_and_body(job_site: JobSite, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", "s3cret")
    channel = (
        f'channels = ["hook"]\n[channels.hook]\nkind = "webhook"\nurl = "{hook.url}"\nsecret_env = "HOOK_SECRET"\n'
    )
    write_alerts(job_site, FIREARMS + channel)
    fill_before(job_site, BEFORE)
    run_on(job_site, FINAL_DAY)
    ((headers, body),) = hook.taken
    signed = f"{headers['X-MinuteMiner-Timestamp']}.".encode() + body
    expected = hmac.new(b"s3cret", signed, hashlib.sha256).hexdigest()
    assert headers["X-MinuteMiner-Signature"] == f"sha256={expected}"
    assert json.loads(body)["id"] == headers["X-MinuteMiner-Id"]
    for path in job_site.folder.rglob("*"):
        assert not path.is_file() or b"s3cret" not in path.read_bytes()


def test_a_busy_webhook_is_tried_again_under_the_same_id(hook: Hook) -> None:
    hook.statuses = [503, 429, 204]
    pauses: list[float] = []
    send_webhook(hook.url, {"a": 1}, secret="s", message_id="m1", sleep=pauses.append)
    assert pauses == [2.0, 4.0]
    assert {headers["X-MinuteMiner-Id"] for headers, _ in hook.taken} == {"m1"}


def test_a_webhook_that_refuses_is_not_asked_again(hook: Hook) -> None:
    hook.statuses = [403]
    with pytest.raises(DeliveryError, match="status 403"):
        send_webhook(hook.url, {}, secret="s", message_id="m1", sleep=lambda _pause_s: None)
    assert len(hook.taken) == 1


def test_a_webhook_that_is_away_is_given_up_after_four_tries(hook: Hook) -> None:
    hook.statuses = [500]
    with pytest.raises(DeliveryError, match="4 tries"):
        send_webhook(hook.url, {}, secret="s", message_id="m1", sleep=lambda _pause_s: None)
    assert len(hook.taken) == 4


@pytest.mark.parametrize("url", ["http://council.example/hook", "ftp://council.example/", "file:///etc/passwd", ""])
def test_a_webhook_goes_only_over_https(url: str) -> None:
    with pytest.raises(UsageError, match="https"):
        send_webhook(url, {}, secret="s", message_id="m1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "search"),
        (FIREARMS + 'channels = ["desk"]\n', "no channel 'desk'; there are stdout"),
        (FIREARMS + "colour = 1\n", "search 1: colour: unknown"),
        ('[[search]]\nname = "x"\nquery = "(a"\n', "search 'x': "),
        (FIREARMS + FIREARMS, "two searches have the same name"),
        (FIREARMS + '[channels.h]\nkind = "webhook"\nurl = "http://council.example"\nsecret_env = "X"\n', "https"),
        (FIREARMS + '[channels.h]\nkind = "pigeon"\n', "channel h"),
        ("[[search\n", "alerts.toml:1: "),
    ],
)
def test_a_mistake_in_the_file_of_alerts_is_told_before_anything_is_done(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "alerts.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(JobError) as error:
        load_alerts(path)
    assert said in str(error.value)
    assert str(path) in str(error.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[search]]\nname = "F"\nquery = 5\n', "search 1: query: expected a search in quotation marks"),
        ('[[search]]\nname = "F"\n', "search 1: query: missing; expected a search in quotation marks"),
        (f'{FIREARMS}channels = "desk"\n', 'search 1: channels: expected a list of names of channels, such as'),
        (f'{FIREARMS}[channels.desk]\nkind = "pigeon"\n', 'channel desk: expected kind = "file", "email" or "webhook"'),
        (
            f'{FIREARMS}[channels.desk]\nkind = "email"\nhost = "h"\nsender = "s"\nrecipients = ["r"]\nport = "x"\n',
            "channel desk: port: expected a whole number from 1 to 65535",
        ),
        (f"{FIREARMS}colour = 1\n", "search 1: colour: unknown here"),
        ("", "search: missing; expected at least one section [[search]]"),
        ('[[search]]\nname = "F\n', "alerts.toml:2: a text is not closed"),
    ],
)  # fmt: skip
def test_mistakes_in_a_file_of_alerts_are_told_in_plain_words(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "alerts.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(JobError) as caught:
        load_alerts(path)
    assert told in str(caught.value)
    assert "Input should" not in str(caught.value)
