"""Letters to the people of the boutique: each request, booking, change and cancellation, on the boutique's clock."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.messaging.letters import hosting, morning, tending
from chalicelib.messaging.letters.blocks import Block, Card, Link, Quote, Sign, Text
from chalicelib.messaging.letters.client import wished
from chalicelib.messaging.letters.say import Say
from chalicelib.messaging.letters.wording import Wording


def _card(say: Say) -> Card:
    return Card((say.own(say["client_name"]) or say.t("A client"), say["experience"], *say.lines(), *_details(say)))


def _details(say: Say) -> Iterator[str]:
    match say["place"]:
        case "video":
            yield say.t("By video")
        case "telephone":
            yield say.t("By telephone")
        case "client":
            yield from map(say.own, say.get("visit_address") or ())
        case _:
            yield say.own(say["boutique_name"])
    if say.get("client_telephone"):
        yield say.ltr(say["client_telephone"])
    yield say.length()
    yield say.party()


def _notes(say: Say) -> Iterator[Block]:
    if say.get("on_behalf_of"):
        yield Text(say.t("The appointment was made on behalf of %(name)s.", name=say["on_behalf_of"]))
    if say.get("surprise"):
        yield Text(say.t("It is a surprise: please write and speak to nobody but the person who made it."))
    if say.get("note"):
        yield Text(say.t("What the client wrote:"))
        yield Quote(tuple(map(say.own, say["note"].splitlines())))
    if say.get("access_needs"):
        yield Text(say.t("What the client needs in order to come comfortably:"))
        yield Quote(tuple(map(say.own, say["access_needs"].splitlines())))


def _answer(say: Say) -> Iterator[Block]:
    if say.get("expires_at") is not None:
        yield Text(
            say.t("The client is waiting for an answer until %(until)s.", until=say.when(int(say["expires_at"])))
        )
    if say.get("host_url"):
        yield Link(say.t("Confirm or decline"), say["host_url"])


def _open(say: Say) -> Iterator[Block]:
    if say.get("join_url"):
        yield Link(say.t("Join the conversation"), say["join_url"])
    if say.get("host_url"):
        yield Link(say.t("Open this appointment"), say["host_url"])


def _enclosed(say: Say) -> Iterator[Block]:
    if say.get("calendar"):
        yield Text(say.t("The appointment is enclosed for your calendar."))


def _requested(say: Say) -> Iterator[Block]:
    yield Text(say.t("A client asks for this time with you."))
    yield _card(say)
    yield from _notes(say)
    yield from _answer(say)


def _escalated(say: Say) -> Iterator[Block]:
    yield Text(
        say.t("This request was with %(advisor)s and has not been answered. May we ask you to see to it?",
              advisor=say["advisor"])
    )  # fmt: skip
    yield _card(say)
    yield from _notes(say)
    yield from _answer(say)


def _booked(say: Say) -> Iterator[Block]:
    yield Text(say.t("You have a new appointment."))
    yield _card(say)
    yield from _notes(say)
    yield from _open(say)
    yield from _enclosed(say)


def _elsewhere(say: Say) -> Iterator[Block]:
    yield Text(say.t("A client of yours is received in another boutique."))
    yield _card(say)
    yield Text(
        say.t("The client's card is open to %(advisor)s until seven days after the appointment, to read. "
              "A word from you beforehand will be welcome.", advisor=say["advisor"])
    )  # fmt: skip


def _moved(say: Say) -> Iterator[Block]:
    yield Text(say.t("An appointment of yours has a new time."))
    yield _card(say)
    if say.get("old_start") is not None:
        old = say.when(int(say["old_start"]))
        yield Text(say.t("It takes the place of the appointment on %(old)s.", old=old))
    yield from _notes(say)
    yield from _open(say)
    yield from _enclosed(say)


def _proposal_refused(say: Say) -> Iterator[Block]:
    if say.get("to_be_moved"):
        yield Text(say.t("The client would prefer another time than those proposed."))
        yield Text(_must(say))
    else:
        yield Text(
            say.t(
                "The client would prefer another time than the one proposed. Until one is chosen, all stays as agreed."
            )
        )
    yield _card(say)
    yield from _open(say)


def _must(say: Say) -> str:
    return say.t("It cannot stand at this hour; a word from you to the client will be welcome:")


def _proposal_lapsed(say: Say) -> Iterator[Block]:
    proposals = say["proposals"]
    if len(proposals) == 1:
        proposed = say.when(int(proposals[0]["start"]))
        yield Text(
            say.t("The client has not answered, and the proposed time is free again: %(proposed)s.", proposed=proposed)
        )
    else:
        yield Text(say.t("The client has not answered, and the proposed times are free again."))
    yield Text(_must(say) if say.get("to_be_moved") else say.t("The appointment stays as it was:"))
    yield _card(say)
    yield from _open(say)


def _options_lapsed(say: Say) -> Iterator[Block]:
    yield Text(say.t("The client has chosen none of the times that we kept, and they are free again."))
    yield _card(say)
    yield from _open(say)


def _options_refused(say: Say) -> Iterator[Block]:
    yield Text(say.t("None of the times that we kept suits the client, and they are free again."))
    yield _card(say)
    yield from _open(say)


def _running_late(say: Say) -> Iterator[Block]:
    late = say.tn("%(count)d minute", "%(count)d minutes", int(say["late_by"]))
    yield Text(say.t("Your client will be about %(late)s late.", late=late))
    yield _card(say)
    yield from _open(say)


def _cancelled(say: Say) -> Iterator[Block]:
    yield Text(say.t("An appointment of yours is cancelled, and the time is free again."))
    yield _card(say)
    if say.get("late"):
        yield Text(say.t("The cancellation came after the agreed time and is marked as late."))
    if say.get("calendar"):
        yield Text(say.t("The enclosed file takes the appointment out of your calendar."))


def _handed_over(say: Say) -> Iterator[Block]:
    yield Text(say.t("An appointment of yours has passed to a colleague, and your time is free again."))
    yield _card(say)
    if say.get("calendar"):
        yield Text(say.t("The enclosed file takes the appointment out of your calendar."))


def _wish(say: Say) -> Iterator[Block]:
    yield Text(say.t("A client found no time that suits, and has left a wish."))
    yield Card((say.own(say["client_name"]) or say.t("A client"), say["experience"], *wished(say)))
    yield Text(say.t("The client expects a letter with a time from you."))
    if say.get("host_url"):
        yield Link(say.t("Open this wish"), say["host_url"])


def _bounced(say: Say) -> Iterator[Block]:
    yield Text(say.t("Our letter to the client came back: the e-mail address is not reached."))
    if say.get("wish"):
        yield Card((say["client_name"] or say.t("A client"), say["experience"], *wished(say)))
    else:
        yield _card(say)
    if say.get("client_telephone"):
        yield Text(say.t("A message goes to the telephone instead; a word from you will be welcome all the same."))
    else:
        yield Text(say.t("We have no telephone number. Perhaps you know another way to reach the client."))
    yield from _open(say)


def sign(say: Say) -> Sign:
    """The house writes to its own people without ceremony: the boutique's name."""
    return Sign((say.own(say["boutique_name"]),))


