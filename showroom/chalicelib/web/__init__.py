"""The pages: the booking widget, the manage page behind a letter's link, a client's own page, an invitation's page,
the video room's door, and a dinner's night: a courier's round and a kitchen's evening.

Sources are TypeScript in `src/` (Lit, bundled by `build.mjs`); `bundles/` is built, never committed. The routes serve
bundles and nothing else: they read no table and know no client. Every page talks only to `/v1`.
The courier's alone opens without a network.
"""
