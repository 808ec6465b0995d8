"""Which notices follow a change: pure functions of values (rules C5, C7).

Everything that is told is planned here and nowhere else, so that what is read in a letter and when can be read in one
sitting. Each function returns all that its subject has still to be told; what is not in it any more is not sent.
"""

from __future__ import annotations

from chalicelib.events.model import Event
from chalicelib.messaging.model import Notice
from chalicelib.messaging.plan import at_once


def nothing(*_: object) -> tuple[Notice, ...]:
    """Nobody is told."""
    return ()


def after_publishing(_: Event, event: Event, now: int) -> tuple[Notice, ...]:
    """Every host is told, with a calendar file."""
    return _to_hosts("host.event_published", event, event.hosts, now)


def after_change(before: Event, event: Event, now: int) -> tuple[Notice, ...]:
    """Of a published event, who is to host now and was not, and who was and is not any more."""
    new = tuple(host for host in event.hosts if host not in before.hosts)
    gone = tuple(host for host in before.hosts if host not in event.hosts)
    return (
        *_to_hosts("host.event_published", event, new, now),
        *_to_hosts("host.event_called_off", event, gone, now),
    )


def after_moving(_: Event, event: Event, now: int) -> tuple[Notice, ...]:
    """Every host has it at another time."""
    return _to_hosts("host.event_moved", event, event.hosts, now)


def after_calling_off(before: Event, event: Event, now: int) -> tuple[Notice, ...]:
    """Every host is free again; of a draft nobody knew."""
    return _to_hosts("host.event_called_off", event, event.hosts, now) if before.is_running else ()


def _to_hosts(kind: str, event: Event, hosts: tuple[str, ...], now: int) -> tuple[Notice, ...]:
    if not event.is_known:
        return ()
    return tuple(at_once(f"{kind}~{host}", kind, "host", event.version, now) for host in hosts)
