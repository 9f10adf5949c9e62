"""A quick server for benchmarks: it answers a POST with `{"json": <the body>}`, after the milliseconds of its path.

`POST /20` answers after 20 ms, `GET /` tells how many POSTs there were. It is so plain that its part in what
is measured is small. Run as a script it prints its URL and serves until it is killed.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_LENGTH = b"content-length:"


class Connection(asyncio.Protocol):
    """Requests one after the other, on a connection that is kept."""

    posts = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.got = b""

    def data_received(self, data: bytes) -> None:
        self.got += data
        while b"\r\n\r\n" in self.got:
            head, _, rest = self.got.partition(b"\r\n\r\n")
            lines = head.lower().split(b"\r\n")
            length = next((int(line[len(_LENGTH) :]) for line in lines if line.startswith(_LENGTH)), 0)
            if len(rest) < length:
                if b"\r\nexpect: 100" in head.lower() and not rest:
                    self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                return
            self.got = rest[length:]
            self.answer(*head.split(b" ", 2)[:2], rest[:length])

    def answer(self, method: bytes, path: bytes, body: bytes) -> None:
        if method == b"GET":
            body = b"%d" % Connection.posts
        else:
            Connection.posts += 1
            body = b'{"json": %s}' % body
        kind = b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        whole = b"HTTP/1.1 200 OK\r\n" + kind + body
        if wait := int(path.strip(b"/") or 0):
            asyncio.get_running_loop().call_later(wait / 1000, self.transport.write, whole)
        else:
            self.transport.write(whole)


@contextmanager
def quick() -> Iterator[str]:
    """The URL of such a server in a process of its own."""
    with subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
