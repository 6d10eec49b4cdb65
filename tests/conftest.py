"""What every test stands on: a home of its own, a clock that stands still, a small library."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import no_sockets
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain.audit import Audit, Header
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

SAMPLE = Path(__file__).parent / "sample"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

settings.register_profile(
    "caseaudit", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("caseaudit")
no_sockets.install()


def pytest_configure(config: pytest.Config) -> None:
    """Name the only way to be let off the guard."""
    config.addinivalue_line(
        "markers", f"{no_sockets.MARKER}(reason): sockets of this machine's own loopback are opened"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """No test opens a socket, but those that say why they must, and those only to this machine."""
    with no_sockets.exempt(item.get_closest_marker(no_sockets.MARKER) is not None):
        return (yield)


@pytest.fixture(autouse=True)
def home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees the developer's own home, settings, workspace or name."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("CASEAUDIT_WORKSPACE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("CASEAUDIT_AUDITOR", "A. Auditor")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def library() -> Library:
    """The shipped scales and documents, and the small checklist `handover`."""
    return Library(shipped_checklists(), SAMPLE)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace whose own library holds `handover`; it is always noon on 20 November 2026."""
    places = make(str(tmp_path / "workspace"), name="Test service")
    places.checklists.mkdir()
    (places.checklists / "handover.toml").write_bytes((SAMPLE / "handover.toml").read_bytes())
    return Workspace(places, "A. Auditor", clock=lambda: NOON)


HEADER = Header(
    case="EB-1042", team="North", worker="W. Worker", auditor="A. Auditor", date="2026-11-20", cohort="child-in-need"
)


@pytest.fixture
def begun(workspace: Workspace) -> Audit:
    """A new audit of the checklist `handover`, saved once."""
    return auditing.begin(workspace, "handover", HEADER)


@pytest.fixture
def fill(workspace: Workspace) -> Callable[[Audit], Audit]:
    """Answer every criterion of an audit of `handover`, so that it can be signed off."""

    def filled(audit: Audit) -> Audit:
        for criterion, verdict in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
            auditing.answer(workspace, audit.id, criterion, verdict, reason="Seen on file.")
        return workspace.register.load(audit.id)

    return filled


PACK = """
[change]
title = "A change of worker"
about = "What a child should notice of it, and what they should not."

[[change.checklists]]
id = "handover"

[[change.checklists]]
id = "goodbyes"

[[change.checklists]]
id = "chronology"
when = "the child moved to another team too"
"""


@pytest.fixture
def change(workspace: Workspace) -> Workspace:
    """The workspace with the pack `change`: `handover`, and `goodbyes`, which asks HND-02 in other words."""
    own = workspace.places.checklists
    words = (own / "handover.toml").read_text(encoding="utf-8").replace('id = "handover"', 'id = "goodbyes"', 1)
    words = words.replace("Handover between workers", "Goodbyes").replace("Was the transfer summary", "Was a summary")
    (own / "goodbyes.toml").write_text(words, encoding="utf-8")
    (own / "packs.toml").write_text(PACK, encoding="utf-8")
    return workspace
