"""Tests of what we promise; `docs/promises.toml` says which test stands for which promise."""
