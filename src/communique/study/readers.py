"""Processes that read: a file on which one hangs or dies costs that file alone."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from communique.model.errors import SourceError

PATIENCE = 300.0
"""Seconds that a file may take unless told otherwise: the longest honest PDF that was met took a tenth of that."""

_T = TypeVar("_T")


class Readers:
    """So many processes; each does one job at a time, and is replaced when it takes too long or dies.

    Parameters
    ----------
    workers
        How many.
    patience
        Seconds that a job may take.
    """

    def __init__(self, workers: int, patience: float) -> None:
        self._patience = patience
        # Fresh processes: a forked one would share our connections to the database.
        self._pool = ProcessPool(max_workers=workers, context=multiprocessing.get_context("spawn"))

    def submit(self, job: Callable[..., _T], *arguments: Any, place: str) -> Future[_T]:
        """Have a job done. Its future holds a :class:`SourceError` that names ``place`` if it was given up."""
        told: Future[_T] = Future()
        doing = self._pool.schedule(job, args=arguments, timeout=self._patience)
        doing.add_done_callback(lambda done: self._tell(done, told, place))
        return told

    def close(self) -> None:
        """End all processes, whatever they do."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _tell(self, done: Future[_T], told: Future[_T], place: str) -> None:
        try:
            told.set_result(done.result())
        except TimeoutError:
            told.set_exception(
                SourceError(
                    f"given up after {self._patience:g} seconds",
                    place=place,
                    way_out="read it alone with a longer --patience, or save its text as .txt",
                )
            )
        except (ProcessExpired, CancelledError) as error:
            told.set_exception(
                SourceError(
                    f"the process that read it ended ({error or type(error).__name__})",
                    place=place,
                    way_out="the memory may be full: read it alone, or save its text as .txt",
                )
            )
        except Exception as error:
            told.set_exception(error)
