"""Master data over HTTP."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.openapi.models import Example

from cloud_api.catalogue.service import CatalogueRefusedError, put_catalogue
from cloud_api.http.callers import Integrator
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.transaction import writing
from cloud_api.wire.catalogue import Catalogue

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


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["catalogue"])
    router.put(
        "/v1/catalogue",
        summary="Create or replace master data",
        responses=problem_responses(
            HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY
        ),
    )(replace_catalogue)
    return router


def replace_catalogue(
    service: Service,
    _caller: Integrator,
    catalogue: Annotated[Catalogue, Body(openapi_examples=_EXAMPLES)],
) -> dict[str, int]:
    """Create or replace rows by their keys, all or none; answers how many rows of each kind changed.

    Every changed product, pickup point and operator reaches the stations as a change.
    """
    try:
        with writing(service.engine) as connection:
            return put_catalogue(connection, catalogue, service.now()).counts
    except CatalogueRefusedError as refusal:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "catalogue-refused", str(refusal)) from refusal
