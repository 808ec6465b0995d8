"""HTTP of availability: which hours are offered, whether an address is reached, and (for staff) why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.boutiques.model import Boutique, Experience
from chalicelib.boutiques.service import Catalogue
from chalicelib.calendars.bodies import AvailabilityQuery, ExplainQuery, ReachQuery
from chalicelib.calendars.service import OUT_OF_REACH, Availability, Day, Wanted
from chalicelib.calendars.views import (
    AvailabilityView,
    ExplainView,
    ReachView,
    availability_view,
    refusal_view,
)
from chalicelib.clients.service import Clients
from chalicelib.foundation.clock import Clock, minute_of, parse_date, parse_rfc3339, rfc3339
from chalicelib.foundation.errors import FieldProblem, InvalidInput, NotFound
from chalicelib.http.declare import Call, Routes
from chalicelib.identity import permits
from chalicelib.identity.model import FOR_A_CLIENT
from chalicelib.identity.permits import Target

routes = Routes("availability")


@dataclass(frozen=True)
class Calendars:
    """What these routes need of the house."""

    availability: Availability
    catalogue: Catalogue
    clients: Clients
    clock: Clock


@routes.get(
    "/v1/boutiques/{boutique_id}/availability",
    action="availability.read",
    query=AvailabilityQuery,
    answers=AvailabilityView,
    problems=(404,),
)
def read(call: Call, house: Calendars) -> AvailabilityView:
    """List the offered starts of some days. Nobody's absence can be told from the answer."""
    query: AvailabilityQuery = call.query
    maison = house.catalogue.maison()
    boutique = house.catalogue.boutique(call.path["boutique_id"])
    experience = _offered(house.catalogue.experience(query.experience), boutique)
    if query.language is not None and query.language not in boutique.languages:
        raise InvalidInput([FieldProblem("/language", "is not spoken in this boutique")])
    client = house.clients.card(call.principal.subject) if call.principal.role in FOR_A_CLIENT else None
    hers = client.id if client else None
    mine = client.advisor if client else None
    if query.advisor and mine is None:
        raise InvalidInput([FieldProblem("/advisor", "is for clients of the house who have one")])
    only = mine if query.advisor else None
    wanted = Wanted(boutique, experience, query.language, hers, holder=hers, only=only)
    first, now = parse_date(query.from_), minute_of(house.clock())
    if query.country and experience.serving(query.country, query.postal_code) != boutique.id:
        unreached = [Day(first + timedelta(days=n), {}, OUT_OF_REACH) for n in range(query.days)]
        days, later = unreached, None
    else:
        days, later = house.availability.days_and_next(wanted, first, query.days, now)
    language = maison.speaks(*call.languages)
    return availability_view(boutique, experience, days, later, language, maison.default_language, mine)


@routes.get("/v1/availability/reach", action="availability.read", query=ReachQuery, answers=ReachView, problems=(404,))
def reach(call: Call, house: Calendars) -> ReachView:
    """Say which boutique goes to an address."""
    query: ReachQuery = call.query
    return ReachView(boutique=house.catalogue.serving(query.experience, query.country, query.postal_code))


@routes.get(
    "/v1/boutiques/{boutique_id}/availability/explain",
    action="availability.explain",
    query=ExplainQuery,
    answers=ExplainView,
    problems=(404,),
)
def explain(call: Call, house: Calendars) -> ExplainView:
    """Tell staff which rule, person or appointment refuses a start."""
    permits.require(call.principal, "availability.explain", Target(boutique=call.path["boutique_id"]))
    boutique = house.catalogue.boutique(call.path["boutique_id"])
    experience = _offered(house.catalogue.experience(call.query.experience), boutique)
    wanted = Wanted(boutique, experience, by_staff=True)
    minute, now = parse_rfc3339(call.query.start), minute_of(house.clock())
    refusals = house.availability.explained(wanted, minute, now)
    nearest = house.availability.near(wanted, minute, now, most=3) if refusals else []
    return ExplainView(
        start=rfc3339(minute, boutique.zone),
        offered=not refusals,
        with_reason=bool(refusals) and house.availability.with_reason(wanted, minute, now),
        refusals=[refusal_view(refusal, boutique.zone) for refusal in refusals],
        nearest=[rfc3339(start, boutique.zone) for start in nearest],
    )


def _offered(experience: Experience, boutique: Boutique) -> Experience:
    if boutique.id not in experience.boutiques:
        raise NotFound("This boutique does not offer that experience.")
    return experience
