"""Lets codes, wrong codes and requests to be let in go that are over."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine

from cloud_api.devices.service import CODE_VALID_FOR, MISS_WINDOW
from cloud_api.storage.retention import Keep, delete_in_parts
from cloud_api.storage.tables.devices import device_grants, enrolment_codes, enrolment_failures

KEPT_AFTER_END = timedelta(days=1)


def prune(engine: Engine, now: datetime, _keep: Keep) -> Mapping[str, int]:
    """What ended a day ago goes, as it does when the next code is given; how many of what did."""
    codes_over = enrolment_codes.c.expires_at < now - CODE_VALID_FOR
    grants_over = device_grants.c.expires_at < now - KEPT_AFTER_END
    return {
        "enrolment_codes": delete_in_parts(engine, enrolment_codes, codes_over),
        "enrolment_failures": delete_in_parts(
            engine, enrolment_failures, enrolment_failures.c.at <= now - MISS_WINDOW
        ),
        "device_grants": delete_in_parts(engine, device_grants, grants_over),
    }
