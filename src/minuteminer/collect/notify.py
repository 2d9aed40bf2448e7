"""Sending word to people and programs: e-mail over SMTP, and signed webhooks.

Each message has an id made from what it says, which stays the same when it is sent again: a receiver that got it
just before we were stopped can tell that it has it already.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any, Literal
from urllib.parse import urlsplit

import requests

from minuteminer.collect.addresses import is_loopback_host
from minuteminer.errors import MinuteMinerError, UsageError

TIMEOUT_S = 20.0
TRIES = 4
FIRST_PAUSE_S = 2.0
SIGNATURE_HEADER = "X-MinuteMiner-Signature"
TIMESTAMP_HEADER = "X-MinuteMiner-Timestamp"
ID_HEADER = "X-MinuteMiner-Id"


class DeliveryError(MinuteMinerError):
    """A message could not be delivered; it will be tried again by the next run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """How to send e-mail; `security` is that of the connection to the server. The password is never shown."""

    host: str
    port: int
    sender: str
    recipients: tuple[str, ...]
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Mailbox({self.host}:{self.port}, {', '.join(self.recipients)})"


def send_mail(mailbox: Mailbox, *, subject: str, text: str, message_id: str) -> None:
    """Send one plain message; raises DeliveryError with the server's words."""
    message = EmailMessage()
    message["From"], message["To"] = mailbox.sender, ", ".join(mailbox.recipients)
    message["Subject"] = " ".join(subject.split())
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = f"<{message_id}@minuteminer.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    try:
        with _connect(mailbox) as server:
            if mailbox.user:
                server.login(mailbox.user, mailbox.password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(f"{mailbox.host}:{mailbox.port} did not take the e-mail: {error}") from error


def _connect(mailbox: Mailbox) -> smtplib.SMTP:
    if mailbox.security == "tls":
        return smtplib.SMTP_SSL(mailbox.host, mailbox.port, timeout=TIMEOUT_S, context=ssl.create_default_context())
    server = smtplib.SMTP(mailbox.host, mailbox.port, timeout=TIMEOUT_S)
    if mailbox.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def sign(body: bytes, *, secret: str, timestamp: str) -> str:
    """The signature of a webhook: HMAC-SHA256 over the timestamp, a point, and the body.

    >>> sign(b"{}", secret="s", timestamp="1767225600")[:23]
    'sha256=ba9170a5544f572a'
    """
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def check_webhook_url(url: str) -> None:
    """Raise UsageError unless the address is https, or this machine's own."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and is_loopback_host(parts.hostname or ""):
        return
    raise UsageError(f"{url!r}: a webhook needs an https:// address (http:// only on this machine)")


def send_webhook(
    url: str,
    content: Mapping[str, Any],
    *,
    secret: str,
    message_id: str,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Post a signed JSON object; tried four times where the server is busy or away.

    Raises DeliveryError when it was not taken, UsageError for an address that is not https.
    """
    check_webhook_url(url)
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    for attempt in range(1, TRIES + 1):
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            SIGNATURE_HEADER: sign(body, secret=secret, timestamp=timestamp),
            TIMESTAMP_HEADER: timestamp,
            ID_HEADER: message_id,
        }
        try:
            answer = requests.post(url, data=body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False)
        except requests.RequestException as error:
            problem, again = f"{type(error).__name__}", True
        else:
            if answer.status_code < 300:
                return
            problem, again = f"status {answer.status_code}", answer.status_code >= 500 or answer.status_code == 429
        if not again or attempt == TRIES:
            host = urlsplit(url).netloc
            raise DeliveryError(f"the webhook at {host} was not taken: {problem} ({attempt} tries)")
        sleep(FIRST_PAUSE_S * 2 ** (attempt - 1))
