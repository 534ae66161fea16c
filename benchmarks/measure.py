"""Measuring: seconds of the wall clock and of the processor, and the peak memory of a process of its own."""

from __future__ import annotations

import platform
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any


@dataclass
class Clock:
    """Sums up time over several stretches."""

    wall: float = 0.0
    processor: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time until the end of the block."""
        wall, processor = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.wall += time.perf_counter() - wall
            self.processor += time.process_time() - processor

    def shown(self) -> dict[str, float]:
        """Both, in seconds."""
        return {"wall_seconds": round(self.wall, 2), "processor_seconds": round(self.processor, 2)}


def in_a_process_of_its_own(work: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """What ``work`` returns, with its time and the peak memory (in 10**6 bytes) of the fresh process that it ran in."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, work, arguments).result()


def _measured(work: Callable[..., dict[str, Any]], arguments: tuple[Any, ...]) -> dict[str, Any]:
    clock = Clock()
    with clock.running():
        result = work(*arguments)
    return result | clock.shown() | {"peak_memory_mb": round(_peak_bytes() / 1e6, 1)}


def _peak_bytes() -> int:
    # On Linux getrusage also counts what the parent held when it made this process; VmHWM does not.
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if found:
            return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def goal(value: float, at_most: float, unit: str) -> dict[str, Any]:
    """A figure with the goal it is judged by."""
    return {"value": round(value, 3), "at_most": at_most, "unit": unit, "met": value <= at_most}


def machine() -> dict[str, str]:
    """What it was measured on."""
    return {"python": platform.python_version(), "system": platform.system(), "processor": platform.machine()}
