"""A sample from a real list: who can be drawn, what is kept of them, and that it can be drawn again."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from msgspec.json import encode
from msgspec.structs import replace

from case_lists import ON, Cells, annex_a, looked_after
from caseaudit.desk import auditing, sampling_looking
from caseaudit.desk.sampling import draw_sample, keep
from caseaudit.desk.sampling_wish import Wish
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.sampling import Sample
from caseaudit.problems import BadInput, NotReady
from caseaudit.store.places import case_key
from conftest import HEADER

SYNTHETIC = Path(__file__).parents[3] / "shared" / "data" / "annex-a-synthetic.xlsx"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An Annex A workbook with thirty children in care, of three teams and five workers."""
    return annex_a(tmp_path / "annex-a.xlsx", {8: looked_after(30)})


def drawn(workspace: Workspace, file: Path, **wished: object) -> Sample:
    """Return the sample of a wish from list 8, with seed 7."""
    wish = Wish(**{"path": file, "on": ON, "number": 8, "seed": 7, **wished})  # type: ignore[arg-type]
    return draw_sample(workspace, wish).sample


def refusal(workspace: Workspace, file: Path, **wished: object) -> str:
    """Return what is said of a wish that cannot be granted."""
    with pytest.raises(BadInput) as caught:
        drawn(workspace, file, **wished)
    return str(caught.value)


# ── it can be defended ───────────────────────────────────────────────────────


def test_everything_needed_to_defend_it_is_kept(workspace: Workspace, file: Path) -> None:
    """Who, when, from what, how, with which seed, how many could have been drawn, and why each case."""
    sample = keep(workspace, drawn(workspace, file, size=6, by="team"))

    assert (sample.drawn_by, sample.drawn_at, sample.on) == ("A. Auditor", "2026-11-20T12:00:00Z", "2026-11-20")
    assert (sample.method, sample.by, sample.seed, sample.size, sample.eligible) == ("proportional", "team", 7, 6, 30)
    assert (sample.frame.number, sample.frame.sheet, sample.frame.rows) == (8, "List 8", 30)
    assert [(one.name, one.cases, one.drawn) for one in sample.strata] == [(f"Team {n}", 10, 2) for n in (1, 2, 3)]
    assert [case.why for case in sample.cases][:2] == ["drawn at random from Team 1 (2 of 10)"] * 2
    assert {case.cohort for case in sample.cases} == {"child-looked-after"}
    assert sampling_looking.find(workspace, sample.id) == (sample, [])


def test_the_same_seed_draws_the_same_cases_whatever_the_order_of_the_rows(
    workspace: Workspace, tmp_path: Path
) -> None:
    """And another seed draws others."""
    rows = looked_after(30)
    sorted_list = annex_a(tmp_path / "a.xlsx", {8: rows})
    random.Random(1).shuffle(rows)
    shuffled = annex_a(tmp_path / "b.xlsx", {8: rows})

    one, other = drawn(workspace, sorted_list, size=8), drawn(workspace, shuffled, size=8)

    assert one.cases == other.cases
    assert drawn(workspace, sorted_list, size=8, seed=8).cases != one.cases


def test_a_colleague_with_another_secret_draws_the_same_children(workspace: Workspace, file: Path) -> None:
    """Under other references: the seed chooses, the secret only names."""
    mine = keep(workspace, drawn(workspace, file, size=4))
    children = {one.identifier for one in sampling_looking.trace(workspace, mine.id, file)[0]}
    case_key().unlink()
    theirs = keep(workspace, drawn(workspace, file, size=4))

    assert {one.identifier for one in sampling_looking.trace(workspace, theirs.id, file)[0]} == children
    assert mine.references.isdisjoint(theirs.references)


# ── privacy ──────────────────────────────────────────────────────────────────


def test_nothing_that_identifies_a_child_enters_the_workspace(workspace: Workspace, file: Path) -> None:
    """No identifier, date of birth, postcode or ethnicity, and not the name of the file, in any file of it."""
    keep(workspace, drawn(workspace, file, size=30, rules=(), method="simple"))

    held = b"".join(path.read_bytes() for path in workspace.places.workspace.rglob("*") if path.is_file())
    assert held.count(b'"reference"') == 30
    identifiers = [str(900_100 + at).encode() for at in range(30)]
    for secret in (*identifiers, b"2014-03-01", b"EB1 4QT", b"WBRI", b"annex-a.xlsx", case_key().read_bytes().strip()):
        assert secret not in held


