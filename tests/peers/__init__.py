"""Facts from other schedulers, run through our own engine: `python -m tests.peers [--slots FILE] [--dst FILE]`.

`slots.json` and `dst.json` hold inputs and expected answers, read in the test suites of peers or worked out from
zoneinfo; no peer code is here. `reading` turns a case into the engine's values, `kinds` asks the engine, `policies`
names the reason where our house differs on purpose (docs/time.md).
"""
