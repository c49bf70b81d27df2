"""Documents on disk: one SQLite file holding an append-only log of edits and a cache of what they amount to."""
