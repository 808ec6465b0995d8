"""A purchase, a line of a file, and how far an import has come. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

RETRY_MINUTES = 1
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_HUNDREDTHS = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY "
    "COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS "
    "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR "
    "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
    "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW"
)
CURRENCIES = frozenset(f"{_WHOLE} {_THOUSANDTHS} {_HUNDREDTHS}".split())
"""Codes of ISO 4217 that are money today."""


def digits_of(currency: str) -> int:
    """Return how many digits of a currency stand behind its decimal mark."""
    return 0 if currency in _WHOLE.split() else 3 if currency in _THOUSANDTHS.split() else 2


@dataclass(frozen=True, slots=True)
class Purchase:
    """One thing bought, or brought back where the amount is below zero."""

    date: str
    """As in 2027-03-28."""
    reference: str
    """The till's own number of it."""
    description: str
    amount: int
    """In the smallest unit of its currency; never a fraction (rule R5)."""
    currency: str
    boutique: str
    """Where it was bought."""

    def document(self) -> list[Any]:
        """The purchase as JSON-able values, in one order: also what two purchases are compared by."""
        return [self.date, self.reference, self.description, self.amount, self.currency, self.boutique]

    @property
    def decimal(self) -> str:
        """The amount as people write it, e.g. `-1250.00`."""
        digits = digits_of(self.currency)
        text = f"{abs(self.amount):0{digits + 1}d}"
        written = f"{text[:-digits]}.{text[-digits:]}" if digits else text
        return f"-{written}" if self.amount < 0 else written


class Line(NamedTuple):
    """A line of a file that can be read: whose purchase it is, by one of three ways to say so, and what."""

    number: int
    by: str
    """`client`, `email` or `telephone`."""
    who: str
    purchase: Purchase

    def document(self) -> list[Any]:
        """The line as JSON-able values."""
        return [self.number, self.by, self.who, *self.purchase.document()]

    @classmethod
    def from_document(cls, document: list[Any]) -> Line:
        """The reverse of `document`."""
        number, by, who, *purchase = document
        return cls(number, by, who, Purchase(*purchase))


class Refused(NamedTuple):
    """A mistake of a line: where it is, and a code for why. What the line says is in none of it."""

    line: int
    column: str
    reason: str


class Counts(NamedTuple):
    """What became of the lines that were gone through."""

    done: int = 0
    kept: int = 0
    known: int = 0
    """Said before, by this file or another."""
    refused: int = 0


NOTHING = Counts()


class State(StrEnum):
    """Where an import stands."""

    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Import:
    """One file of purchases. `at` and `done_at` are minutes; nothing personal is in it."""

    id: str
    boutique: str
    everywhere: bool
    """Clients of every boutique are reached, not only those of this one: an administrator's file."""
    actor: str
    at: int
    body_hash: str
    lines: int
    """Lines of the file with something on them, without its first."""
    readable: int
    """Of these, the ones that wait, or waited, in its parts."""
    counts: Counts = NOTHING
    refused: tuple[Refused, ...] = ()
    position: int = 0
    """Readable lines that are gone through."""
    done_at: int | None = None
    version: int = 1

    @property
    def subject(self) -> str:
        """The vault's and the audit's name for it."""
        return f"import#{self.id}"

    @property
    def state(self) -> State:
        """Where it stands."""
        return State.RUNNING if self.done_at is None else State.DONE

    @property
    def look_at(self) -> int | None:
        """The minute from which the sweep goes on with it; None when it is done."""
        return None if self.done_at is not None else self.at + RETRY_MINUTES

    def further(self, number: int, kept: int, refused: tuple[Refused, ...], most: int, now: int) -> Import:
        """Return it after `number` more of its readable lines; at most `most` refusals are written down."""
        counts = Counts(
            self.counts.done + number,
            self.counts.kept + kept,
            self.counts.known + number - kept - len(refused),
            self.counts.refused + len(refused),
        )
        position = self.position + number
        return replace(
            self,
            counts=counts,
            refused=tuple(sorted((*self.refused, *refused)))[:most],
            position=position,
            done_at=now if position >= self.readable else None,
            version=self.version + 1,
        )

    def facts(self) -> Mapping[str, object]:
        """What audit rows compare."""
        return {"boutique": self.boutique, "lines": self.lines, **self.counts._asdict()}