def test_what_somebody_asks_to_keep_is_kept(workspace: Workspace, file: Path) -> None:
    """Age in bands, made from the date of birth, which is not kept."""
    sample = drawn(workspace, file, size=2, keep=("age-band", "Placement Type", "ethnicity"))

    assert [case.kept for case in sample.cases] == [
        {"age-band": "10 to 15", "placement": "U6: Foster placement - not FFA", "ethnicity": "WBRI"}
    ] * 2
    assert b"2014-03-01" not in encode(sample)


@pytest.mark.parametrize("by", ["ethnicity", "Date of Birth", "age-band", "Placement postcode"])
def test_groups_by_what_the_law_protects_are_asked_about(workspace: Workspace, file: Path, by: str) -> None:
    """The group of each case would be kept with it."""
    assert "If that is meant, add --keep" in refusal(workspace, file, size=2, by=by)
    assert drawn(workspace, file, size=2, by=by, keep=(by,)).size == 2


def test_filters_by_what_the_law_protects_too(workspace: Workspace, file: Path) -> None:
    """For it would be known of every case drawn."""
    assert "--where: would keep `ethnicity`" in refusal(workspace, file, size=2, where=(("Ethnicity", "WBRI"),))


def test_the_identifier_is_never_kept(workspace: Workspace, file: Path) -> None:
    """Not even if asked for."""
    assert "cannot keep the identifier" in refusal(workspace, file, size=2, keep=("Child Unique ID",))


def test_whoever_drew_it_can_find_the_files(workspace: Workspace, file: Path) -> None:
    """Each reference with its identifier and its row; from another list, what is found there."""
    sample = keep(workspace, drawn(workspace, file, size=3, reserve=1))

    traced, problems = sampling_looking.trace(workspace, sample.id, file)

    assert problems == []
    assert [one.case.reference for one in traced if not one.reserve] == [case.reference for case in sample.cases]
    assert all(int(one.identifier) == 900_100 + one.row - 2 for one in traced)
    assert [one.reserve for one in traced] == [False] * 3 + [True]


def test_from_a_later_list_some_are_found_and_that_is_said(workspace: Workspace, file: Path, tmp_path: Path) -> None:
    """The list has moved on: another digest, and children who are no longer there."""
    sample = keep(workspace, drawn(workspace, file, size=30))
    later = annex_a(tmp_path / "later.xlsx", {8: looked_after(12)})

    traced, problems = sampling_looking.trace(workspace, sample.id, later)

    assert sum(bool(one.identifier) for one in traced) == 12
    assert "is not the very file that was drawn from" in str(problems[0])


def test_with_another_secret_nobody_finds_them(workspace: Workspace, file: Path) -> None:
    """The message says whom to ask."""
    sample = keep(workspace, drawn(workspace, file, size=3))
    case_key().write_text("0" * 64)

    with pytest.raises(BadInput, match=r"another secret made. Ask A. Auditor"):
        sampling_looking.trace(workspace, sample.id, file)


# ── who can be drawn ─────────────────────────────────────────────────────────


def test_closed_cases_are_left_out_unless_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    """An end that is still to come closes nothing; the rows are counted."""
    rows: list[Cells] = [
        {**row, "ended": date(2026, 10, 1)} if at < 20 else row for at, row in enumerate(looked_after(30))
    ]
    file = annex_a(tmp_path / "a.xlsx", {8: rows})

    assert [(out.why, out.rows) for out in drawn(workspace, file, size=1).left_out] == [("closed", 20)]
    assert drawn(workspace, file, size=1, include_closed=True).eligible == 30


def test_no_open_case(workspace: Workspace, tmp_path: Path) -> None:
    """The message counts and says what to do."""
    file = annex_a(tmp_path / "a.xlsx", {8: [{**row, "ended": ON} for row in looked_after(4)]})

    assert refusal(workspace, file, size=1).endswith(
        "a.xlsx: holds no open case (of 4 rows: 4 closed). Add --include-closed to draw from closed cases."
    )


def test_the_size_is_above_the_frame(workspace: Workspace, file: Path) -> None:
    """The number that could be drawn is named, and nothing is kept."""
    assert "asks for 31 and 30 cases can be drawn" in refusal(workspace, file, size=31)
    assert not workspace.places.samples.exists()


