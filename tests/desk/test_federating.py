"""A region has the same summary from counts alone: what three services count apart is what one register counts."""

from __future__ import annotations

import re
from calendar import monthrange
from pathlib import Path
from random import Random
from typing import NamedTuple
from zlib import crc32

import pytest
from msgspec.structs import replace

from caseaudit.desk import choosing, counts_leaving, federating, summarising
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain.audit import Audit
from caseaudit.domain.change import Period
from caseaudit.domain.report import Report
from caseaudit.problems import BadInput
from caseaudit.store import counts_json, records
from caseaudit.store.index import Wanted
from conftest import NOON
from desk.test_summarising import edited

CANARY = "ZZCANARY"
EXPORTED = "2026-11-20"
"""The day of `NOON`, on which the services export their counts."""
SERVICES = ("Eastborough", "Midborough", "Westborough")
BY = tuple(name for name in federating.DIMENSIONS if name != "service")


class Region(NamedTuple):
    """Three services, and one register that holds all their audits."""

    services: list[Workspace]
    whole: Workspace

    def counts(self, folder: Path) -> list[Path]:
        """Export the counts of each service to a file."""
        files = [folder / f"{place}.json" for place in range(len(self.services))]
        for file, service in zip(files, self.services, strict=True):
            file.write_bytes(counts_leaving.export(service, Wanted()).content)
        return files


def service_of(audit: Audit) -> int:
    """Return whose case it is."""
    return crc32(audit.case.encode()) % 3


@pytest.fixture(params=range(3))
def region(request: pytest.FixtureRequest, tmp_path: Path) -> Region:
    """Sixty audits of the demonstration, edited at random, with hostile names, dealt out to the services by case."""
    chance = Random(request.param)
    demonstration = make_demonstration(tmp_path / "demo", audits=60, seed=request.param)
    services = [Workspace(make(str(tmp_path / name), name=name), clock=lambda: NOON) for name in SERVICES]
    whole = Workspace(make(str(tmp_path / "whole"), name="The region"), clock=lambda: NOON)
    for path in sorted(demonstration.audits.rglob("*.json")):
        audit = edited(records.decode(path.read_bytes(), str(path)), chance)
        service = service_of(audit)
        keep(services[service], path.name, audit)
        keep(whole, path.name, replace(audit, team=f"{SERVICES[service]}: {audit.team or 'not recorded'}"))
    return Region(services, whole)


def keep(workspace: Workspace, name: str, audit: Audit) -> None:
    """Put a record among those of a workspace."""
    folder = workspace.places.audits / audit.date[:7]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(records.encode(audit))


def in_months(report: Report) -> Report:
    """Return a report with what counts do not know left out: days within a month, and when an action was due."""
    first, last = report.period
    assert last <= EXPORTED

    def ending(period: Period) -> Period:
        return Period(period.first, min(end_of_month(period.last), EXPORTED)) if period.last else period

    changes = report.changes._replace(latest=ending(report.changes.latest), before=ending(report.changes.before))
    period = Period(f"{first[:7]}-01", min(end_of_month(last), EXPORTED))
    actions = report.actions._replace(oldest="")
    return report._replace(period=period, changes=changes, actions=actions, in_months=True)


def end_of_month(day: str) -> str:
    """Return the last day of the month of a day."""
    return f"{day[:7]}-{monthrange(int(day[:4]), int(day[5:7]))[1]:02}"


def test_merged_counts_say_what_one_register_of_all_audits_says(region: Region, tmp_path: Path) -> None:
    """Figure for figure, in every breakdown, with the rows of every team."""
    merged = federating.merge(region.counts(tmp_path))
    found = federating.summarise(merged, BY)
    expected = in_months(summarising.summarise(region.whole, by=BY))
    assert found.report == expected
    assert found.report.signed_off > 20
    assert found.teams == summarising.rows_by(region.whole, "team")


def test_the_services_of_a_region_are_one_more_dimension(region: Region, tmp_path: Path) -> None:
    """Each has the figures that it has at home."""
    found = federating.summarise(federating.merge(region.counts(tmp_path)), ["service"]).report.breakdown("service")
    assert found is not None
    assert [group.name for group in found.groups] == list(SERVICES)
    for group, service in zip(found.groups, region.services, strict=True):
        at_home = summarising.summarise(service).overall
        assert group == at_home._replace(name=group.name)


def test_the_counts_of_one_service_say_what_it_says_itself(region: Region) -> None:
    """Also without any other: then teams keep their names."""
    service = region.services[0]
    counts = counts_json.decode(counts_leaving.export(service, Wanted()).content, "east.json")
    assert federating.summarise(counts, BY).report == in_months(summarising.summarise(service, by=BY))


