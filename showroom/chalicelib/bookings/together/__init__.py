"""One letter for all that a press changes for one client: gathered as the changes commit, true when it is sent."""
