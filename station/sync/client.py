"""The only module that talks HTTP to the cloud: every answer is checked, every failure becomes Trouble."""

import gzip
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import quote, urlsplit
from uuid import UUID

import requests
from pydantic import BaseModel, RootModel, ValidationError

from cloud_api.wire.board import (
    BoardGoods,
    WaveAssignments,
    WaveBoard,
    WaveCrates,
    WaveDivision,
    WaveOrders,
    WavesChanged,
    WavesChosen,
)
from cloud_api.wire.catalogue import Van
from cloud_api.wire.crates import CrateLife
from cloud_api.wire.exchange import (
    ChangePage,
    Fact,
    FactBatch,
    FactBatchResult,
)
from cloud_api.wire.floor import Supervisor
from cloud_api.wire.handing import WavesWanted
from cloud_api.wire.pickup import ShopKey
from cloud_api.wire.slotting import SlottingDemand
from cloud_api.wire.stations import (
    DEVICE_CODE_GRANT,
    DeviceAuthorization,
    DeviceRequest,
    Enrolled,
    Enrolment,
    Granted,
    GrantError,
    NewToken,
    Rotation,
    TokenQuestion,
    TokenState,
)
from cloud_api.wire.waves import Lease, LeaseRenewal, LeaseRequest
from cloud_api.wire.work import TeamReport
from station.kernel.ids import OperatorId
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.sync.answers import (
    Answer,
    CloudRefused,
    Snapshot,
    detail_of,
    nonsense,
    oauth_error_of,
    read_answer,
    read_snapshot,
    retry_after_s,
    silent,
    too_many_tries,
)
from station.sync.stream import ChangeStream

