"""What is written down: one line and one set of metrics per request, and nobody's secrets."""

from __future__ import annotations

from tests.http.demo import BOOKING, KEY, SECRET, House

GOOD = {"boutique": "paris", "adults": 2}


def test_a_request_leaves_a_line_and_metrics(house: House) -> None:
    """Route pattern, method, status, duration, request id; no path value."""
    response = house.send("GET", f"/v1/visits/{BOOKING}")
    line, metrics = house.logs
    assert line["message"] == "request"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/visits/{booking_id}", 200)
    assert line["request_id"] == response.headers["X-Request-Id"]
    assert line["ms"] >= 0
    assert set(line) == {
        "level", "location", "message", "timestamp", "service", "method", "route", "status", "ms", "request_id",
    }  # fmt: skip
    assert metrics["route"] == "GET /v1/visits/{booking_id}"
    assert (metrics["Requests"], metrics["Failures"], metrics["Refusals"]) == ([1.0], [0.0], [0.0])
    assert metrics["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["route", "service"]]


def test_a_refusal_names_its_problem_and_a_failure_its_place(house: House) -> None:
    """Types and places of an unexpected error, without its words."""
    house.send("GET", "/v1/visits/x")
    assert house.logs[0]["problem"] == "not-found"
    assert house.logs[1]["Refusals"] == [1.0]
    house.send("POST", "/v1/failures/broken")
    failure, line, metrics = house.logs[2:]
    assert failure["message"] == "unexpected"
    assert failure["errors"] == ["RuntimeError"]
    assert any("demo.py" in place and place.endswith("fail") for place in failure["where"])
    assert (line["status"], line["problem"], metrics["Failures"]) == (500, "internal", [1.0])


def test_nothing_personal_is_written(house: House) -> None:
    """Canaries in path, query, body, headers and token leave no trace."""
    bearer = house.bearer()
    body = {**GOOD, "note": SECRET, "guests": [{"name": SECRET}]}
    house.book(body, Authorization=bearer, User_Agent=SECRET, Accept_Language=SECRET, Origin=SECRET)
    house.book({**body, "adults": SECRET})
    house.send("GET", f"/v1/search?from={SECRET}&after={SECRET}")
    house.send("GET", f"/page/{SECRET}")
    house.send("PUT", f"/v1/visits/{BOOKING}", body, If_Match=SECRET)
    written = house.sink.getvalue()
    assert len(house.logs) == 10
    for canary in (SECRET, "Gu\\u00e9ridon", KEY, bearer[-40:], BOOKING, "c" * 26):
        assert canary not in written


def test_a_gateway_id_is_kept(house: House) -> None:
    """The id of the gateway's own log is ours too."""
    answer = house.event(
        "GET", f"/v1/visits/{BOOKING}", "/v1/visits/{booking_id}", pathParameters={"booking_id": BOOKING}
    )
    assert answer["headers"]["X-Request-Id"] == "gateway-id"
    assert house.logs[0]["request_id"] == "gateway-id"
