"""Which web addresses may be asked: no machine of the user's own network, unless he allows it.

A page or a feed is written by others and may lead anywhere: to a router, to a cloud machine's
credentials at 169.254.169.254. So a host is judged by the numeric addresses that it stands for,
and the connection is made to exactly these (`index/web_transport.py`); a name that changes
between look and connection gains nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

from index.errors import UnreadableArticle

IPAddress = IPv4Address | IPv6Address
Permits = Callable[[IPAddress], bool]

LONGEST_URL = 4_000  # characters
HOST = re.compile(rb"[A-Za-z0-9._:-]{1,253}")
PASSWORD = re.compile(r"^((?:[A-Za-z][A-Za-z0-9+.-]{0,20}:)?[/\\]{0,50})[^/\\?#]{0,4000}@")
NAT64 = IPv6Network("64:ff9b::/96")
# Not public, whatever `is_global` says of them in some versions of Python.
NOT_PUBLIC = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2002::/16"),
)


class NoConnection(UnreadableArticle):
    """A host cannot or may not be connected to."""


def is_public(address: IPAddress) -> bool:
    """Tell whether an address is one that anybody on the internet may ask.

    An IPv6 address that stands for an IPv4 address (mapped, NAT64) is judged as that one.
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.is_site_local:
            return False
    if any(address.version == network.version and address in network for network in NOT_PUBLIC):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def any_address(address: IPAddress) -> bool:
    """Permit everything: for who trusts what he reads, and for tests on this machine."""
    return True


def resolve(host: str, permits: Permits) -> list[str]:
    """Return the numeric addresses of a host, the best one first.

    A host with several addresses is refused for the first one that is not permitted. Numbers in
    disguise ("0x7f.1", "2130706433") are taken as the system takes them, and judged after that.

    Raises:
        NoConnection: there is no such host, or it may not be asked.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoConnection(f"the host {host} cannot be found") from error
    addresses = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
    for address in addresses:
        if not permits(ip_address(address)):
            raise NoConnection(_not_public(host, address))
    return addresses


def parse_url(url: str) -> httpx.URL:
    """Return a web address that can be asked, its fragment dropped.

    Raises:
        UnreadableArticle: it is none, or it holds a password; neither is repeated in the text.
    """
    try:
        if len(url) > LONGEST_URL:
            raise UnreadableArticle(f"a web address of more than {LONGEST_URL:,} characters")
        parsed = httpx.URL(url.strip()).copy_with(fragment=None)
        _ = parsed.host  # only now is a name such as "xn--a" decoded
    except (httpx.InvalidURL, ValueError):
        raise UnreadableArticle("not a web address") from None
    if parsed.scheme not in ("http", "https"):
        raise UnreadableArticle("not an http or https address")
    port = 80 if parsed.port is None else parsed.port
    if not HOST.fullmatch(parsed.raw_host) or not 0 < port < 65_536:
        raise UnreadableArticle("not a web address")
    if parsed.userinfo:
        raise UnreadableArticle("a web address with a password in it is not asked")
    return parsed


def shown_url(url: str) -> str:
    """Return a web address as it may be printed: on one line, without user name and password."""
    printable = "".join(sign if sign.isprintable() else "?" for sign in url[:LONGEST_URL])
    return PASSWORD.sub(r"\1", printable)


def _not_public(host: str, address: str) -> str:
    if host == address:
        return f"{host} is not a public address"
    return f"{host} leads to {address}, which is not a public address"
