"""A network that fails on demand: a relay between client and server that can cut a connection or fall silent.

Only so can a test cut a save exactly between the server's commit and its answer.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import replace
from types import TracebackType

from db.session import ServerAddress


class Relay:
    """Passes bytes to and from a server; `address` is its own.

    `silent`: takes what is sent and passes nothing on. `cut_before` and `cut_after`: the next message of the client
    that holds these bytes is not passed on, or is passed on and its answer swallowed; then the connection is cut.
    """

    def __init__(self, server: ServerAddress) -> None:
        self.silent = threading.Event()
        self.cut_before = b""
        self.cut_after = b""
        self.connections = 0
        self.cuts = 0
        self._server = (server.host, int(server.port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = [self._listener]
        self.address = replace(server, port=str(self._listener.getsockname()[1]))

    def __enter__(self) -> Relay:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._sockets:
            _end(each)

    def hang_up(self) -> None:
        """Takes no further connections."""
        _end(self._listener)

    def _start(self, work: object, *arguments: object) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()  # type: ignore[arg-type]

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                self._sockets += [client, server]
                self.connections += 1
                swallow = threading.Event()
                self._start(self._ask, client, server, swallow)
                self._start(self._answer, client, server, swallow)

    def _ask(self, client: socket.socket, server: socket.socket, swallow: threading.Event) -> None:
        with suppress(OSError):
            while sent := client.recv(1 << 16):
                if self.silent.is_set():
                    continue
                if self.cut_before and self.cut_before in sent:
                    self.cut_before = b""
                    self.cuts += 1
                    break
                if self.cut_after and self.cut_after in sent:
                    self.cut_after = b""
                    swallow.set()
                server.sendall(sent)
        _end(client)
        _end(server)

    def _answer(self, client: socket.socket, server: socket.socket, swallow: threading.Event) -> None:
        with suppress(OSError):
            while answer := server.recv(1 << 16):
                if swallow.is_set():
                    self.cuts += 1
                    break
                if not self.silent.is_set():
                    client.sendall(answer)
        _end(client)
        _end(server)


def _end(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
