"""The film of an evening: who may watch it and when, on which of her screens, and the ports to what carries it.

A ticket is minted when somebody watches and is never stored. It lives five minutes and is renewed by each beat of the
page, so whatever ends it (another screen, a revocation, the end of the evening) is felt within minutes by a carrier
that can only compare times, and at once by one that can be told.
"""
