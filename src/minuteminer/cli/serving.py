"""The command that serves pages and API."""

from __future__ import annotations

from typing import Annotated

import typer

from minuteminer.cli.options import DataOption, message
from minuteminer.errors import MissingExtraError

app = typer.Typer(rich_markup_mode=None)


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to listen on; 0 takes a free one.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every network.")] = "127.0.0.1",
    index: Annotated[str, typer.Option(metavar="URL", help="Another index: a file, or postgresql://…")] = "",
    root_path: Annotated[str, typer.Option(help="The prefix under which a proxy shows the pages: /minutes")] = "",
    data: DataOption = None,
) -> None:
    """Serve pages, an API and feeds of the index, read only.

    Example: minuteminer serve --port 8000
    """
    try:
        import uvicorn

        from minuteminer.serve.app import create_app
        from minuteminer.serve.settings import ServeSettings
    except ImportError as error:
        raise MissingExtraError("Serving needs an extra: pip install 'minuteminer[web]'") from error
    settings = ServeSettings(data=data, index=index, root_path=root_path.rstrip("/"))
    message(f"http://{host}:{port}{settings.root_path}/")
    uvicorn.run(create_app(settings), host=host, port=port, log_level="warning", server_header=False)
