"""Master data over HTTP."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.openapi.models import Example

from cloud_api.catalogue.checks import CatalogueRefusedError
from cloud_api.catalogue.pictures_api import add_pictures
from cloud_api.catalogue.rows_api import add_rows
from cloud_api.catalogue.service import put_catalogue, put_vans
from cloud_api.http.callers import Integrator, VanKeeper
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.transaction import writing
from cloud_api.wire.catalogue import Catalogue, Van

MAX_VANS = 1_000
_EXAMPLES: dict[str, Example] = {
    "peaches": {
        "summary": "A warehouse with one product and one pickup point",
        "value": {
            "warehouses": [{"code": "W1", "name": "朝阳仓", "time_zone": "Asia/Shanghai"}],
            "products": [
                {
                    "sku": "PEACH-500",
                    "name": "平谷鲜桃",
                    "spec": "500 g",
                    "gtins": ["06901234567892"],
                    "zone": "chilled",
                    "weight_g": 520,
                    "volume_ml": 900,
                    "bin": "A-01-2",
                    "path": 12,
                }
            ],
            "pickup_points": [{"code": "P001", "name": "望京社区店", "warehouse": "W1"}],
        },
    }
}
_VANS: dict[str, Example] = {
    "one": {
        "summary": "A refrigerated van of 1.5 t and 8 m³",
        "value": [
            {
                "code": "V01",
                "plate": "京A12345",
                "warehouse": "W1",
                "weight_g": 1_500_000,
                "volume_ml": 8_000_000,
            }
        ],
    }
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["catalogue"])
    answers = problem_responses(
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )
    router.put(
        "/v1/catalogue",
        summary="Create or replace master data",
        responses=answers,
    )(replace_catalogue)
    router.put("/v1/vans", summary="Create or replace vans", responses=answers)(replace_vans)
    add_pictures(router)
    add_rows(router)
    return router


def replace_catalogue(
    service: Service,
    caller: Integrator,
    catalogue: Annotated[Catalogue, Body(openapi_examples=_EXAMPLES)],
) -> dict[str, int]:
    """Create or replace rows by their keys, all or none; answers how many rows of each kind changed.

    Every changed row reaches the stations it concerns as a change.
    """
    try:
        with writing(service.engine) as connection:
            return put_catalogue(connection, catalogue, service.now(), caller.actor).counts
    except CatalogueRefusedError as refusal:
        raise _refused(refusal) from refusal


def replace_vans(
    service: Service,
    caller: VanKeeper,
    vans: Annotated[list[Van], Body(min_length=1, max_length=MAX_VANS, openapi_examples=_VANS)],
) -> dict[str, int]:
    """Create or replace vans by their codes, all or none; answers how many changed.

    A dispatch station keeps the vans of its own warehouse, an integrator those of all.
    """
    warehouse = None if caller.is_integrator else caller.warehouse
    try:
        with writing(service.engine) as connection:
            done = put_vans(connection, vans, service.now(), warehouse, caller.actor)
            return {"vans": done.counts["vans"]}
    except CatalogueRefusedError as refusal:
        raise _refused(refusal) from refusal


def _refused(refusal: CatalogueRefusedError) -> ProblemError:
    return ProblemError(HTTPStatus.CONFLICT, "catalogue-refused", str(refusal))
