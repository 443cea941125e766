"""A server for tests that loses no time at either end."""

import asyncio
import socket
import threading

import uvicorn

from cloud_api.server import StreamEndingServer


class AnnouncedServer(StreamEndingServer):
    """Tells when it answers, and ends when told: uvicorn itself looks ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answering = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()
        self.answering.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._told.wait()

    def tell_to_end(self) -> None:
        self._loop.call_soon_threadsafe(self._told.set)
