"""Messaging: what is due to be said to whom, when, and the proof that it is said once.

A *notice* is a message that is due. All notices of one subject live in one row, rewritten in the transaction that
changes the subject. The sweep claims what is due and puts the subject on the queue; the sender writes SENDING
immediately before it hands a letter to the provider. Rooms to the right implement `Composer` and say what a letter
holds; `letters` gives it words, and only there are Babel and Jinja imported.
"""
