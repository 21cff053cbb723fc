"""Where a request comes from, as far as limits care."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings

UNKNOWN = "unknown"  # a local socket names no address: all of them share one counter


def network_of(meta: Mapping[str, Any]) -> str:
    """The network that a request (its META) is counted under: IPv4 whole, IPv6 by its /64.

    One household or phone is handed a whole /64, so anything narrower is no limit at all.
    """
    return network(
        client_address(
            meta.get("REMOTE_ADDR", ""),
            meta.get("HTTP_X_FORWARDED_FOR", ""),
            trusted_proxies=settings.TRUSTED_PROXIES,
        )
    )


def client_address(peer: str, forwarded_for: str, *, trusted_proxies: int) -> str:
    """The address of the client behind `trusted_proxies` proxies of our own.

    Each proxy appends the address that it was called from, so only the last `trusted_proxies`
    entries of X-Forwarded-For are ours to believe; whatever stands before them, the client wrote.
    With 0 the header is ignored. A header with fewer entries did not pass through all of our
    proxies, and the address that really called is taken.
    """
    if trusted_proxies < 1:
        return peer
    entries = [entry.strip() for entry in forwarded_for.split(",") if entry.strip()]
    if len(entries) < trusted_proxies:
        return peer
    entry = entries[-trusted_proxies]
    return entry if _parse(entry) else peer


def network(address: str) -> str:
    """The network of an address, with or without a port; `unknown` for what is no address."""
    parsed = _parse(address)
    if parsed is None:
        return UNKNOWN
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:  # ::ffff:192.0.2.1 has the whole of IPv4 in one /64
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)


def _parse(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    host = address
    if address.startswith("["):  # [2001:db8::1]:443
        host = address[1:].partition("]")[0]
    elif address.count(":") == 1:  # 192.0.2.1:443
        host = address.partition(":")[0]
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
