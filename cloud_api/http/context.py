"""What every endpoint may rely on, handed over by the application that was assembled."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlalchemy import Engine

from cloud_api.http.metrics import Meters
from cloud_api.settings import Settings
from cloud_api.storage.clock import Clock
from cloud_api.storage.hooks import Hooks


@dataclass(frozen=True)
class Context:
    """Settings, database, clock and hooks of one running service."""

    settings: Settings
    engine: Engine
    clock: Clock
    hooks: Hooks
    meters: Meters = field(default_factory=Meters)

    def now(self) -> datetime:
        """The present moment in UTC."""
        return self.clock()


async def _context(request: Request) -> Context:
    return cast(Context, request.app.state.context)


Service = Annotated[Context, Depends(_context)]
