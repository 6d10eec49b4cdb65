"""Nothing leaves the computer: no socket is opened, and nothing that is handed over asks a network for anything."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from no_sockets import MARKER, SocketOpened
from terminal.emulated import Terminal
from trust import one_session
from trust.conftest import Figures
from trust.one_session import Session, watched

TESTS = Path(__file__).parents[1]
EXEMPT = {
    "desk/test_engines.py::test_spark_answers_as_sqlite_does": "Python and Java talk to each other",
    "desk/test_engines.py::test_spark_takes_any_name_of_a_folder_and_any_uri": "Python and Java talk to each other",
    "desk/test_engines.py::test_spark_says_in_one_line_what_is_not_there": "Python and Java talk to each other",
}
"""The only tests that may open sockets, to this machine's own loopback, and why."""
_MARKED = re.compile(rf'@pytest\.mark\.{MARKER}\("([^"]+)"\)\n(?:@.*\n)*(?:async )?def (test_\w+)')


pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """One run of every command where there is no network."""
    if reason := one_session.why_not():
        pytest.skip(reason)
    return one_session.session_of(tmp_path_factory)


# ── the guard of every test ──────────────────────────────────────────────────


def _connected() -> None:
    asyncio.run(asyncio.wait_for(asyncio.open_connection("192.0.2.1", 80), 1))


@pytest.mark.parametrize(
    "reach",
    [
        socket.socket,
        lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: socket.getaddrinfo("example.org", 443),
        lambda: socket.gethostbyname("localhost"),
        lambda: urlopen("http://192.0.2.1/"),
        _connected,
    ],
)
def test_no_test_can_open_a_socket_unnoticed(reach: Callable[[], object]) -> None:
    """Every way to one is refused, by the name of the call; no handler of the program can swallow that."""
    with pytest.raises(SocketOpened, match="nothing here may open a socket"):
        reach()


def test_two_ends_on_this_machine_may_talk() -> None:
    """Between parts of one program: every terminal app needs that."""
    here, there = socket.socketpair()
    with here, there:
        here.sendall(b"here")
        assert there.recv(4) == b"here"


def test_who_is_let_off_the_guard_is_exactly_this_list(figure: Figures) -> None:
    """A test that opens sockets has to stand in this list, with its reason."""
    found = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for reason, name in _MARKED.findall(path.read_text(encoding="utf-8")):
            found[f"{path.relative_to(TESTS).as_posix()}::{name}"] = reason
    assert found == EXEMPT
    figure("Tests that may open a socket, to their own machine", len(found))


# ── the program itself ───────────────────────────────────────────────────────


def _to_a_network(calls: list[str]) -> list[str]:
    return [call for call in calls if re.search(r"AF_INET|AF_NETLINK|AF_PACKET|sin_port|sin6_port", call)]


def test_every_command_works_without_a_network_and_asks_for_none(session: Session, figure: Figures) -> None:
    """In a network namespace of its own, in which there is no network; the system says which calls it heard."""
    assert [one.line for one in session.printed if b"the program failed" in one.err] == []
    assert _to_a_network(session.calls) == []
    figure("Calls to a network of all commands together", len(_to_a_network(session.calls)))
    figure.at_least("Commands run where there is no network", len(session.printed))


def test_the_app_works_without_a_network_and_asks_for_none(
    workspace: Workspace, begun: Audit, tmp_path: Path, figure: Figures
) -> None:
    """An audit is opened, graded and reasoned, the summary looked at, the app left."""
    if reason := one_session.why_not():
        pytest.skip(reason)
    notes = tmp_path / "calls"
    command = [*watched(notes), sys.executable, "-m", "caseaudit", "--workspace", str(workspace.places.workspace)]
    person = Terminal(command, (100, 30), {})
    try:
        person.shows("EB-1042")
        person.press("enter")
        person.shows("HND-01")
        person.press("2")
        person.writes("Seen on file.")
        person.waits_for_file(workspace.drafts.path(begun.id), "Seen on file.")
        person.press("escape")
        person.press("ctrl+q")
        assert person.ends() == 0
    finally:
        person.process.close(force=True)
    calls = notes.read_text().splitlines()
    assert _to_a_network(calls) == []
    assert any("AF_UNIX" in call for call in calls), "strace heard nothing at all"
    figure("Calls to a network of the app", len(_to_a_network(calls)))


def test_what_would_be_heard_is_heard(tmp_path: Path) -> None:
    """A watch that hears nothing proves nothing."""
    if reason := one_session.why_not():
        pytest.skip(reason)
    notes = tmp_path / "calls"
    code = "import socket; socket.socket().connect_ex(('192.0.2.1', 80))"
    person = Terminal([*watched(notes), sys.executable, "-c", code], (80, 24), {})
    assert person.ends() == 0
    assert _to_a_network(notes.read_text().splitlines())


# ── what is handed over ──────────────────────────────────────────────────────

_ASKS = re.compile(
    r"""(?:src|srcset|href|action|data|poster|xlink:href)\s*=\s*["']?(?!\#|data:|["'])[^\s"'>]+|url\(\s*["']?(?!data:|\#)
    |@import|<(?:script|iframe|object|embed|link|base)\b|http-equiv\s*=\s*["']?refresh""",
    re.IGNORECASE | re.VERBOSE,
)
"""What makes a browser fetch something, but for places in the page itself and what is written out in it."""
_OUTSIDE = re.compile(r'TargetMode\s*=\s*"External"|<externalLink|attachedTemplate|HYPERLINK|INCLUDEPICTURE|DDEAUTO')


def _outside(path: Path) -> list[str]:
    """Return whatever of an exported file refers to something outside it."""
    if path.suffix == ".html":
        return _ASKS.findall(path.read_text(encoding="utf-8"))
    with ZipFile(path) as opened:
        parts = [opened.read(name).decode("utf-8", "replace") for name in opened.namelist()]
    return [found for part in parts for found in _OUTSIDE.findall(part)]


def test_no_export_refers_to_anything_outside_it(session: Session, figure: Figures) -> None:
    """HTML, Word and Excel: no picture, style, script, template or link that is fetched when somebody opens them."""
    files = [path for ending in ("html", "docx", "xlsx") for path in (session.root / "service").glob(f"*.{ending}")]
    assert {path.suffix for path in files} == {".html", ".docx", ".xlsx"}
    assert {path.name: found for path in files if (found := _outside(path))} == {}
    figure(
        "References to something outside in exported HTML, Word and Excel", sum(len(_outside(path)) for path in files)
    )


@pytest.mark.parametrize(
    "page",
    ['<img src="http://x/y.png">', "<a href=//x>", "<style>@import 'x'</style>", "<p style='background: url(x)'>",
     "<script>1</script>", '<meta http-equiv="refresh" content="0">'],
)  # fmt: skip
def test_what_refers_outside_would_be_found(page: str, tmp_path: Path) -> None:
    """A test that looks for something must be able to find it."""
    path = tmp_path / "page.html"
    path.write_text(page)
    assert _outside(path)