def test_a_child_on_two_rows_of_a_list_with_one_row_a_child(workspace: Workspace, tmp_path: Path) -> None:
    """The rows are named; an older, closed row does no harm."""
    rows = looked_after(3)
    twice = annex_a(tmp_path / "a.xlsx", {8: [*rows, rows[1]]})
    closed = annex_a(tmp_path / "b.xlsx", {8: [*rows, {**rows[1], "ended": ON}]})

    assert 'List 8, rows 3, 5, column "Child Unique ID": hold the same identifier' in refusal(workspace, twice, size=1)
    assert drawn(workspace, closed, size=3).eligible == 3


def test_of_a_list_of_events_the_latest_row_of_a_child_is_drawn_from(workspace: Workspace, tmp_path: Path) -> None:
    """A child may be referred several times; the children are drawn, not the referrals."""
    rows: list[Cells] = [
        {"case": "A", "date": date(2026, 9, 1), "team": "Old"},
        {"case": "A", "date": date(2026, 10, 1), "team": "New"},
        {"case": "B", "date": date(2026, 8, 1), "team": "Old"},
    ]
    sample = drawn(workspace, annex_a(tmp_path / "a.xlsx", {3: rows}), number=3, size=2)

    assert sorted(case.team for case in sample.cases) == ["New", "Old"]
    assert [(out.why, out.rows) for out in sample.left_out] == [("earlier rows of a child", 1)]


def test_cases_audited_of_late_drawn_before_or_named_are_left_out(workspace: Workspace, file: Path) -> None:
    """Each with its own count; training is no audit."""
    first = keep(workspace, drawn(workspace, file, size=5))
    audited, trained, named = (case.reference for case in drawn(workspace, file, size=8).cases[5:])
    auditing.begin(workspace, "handover", replace(HEADER, case=audited))
    auditing.begin(workspace, "handover", replace(HEADER, case=trained, role="training"))

    sample = drawn(workspace, file, size=23, not_audited_within=6, exclude_samples=(first.id,), exclude=(named,))

    assert [(out.why, out.rows) for out in sample.left_out] == [
        ("closed", 0),
        ("audited since 2026-05-20", 1),
        (f"drawn in {first.id}", 5),
        ("excluded by reference", 1),
    ]
    assert sample.references.isdisjoint({*first.references, audited, named})
    assert trained in sample.references


def test_only_some_cases(workspace: Workspace, file: Path) -> None:
    """How a cell must begin; of one column, any of several."""
    sample = drawn(workspace, file, size=20, where=(("Allocated Team", "team 1"), ("team", "Team 3")))

    assert {case.team for case in sample.cases} == {"Team 1", "Team 3"}


def test_a_faulty_list_draws_nothing_unless_its_faulty_rows_are_left_out(workspace: Workspace, tmp_path: Path) -> None:
    """Then they are counted, and named all the same."""
    rows = looked_after(5)
    rows[2] = {**rows[2], "ended": "soon"}
    file = annex_a(tmp_path / "a.xlsx", {8: rows})

    said = refusal(workspace, file, size=1)
    wish = Wish(file, ON, 8, size=4, leave_out_faulty=True)
    found = draw_sample(workspace, wish)

    assert 'List 8, row 4, column "Date Ceased to be Looked After": is not a date' in said
    assert "sample: was not drawn. Mend the list, or add --leave-out-faulty" in said
    assert (found.sample.left_out[0].rows, found.sample.eligible) == (1, 4)
    assert "row 4" in str(found.notes[0])


def test_a_list_of_annex_a_is_known_by_its_headings(workspace: Workspace, tmp_path: Path) -> None:
    """Whoever names the sheet and not the list does not draw closed cases by mistake."""
    rows: list[Cells] = [
        {**row, "ended": date(2026, 10, 1)} if at < 5 else row for at, row in enumerate(looked_after(9))
    ]
    file = annex_a(tmp_path / "a.xlsx", {6: [], 8: rows})

    sample = drawn(workspace, file, number=0, sheet="List 8", size=1)

    assert (sample.frame.number, sample.eligible) == (8, 4)


# ── methods ──────────────────────────────────────────────────────────────────


