"""The command that serves pages, API and feeds."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.options import DataOption, message, readable_data
from minuteminer.errors import MissingExtraError, UsageError, plain_reason

if TYPE_CHECKING:
    import uvicorn

    from minuteminer.serve.settings import ServeSettings

app = typer.Typer(rich_markup_mode=None)
_EVERY_NETWORK = ("0.0.0.0", "::")
# Connections at once in one process, idle ones too; beyond them the answer is 503 at once.
_MOST_CONNECTIONS = 1_000
_KEEP_ALIVE_S, _LAST_ANSWERS_S = 5, 10


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to listen on; 0 takes a free one.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every network.")] = "127.0.0.1",
    index: Annotated[str, typer.Option(metavar="URL", help="Another index: a file, or postgresql://…")] = "",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 1,
    root_path: Annotated[str, typer.Option(help="The prefix under which a proxy shows the pages: /minutes")] = "",
    public_url: Annotated[str, typer.Option(help="How the world names this server, for links in feeds.")] = "",
    names: Annotated[list[str] | None, typer.Option("--name", help="A host name to answer to; '*' for any.")] = None,
    proxies: Annotated[
        list[str] | None, typer.Option("--proxy", help="A proxy whose X-Forwarded- headers are believed.")
    ] = None,
    rate: Annotated[float, typer.Option(min=0, help="Requests a second of one client; 0 for no limit.")] = 20.0,
    burst: Annotated[int, typer.Option(min=1, help="Requests of one client at once.")] = 100,
    connections: Annotated[int, typer.Option(min=1, max=64, help="To the index, for each process.")] = 4,
    cache_mb: Annotated[float, typer.Option(min=0, help="Room for answers, for each process.")] = 32.0,
    cors: Annotated[bool, typer.Option("--cors", help="Let pages of other sites read the API and the feeds.")] = False,
    access_log: Annotated[bool, typer.Option("--access-log", help="A line for each request, without queries.")] = False,
    corrections: Annotated[bool, typer.Option(help="Offer readers a form to say what is wrong.")] = True,
    data: DataOption = None,
) -> None:
    """Serve pages, an API and feeds of the index, read only.

    Example: minuteminer serve --port 8000
    """
    try:
        from minuteminer.serve.settings import LOOPBACK_NAMES, ServeSettings
    except ImportError as error:
        raise MissingExtraError("Serving needs an extra: pip install 'minuteminer[web]'") from error
    if host in _EVERY_NETWORK and not names:
        message("Only requests for localhost will be answered; say --name HOST for each other name, or --name '*'.")
    data = data if index else readable_data(data)
    settings = ServeSettings(
        data=data.resolve() if data else None,
        index=_absolute(index),
        root_path=_prefix(root_path),
        public_url=public_url.rstrip("/"),
        hosts=(*LOOPBACK_NAMES, *((host,) if host not in _EVERY_NETWORK else ()), *(names or ())),
        connections=connections,
        requests_per_s=rate,
        burst=burst,
        cache_mb=cache_mb,
        cross_origin_api=cors,
        access_log=access_log,
        takes_corrections=corrections,
    )
    _run(settings, host, port, workers=workers, proxies=proxies or [])


def _run(settings: ServeSettings, host: str, port: int, *, workers: int, proxies: list[str]) -> None:
    from minuteminer.index import open_index

    # An index that is not there is told now, and not to the first reader.
    open_index(settings.address, read_only=True).close()
    try:
        import uvicorn
        from uvicorn.supervisors import Multiprocess
    except ImportError as error:
        raise MissingExtraError("Serving needs an extra: pip install 'minuteminer[web]'") from error
    # Several processes leave their counts in files of a folder, which any of them adds up.
    with _listen(host, port) as listening, tempfile.TemporaryDirectory(prefix="minuteminer-metrics-") as counts:
        if workers > 1:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
        address = f"[{host}]" if ":" in host else host
        message(
            f"MinuteMiner is at http://{address}:{listening.getsockname()[1]}{settings.root_path}/ (Ctrl-C ends it)"
        )
        config = _config(settings, workers, proxies)
        if workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            uvicorn.Server(config).run(sockets=[listening])


def _config(settings: ServeSettings, workers: int, proxies: list[str]) -> uvicorn.Config:
    import uvicorn

    from minuteminer.serve.settings import ENVIRONMENT, to_environment

    os.environ[ENVIRONMENT] = to_environment(settings)
    return uvicorn.Config(
        "minuteminer.serve.app:create_app_from_environment",
        factory=True,
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2_048)
    except OSError as error:
        reason = plain_reason(error)
        raise UsageError(
            f"{host}:{port} cannot be listened on ({reason}); name another with --host or --port"
        ) from None
    # Head and body of an answer are written one after the other: the body must not wait some 40 ms until the client
    # confirms the head. Sockets that are accepted take this over from the one that listens.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.set_inheritable(True)
    return listening


def _prefix(root_path: str) -> str:
    bare = root_path.strip("/")
    return f"/{bare}" if bare else ""


def _absolute(index: str) -> str:
    """The index's address as every worker understands it: a file by its whole path."""
    if not index or "://" in index:
        return index
    path = Path(index).expanduser().resolve()
    return str(path / "index.sqlite" if path.is_dir() else path)
