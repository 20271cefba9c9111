"""How often somebody may try: counters in Django's cache, by account and by network address."""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import math
import re
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

log = logging.getLogger(__name__)
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class TooManyTries(Exception):
    """Try again in `wait_seconds`."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"Too many tries. Try again in {_spoken(wait_seconds)}.")
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class Limit:
    """At most `tries` in `seconds`, counted from the first one."""

    name: str
    tries: int
    seconds: int

    def count(self, who: str) -> None:
        """One more try by `who`; TooManyTries when it is one too many."""
        if not settings.THROTTLE:
            return
        try:
            wait = self._counted(self._key(who), time.time())
        except Exception:  # a limit that cannot be counted shuts nobody out
            log.exception("Redis is away: %s is not counted", self.name)
            return
        if wait:
            raise TooManyTries(wait)

    def _counted(self, key: str, now: float) -> int:
        """The seconds to wait after one more try; 0 when it is within the limit."""
        cache.add(f"{key}:ends", now + self.seconds, self.seconds)
        cache.add(key, 0, self.seconds)
        try:
            tries = cache.incr(key)
        except ValueError:  # expired between the two lines: the next window has begun
            return 0
        ends = cache.get(f"{key}:ends", now + 1)
        return max(1, math.ceil(ends - now)) if tries > self.tries else 0

    def forget(self, who: str) -> None:
        """Count from nothing again: `who` has shown that they may."""
        key = self._key(who)
        try:
            cache.delete_many([key, f"{key}:ends"])
        except Exception:
            log.exception("Redis is away: %s is not forgotten", self.name)

    def _key(self, who: str) -> str:
        return f"limit:{self.name}:{hashlib.sha256(who.encode()).hexdigest()}"


LOGIN_BY_ACCOUNT = Limit("login-account", tries=5, seconds=300)
LOGIN_BY_ADDRESS = Limit("login-address", tries=50, seconds=300)
SIGNUP_BY_ADDRESS = Limit("signup-address", tries=20, seconds=3600)
# The current password asked for once more: to change it, to delete the account.
PASSWORD_BY_ACCOUNT = Limit("password-account", tries=5, seconds=300)
RESET_BY_ACCOUNT = Limit("reset-account", tries=3, seconds=3600)
RESET_BY_ADDRESS = Limit("reset-address", tries=20, seconds=3600)
CONFIRMATION_BY_ACCOUNT = Limit("confirmation-account", tries=4, seconds=3600)
EXPORT_BY_ACCOUNT = Limit("export-account", tries=10, seconds=3600)
REGISTERED_CLIENTS = Limit("oauth-clients", tries=20, seconds=3600)
CALLS_BY_TOKEN = Limit("calls-token", tries=600, seconds=60)


def client_address(request: HttpRequest) -> str:
    """Where the request came from; what X-Forwarded-For says counts only as far as trusted proxies wrote it.

    Each proxy appends the address it was called from, so the list is read from the right: the first address that is
    no trusted proxy's is the client. Whatever stands left of it the client may have made up.
    """
    hops = [request.META.get("REMOTE_ADDR") or ""]
    hops += reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(","))
    trusted = [ipaddress.ip_network(name, strict=False) for name in settings.TRUSTED_PROXIES]
    for hop, next_hop in zip(hops, [*hops[1:], ""], strict=True):
        address = _parsed(hop)
        if address is None or not any(address in network for network in trusted) or _parsed(next_hop) is None:
            return _counted_as(address) if address else "unknown"
    return "unknown"


def _parsed(text: str) -> Address | None:
    """The address in a hop: with a port, in brackets, with an interface, or an IPv4 one dressed as IPv6.

    A server that listens on both families sees 10.0.0.1 as ::ffff:10.0.0.1: unread, it is no trusted proxy, and
    everybody in the world would count as one client.
    """
    host = text.strip()
    if bracketed := re.fullmatch(r"\[([^\]]*)\](?::\d+)?", host):
        host = bracketed[1]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _counted_as(address: Address) -> str:
    """One home has a whole /64 of IPv6 addresses, so it counts as one."""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _spoken(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} second{'s' if seconds > 1 else ''}"
    return f"{math.ceil(seconds / 60)} minutes"
