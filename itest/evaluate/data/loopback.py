"""Loopback: the names and addresses that mean this machine, whatever its resolver knows of them."""

from __future__ import annotations

ADDRESSES = ("::1", "127.0.0.1")
"""In the order in which they are tried: whichever listens is meant."""


def loopback_of(host: str) -> tuple[str, ...]:
    """The addresses of `localhost` and of every name below it (RFC 6761, 6.3); none of any other host."""
    name = host.lower().removesuffix(".")
    return ADDRESSES if name == "localhost" or name.endswith(".localhost") else ()


def here(host: str) -> tuple[str, ...]:
    """The addresses of a host that is this machine: a name of `loopback_of`, or such an address; none of another."""
    import ipaddress  # start-up cost: only where a service is started

    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return loopback_of(host)
    if address.is_unspecified:
        return (ADDRESSES[0] if address.version == 6 else ADDRESSES[1],)
    return (str(address),) if address.is_loopback else ()
