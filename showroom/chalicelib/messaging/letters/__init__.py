"""Letters: the words for a message, in her language. The only folder that imports Babel and Jinja.

Sentences stand in English in `client.py`, `staff.py` and `sms.py`, and in every other language in `locale/`; adding a
language is adding its catalogue. A letter is a list of blocks, written once and set twice: as plain text and in one
shared HTML layout. `python -m infra.letters` compiles catalogues and layout.
"""

from chalicelib.messaging.letters.writer import Letter, Letters

__all__ = ["Letter", "Letters"]