def with_canaries(audit: Audit) -> Audit:
    """Return an audit that has a canary wherever a person can write, apart from its team."""
    words = dict.fromkeys(("reason", "evidence", "impact"), CANARY)
    return replace(
        audit,
        case=f"{CANARY}-{audit.case}",
        worker=CANARY,
        auditor=CANARY,
        answers=tuple(replace(answer, **words) for answer in audit.answers),
        actions=tuple(replace(action, what=CANARY, owner=CANARY, effect=CANARY) for action in audit.actions),
        judgement=audit.judgement and replace(audit.judgement, reason=CANARY, explanation=CANARY),
        sign_off=audit.sign_off and replace(audit.sign_off, by=CANARY, meaning=CANARY),
    )


def test_nothing_of_a_case_or_a_person_leaves(region: Region) -> None:
    """No case, worker, auditor, audit, owner or reason, and no day but that of the export."""
    service = region.services[0]
    ids = []
    for path in service.places.audits.rglob("*.json"):
        audit = with_canaries(records.decode(path.read_bytes(), str(path)))
        path.write_bytes(records.encode(audit))
        ids.append(audit.id)
    content = counts_leaving.export(service, Wanted()).content.decode()
    assert CANARY not in content
    assert not [audit_id for audit_id in ids if audit_id in content]
    assert re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", content) == ["2026-11-20"]


# ── what is counted, and what is refused ─────────────────────────────────────


def test_teams_can_stay_at_home(region: Region) -> None:
    """They are then called as the service is, and not even a filter names one."""
    service = region.services[0]
    made = counts_leaving.export(service, Wanted(), without_teams=True)
    counts = counts_json.decode(made.content, "east.json")
    assert {row.team for row in (*counts.audits, *counts.answers)} == {"Eastborough"}
    team = service.index.distinct("team", choosing.SIGNED)[0]
    filtered = counts_leaving.export(service, Wanted(equal=(("team", team),)), without_teams=True)
    assert filtered.source.only == ("one team",)


def test_files_that_were_left_out_are_counted_and_the_summary_says_so(region: Region, tmp_path: Path) -> None:
    """As many as there were; their names stay at home."""
    (region.services[1].places.audits / "20261101-broken.json").write_bytes(b"{")
    found = federating.summarise(federating.merge(region.counts(tmp_path))).report
    assert found.partial
    assert [str(problem) for problem in found.unreadable] == [
        "Midborough: 1 file could not be read when this was exported. "
        "`caseaudit summary` there names them; mend them and export again."
    ]


@pytest.mark.parametrize(
    ("wanted", "what"),
    [
        (Wanted(equal=(("worker", "W. Worker"),)), "--worker: would tell whose audits they are"),
        (Wanted(equal=(("case", "EB-1042"),)), "--case: would tell whose audits they are"),
        (Wanted(text="EB-1042"), "--text: would tell whose audits they are"),
        (Wanted(since="2026-11-02"), "--since: is within a month, and counts tell no days. Give a first day"),
        (Wanted(until="2026-02-27"), "--until: is within a month, and counts tell no days. Give a last day"),
    ],
)  # fmt: skip
def test_a_filter_that_would_single_somebody_out_is_refused(workspace: Workspace, wanted: Wanted, what: str) -> None:
    """A person, a case, words of one, days within a month."""
    with pytest.raises(BadInput) as refused:
        counts_leaving.export(workspace, wanted)
    assert str(refused.value).startswith(what)


def test_half_a_year_and_the_other_half_are_the_year(region: Region, tmp_path: Path) -> None:
    """Two exports of one service over different months add up to one over both; cases are compared within each."""
    service = region.services[0]
    halves = [Wanted(until="2026-05-31"), Wanted(since="2026-06-01")]
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    for file, wanted in zip(files, halves, strict=True):
        file.write_bytes(counts_leaving.export(service, wanted).content)
    merged, year = federating.merge(files), counts_json.decode(counts_leaving.export(service, Wanted()).content, "x")
    assert (merged.audits, merged.answers) == (year.audits, year.answers)


def test_a_service_without_audits_can_be_merged(workspace: Workspace, tmp_path: Path) -> None:
    """It adds nothing, and is named."""
    (tmp_path / "a.json").write_bytes(counts_leaving.export(workspace, Wanted()).content)
    found = federating.summarise(federating.merge([tmp_path / "a.json"]), ["service"]).report
    assert (found.signed_off, found.rows, found.breakdowns[1].groups) == (0, (), ())


def test_everything_that_is_wrong_in_any_file_is_told_at_once(region: Region, tmp_path: Path) -> None:
    """A file that ends in the middle, one that is not there, and one that is there twice."""
    first, second, _ = region.counts(tmp_path)
    second.write_bytes(second.read_bytes()[:99])
    with pytest.raises(BadInput) as refused:
        federating.merge([first, second, tmp_path / "gone.json", first])
    assert [Path(problem.where).name for problem in refused.value.problems] == ["1.json", "gone.json", "0.json"]


def test_a_dimension_that_counts_do_not_know_is_refused(region: Region, tmp_path: Path) -> None:
    """Counts know no worker."""
    with pytest.raises(BadInput) as refused:
        federating.summarise(federating.merge(region.counts(tmp_path)), ["worker"])
    assert "Use one of: checklist, cohort, criterion, focus, month, service, team" in str(refused.value)
