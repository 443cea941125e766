"""Documents that are never made: the demonstration goes on, and its report says what is amiss."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from station.demo.cloud import DemoCloud
from station.demo.report import DemoReport


class _NeverDone(BaseHTTPRequestHandler):
    """A cloud that has one document it cannot draw."""

    def do_GET(self) -> None:
        body = json.dumps({"done": False}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


class _RunningCloud(DemoCloud):
    """One that stands already."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def stop(self) -> None:
        self._session.close()


@pytest.fixture
def cloud() -> Iterator[DemoCloud]:
    server = HTTPServer(("127.0.0.1", 0), _NeverDone)
    thread = Thread(target=server.serve_forever)
    thread.start()
    running = _RunningCloud(f"http://127.0.0.1:{server.server_port}")
    yield running
    running.stop()
    server.shutdown()
    thread.join()
    server.server_close()


def test_documents_are_waited_for_with_a_deadline(cloud: DemoCloud, tmp_path: Path) -> None:
    assert cloud.keep_documents("C1", tmp_path / "documents", timeout_s=0.05) == []
    assert not (tmp_path / "documents").exists()


def test_the_report_says_that_there_are_none_and_where_to_look(tmp_path: Path) -> None:
    report = DemoReport(tmp_path)
    assert f"NONE: the cloud did not make them in time; see {tmp_path / 'cloud.log'}" in report.as_table()
    report.documents = 3
    assert "(3 files)" in report.as_table()
    assert "NONE" not in report.as_table()
