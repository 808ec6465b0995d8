"""The card as the house's own people keep it: how to address a client, her languages, sizes and tastes, notes by role.

It is open to the people of her boutique. An appointment elsewhere opens it to whoever receives her there, to read, and
closes again seven days after it has ended.
"""
