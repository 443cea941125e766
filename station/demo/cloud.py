"""The cloud of the demonstration: the real service as a process of its own, fed over HTTP."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import requests

from station.kernel.messages import Message
from station.kernel.trouble import Trouble

START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 15.0
BATCH = 1_000
HTTP_TIMEOUT_S = 60.0
DOCUMENTS_TIMEOUT_S = 120.0
POLL_S = 0.25
DOCUMENT_KINDS = ("purchase_order", "pick_sheet", "delivery_sheet")


class DemoCloud:
    """Starts `python -m cloud_api serve` on a free port of this PC and stops it at the end."""

    def __init__(self, folder: Path) -> None:
        """Raises Trouble when the service does not come up; its words are in cloud.log in `folder`."""
        self._database = folder / "cloud.db"
        self._log = (folder / "cloud.log").open("wb")
        ready = folder / "cloud.url"
        ready.unlink(missing_ok=True)
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [*self._command("serve"), "--port", "0", "--ready-file", str(ready)],
            stdout=self._log,
            stderr=self._log,
        )
        self.url = self._wait(ready, folder)
        self._session = requests.Session()
        self._session.trust_env = False

    def stop(self) -> None:
        """Stop the service gracefully."""
        self._session.close()
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def enrol_code(self, *roles: str, warehouse: str | None = None, pickup_point: str | None = None) -> str:
        """A one-time code, as IT gets it at the command line."""
        wanted = [word for role in roles for word in ("--role", role)]
        wanted += ["--warehouse", warehouse] if warehouse else []
        wanted += ["--pickup-point", pickup_point] if pickup_point else []
        answer = subprocess.run(  # noqa: S603 - our own program
            [*self._command("enrol-code"), *wanted, "--json"],
            capture_output=True,
            check=True,
        )
        return str(json.loads(answer.stdout)["code"])

    def sign_in_as_shop_system(self) -> None:
        """Become an integrator: the one who sends catalogue and orders."""
        request = {"code": self.enrol_code("integrator"), "name": "商城系统"}
        token = self._call("POST", "/v1/enrolment", request)["token"]
        self._session.headers["Authorization"] = f"Bearer {token}"

    def send_catalogue(self, catalogue: Mapping[str, Any]) -> None:
        """Products, pickup points, operators, warehouse."""
        self._call("PUT", "/v1/catalogue", catalogue)

    def send_pictures(self, packed: bytes) -> list[dict[str, Any]]:
        """Pictures of products, a ZIP of files called by SKU; returns the files that were refused."""
        path = f"{self.url}/v1/product-pictures"
        answer = self._session.post(path, data=packed, timeout=DOCUMENTS_TIMEOUT_S)
        answer.raise_for_status()
        return [each for each in answer.json()["results"] if each["verdict"] == "refused"]

    def set_pin(self, operator_id: str, pin: str) -> None:
        """Let a manager sign in at the console with badge and this PIN."""
        self._call("PUT", f"/v1/operators/{operator_id}/pin", {"pin": pin})

    def open_cycle(self, cycle: Mapping[str, Any]) -> str:
        """Open tonight's cycle; returns its id."""
        return str(self._call("POST", "/v1/cycles", cycle)["id"])

    def send_orders(
        self, rows: Sequence[Mapping[str, Any]], progress: Callable[[int, int], None]
    ) -> list[dict[str, Any]]:
        """Send orders in batches; returns the rows that were refused, with their reasons."""
        refused: list[dict[str, Any]] = []
        for start in range(0, len(rows), BATCH):
            batch = {"orders": list(rows[start : start + BATCH])}
            answer = self._call("POST", "/v1/orders", batch)
            refused += [result for result in answer["results"] if result["verdict"] == "refused"]
            progress(min(start + BATCH, len(rows)), len(rows))
        return refused

    def cut_off(self, cycle_id: str) -> dict[str, Any]:
        """Freeze the cycle into waves."""
        return dict(self._call("POST", f"/v1/cycles/{cycle_id}/cut-off"))

    def keep_documents(
        self, cycle_id: str, folder: Path, timeout_s: float = DOCUMENTS_TIMEOUT_S
    ) -> list[Path]:
        """All documents of the cut-off, a PDF a kind, once the service has made them; none if that is late.

        Raises requests.HTTPError when it refuses.
        """
        deadline = time.monotonic() + timeout_s
        while not self._call("GET", f"/v1/cycles/{cycle_id}/documents/progress")["done"]:
            if time.monotonic() > deadline:
                return []
            time.sleep(POLL_S)
        folder.mkdir(parents=True, exist_ok=True)
        return [self._keep_stack(cycle_id, kind, folder) for kind in DOCUMENT_KINDS]

    def _keep_stack(self, cycle_id: str, kind: str, folder: Path) -> Path:
        path = f"{self.url}/v1/cycles/{cycle_id}/documents.pdf?kind={kind}"
        answer = self._session.get(path, timeout=DOCUMENTS_TIMEOUT_S)
        answer.raise_for_status()
        file = folder / f"{kind}.pdf"
        file.write_bytes(answer.content)
        return file

    def waves(self, cycle_id: str) -> list[dict[str, Any]]:
        """The waves and how far each is."""
        return list(self._call("GET", f"/v1/waves?cycle_id={cycle_id}"))

    def wave_orders(self, wave_id: str) -> list[dict[str, Any]]:
        """What is to be picked of each order of a wave."""
        return list(self._call("GET", f"/v1/waves/orders?wave_id={wave_id}")["orders"])

    def divide_wave(self, wave_id: str, parts: Sequence[Sequence[str]]) -> None:
        """Part a wave for several desks: the orders of each part by their ids."""
        self._call("POST", "/v1/waves/divide", {"wave_id": wave_id, "parts": parts})

    def pair_waves(self, one: str, other: str, station_id: str) -> None:
        """Two waves for one walk of a desk."""
        meant = {"station_id": station_id}
        first = {"wave_id": one, "place": 0, "beside_id": other, **meant}
        told = {"assignments": [first, {"wave_id": other, "place": 1, **meant}]}
        self._call("POST", "/v1/waves/assign", told)

    def order(self, order_no: str) -> dict[str, Any]:
        """Where one order is."""
        return dict(self._call("GET", f"/v1/orders/{order_no}"))

    def cancel_order(self, order_no: str, reason: str) -> None:
        """Say as the shop system that the customer does not want an order any more."""
        self._call("POST", f"/v1/orders/{order_no}/cancellation", {"reason": reason})

    def page(self, order_no: str) -> str:
        """The page a shopper sees of an order."""
        answer = requests.get(self.url + self.order(order_no)["page"], timeout=HTTP_TIMEOUT_S)
        answer.raise_for_status()
        return answer.text

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        answer = self._session.request(method, self.url + path, json=body, timeout=HTTP_TIMEOUT_S)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def _command(self, verb: str) -> list[str]:
        return [sys.executable, "-m", "cloud_api", verb, "--database", str(self._database)]

    def _wait(self, ready: Path, folder: Path) -> str:
        deadline = time.monotonic() + START_TIMEOUT_S
        while not ready.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._process.kill()
                raise Trouble(
                    Message("The cloud of the demonstration did not start"),
                    Message("See {file}", file=str(folder / "cloud.log")),
                    retry_helps=True,
                )
            time.sleep(0.02)
        return ready.read_text(encoding="utf-8").strip()
