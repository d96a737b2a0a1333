"""What takes long is made once, off the event loop, for all who ask for it."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Results by key. Who asks for one that is being made waits for it; the *most* that were asked for last are kept.

    Belongs to one data version, and so is never out of date. A failure is told to all who wait, and not kept.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._making: OrderedDict[Hashable, asyncio.Task[T]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result for *key*, made by *make* in a thread if it isn't there yet."""
        task = self._making.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._making[key] = asyncio.ensure_future(asyncio.to_thread(make))
        self._making.move_to_end(key)
        while len(self._making) > self._most:
            self._making.popitem(last=False)
        # One who gives up must not take the result from the others.
        return await asyncio.shield(task)
