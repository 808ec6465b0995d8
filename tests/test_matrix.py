"""Every route × every role × every relation answers what the table in the repository says (OWASP API1, API5, API9)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.identity.model import Principal, Role
from infra.openapi import mounted
from tests import matrix
from tests.harness.moto_world import Aws
from tests.matrix import EXPECTED, ROLES, Matrix, Table, relations
from tests.matrix_house import mounted_house

EXPECTATION = matrix.read(EXPECTED.read_text(encoding="utf-8"))
BY_AN_EVENT = (Role.INVITED, Role.COMPANION, Role.COURIER, Role.KITCHEN)
NAMES = {f"{route.method} {route.path}": route for route in mounted()}


@pytest.fixture(scope="module")
def played(aws: Aws) -> Iterator[Matrix]:
    with mounted_house(aws) as house:
        yield Matrix(house)


@pytest.fixture(scope="module")
def observed(played: Matrix) -> Table:
    return played.observe()


def test_every_route_has_its_rows_and_no_row_is_without_a_route() -> None:
    """A new route fails here until its rows are written."""
    assert EXPECTATION.keys() == NAMES.keys()
    for name, route in NAMES.items():
        assert tuple(EXPECTATION[name]) == relations(route), name
        assert all(len(row) == len(ROLES) for row in EXPECTATION[name].values()), name


def test_no_cell_excuses_a_fault() -> None:
    """Nothing in the table is a 5xx: a fault of ours is never what is expected."""
    cells = {cell for rows in EXPECTATION.values() for row in rows.values() for cell in row}
    assert not any(cell.startswith("5") for cell in cells)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_answers_what_the_table_says(observed: Table, name: str) -> None:
    """Called for real, through the mounted application, with a request that is right in everything else."""
    different = [
        f"{relation} {role}: {was}, not {wanted}"
        for relation, row in EXPECTATION[name].items()
        for role, wanted, was in zip(ROLES, row, observed[name][relation], strict=True)
        if was != wanted
    ]
    assert different == []


def test_nothing_is_written_by_reading_or_by_a_refusal(observed: Table, played: Matrix) -> None:
    """No GET and no refused request sent a single write to DynamoDB."""
    assert observed
    assert played.wrote_in_vain == []


def test_what_is_private_is_for_her_and_her_boutique(observed: Table, played: Matrix) -> None:
    """Address, note and contact are in no answer to her link or to a visitor (OWASP API3); the host's shows whom."""
    assert observed
    shown = {
        role
        for role in ROLES
        if role not in (Role.ANONYMOUS, Role.PLANNER, *BY_AN_EVENT)
        and played.answer("GET /v1/bookings/{booking_id}", "own", role)["private"] is not None
    }
    assert shown == {Role.HOST, Role.CLIENT, Role.ASSOCIATE, Role.MANAGER, Role.ADMIN}


def test_a_delegation_that_has_ended_opens_no_route(observed: Table, played: Matrix) -> None:
    """Ended, written anew, foreign to the house, or no token at all: one 401 on every route, the same to the letter."""
    assert observed
    world, house = played.house.world, played.house
    hers = house.enrolled()
    client, named = Principal(Role.CLIENT, hers), house.named(hers)
    old = world.tokens.delegate(named.id, named.link_version, named.expires_at)
    again, _ = world.delegates.resend(client, named.id, house.fresh("key"))
    new = world.tokens.delegate(named.id, again.link_version, named.expires_at)
    assert world.verified(new).subject == hers
    nobody = world.tokens.delegate(house.fresh("delegate"), 1, named.expires_at)
    told = [played.answers_to(old), played.answers_to(nobody), played.answers_to("not a token".replace(" ", "."))]
    world.delegates.revoke(client, named.id)
    told.append(played.answers_to(new))
    assert [len(one) for one in told] == [1, 1, 1, 1]
    assert set.union(*told) == told[0]
    assert told[0].pop().startswith("401 ")


def test_the_table_itself_is_sane() -> None:
    """Strangers get 401 wherever the role next to them is not let in; nobody sees what is deleted or nobody's."""
    for name, rows in EXPECTATION.items():
        for relation, row in rows.items():
            cells = dict(zip(ROLES, row, strict=True))
            assert cells[Role.ANONYMOUS] in ("200", "201", "202", "204", "401", "404", "open"), name
            if "{booking_id}" in name:
                assert cells[Role.ANONYMOUS] == "401", name
                if relation in ("deleted", "random"):
                    assert not [cell for cell in row if cell.startswith("2")], f"{name} {relation}"
            if relation == "other_boutique" and "{booking_id}" in name:
                others = [role for role, cell in cells.items() if cell.startswith("2")]
                assert others in ([], [Role.ADMIN]), f"{name} {others}"