TIMEOUT_S = (3.05, 20.0)
COMPRESS_ABOVE_BYTES = 2_000
CHANGES_A_PAGE = 50
RELEASE = "0.1.0"
"""Told to the cloud with every call, so that those who run things see who lags behind."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class _Vans(RootModel[tuple[Van, ...]]):
    """A list as a whole body."""


class _BadgeAndPin(BaseModel):
    """As floor.SupervisorCheck, whose PIN would show as stars on the wire too."""

    badge: str
    pin: str


class CloudClient:
    """Calls of one station; used by one thread at a time, closed by any."""

    def __init__(self, base_url: str, token: str = "", *, allow_plain_http: bool = False) -> None:
        """`base_url` like https://cloud.example.cn; plain HTTP is refused but to this PC itself.

        Raises Trouble for an address that cannot be used.
        """
        self._base_url = _checked(base_url, allow_plain_http)
        self._session = requests.Session()
        self._session.trust_env = urlsplit(self._base_url).hostname not in LOOPBACK
        self._session.headers["User-Agent"] = f"youlin-station/{RELEASE}"
        if token:
            self.use_token(token)
        self._lock = threading.Lock()
        self._closed = False
        self._asked: Future[requests.Response] | None = None

    def use_token(self, token: str) -> None:
        """Come in with this token from the next call on; callable from any thread."""
        self._session.headers["Authorization"] = f"Bearer {token}"

    def enrol(self, code: str, name: str, proof: str | None = None) -> Enrolled:
        """Turn a one-time code into a token. Raises CloudRefused when it is wrong, used or too old.

        With the same `proof`, 256 random bits, a lost answer is given again for some minutes.
        """
        request = _request(lambda: Enrolment(code=code, name=name, proof=proof))
        return self._answer("POST", "/v1/enrolment", Enrolled, request)

    def authorize(self, request: DeviceRequest) -> DeviceAuthorization:
        """Ask to become a station: a code for the screen, and one to ask for the token with."""
        return self._answer("POST", "/v1/device-authorization", DeviceAuthorization, request)

    def granted(self, device_code: str) -> Granted | GrantError:
        """The token once a person allowed it; else why there is none (RFC 8628, 3.5)."""
        question = TokenQuestion(grant_type=DEVICE_CODE_GRANT, device_code=device_code)
        try:
            return self._answer("POST", "/v1/token", Granted, question)
        except CloudRefused as refused:
            with suppress(ValueError):
                return GrantError(refused.error)
            raise

    def token_state(self) -> TokenState:
        """How long this station's token is good. Raises CloudRefused (404) of a cloud that does not know."""
        return self._answer("GET", "/v1/token", TokenState)

    def rotate(self, proof: str) -> NewToken:
        """A new token beside the old one; the same again for the same `proof`, 256 random bits."""
        return self._answer("POST", "/v1/token/rotation", NewToken, Rotation(proof=proof))

    def lease(self, request: LeaseRequest) -> Lease | None:
        """The next free wave, or None when there is none."""
        response = self._send("POST", "/v1/waves/lease", request)
        return None if response.status_code == HTTPStatus.NO_CONTENT else read_answer(response, Lease)

    def renew(self, wave_id: UUID, lease_id: UUID) -> LeaseRenewal:
        """Keep a wave. Raises CloudRefused (409) when another station has it."""
        return self._answer("POST", f"/v1/waves/{wave_id}/lease/{lease_id}/renew", LeaseRenewal)

    def give_back(self, wave_id: UUID, lease_id: UUID) -> None:
        """Return a wave that was not started."""
        self._send("POST", f"/v1/waves/{wave_id}/lease/{lease_id}/return")

    def push(self, facts: list[Fact]) -> FactBatchResult:
        """Send facts in order; repeats are harmless."""
        return self._answer("POST", "/v1/facts", FactBatchResult, FactBatch(facts=tuple(facts)))

    def changes(self, after: int, limit: int = CHANGES_A_PAGE) -> ChangePage:
        """Changes behind a cursor."""
        return self._answer("GET", f"/v1/changes?after={after}&limit={limit}", ChangePage)

    def snapshot(self) -> Snapshot:
        """What this station must know now. Raises CloudRefused (404) where the cloud is older."""
        return read_snapshot(self._send("GET", "/v1/snapshot"))

    def listen(self, after: int) -> ChangeStream:
        """Open the stream on which the cloud tells of changes; on a connection of its own, for one thread.

        Raises StreamEndedError and StreamUnknownError.
        """
        session = requests.Session()
        session.trust_env = self._session.trust_env
        session.headers.update(self._session.headers)
        return ChangeStream(session, f"{self._base_url}/v1/changes/stream", after)

    def put_vans(self, vans: Sequence[Van]) -> None:
        """Create or replace vans of this warehouse. Raises CloudRefused when one cannot be taken."""
        self._send("PUT", "/v1/vans", _Vans(tuple(vans)))

    def supervisor(self, badge: str, pin: str) -> OperatorId:
        """Whose badge and PIN they are, of this warehouse's supervisors. Raises CloudRefused (409)."""
        question = _BadgeAndPin(badge=badge, pin=pin)
        return OperatorId(self._answer("POST", "/v1/supervisor", Supervisor, question).operator_id)

    def slotting_demand(self, nights: int) -> SlottingDemand:
        """What the last `nights` nights of this warehouse were walked for."""
        return self._answer("GET", f"/v1/slotting/demand?nights={nights}", SlottingDemand)

    def board(self) -> WaveBoard:
        """All waves of this warehouse's newest night."""
        return self._answer("GET", "/v1/waves/board", WaveBoard)

    def board_goods(self, cycle_id: UUID) -> BoardGoods:
        """Products, weight and volume of all waves of a night."""
        return self._answer("GET", f"/v1/waves/board/goods?cycle_id={cycle_id}", BoardGoods)

    def wave_crates(self, *, wave_id: UUID | None = None, sscc: str | None = None) -> WaveCrates:
        """The crates of a wave, or of the wave a label is of. Raises CloudRefused (404) for one of others."""
        asked = f"wave_id={wave_id}" if sscc is None else f"sscc={sscc}"
        return self._answer("GET", f"/v1/waves/crates?{asked}", WaveCrates)

    def release_waves(self, told: WavesChosen) -> WavesChanged:
        """Let desks take waves. Raises CloudRefused (409) when none could be released."""
        return self._answer("POST", "/v1/waves/release", WavesChanged, told)

    def hold_waves(self, told: WavesChosen) -> WavesChanged:
        """Take a release back. Raises CloudRefused (409) when desks have them all."""
        return self._answer("POST", "/v1/waves/hold", WavesChanged, told)

    def assign_waves(self, told: WaveAssignments) -> WavesChanged:
        """Say which desk waves are meant for. Raises CloudRefused (409) when none could be assigned."""
        return self._answer("POST", "/v1/waves/assign", WavesChanged, told)

    def wave_orders(self, wave_id: UUID) -> WaveOrders:
        """The standing orders of a wave. Raises CloudRefused (404) for one of others."""
        return self._answer("GET", f"/v1/waves/orders?wave_id={wave_id}", WaveOrders)

    def divide_wave(self, told: WaveDivision) -> WavesChanged:
        """Part a wave for several desks. Raises CloudRefused (409) when it stays whole."""
        return self._answer("POST", "/v1/waves/divide", WavesChanged, told)

    def rejoin_waves(self, told: WavesChosen) -> WavesChanged:
        """Make divided waves whole. Raises CloudRefused (409) when desks have parts of them all."""
        return self._answer("POST", "/v1/waves/rejoin", WavesChanged, told)

    def want_waves(self, told: WavesWanted) -> WavesChanged:
        """Ask desks to hand waves over, or to keep them. Raises CloudRefused (409) when none could be."""
        return self._answer("POST", "/v1/waves/hand-over", WavesChanged, told)

    def team(self) -> TeamReport:
        """This warehouse's night by desk and task."""
        return self._answer("GET", "/v1/people/team", TeamReport)

    def crate(self, label: str) -> CrateLife | None:
        """All the cloud knows of a crate by its label; None for a label of no crate.

        Raises CloudRefused (409) for a crate of another warehouse.
        """
        try:
            return self._answer("GET", f"/v1/crates/{label}", CrateLife)
        except CloudRefused as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    def put_photo(self, digest: str, data: bytes) -> None:
        """Send a photo under the SHA-256 of its bytes; again is a success.

        Raises CloudRefused for one the cloud does not want, and CloudSilent.
        """
        self._request("PUT", f"/v1/photos/{digest}", data, {"Content-Type": "application/octet-stream"})

    def picture(self, sku: str) -> bytes:
        """What a product looks like, a small JPEG. Raises CloudRefused (404) where there is none."""
        return self._request("GET", f"/v1/products/{quote(sku, safe='')}/picture", None, {}).content

    def shop_key(self) -> ShopKey:
        """The key this shop's codes are compared with. Raises CloudRefused (403) outside a shop."""
        return self._answer("GET", "/v1/pickup/key", ShopKey)

    def close(self) -> None:
        """Give the connections back; a call under way ends at once as silence, as does every later one."""
        with self._lock:
            self._closed = True
            if self._asked is not None:
                self._asked.cancel()
        self._session.close()

    def _answer(self, method: str, path: str, kind: type[Answer], body: BaseModel | None = None) -> Answer:
        return read_answer(self._send(method, path, body), kind)

    def _send(self, method: str, path: str, body: BaseModel | None = None) -> requests.Response:
        return self._request(method, path, *_encoded(body))

    def _request(
        self, method: str, path: str, data: bytes | None, headers: dict[str, str]
    ) -> requests.Response:
        try:
            response = self._awaited(
                lambda: self._session.request(
                    method,
                    self._base_url + path,
                    data=data,
                    headers=headers,
                    timeout=TIMEOUT_S,
                    allow_redirects=False,
                )
            )
        except (requests.RequestException, CancelledError) as error:
            raise silent(type(error).__name__) from error
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise silent(f"HTTP {response.status_code}", retry_after_s(response))
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise too_many_tries(retry_after_s(response))
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            raise CloudRefused(response.status_code, detail_of(response), oauth_error_of(response))
        if response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            # Our cloud never redirects: this is a network's log-in page.
            raise nonsense()
        return response

    def _awaited(self, ask: Callable[[], requests.Response]) -> requests.Response:
        """What `ask` answers. Raises what it raises, or CancelledError once the client is closed.

        A request that hangs cannot be ended from outside; so it runs on a thread nobody has to wait for.
        """
        answer: Future[requests.Response] = Future()
        with self._lock:
            if self._closed:
                raise CancelledError
            self._asked = answer
        threading.Thread(target=_settle, args=(answer, ask), name="cloud call", daemon=True).start()
        return answer.result()


