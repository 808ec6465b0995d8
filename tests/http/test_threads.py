"""Requests side by side: the local server answers in threads, and no request may read another's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from chalicelib.foundation.ids import derived_id
from tests.http.demo import House


def test_parallel_requests_never_cross(house: House) -> None:
    """Each of 400 requests in 16 threads gets its own principal, path, origin and request id."""

    def one(number: int) -> tuple[str, str, str]:
        booking, request_id = derived_id("booking", str(number)), f"request-{number}"
        answer = house.event(
            "DELETE",
            f"/v1/visits/{booking}",
            "/v1/visits/{booking_id}",
            headers={"Authorization": house.bearer(subject=derived_id("client", str(number)))},
            pathParameters={"booking_id": booking},
            requestContext={
                "httpMethod": "DELETE",
                "resourcePath": "/v1/visits/{booking_id}",
                "requestId": request_id,
            },
        )
        assert answer["statusCode"] == 204
        assert answer["headers"]["X-Request-Id"] == request_id
        return derived_id("client", str(number)), booking, request_id

    with ThreadPoolExecutor(16) as pool:
        expected = set(pool.map(one, range(400)))
    seen = {(call.principal.subject, call.path["booking_id"], call.request_id) for call in house.seen}
    assert seen == expected
    assert len(house.logs) == 800
