"""The one way out for HTTP to addresses other people chose (reliability: 14 Outgoing HTTP).

A customer's webhook address must not become a key to our own network: the name is resolved once,
every address it has must be public, we connect to exactly that address and look again at whom we
reached; no redirect is followed, no proxy of the environment is used, at most 64 KB are read and
all of it ends after 15 s.
"""

import http.client
import io
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from core.web import names

MOST_BYTES = 64 * 1024
SECONDS = 15.0
CHECK_SECONDS = 5.0  # somebody waits before a form
IDLE_SECONDS = 30.0
DEFAULT_PORTS = {"http": 80, "https": 443}

# IANA's special-purpose registries, written out because Python 3.11's is_private misses some.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4"),
        # Inside 2000::/3: Teredo and its neighbours, documentation, 6to4.
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # so mapped, NAT64, local and multicast ones are out

_ODD = re.compile(r"[\s\x00-\x20\x7f\\]")
_SAFE = "!#$%&'()*+,/:;=?@[]~"  # what stands in a request line as it is; the rest is percent-encoded

IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(ValueError):
    """We do not call this address. One wording for every reason: it must not tell what is inside."""

    def __init__(self) -> None:
        super().__init__(_("This address can't be called. Give a public http:// or https:// address."))


class Unreachable(OSError):
    """The other side did not answer as HTTP asks; the text is for staff."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`truncated` when the body was longer, or slower, than we were ready to read."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    truncated: bool = False


def is_public(address: IP) -> bool:
    """May be called: globally routed, and not a way to wrap one that is not."""
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return not any(address in network for network in _NOT_PUBLIC if network.version == address.version)


def is_allowed(address: IP, port: int) -> bool:
    """Public, or named in OUTBOUND_ALLOW ("127.0.0.1:9000", "10.1.0.0/16")."""
    if is_public(address):
        return True
    for entry in settings.OUTBOUND_ALLOW:
        network, _colon, allowed_port = entry.rpartition(":") if entry.count(":") == 1 else (entry, "", "")
        if address in ipaddress.ip_network(network, strict=False) and allowed_port in {"", str(port)}:
            return True
    return False


def check_url(url: str, *, ask: names.Ask = socket.getaddrinfo) -> None:
    """Raise `AddressRefused` unless `url` may be kept; a name nobody knows yet is checked when called."""
    parts, port = _parse(url)
    try:
        found = _resolve(parts.hostname, port, CHECK_SECONDS, ask)
    except Unreachable:
        return
    if not all(is_allowed(address, port) for address in found):
        raise AddressRefused


def _parse(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        raise AddressRefused from None
    odd = _ODD.search(url) or "@" in parts.netloc
    if odd or parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise AddressRefused
    return parts, port


def _resolve(host: str, port: int, seconds: float, ask: names.Ask) -> list[IP]:
    try:
        found = names.resolve(host, port, seconds=seconds, ask=ask)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host}: the name has no address ({error})") from error
    return [ipaddress.ip_address(address) for address in found]


class _Reader(io.RawIOBase):
    """Reads a socket until a moment, however slowly the bytes come."""

    def __init__(self, line: "_Line") -> None:
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        self._line.sock.settimeout(self._line.left())
        return self._line.sock.recv_into(buffer)


class _Line:
    """What http.client takes for a socket: one with an end in time."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.ends_at = sock, 0.0

    def left(self) -> float:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left

    def sendall(self, data: bytes) -> None:
        self.sock.settimeout(self.left())
        self.sock.sendall(data)

    def makefile(self, mode: str, *args: object) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self), 16 * 1024)

    def close(self) -> None:
        self.sock.close()


