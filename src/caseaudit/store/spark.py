"""Apache Spark asks a lake, on this machine or on a cluster. Needs the extra `spark`, and Java 17 or newer.

Spark talks a lot, and to both streams of its Java machine: they lead nowhere. Only what Spark answers comes back.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import re
import subprocess
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseaudit.problems import CaseauditError, Problem, StorageTrouble, bad_input
from caseaudit.store import lake, places

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

THIS_MACHINE = "local[*]"
"""The master that stands for all the processors of this machine."""
LEAST_JAVA = 17
_SETTINGS = {
    "spark.app.name": "caseaudit",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_SETTINGS_HERE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}
"""On this machine alone nothing listens to the network, and small shuffles are enough."""


class Spark(lake.Lake):
    """Counts over the lake at any path or URI that Spark understands."""

    def __init__(self, place: str, master: str = THIS_MACHINE) -> None:
        """Start Spark and open the lake.

        Raises `BadInput` if there is none, if Spark or Java is not installed, `StorageTrouble` if Spark fails.
        """
        self._where = place
        self.session = session(master)
        with self._told():
            for table, folder in lake.folders(_escaped(place)).items():
                found = self.session.read.schema(lake.TABLES[table]).parquet(folder)
                found.selectExpr("*", *lake.SAME.get(table, ())).createOrReplaceTempView(table)
                if table == lake.EXPORT:
                    lake.about(self, place)

    def ask(self, sql: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a question; each `?` stands for one of the values. Raises `StorageTrouble`."""
        with self._told():
            return [tuple(row) for row in self.session.sql(sql, args=list(values)).collect()]

    def close(self) -> None:
        """Stop Spark."""
        self.session.stop()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Say in plain words what Spark says in its own."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            yield
        except PySparkException as error:
            missing = error.getCondition() == "PATH_NOT_FOUND"
            raise lake.no_lake(self._where) if missing else _failed(self._where, error) from None
        except (Py4JError, UnicodeError) as error:
            raise _failed(self._where, error) from None


def session(master: str) -> SparkSession:
    """Return the session of this process, beginning it if there is none.

    Raises `BadInput` if Spark or Java is not installed, `StorageTrouble` if Spark does not start.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise lake.not_installed("Spark", "spark") from None
    active = SparkSession.getActiveSession()
    return active or _begun(master)


def _begun(master: str) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    refuse_old_java()
    logging.getLogger("py4j").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="pyspark")  # It warns of a pandas that nothing here uses.
    try:
        gateway = _java_machine()
        settings = {"spark.master": master, **_SETTINGS, **(_SETTINGS_HERE if master.startswith("local") else {})}
        conf = SparkConf(_jvm=gateway.jvm).setAll(list(settings.items()))
        return SparkSession(SparkContext(conf=conf, gateway=gateway))
    except (PySparkException, Py4JError, OSError) as error:
        raise _failed(master, error) from None


@functools.cache
def _java_machine() -> Any:
    """Start Java, once in the life of this process; it ends with it."""
    from pyspark.java_gateway import launch_gateway

    return launch_gateway(popen_kwargs={"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL})


def refuse_old_java() -> None:
    """Raise `BadInput` unless Java is there and new enough."""
    found = java_version()
    if found < LEAST_JAVA:
        what = f"needs Java {LEAST_JAVA} or newer, and " + (f"this is Java {found}" if found else "there is none")
        remedy = f"Install a Java runtime (openjdk-{LEAST_JAVA}-jre-headless on Debian), or point JAVA_HOME at one"
        raise bad_input("Spark", what, remedy)


def java_version() -> int:
    """Return the version of the Java that Spark would use, or 0 if there is none."""
    try:
        ran = subprocess.run([places.java(), "-version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', ran.stderr)
    return int(found[1]) if found else 0


def _failed(where: str, error: Exception) -> CaseauditError:
    """Return the error for an answer that did not come; only its kind, for Spark's own words may quote a record."""
    return StorageTrouble(Problem(where, f"got no answer from Spark ({_kind(error)})", "Check --from and --master"))


def _kind(error: Exception) -> str:
    """Return what Spark, or else Java, calls what went wrong."""
    condition = getattr(error, "getCondition", str)()
    thrown = getattr(error, "java_exception", None)
    return str(condition or (thrown.getClass().getName() if thrown else type(error).__name__))


def _escaped(place: str) -> str:
    r"""Return a path of this machine so that Spark takes `*`, `[` and the like for themselves; a URI as it is."""
    return re.sub(r"([*?\[\]{}\\])", r"\\\1", place) if Path(place).exists() else place
