"""The catalogue over HTTP: what a stranger sees of a maison, in her language, and what she does not see."""

from __future__ import annotations

from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.boutiques.importer import Importer
from chalicelib.boutiques.routes import routes
from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.audit import Audit
from chalicelib.foundation.table import Table
from chalicelib.foundation.vault import Vault
from chalicelib.http.api import Api
from tests.boutiques.files import DEMO, SMALL, changed
from tests.harness.moto_world import MONDAY, ClockAt
from tests.http.demo import SIGNING_KEY, Edge, Tokens


@pytest.fixture
def importer(table: Table, vault: Vault, audit: Audit) -> Importer:
    """Keeps a maison's file."""
    return Importer(table, vault, audit)


@pytest.fixture
def client(table: Table, vault: Vault, clock: ClockAt) -> Client:
    """A client of an application that has these routes and no others; every request finds an empty cache."""
    app = Chalice(app_name="catalogue")
    tokens = Tokens({"k": SIGNING_KEY}, "k", "showroom", clock)
    edge = Edge(tokens.verify, ("https://maison.example",), "", b"cursor key of the tests")
    Api(app, lambda: edge).mount(routes, lambda: Catalogue(table, vault, clock))
    return Client(app)


def get(client: Client, path: str, **headers: str) -> Any:
    """Read a path as a stranger."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.http.get(path, headers=sent)


def test_the_maison_is_told_in_the_wished_language(importer: Importer, client: Client) -> None:
    """Texts come in one language, the rest as it is; the answer says which language that is."""
    importer.import_maison(DEMO.read_text(), MONDAY)
    answer = get(client, "/v1/maison?language=it")
    told = answer.json_body
    assert (answer.status_code, answer.headers["Content-Language"], answer.headers["ETag"]) == (200, "it", '"1"')
    assert told["languages"] == ["en", "it", "fr", "zh", "ja", "ar"]
    assert [house["city"] for house in told["boutiques"]] == ["Parigi", "Milano", "New York", "Tokyo", "Dubai"]
    home = next(each for each in told["experiences"] if each["id"] == "at-home")
    assert home == {
        "id": "at-home",
        "kind": "home_visit",
        "place": "client",
        "name": "Una visita a casa Sua",
        "summary": "Veniamo da Lei con una selezione scelta apposta. Non occorre preparare nulla, e non vi è alcun "
        "impegno.",
        "duration": 90,
        "bookable_by": "anyone",
        "confirmation": "by_associate",
        "boutiques": ["paris", "milan", "new-york", "tokyo", "dubai"],
        "party": {"max_guests": 6},
        "policy": "Può scegliere un altro giorno, o disdire, fino al giorno prima; in seguito La preghiamo di "
        "telefonarci, poiché le creazioni sono già in viaggio verso di Lei.",
        "needs_address": True,
        "needs_telephone": False,
    }


@pytest.mark.parametrize(
    ("path", "accepts", "language"),
    [
        ("/v1/maison", "it-CH, en;q=0.5", "it"),
        ("/v1/maison", "es, de", "en"),
        ("/v1/maison?language=es", "it", "it"),
        ("/v1/maison?language=en", "it", "en"),
    ],
)
def test_the_query_goes_before_the_browser(
    importer: Importer, client: Client, path: str, accepts: str, language: str
) -> None:
    """What the page asks for, else what the browser asks for, else the maison's own language."""
    importer.import_maison(SMALL, MONDAY)
    assert get(client, path, Accept_Language=accepts).json_body["language"] == language


def test_a_boutique_is_told_by_itself(importer: Importer, client: Client) -> None:
    """Where it stands and how it is reached; nobody who works there, and no hours of anybody."""
    importer.import_maison(SMALL, MONDAY)
    assert get(client, "/v1/boutiques/paris?language=en").json_body == {
        "id": "paris",
        "name": "Petite Paris",
        "city": "Paris",
        "country": "FR",
        "zone": "Europe/Paris",
        "telephone": "+33 1 99 00 12 00",
        "languages": ["fr"],
        "address": ["1 rue de Rien", "75001 Paris"],
        "email": "paris@maison.example",
    }


def test_nobody_who_works_there_is_told_to_the_public(importer: Importer, client: Client) -> None:
    """Names, hours and absences of staff are in neither answer."""
    importer.import_maison(SMALL, MONDAY)
    told = get(client, "/v1/maison").body + get(client, "/v1/boutiques/paris").body
    assert not any(word in told for word in (b"Anna", b"anna", b"Bruno", b"bruno", b"2027-02-01"))


def test_what_only_staff_book_is_not_offered(importer: Importer, client: Client) -> None:
    """An experience for staff alone is in no public catalogue."""
    importer.import_maison(
        changed(
            "bookable_by: anyone\n    confirmation: by_email_link", "bookable_by: staff\n    confirmation: instant"
        ),
        MONDAY,
    )
    assert [each["id"] for each in get(client, "/v1/maison").json_body["experiences"]] == ["at-home"]


@pytest.mark.parametrize("path", ["/v1/boutiques/rome", "/v1/boutiques/" + "x" * 200])
def test_an_unknown_boutique_is_not_found(importer: Importer, client: Client, path: str) -> None:
    """Nothing is told of it."""
    importer.import_maison(SMALL, MONDAY)
    assert get(client, path).status_code == 404


def test_before_the_first_import_there_is_nothing(client: Client) -> None:
    """An empty house answers 404, not an error."""
    assert get(client, "/v1/maison").status_code == 404


@pytest.mark.parametrize("query", ["language=english", "language=", "language=it&language=en", "motto=x"])
def test_a_query_that_is_not_understood_is_refused(importer: Importer, client: Client, query: str) -> None:
    """Unknown names, repeated names and what is no language."""
    importer.import_maison(SMALL, MONDAY)
    assert get(client, f"/v1/maison?{query}").status_code in {400, 422}


def test_an_etag_rises_with_an_import_that_changes_something(importer: Importer, client: Client) -> None:
    """And with no other."""
    importer.import_maison(SMALL, MONDAY)
    importer.import_maison(SMALL, MONDAY)
    assert get(client, "/v1/maison").headers["ETag"] == '"1"'
    importer.import_maison(changed("name: Anna", "name: Ann"), MONDAY)
    assert get(client, "/v1/maison").headers["ETag"] == '"2"'