class Client:
    """Keeps connections open per (scheme, host, port); threads may share it. `ask` resolves names."""

    def __init__(self, *, ask: names.Ask = socket.getaddrinfo) -> None:
        self._ask = ask
        self._idle: dict[tuple[str, str, int], list[tuple[float, _Line]]] = {}
        self._lock = threading.Lock()
        self._tls = ssl.create_default_context()

    def request(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        seconds: float = SECONDS,
        most: int = MOST_BYTES,
    ) -> Reply:
        """One request, ended after `seconds`; `most` bytes are read. Raises `AddressRefused` or `Unreachable`."""
        parts, port = _parse(url)
        key = (parts.scheme, parts.hostname, port)
        wanted = _request(method, parts, port, body, headers or {})
        ends_at = time.monotonic() + seconds
        kept = self._take(key)
        try:
            if kept is not None:
                try:
                    return self._exchange(key, kept, method, wanted, ends_at, most)
                except (http.client.RemoteDisconnected, ConnectionError, ssl.SSLEOFError):
                    pass  # it was closed while it lay idle: once more on a fresh one
            fresh = self._open(parts.scheme, parts.hostname, port, ends_at)
            return self._exchange(key, fresh, method, wanted, ends_at, most)
        except TimeoutError:
            raise Unreachable(f"no complete answer within {seconds:g} s") from None
        except Unreachable:
            raise
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(str(error) or type(error).__name__) from error

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, {}
        for connections in idle.values():
            for _since, connection in connections:
                connection.close()

    def _open(self, scheme: str, host: str, port: int, ends_at: float) -> _Line:
        found = _resolve(host, port, ends_at - time.monotonic(), self._ask)
        if not found or not all(is_allowed(address, port) for address in found):
            raise AddressRefused
        sock = self._connect(found, port, ends_at)
        if scheme == "https":
            sock = self._tls.wrap_socket(sock, server_hostname=host)
        return _Line(sock)

    @staticmethod
    def _connect(found: list[IP], port: int, ends_at: float) -> socket.socket:
        last: OSError = Unreachable("no address")
        for address in found[:4]:
            left = ends_at - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                sock = socket.create_connection((str(address), port), timeout=min(left, 10))
            except OSError as error:
                last = error
                continue
            sock.settimeout(max(ends_at - time.monotonic(), 0.01))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if not is_allowed(ipaddress.ip_address(sock.getpeername()[0]), port):
                sock.close()
                raise AddressRefused
            return sock
        raise last

    def _exchange(
        self, key: tuple[str, str, int], line: _Line, method: str, wanted: bytes, ends_at: float, most: int
    ) -> Reply:
        line.ends_at = ends_at
        reusable = False
        try:
            line.sendall(wanted)
            response = http.client.HTTPResponse(line, method=method)
            response.begin()
            content, truncated = _read(response, most)
            reusable = not truncated and not response.will_close
            named = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status, named, content, truncated)
        finally:
            if reusable:
                self._keep(key, line)
            else:
                line.close()

    def _take(self, key: tuple[str, str, int]) -> _Line | None:
        with self._lock:
            waiting = self._idle.get(key, [])
            while waiting:
                since, connection = waiting.pop()
                if time.monotonic() - since < IDLE_SECONDS:
                    return connection
                connection.close()
        return None

    def _keep(self, key: tuple[str, str, int], line: _Line) -> None:
        with self._lock:
            self._idle.setdefault(key, []).append((time.monotonic(), line))


def _request(method: str, parts: SplitResult, port: int, body: bytes, headers: Mapping[str, str]) -> bytes:
    """The whole request at once; http.client would send head and body apart."""
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_SAFE)
    try:
        host = parts.hostname if ":" not in parts.hostname else f"[{parts.hostname}]"
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise AddressRefused from None
    if port != DEFAULT_PORTS[parts.scheme]:
        host += f":{port}"
    named = {"Host": host, "Accept-Encoding": "identity", **headers, "Content-Length": str(len(body))}
    head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return head.encode("latin-1") + b"\r\n" + body


def _read(response: http.client.HTTPResponse, most: int) -> tuple[bytes, bool]:
    """At most `most` bytes; a body that is late costs us the body, not the status we already have."""
    content = b""
    try:
        while len(content) <= most:
            part = response.read1(most + 1 - len(content))
            if not part:
                response.close()
                return content, bool(response.length)
            content += part
    except (OSError, http.client.HTTPException):
        return content, True
    return content[:most], True
