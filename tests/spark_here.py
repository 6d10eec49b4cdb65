"""Whether Spark can run on this machine, and one Spark for all the tests that need it."""

from __future__ import annotations

from importlib.util import find_spec

from caseaudit.store import spark

MASTER = "local[2]"
SKIPPED = "Spark is not here: "
"""How the reason of a skipped test begins; `.ci/run` looks for it."""


def why_not() -> str:
    """Return why Spark cannot run here, or nothing."""
    if find_spec("pyspark") is None:
        return f"{SKIPPED}pip install 'caseaudit[spark]'"
    if spark.java_version() < spark.LEAST_JAVA:
        return f"{SKIPPED}it needs Java {spark.LEAST_JAVA}"
    return ""
