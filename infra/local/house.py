"""The composition of the embedded stack: AWS, application, demo, ticking, server, all in this process."""

from __future__ import annotations

import importlib
import logging
import os
import socket
from typing import Any

from infra.local.aws import LocalAws
from infra.local.clock import MovableClock
from infra.local.demo import DemoSite
from infra.local.issuer import CLIENT, LocalIssuer
from infra.local.mailbox import Mailbox
from infra.local.postmaster import Postmaster
from infra.local.seed import seed
from infra.local.server import HOST, Server
from infra.local.ticking import Ticking
from infra.local.tokens import accounts, bind_staff


class LocalHouse:
    """The whole house, built but not yet open. One per process: moto and the environment are the process's own."""

    def __init__(self, port: int, maison: str | None = None, origins: str = "") -> None:
        """Build everything; `maison` is a YAML text to open with, `origins` are sites beside our own.

        Raises OSError when the port is taken, before anything else is done.
        """
        self.port = _free(port)
        self.url = f"http://{HOST}:{self.port}"
        logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
        aws, clock = LocalAws(), MovableClock()
        issuer_url, back = f"{self.url}/demo/issuer", [f"{self.url}/demo/staff", f"{self.url}/console"]
        os.environ.update(aws.environment(self.url, origins))
        os.environ.update(
            SHOWROOM_OIDC_ISSUER=issuer_url, SHOWROOM_OIDC_CLIENT=CLIENT, SHOWROOM_SIGNIN_PAGES=",".join(back)
        )
        application: Any = importlib.import_module("app")
        self.world = application.open_house(clock)
        seed(self.world, maison)
        bind_staff(self.world)
        self._mailbox = Mailbox(clock, self.world.whatsapp.sent)
        postmaster = Postmaster(aws)
        handlers = (application.sweep, application.sender, application.bounces, application.busy)
        self._ticking = Ticking(aws, clock, *handlers)

        def heard() -> None:
            self._mailbox.collect()
            postmaster.collect()

        self._ticking.heard = heard
        self._ticking.complain = lambda error: logging.getLogger("tick").error("%s: %s", type(error).__name__, error)
        issuer = LocalIssuer(issuer_url, clock, lambda: accounts(self.world), back)
        site = DemoSite(self.world, clock, self._ticking, self._mailbox, issuer)
        self._server = Server(application.app, site, clock, self.port)

    def open(self, *, ticking: bool = True) -> None:
        """Begin to answer and, unless told otherwise, to tick."""
        self._server.start()
        if ticking:
            self._ticking.start()

    def close(self) -> None:
        """Stop both and free the port."""
        self._ticking.stop()
        self._server.stop()


def _free(wanted: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, wanted))
        return int(probe.getsockname()[1])
