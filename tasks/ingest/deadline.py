"""A hard limit of time for what may wait in many places: a name's resolution, a connection, headers, a body."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

Given = TypeVar("Given")


def within(seconds: float, call: Callable[[], Given]) -> Given:
    """What `call` gives or raises. Raises TimeoutError after so many seconds; then the call is left to its thread.

    A thread of its own, since nothing else ends a wait for a name's resolution, and a server that sends a byte now and
    then never lets a limit for one wait run out. The thread doesn't keep the process from ending.
    """
    ended = threading.Event()
    given: list[Given] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            given.append(call())
        except BaseException as error:
            raised.append(error)
        finally:
            ended.set()

    threading.Thread(target=run, name="within", daemon=True).start()
    if not ended.wait(seconds):
        raise TimeoutError
    if raised:
        raise raised[0]
    return given[0]


class Connections:
    """The connections that a client of httpx has made, to be cut from another thread."""

    def __init__(self) -> None:
        self._streams: list[Any] = []

    def note(self, event: str, told: dict[str, Any]) -> None:
        """A `trace` for httpx's requests: remembers each connection, plain and encrypted."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._streams = [one for one in self._streams if _socket(one).fileno() >= 0]
            self._streams.append(told["return_value"])

    def cut(self) -> None:
        """Ends them all, so that who waits for one waits no longer."""
        for stream in self._streams:
            with suppress(OSError):  # it is closed already
                _socket(stream).shutdown(socket.SHUT_RDWR)
        self._streams = []


def _socket(stream: Any) -> socket.socket:
    return stream.get_extra_info("socket")
