"""Counts for Prometheus: requests, their time, refused ones, remembered answers, connections in use."""

from __future__ import annotations

import os

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import Scope

# Several processes leave their counts in files of this folder; the library knows it by this name.
FOLDER_NAME = "PROMETHEUS_MULTIPROC_DIR"
_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

router = APIRouter(include_in_schema=False)


class Metrics:
    """The counts of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "minuteminer_http_requests", "Requests answered.", ("route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "minuteminer_http_request_seconds", "Time to answer.", buckets=_BUCKETS_S, registry=self.registry
        )
        self.limited = Counter("minuteminer_http_limited", "Requests over the rate limit.", registry=self.registry)
        self.remembered = Counter(
            "minuteminer_answers_remembered", "Answers given again from memory.", registry=self.registry
        )
        self.connections = Gauge(
            "minuteminer_index_connections_in_use",
            "Connections to the index that are in use.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )

    def count(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one request. Routes are told by their pattern: addresses would be as many as there are searches."""
        self._requests.labels(route_of(scope), str(status)).inc()
        self._seconds.observe(seconds)

    def text(self) -> bytes:
        """All counts, of all processes where there are several."""
        if FOLDER_NAME not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def route_of(scope: Scope) -> str:
    """The pattern of the route that a request took, "none" without one; an answer from memory has it remembered.

    >>> route_of({"route": object(), "path": "/topic/firearms", "path_params": {"topic_id": "firearms"}})
    '/topic/{topic_id}'
    """
    if known := scope.get("minuteminer.route"):
        return str(known)
    if scope.get("route") is None:
        return "/static" if "app_root_path" in scope else "none"
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(str(value), f"{{{name}}}", 1) if str(value) else path
    return path


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The counts, for Prometheus."""
    found: Metrics = request.app.state.metrics
    found.connections.set(request.app.state.connections.in_use)
    return Response(found.text(), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
