"""Sign-in: how somebody whom the house knows becomes a principal, stays one for a while, and stops being one.

Clients come by a link in a letter, staff by their own identity provider (OIDC). Either way it ends in a session: short
access tokens, and a refresh token that changes with every use. Each person has a session version that access tokens
carry; raising it ends all of them at once.
"""
