"""The guard of every test: no socket but one between two ends of this machine is opened, and no name is looked up.

An audit hook of Python hears of every socket, also of those that libraries open in C through the `socket` module. It
cannot be taken away again, so no test and no library can lift it. What other processes do (a browser, Java, a program
that a test starts) it does not hear; `tests/trust/test_sockets.py` runs the program itself where there is no network.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

MARKER = "opens_sockets"
_AF_UNIX = 1
_FAMILY_UNKNOWN = -1
"""Of a socket made from a descriptor that is open already."""
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_WATCHED = {
    "socket.__new__", "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo",
}  # fmt: skip


class SocketOpened(BaseException):
    """Something tried to reach a network. No `Exception`, so that no handler of the program swallows it."""


_exempt = [False]


def install() -> None:
    """Begin to listen; for as long as this process lives."""
    sys.addaudithook(_hear)


@contextmanager
def exempt(wanted: bool) -> Iterator[None]:
    """Let sockets of this machine's own loopback be opened meanwhile, if that is wanted."""
    before, _exempt[0] = _exempt[0], wanted
    try:
        yield
    finally:
        _exempt[0] = before


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _WATCHED or not _reaches_out(event, arguments):
        return
    message = (
        f"{event} {arguments[1:]}: nothing here may open a socket; mark the test {MARKER} with a reason if it must"
    )
    raise SocketOpened(message)


def _reaches_out(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "socket.__new__":
        return arguments[1] not in (_AF_UNIX, _FAMILY_UNKNOWN) and not _exempt[0]
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        if getattr(arguments[0], "family", None) == _AF_UNIX:
            return False
        address = arguments[1] if len(arguments) > 1 else None
        return not (_exempt[0] and isinstance(address, tuple) and str(address[0]) in _LOOPBACK)
    return not (_exempt[0] and str(arguments[0]) in _LOOPBACK)
