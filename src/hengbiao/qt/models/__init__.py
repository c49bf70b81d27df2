"""Item models over immutable trees: each keeps its own snapshot and swaps it."""
