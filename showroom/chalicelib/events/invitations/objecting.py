"""Please do not invite me: her no to this evening and her objection to every other, in one transaction (rule C2)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.bookings.keyed import Keyed
from chalicelib.clients.addressees import Addressees
from chalicelib.events import plan
from chalicelib.events.guests.model import GuestState
from chalicelib.events.registering.ground import GuestGround, Standing
from chalicelib.events.registering.promoting import Promoting
from chalicelib.events.registering.reading import Answered
from chalicelib.events.registering.service import Registering
from chalicelib.foundation.clock import minute_of
from chalicelib.identity.model import Principal


class Objecting(Registering):
    """Takes the answer after which somebody is not invited any more."""

    def __init__(self, ground: GuestGround, promoting: Promoting, addressees: Addressees) -> None:
        super().__init__(ground, promoting)
        self._addressees = addressees

    def never_again(self, principal: Principal, event_id: str, guest_id: str, keyed: Keyed) -> Answered:
        """Say no, and object to being invited at all; who has a seat keeps it, and gives it back as before.

        It is hers to say in every state of an invitation (rule C2); said again, it changes nothing.
        """

        def attempt(standing: Standing, moment: datetime) -> Answered:
            event, before, ground = standing.event, standing.guest, self._ground
            now = minute_of(moment)
            after = before.objected(now).receipted(keyed.id_for(principal), keyed.body, now)
            steps = self._addressees.objecting(before.client, principal.actor, moment)
            if after.state is GuestState.DECLINED:
                steps += ground.left(before)
                told = plan.guest_declined(event, after, ground.hers(event, after), now)
            else:
                row = ground.notices.read(before.subject)
                told = plan.kept(row.notices if row else (), after.version)
            ground.write("guest.object", principal.actor, event, before, after, steps, told, moment)
            return Answered(event, after, now)

        answered = self._attempted(principal, event_id, guest_id, keyed, attempt)
        if answered.guest.state is GuestState.DECLINED:
            self._promote(event_id, answered.guest.sitting)
        return answered
