"""Reads made together: what is asked while one is under way is read after it, not answered from before."""

import asyncio
import threading
from collections.abc import Collection

from cloud_api.http.group_reads import GroupReads
from tests.cloud_api.kit import DEADLINE_S


def test_questions_of_one_moment_are_read_together_and_later_ones_anew() -> None:
    groups: list[list[str]] = []
    under_way, go_on = threading.Event(), threading.Event()

    def read(asked: Collection[str]) -> dict[str, int]:
        groups.append(sorted(asked))
        under_way.set()
        assert go_on.wait(DEADLINE_S)
        return dict.fromkeys(asked, len(groups))

    async def ask() -> list[int]:
        reads = GroupReads(read)
        first = asyncio.create_task(reads.answer("A"))
        assert await asyncio.to_thread(under_way.wait, DEADLINE_S)
        later = [asyncio.create_task(reads.answer(key)) for key in ("A", "B", "A")]
        given_up = asyncio.create_task(reads.answer("B"))
        await asyncio.sleep(0)
        given_up.cancel()
        go_on.set()
        return await asyncio.gather(first, *later)

    assert asyncio.run(ask()) == [1, 2, 2, 2]
    assert groups == [["A"], ["A", "B"]]


def test_a_read_that_fails_is_told_to_all_and_the_next_one_may_succeed() -> None:
    answers: list[dict[str, int] | None] = [None, {"A": 7}]

    def read(_asked: Collection[str]) -> dict[str, int]:
        found = answers.pop(0)
        if found is None:
            raise OSError("no database")
        return found

    async def ask() -> int:
        reads = GroupReads(read)
        told = await asyncio.gather(reads.answer("A"), reads.answer("B"), return_exceptions=True)
        assert all(isinstance(error, OSError) for error in told)
        return await reads.answer("A")

    assert asyncio.run(ask()) == 7