WORDINGS = {
    "host.requested": Wording(lambda say: say.t("A request for %(when)s", when=say.when()), _requested),
    "host.booked": Wording(lambda say: say.t("A new appointment: %(when)s", when=say.when()), _booked),
    "host.elsewhere": Wording(
        lambda say: say.t("Your client is received elsewhere: %(when)s", when=say.when()), _elsewhere
    ),
    "host.moved": Wording(lambda say: say.t("An appointment has moved: %(when)s", when=say.when()), _moved),
    "host.proposal_refused": Wording(
        lambda say: say.t("The proposed time does not suit: %(when)s", when=say.when()), _proposal_refused
    ),
    "host.proposal_lapsed": Wording(
        lambda say: say.t("The proposed time was not answered: %(when)s", when=say.when()), _proposal_lapsed
    ),
    "host.options_lapsed": Wording(
        lambda say: say.t("The times kept were not chosen: %(when)s", when=say.when()), _options_lapsed
    ),
    "host.options_refused": Wording(
        lambda say: say.t("None of the times kept suits: %(when)s", when=say.when()), _options_refused
    ),
    "host.running_late": Wording(
        lambda say: say.t("Your client is running late: %(when)s", when=say.when()), _running_late
    ),
    "host.cancelled": Wording(lambda say: say.t("An appointment is cancelled: %(when)s", when=say.when()), _cancelled),
    "host.handed_over": Wording(lambda say: say.t("With a colleague now: %(when)s", when=say.when()), _handed_over),
    "host.escalated": Wording(lambda say: say.t("Unanswered: a request for %(when)s", when=say.when()), _escalated),
    "host.bounced": Wording(lambda say: say.t("A letter to a client came back"), _bounced),
    "host.wish": Wording(lambda say: say.t("A client has left a wish"), _wish),
    **morning.WORDINGS,
    **hosting.WORDINGS,
    **tending.WORDINGS,
}