def test_every_worker_once(workspace: Workspace, file: Path) -> None:
    """Five workers, five cases."""
    sample = drawn(workspace, file, method="every-worker")

    assert sorted(case.worker for case in sample.cases) == [f"W. Worker {number}" for number in range(1, 6)]


def test_by_rule_with_the_clocks_and_their_sources(workspace: Workspace, tmp_path: Path) -> None:
    """Only those that meet it, the clock's source in the record; what it needs need not be asked for."""
    rows = looked_after(6)
    rows[1] = {**rows[1], "visited": date(2026, 9, 1)}
    rows[4] = {**rows[4], "visited": date(2026, 9, 1), "placements": 4}
    file = annex_a(tmp_path / "a.xlsx", {8: rows})

    sample = drawn(workspace, file, number=0, rules=("visit-overdue", "three-placements"))

    assert [case.why for case in sample.cases] == ["meets visit-overdue and three-placements", "meets visit-overdue"]
    assert [(rule.id, rule.met) for rule in sample.rules] == [("visit-overdue", 2), ("three-placements", 1)]
    assert "SI 2010/959" in sample.rules[0].said


def test_a_service_s_own_limit(workspace: Workspace, tmp_path: Path) -> None:
    """The workspace sets ten working days for visits under a plan, and the rule goes by them."""
    own = workspace.places.checklists / "timescales.toml"
    own.write_text(
        '[child-protection-visit]\ntitle = "Visits"\nfrom = "the visit before"\nuntil = "the next"\nwithin = 10\n'
        'unit = "working days"\ncounting = "day 0"\nresets = "each visit"\nstanding = "local"\nsource = "Our policy"\n'
        'dated = "May 2026"\nconfidence = "A"\n',
        encoding="utf-8",
    )
    rows: list[Cells] = [
        {"case": 1, "started": date(2026, 1, 5), "visited": date(2026, 11, 6), "plans": 0},
        {"case": 2, "started": date(2026, 1, 5), "visited": date(2026, 11, 5), "plans": 0},
    ]
    file = annex_a(tmp_path / "a.xlsx", {7: rows})

    assert drawn(workspace, file, number=7, rules=("protection-visit-overdue",)).size == 1


def test_no_case_meets_the_rule(workspace: Workspace, file: Path) -> None:
    """Something to report, nothing to mend."""
    with pytest.raises(NotReady, match="no case: meets three-placements, of the 30 that can be drawn"):
        drawn(workspace, file, rules=("three-placements",))


def test_a_list_of_long_ago_is_pointed_out_when_clocks_run(workspace: Workspace, file: Path) -> None:
    """Otherwise every visit would be overdue."""
    wish = Wish(file, date(2027, 6, 1), 8, rules=("visit-overdue",))

    assert [str(note) for note in draw_sample(workspace, wish).notes] == [
        f"{file}: has no date after 2026-11-02, and clocks ran to 2027-06-01. "
        "If the list is older, say so: --on 2026-11-02."
    ]


@pytest.mark.parametrize(
    ("wished", "says"),
    [
        ({}, "--size: is missing"),
        ({"size": 2, "method": "equal"}, "--by: is missing"),
        ({"size": 2, "method": "simple", "by": "team"}, "--by: does not go with --method simple"),
        ({"method": "rules"}, "--rule: is missing"),
        ({"rules": ("repeat-plan",)}, "--rule: asks for several lists: repeat-plan reads list 7"),
        ({"size": 2, "method": "proportional", "by": "team", "rules": ("visit-overdue",)}, "--rule: does not go with"),
        ({"rules": ("visit-late",)}, '--rule: is not a rule. Probably "visit-overdue" is meant'),
    ],
)
def test_a_wish_that_does_not_fit_together(
    workspace: Workspace, file: Path, wished: dict[str, object], says: str
) -> None:
    """Said before the list is read."""
    assert says in refusal(workspace, file, **wished)


@pytest.mark.parametrize("number", range(1, 12))
def test_the_synthetic_annex_a(workspace: Workspace, number: int) -> None:
    """All eleven lists of a workbook that others made can be drawn from; without it, nothing is tested here."""
    if not SYNTHETIC.is_file():
        pytest.skip("the synthetic workbook is not part of the program")

    sample = drawn(workspace, SYNTHETIC, number=number, size=2, on=date(2021, 3, 31), include_closed=True)

    assert sample.size == 2
    assert sample.left_out[0].rows == 0 if sample.left_out else True