def _settle(answer: "Future[requests.Response]", ask: Callable[[], requests.Response]) -> None:
    with suppress(InvalidStateError):  # nobody waits for the answer any more
        try:
            response = ask()
        except Exception as error:  # noqa: BLE001 - raised again where the answer is awaited
            answer.set_exception(error)
        else:
            answer.set_result(response)


def _checked(base_url: str, allow_plain_http: bool) -> str:
    url = base_url.strip().rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Trouble(
            Message("{address} is not an address of a cloud", address=base_url or "…"),
            Message("Enter it as IT gave it, such as https://cloud.example.cn"),
            retry_helps=False,
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not allow_plain_http:
        raise Trouble(
            Message("{address} is not encrypted (http)", address=base_url),
            Message("Use the https address, or ask IT to allow plain http in the settings"),
            retry_helps=False,
        )
    return url


def _encoded(body: BaseModel | None) -> tuple[bytes | None, dict[str, str]]:
    if body is None:
        return None, {}
    data = body.model_dump_json().encode()
    headers = {"Content-Type": "application/json"}
    if len(data) > COMPRESS_ABOVE_BYTES:
        data = gzip.compress(data, 5)
        headers["Content-Encoding"] = "gzip"
    return data, headers


def _request(build: Callable[[], BaseModel]) -> BaseModel:
    try:
        return build()
    except ValidationError as error:
        raise Trouble(
            Message("The code has 8 digits, and the desk needs a name"),
            Message("Ask IT for a fresh code and type it again"),
            retry_helps=False,
        ) from error
