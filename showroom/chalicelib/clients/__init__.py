"""Clients: who is received. A card holds how to address and reach her, sealed; a stranger is *provisional*.

A provisional client has a card and an agenda of her own. Only when she uses the link sent to her e-mail does the card
become known, or join the card that already has that e-mail (nobody can book into somebody else's card by typing it).
"""
