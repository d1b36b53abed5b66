"""Which hosts may be asked: public ones, and private ones only where the user said so."""

import ipaddress
import socket
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from tasks.ingest.records import RefusedError


class FetchError(RefusedError):
    """A page that could not be fetched. `is_transient`: asking again later may help, after `retry_after` seconds."""

    def __init__(
        self, reason: str, is_transient: bool = False, *, check: str = "fetch", retry_after: float = 0.0
    ) -> None:
        super().__init__(check, reason)
        self.is_transient = is_transient
        self.retry_after = retry_after


def uses_proxy(scheme: str, host: str) -> bool:
    """Whether requests to the host go through a proxy of the environment."""
    return scheme in getproxies() and not proxy_bypass(host)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast


def _addresses(host: str) -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise FetchError(f"the host {host!r} is not found", is_transient=True) from error


def split_address(url: str) -> tuple[str, str]:
    """Scheme and host of a URL. Raises FetchError unless it is an http(s) address."""
    try:
        parts = urlsplit(url)
        scheme, host = parts.scheme.lower(), parts.hostname or ""
    except ValueError as error:
        raise FetchError(f"{url[:200]!r} is no address") from error
    if scheme not in {"http", "https"} or not host:
        raise FetchError(f"only http and https addresses are fetched, not {url[:200]!r}")
    return scheme, host


def check_host(url: str) -> None:
    """Raises FetchError unless each address of the URL's host is public.

    Behind a proxy only names and addresses that are private on their face are refused: the proxy resolves the rest.
    """
    scheme, host = split_address(url)
    if uses_proxy(scheme, host) and host != "localhost" and not _is_literal(host):
        return
    if not all(is_public(address) for address in _addresses(host)):
        raise FetchError(f"the host {host!r} lies in a private network; allow_private_hosts permits it")


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
