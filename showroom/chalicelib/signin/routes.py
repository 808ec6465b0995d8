"""Signing in over HTTP. What opens a session travels in bodies, never in an address; every refusal is the same 401."""

from __future__ import annotations

from chalicelib.http.declare import Answer, Call, Routes
from chalicelib.signin.bodies import FinishBody, LeaveBody, LinkBody, RefreshBody, StartBody, UseBody
from chalicelib.signin.service import SignIn
from chalicelib.signin.views import AskedView, SignedView, StartedView, signed_view

routes = Routes("signin")


@routes.post(
    "/v1/signin/link",
    action="signin.enter",
    body=LinkBody,
    answers=AskedView,
    status=202,
    idempotent=True,
    problems=(422, 503),
)
def ask_link(call: Call, desk: SignIn) -> AskedView:
    """Ask for a letter with a link that signs a client in; the answer is the same whoever has the address."""
    body: LinkBody = call.body
    desk.links.ask(body.email, call.key or "")
    return AskedView()


@routes.post(
    "/v1/signin/link/use",
    action="signin.enter",
    body=UseBody,
    answers=SignedView,
    idempotent=True,
    problems=(401, 422, 503),
)
def use_link(call: Call, desk: SignIn) -> SignedView:
    """Sign in with the link of a letter; it holds for a quarter of an hour, and once."""
    body: UseBody = call.body
    return signed_view(desk.links.use(body.link, call.key or ""))


@routes.post("/v1/signin/start", action="signin.enter", body=StartBody, answers=StartedView, problems=(404, 422, 503))
def start(call: Call, desk: SignIn) -> StartedView:
    """Begin to sign in a member of staff with the maison's identity provider. Nothing is stored."""
    body: StartBody = call.body
    authorize_url, binding = desk.staff.start(body.page)
    return StartedView(authorize_url=authorize_url, binding=binding)


@routes.post(
    "/v1/signin/finish",
    action="signin.enter",
    body=FinishBody,
    answers=SignedView,
    idempotent=True,
    problems=(401, 404, 422, 503),
)
def finish(call: Call, desk: SignIn) -> SignedView:
    """Sign in the member of staff for whom the identity provider gave a code; a state is used once."""
    body: FinishBody = call.body
    return signed_view(desk.staff.finish(body.code, body.state, body.binding, call.key or ""))


@routes.post(
    "/v1/signin/refresh",
    action="signin.enter",
    body=RefreshBody,
    answers=SignedView,
    idempotent=True,
    problems=(401, 422, 503),
)
def refresh(call: Call, desk: SignIn) -> SignedView:
    """Change a refresh token for the next one and a new access token; a spent one that comes back ends the session."""
    body: RefreshBody = call.body
    return signed_view(desk.sessions.refresh(body.refresh_token, call.key or ""))


@routes.post("/v1/signin/out", action="signin.enter", body=LeaveBody, problems=(422, 503))
def leave(call: Call, desk: SignIn) -> Answer:
    """Sign out, here or everywhere; said again, it changes nothing more."""
    body: LeaveBody = call.body
    desk.sessions.leave(body.refresh_token, everywhere=body.everywhere)
    return Answer()
