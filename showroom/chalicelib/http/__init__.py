"""HTTP: the edge of the house. Rooms declare their routes as data (`Routes`); `Api` mounts them on Chalice.

One wrapper round every view does what every route needs, once: principal, permit, path, query, body, preconditions,
problem documents, CORS, security headers, one log line and its metrics. Below it nobody knows HTTP.
"""
