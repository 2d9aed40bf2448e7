"""An object store that speaks as much of S3 as clients need to read, write, list and delete: a stand-in for tests."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import IO
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


@dataclass
class ObjectStore:
    """Objects by bucket and key, parts of uploads that are not complete, and the requests that came."""

    address: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def environment(self) -> dict[str, str]:
        """What leads a client here."""
        keys = {"AWS_ACCESS_KEY_ID": "made", "AWS_SECRET_ACCESS_KEY": "made", "AWS_EC2_METADATA_DISABLED": "true"}
        return {"AWS_ENDPOINT_URL": self.address, "AWS_DEFAULT_REGION": "us-east-1", **keys}


@contextmanager
def open_object_store() -> Iterator[ObjectStore]:
    """A store on a port of this machine, with one bucket, `minutes`."""
    store = ObjectStore()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"store": store}))
    store.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _join_chunks(stream: IO[bytes]) -> bytes:
    whole = b""
    while size := int(stream.readline().partition(b";")[0], 16):
        whole += stream.read(size)
        stream.readline()
    while stream.readline().strip():  # what stands behind the last chunk
        pass
    return whole


class _Handler(BaseHTTPRequestHandler):
    store: ObjectStore
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:
        self.store.requests.append(f"{self.command} {self.path}")

    def _asked(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        return unquote(parts.path).removeprefix("/"), query

    def _body(self) -> bytes:
        """Some clients send a body in chunks, with a checksum behind the last; and such chunks in chunks of HTTP."""
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            data = _join_chunks(self.rfile)
        else:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        whole = self.headers.get("x-amz-decoded-content-length")
        return data if whole is None or int(whole) == len(data) else _join_chunks(io.BytesIO(data))

    def _answer(self, status: int, data: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _missing(self, code: str) -> None:
        self._answer(404, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())

    def do_HEAD(self) -> None:
        key, _query = self._asked()
        if "/" not in key:
            self._answer(200 if key == "minutes" else 404, x_amz_bucket_region="us-east-1")
        elif (data := self.store.objects.get(key)) is None:
            self._answer(404)
        else:
            self._answer(200, Content_Length=str(len(data)), ETag='"made"', Last_Modified=_DAY)

    def do_GET(self) -> None:
        key, query = self._asked()
        if "list-type" in query:
            self._list(key, query)
        elif (data := self.store.objects.get(key)) is None:
            self._missing("NoSuchKey")
        elif found := self.headers.get("Range"):
            first, _, last = found.removeprefix("bytes=").partition("-")
            end = min(int(last or len(data)), len(data) - 1)
            about = f"bytes {first}-{end}/{len(data)}"
            self._answer(206, data[int(first) : end + 1], Content_Range=about, ETag='"made"', Last_Modified=_DAY)
        else:
            self._answer(200, data, ETag='"made"', Last_Modified=_DAY)

    def _list(self, bucket: str, query: dict[str, str]) -> None:
        if bucket != "minutes":
            self._missing("NoSuchBucket")
            return
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        rows, folders = [], set()
        for name in sorted(self.store.objects):
            key = name.removeprefix("minutes/")
            rest = key.removeprefix(prefix)
            if not key.startswith(prefix):
                continue
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.partition(delimiter)[0] + delimiter)
                continue
            size = len(self.store.objects[name])
            about = f"<Size>{size}</Size><LastModified>2026-01-02T03:04:05.000Z</LastModified>"
            rows.append(f"<Contents><Key>{escape(key)}</Key>{about}</Contents>")
        rows += [f"<CommonPrefixes><Prefix>{escape(one)}</Prefix></CommonPrefixes>" for one in sorted(folders)]
        head = f"<Name>minutes</Name><IsTruncated>false</IsTruncated><KeyCount>{len(rows)}</KeyCount>"
        self._answer(200, f'<ListBucketResult xmlns="{_NAMESPACE}">{head}{"".join(rows)}</ListBucketResult>'.encode())

    def do_PUT(self) -> None:
        key, query = self._asked()
        data = self._body()
        if not key.startswith("minutes/"):
            self._missing("NoSuchBucket")
            return
        if "uploadId" in query:
            self.store.uploads[query["uploadId"]][int(query["partNumber"])] = data
        else:
            self.store.objects[key] = data
        self._answer(200, ETag='"made"')

    def do_POST(self) -> None:
        key, query = self._asked()
        self._body()
        if not key.startswith("minutes/"):
            self._missing("NoSuchBucket")
        elif "uploads" in query:
            upload = f"upload{next(self.store.numbers)}"
            self.store.uploads[upload] = {}
            self._xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>")
        else:
            parts = self.store.uploads.pop(query["uploadId"])
            self.store.objects[key] = b"".join(parts[number] for number in sorted(parts))
            self._xml("CompleteMultipartUploadResult", "<ETag>made</ETag>")

    def _xml(self, name: str, inside: str) -> None:
        self._answer(200, f'<{name} xmlns="{_NAMESPACE}">{inside}</{name}>'.encode())

    def do_DELETE(self) -> None:
        key, query = self._asked()
        if "uploadId" in query:
            self.store.uploads.pop(query["uploadId"], None)
        else:
            self.store.objects.pop(key, None)
        self._answer(204)


_DAY = "Fri, 02 Jan 2026 03:04:05 GMT"
