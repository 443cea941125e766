"""The OpenAPI document: complete, true, and with examples a service takes."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from jsonschema_rs import Draft202012Validator
from sqlalchemy import Engine

from cloud_api.app import create_app
from cloud_api.documents.press import Press
from cloud_api.settings import Settings
from cloud_api.storage.engine import open_engine
from tests.cloud_api.example_world import World, fill
from tests.cloud_api.kit import SQLITE_ONLY, Cloud

_PROBLEM = "application/problem+json"
_JSON = frozenset({"application/json", "application/merge-patch+json"})
_TOLD_ELSEWHERE = {
    "/v1/token": "errors as RFC 8628 has them, in the same form",
}
Told = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """A method of an address, as the document describes it."""

    method: str
    path: str
    told: Told

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    def bodies(self) -> Iterator[tuple[str, Told, Any]]:
        """Media type, schema and value of each example."""
        for media, content in self.told.get("requestBody", {}).get("content", {}).items():
            examples = [example["value"] for example in content.get("examples", {}).values()]
            examples += [content["example"]] if "example" in content else []
            for value in examples:
                yield media, content["schema"], value


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Told:
    database = tmp_path_factory.mktemp("openapi") / "cloud.db"
    engine = open_engine(str(database))
    told = create_app(Settings(database=str(database)), engine).openapi()
    engine.dispose()
    return told


def operations(document: Told) -> list[Operation]:
    return [
        Operation(method, path, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


@pytest.fixture
def world(cloud: Cloud, press: Press) -> World:
    return fill(cloud, press)


def test_the_document_describes_exactly_what_is_served(document: Told, engine: Engine) -> None:
    app = create_app(Settings(database="unused.db"), engine)
    served = {
        (context.path_format, method.lower())
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute) and context.include_in_schema
        for method in context.methods or ()
    }
    assert {(each.path, each.method) for each in operations(document)} == served


def test_each_operation_says_what_it_is_for(document: Told) -> None:
    told = operations(document)
    for each in told:
        assert each.told["summary"], each
        assert each.told["description"], each
        assert each.told["tags"], each
    ids = [each.told["operationId"] for each in told]
    assert len(set(ids)) == len(ids)


def test_each_body_has_an_example_that_fits_its_schema(document: Told) -> None:
    parts = {"components": document["components"]}
    for each in operations(document):
        if "requestBody" not in each.told:
            continue
        shown = list(each.bodies())
        assert {media for media, _, _ in shown} == set(each.told["requestBody"]["content"]), each
        for media, schema, value in shown:
            if "binary" not in json.dumps(schema):
                problems = list(Draft202012Validator({**schema, **parts}).iter_errors(value))
                assert not problems, (str(each), media, problems)


def test_each_refusal_is_described_as_problem_details(document: Told) -> None:
    for each in operations(document):
        refusals = {status: told for status, told in each.told["responses"].items() if status >= "400"}
        assert {"400", "413", "429", "503"} <= set(refusals), each
        if each.told.get("security"):
            assert "401" in refusals, each
        if any(parameter["in"] == "path" for parameter in each.told.get("parameters", ())):
            assert {"404", "409", "422"} & set(refusals), each
        pages = each.path.startswith(("/o/", "/d/"))
        for status, told in refusals.items():
            assert told["description"], each
            assert _PROBLEM in told.get("content", {}) or pages or each.path in _TOLD_ELSEWHERE, (
                str(each),
                status,
            )


def test_no_example_is_of_a_cut_off_that_is_past(document: Told) -> None:
    for each in operations(document):
        for _, _, value in each.bodies():
            if isinstance(value, dict) and "cut_off_at" in value:
                assert value["cut_off_at"] > "2036"


@SQLITE_ONLY
def test_a_service_that_holds_the_example_catalogue_takes_the_examples(world: World, document: Told) -> None:
    refused = []
    for each in operations(document):
        for media, _, value in each.bodies():
            if media not in _JSON or str(each) in _NEEDS_A_STATE:
                continue
            sent = _with_secrets(world, each, value)
            answer = world.call(
                each.method.upper(),
                _address(world, each),
                data=json.dumps(sent),
                headers={"Content-Type": media},
                token=world.desk.token if str(each) in _OF_A_DESK else world.integrator,
            )
            if not answer.ok:
                refused.append((str(each), answer.status_code, answer.json()["detail"]))
    assert refused == [], refused


@SQLITE_ONLY
def test_no_body_is_so_hostile_that_the_service_fails(world: World, document: Told) -> None:
    """NUL, half characters, huge numbers and deep nests in the place of each value of each example."""
    for each in operations(document):
        for media, _, value in each.bodies():
            if media not in _JSON:
                continue
            for wild in _hostile(value):
                answer = world.call(
                    each.method.upper(),
                    _address(world, each),
                    data=json.dumps(wild),
                    headers={"Content-Type": media},
                    token=world.desk.token if str(each) in _OF_A_DESK else world.integrator,
                )
                assert answer.status_code < 500, (str(each), wild, answer.text)


_OF_A_DESK = frozenset({"POST /v1/facts", "POST /v1/waves/lease", "POST /v1/supervisor"})
_NEEDS_A_STATE = {
    "POST /v1/waves/release": "names waves of a night: tests/cloud_api/test_wave_board.py",
    "POST /v1/waves/hold": "names waves of a night: tests/cloud_api/test_wave_board.py",
    "POST /v1/waves/assign": "names waves of a night: tests/cloud_api/test_wave_board.py",
    "POST /v1/waves/divide": "names orders of a night: tests/cloud_api/test_dividing.py",
    "POST /v1/waves/rejoin": "names waves of a night: tests/cloud_api/test_dividing.py",
    "POST /v1/waves/hand-over": "names waves of a night: tests/cloud_api/test_handing.py",
    "PUT /v1/recipients/{recipient_id}": "keeps its kind and channel: tests/cloud_api/test_deliveries_api.py",
    "POST /v1/cycles/{cycle_id}/shortages/{shortage_id}/withdrawal": "test_shortages_withdrawn.py",
    "POST /v1/cycles/{cycle_id}/shortages": "takes the hash of a preview: tests/cloud_api/test_shortages.py",
    "PUT /v1/imports/{file_id}/reading": "names the columns of one file: tests/cloud_api/test_imports.py",
    "POST /v1/conflicts/{conflict_id}/settle": "needs two handovers: tests/cloud_api/test_conflicts.py",
    "POST /v1/token": "answers 400 until a person decided: tests/cloud_api/test_enrolment_grants.py",
    "POST /v1/device-authorization/{user_code}/decision": "once for a code: test_enrolment_grants.py",
    "POST /v1/enrolment": "once for a code: tests/cloud_api/test_enrolment.py",
    "POST /v1/session": "needs a PIN: tests/cloud_api/test_people.py",
    "POST /v1/supervisor": "needs a PIN: tests/cloud_api/test_overrides.py",
    "POST /v1/cycles/{cycle_id}/shortages/preview": "of a cut-off: tests/cloud_api/test_shortages.py",
}


def _address(world: World, each: Operation) -> str:
    names = {
        **world.values,
        "key": _key(each),
        "kind": "products",
        "form": "csv",
        "format": "json",
        "conflict_id": world.values["cycle_id"],
        "lease_id": world.values["cycle_id"],
        "shortage_id": world.values["cycle_id"],
    }
    if "amendments" in each.path:
        names["digest"] = world.values["amendment_digest"]
    return each.path.format(**names)


def _key(each: Operation) -> str:
    for parameter in each.told.get("parameters", ()):
        if parameter["name"] == "key":
            return str(parameter["schema"]["examples"][0])
    return ""


def _with_secrets(world: World, each: Operation, value: Any) -> Any:
    """What only this very service can know, in the place of what the example shows."""
    told = copy.deepcopy(value)
    if each.path.endswith("/confirmation"):
        told["token"] = world.values["link_token"]
    return told


_WILD: tuple[Any, ...] = ("\0", "\ud800", "x" * 100_000, 10**30, -(10**30), 1e308, True, None, [[[[]]]], {})


def _hostile(value: Any) -> Iterator[Any]:
    """The value with one wild thing at a time in it, in turn for each place."""
    for number, place in enumerate(_places(value)):
        for turn in range(3):
            wild = copy.deepcopy(value)
            inner = wild
            for step in place[:-1]:
                inner = inner[step]
            inner[place[-1]] = _WILD[(number + turn * 3) % len(_WILD)]
            yield wild


def _places(value: Any) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for step, item in inside:
        yield (step,)
        if isinstance(item, dict | list):
            for deeper in _places(item):
                yield (step, *deeper)
