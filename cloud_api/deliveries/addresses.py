"""Which addresses may be written to; a webhook must not become a way into the network it is sent from."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from cloud_api.deliveries.name_lookup import LOOKUP_S, look_up
from cloud_api.settings import Settings

MOST_ADDRESS = 254
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_PRINTABLE = re.compile(r"[!-~]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefusedError(Exception):
    """Nothing is sent to this address; the message says why and what to do."""


@dataclass(frozen=True)
class Target:
    """Where a webhook goes: an address that was checked, so that no second look-up can answer another one."""

    host: str
    ip: str
    port: int
    secure: bool
    path: str


def checked_email(address: str) -> str:
    """The address with its domain in ASCII. Raises AddressRefusedError."""
    local, at, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = ""
    labels = ascii_domain.split(".")
    fits = at and len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    if not fits or not _LOCAL_PART.fullmatch(local) or len(local) + len(ascii_domain) >= MOST_ADDRESS:
        raise AddressRefusedError("This is no e-mail address. Write it as name@example.com.")
    return f"{local}@{ascii_domain}"


def checked_url(url: str, settings: Settings) -> str:
    """The URL of a webhook as it was given. Looks nothing up. Raises AddressRefusedError."""
    parts = _parts(url)
    assert parts.hostname is not None
    literal = _literal(parts.hostname)
    at_home = parts.hostname == "localhost" or (literal is not None and literal.is_loopback)
    if parts.scheme == "http" and not at_home and not settings.plain_webhooks:
        raise AddressRefusedError(
            "Webhooks go over https. Give an https URL, or let IT set YOULIN_CLOUD_PLAIN_WEBHOOKS."
        )
    if literal is not None:
        _require_allowed(literal, settings)
    return url


def resolve(url: str, settings: Settings) -> Target:
    """Look the host up and check each of its addresses, anew for each try.

    Raises AddressRefusedError, TimeoutError for a look-up that does not end, and OSError where the name is
    not known or the look-up fails.
    """
    parts = _parts(checked_url(url, settings))
    assert parts.hostname is not None
    port = parts.port or _PORTS[parts.scheme]
    found = look_up(parts.hostname, port, min(LOOKUP_S, settings.webhook_timeout_s))
    ips = [ipaddress.ip_address(each.partition("%")[0]) for each in found]
    for ip in ips:
        _require_allowed(ip, settings)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.hostname, str(ips[0]), port, parts.scheme == "https", path)


def host_of(url: str) -> str:
    """The host of a URL that was checked before; what is limited per host is limited by this."""
    return urlsplit(url).hostname or ""


def shown_url(url: str) -> str:
    """A URL without its query, which often is a password."""
    kept, asked, _query = url.partition("?")
    return f"{kept}?…" if asked else kept


def _parts(url: str) -> SplitResult:
    refusal = AddressRefusedError(
        "This is no URL a webhook can go to. Write it as https://example.com/path, without user and password."
    )
    if not _PRINTABLE.fullmatch(url):
        raise refusal
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise refusal from error
    if parts.scheme not in _PORTS or not host or port == 0 or parts.username is not None or parts.fragment:
        raise refusal
    if _literal(host) is None and not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise refusal
    return parts


def _literal(host: str) -> Ip | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _require_allowed(ip: Ip, settings: Settings) -> None:
    inner = _inner(ip)
    if inner.is_global and not inner.is_multicast:
        return
    # Addresses of the link itself (cloud machines tell their passwords there) are never a receiver.
    if inner.is_link_local or inner.is_multicast or inner.is_unspecified or inner.is_reserved:
        raise AddressRefusedError(
            "The webhook leads to an address no receiver may have (link-local, multicast or reserved). "
            "Give another one."
        )
    if not settings.private_webhooks:
        raise AddressRefusedError(
            "The webhook leads into a private network. Give a public address, or let IT set "
            "YOULIN_CLOUD_PRIVATE_WEBHOOKS."
        )


def _inner(ip: Ip) -> Ip:
    """The IPv4 address inside the ways IPv6 has to write one."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo[1] if ip.teredo else None
    return ip.ipv4_mapped or ip.sixtofour or teredo or ip
