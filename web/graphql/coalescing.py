"""One execution for all who ask the same at the same time, ended when the last of them has gone away."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from starlette.types import Receive

T = TypeVar("T")


class ClientGone(Exception):
    """The client has closed the connection: nobody waits for the answer any more."""


@dataclass(slots=True)
class _Running(Generic[T]):
    """*waiting*: how many requests wait for the task."""

    task: asyncio.Task[T]
    waiting: int = 0


class Coalescing(Generic[T]):
    """Work that is being done now, by key."""

    def __init__(self) -> None:
        self._running: dict[Hashable, _Running[T]] = {}
        # The loop itself holds tasks weakly; a cancelled one still has a statement to end.
        self._ending: set[asyncio.Task[T]] = set()

    def __contains__(self, key: Hashable) -> bool:
        """Whether somebody waits for *key* already."""
        return key in self._running

    def __len__(self) -> int:
        """How many pieces of work are being done."""
        return len(self._running)

    async def result(self, key: Hashable, start: Callable[[], Coroutine[Any, Any, T]], *, receive: Receive) -> T:
        """What the work for *key* gives, which *start* begins unless it is being done.

        *receive* is the request's, its body read. Raises ClientGone when that client goes away, and what the work raises.
        """
        running = self._running.get(key) or self._begin(key, start)
        running.waiting += 1
        gone = asyncio.create_task(_disconnected(receive))
        try:
            await asyncio.wait((running.task, gone), return_when=asyncio.FIRST_COMPLETED)
            if not running.task.done():
                raise ClientGone
            return running.task.result()
        finally:
            gone.cancel()
            running.waiting -= 1
            if not running.waiting and not running.task.done():
                self._end(key, running)

    def _begin(self, key: Hashable, start: Callable[[], Coroutine[Any, Any, T]]) -> _Running[T]:
        running = _Running(asyncio.create_task(start()))
        self._running[key] = running
        running.task.add_done_callback(lambda _: self._forget(key, running))
        return running

    def _end(self, key: Hashable, running: _Running[T]) -> None:
        """Cancel what nobody waits for. Who asks from now on begins anew."""
        self._forget(key, running)
        self._ending.add(running.task)
        running.task.add_done_callback(self._ending.discard)
        running.task.cancel()

    def _forget(self, key: Hashable, running: _Running[T]) -> None:
        if self._running.get(key) is running:
            del self._running[key]


async def _disconnected(receive: Receive) -> None:
    """Returns when the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        # The empty body of a GET.
        pass
