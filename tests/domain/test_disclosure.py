"""What is shared of a report, what stands in place of the rest, and what is said about it: small enough to follow."""

from __future__ import annotations

import subprocess
import sys

import pytest
from disclosure_register import GRADES, Made, report_of

from caseaudit.domain.change import Change, Changes, Period
from caseaudit.domain.disclosure import Shared, shared
from caseaudit.domain.disclosure_groups import OTHERS, names_shared
from caseaudit.domain.disclosure_hiding import added_up, hidden_counts
from caseaudit.domain.intervals import newcombe, percent, said, wilson
from caseaudit.domain.report import Report
from caseaudit.domain.withheld import C, is_withheld
from caseaudit.problems import BadInput

OUTSTANDING, GOOD, REQUIRES, INADEQUATE = GRADES


def audits(n: int, answer: str = GOOD, *, team: str = "North", worker: str = "W. Ash", month: str = "2026-01",
           judgement: str = GOOD, checklist: str = "voice") -> list[Made]:  # fmt: skip
    """Return so many audits alike: two criteria, the first answered like this, the second good."""
    return [Made(team, worker, month, checklist, judgement, (answer, GOOD))] * n


def give_out(found: list[Made], *by: str, threshold: int = 5) -> Shared:
    """Return what others see of the report of some audits, with its teams."""
    report, teams = report_of(found, *by)
    return shared(report, teams, threshold)


def drawn(text: str) -> str:
    """Return a table, drawn with its rows by name, as others see it, totals last."""
    head, *lines = (line.split() for line in text.strip().splitlines())
    counts, sums = added_up({(r, c): int(n) for r, *cells in lines for c, n in zip(head, cells, strict=True)})
    hidden = hidden_counts(counts, sums)
    rows, columns = ([*dict.fromkeys(key[at] for key in counts)] for at in (0, 1))
    return "\n".join(" ".join("c" if (r, c) in hidden else str(counts[r, c]) for c in columns) for r in rows)


# ── tables ───────────────────────────────────────────────────────────────────


def test_one_small_count_takes_three_others_with_it() -> None:
    """North's 2 could be had from its row and from its column; of all rectangles the one that loses least goes."""
    assert (
        drawn("""
              good  requires  inadequate
        North    2         9          12
        South   10        11          14
        East    20         7           8
    """)
        == "c c 12 23\nc c 14 35\n20 7 8 35\n32 27 34 93"
    )


def test_small_counts_that_keep_each_other_safe_need_no_others() -> None:
    """Each of the four could be one more, with its neighbours one less: nothing else is lost."""
    assert (
        drawn("""
               a  b   c
        North  2  3  20
        South  3  2  30
        East  11 12  13
    """)
        == "c c 20 25\nc c 30 35\n11 12 13 36\n16 17 63 96"
    )


def test_a_true_nought_is_shown_and_hides_nothing() -> None:
    """It is no partner for a small count either, for everybody can see it."""
    assert (
        drawn("""
              a   b   c
        North 3   0  12
        South 9   0  15
    """)
        == "c 0 c 15\nc 0 c 24\n12 0 27 39"
    )


def test_the_same_counts_are_suppressed_on_every_machine() -> None:
    """However Python happens to order its sets."""
    script = """
from caseaudit.domain.disclosure_hiding import added_up, hidden_counts
pairs = [(team, grade) for team in "NSEW" for grade in "ogri"]
print(sorted(map(repr, hidden_counts(*added_up({pair: at * 7 % 23 for at, pair in enumerate(pairs)})))))
"""
    runs = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2", "3")
    ]
    assert len({run.stdout for run in runs}) == 1


# ── a report ─────────────────────────────────────────────────────────────────


def test_a_share_goes_where_it_would_give_away_who_is_not() -> None:
    """20 of 22 are good in one criterion: the 2 that are not are small, and so the share has no figure left."""
    report = give_out(audits(20) + audits(2, INADEQUATE)).report
    row = report.row("voice", "C0")

    assert said(row.good_or_better) == "c"
    assert row.good_or_better.share is None
    assert row.grades == {GOOD: C, INADEQUATE: C}
    assert is_withheld(*row.grades.values())
    assert row not in (*report.weakest, *report.strongest)


def test_what_is_shown_stands_as_it_was() -> None:
    """With 12 of each nothing is small, and a shared report has the same figures."""
    own, _ = report_of(audits(12) + audits(12, INADEQUATE, judgement=INADEQUATE))
    report = shared(own).report

    assert report.rows[0].grades == {GOOD: 12, INADEQUATE: 12}
    assert report.rows[0].good_or_better == own.rows[0].good_or_better == wilson(12, 24)
    assert report.judgements == own.judgements
    assert report.weakest == own.weakest


def test_grades_of_one_half_cover_for_each_other() -> None:
    """Of 15 that are good or better 2 are outstanding: neither is said, and 15 of 27 stands."""
    report = give_out(audits(13) + audits(2, OUTSTANDING) + audits(12, REQUIRES)).report
    row = report.row("voice", "C0")

    assert (str(row.grades[OUTSTANDING]), str(row.grades[GOOD]), row.grades[REQUIRES]) == ("c", "c", 12)
    assert said(row.good_or_better) == "15 of 27 (37–72 %)"


def test_a_withheld_count_reads_as_its_symbol_and_reckons_as_nothing() -> None:
    """However it is written; what is made from it by mistake is too small, and never the truth."""
    assert [str(C), f"{C}", f"{C:,}", repr(C), f"{C} good"] == ["c", "c", "c", "c", "c good"]
    assert sum([C, 7]) == 7


def test_too_few_audits_are_not_shared_at_all() -> None:
    """There is nobody to be counted with."""
    with pytest.raises(BadInput, match="fewer than 5 audits"):
        give_out(audits(4))
    with pytest.raises(BadInput, match="fewer than 10 audits"):
        give_out(audits(9), threshold=10)


@pytest.mark.parametrize("threshold", [-1, 0, 1, 2])
def test_a_threshold_that_hides_nothing_is_refused(threshold: int) -> None:
    """Below 3 only a 1 would be suppressed, and everybody could read c as 1."""
    with pytest.raises(BadInput, match="threshold"):
        give_out(audits(20), threshold=threshold)


def test_actions_and_what_stands_alone_follow_the_same_rule() -> None:
    """3 done of which 3 say their effect, 7 open of which 7 are overdue; the day of a single one is never shared."""
    report = give_out(audits(20)).report

    assert (report.actions.open, report.actions.overdue, report.actions.oldest) == (7, 7, "")
    assert all(map(is_withheld, (report.actions.done, report.actions.with_effect)))
    assert is_withheld(report.in_progress)
    assert report.repeats == ()


def test_a_month_of_few_audits_has_no_share() -> None:
    """Two audits in February: its 4 answers are gone, and so is another month, or the rest would tell."""
    found = audits(15) + audits(2, INADEQUATE, month="2026-02") + audits(12, INADEQUATE, month="2026-03")
    together = give_out(found).report.months[0]

    assert [str(point.of) for point in together.points].count("c") >= 2
    assert str(together.points[1].of) == "c"


def test_a_change_that_would_tell_the_rest_is_not_told() -> None:
    """Of 24 answers 9 are before and 12 latest: the 3 others could be had by subtraction."""
    own, _ = report_of(audits(12) + audits(12, INADEQUATE))
    before, latest = wilson(0, 9), wilson(12, 12)
    change = Change("voice", "C0", before, latest, newcombe(latest, before))
    changes = Changes(Period("2026-04-01", "2026-06-30"), Period("2026-01-01", "2026-03-31"), 1, (change,))

    assert shared(own._replace(changes=changes)).report.changes.found == ()


def test_files_are_counted_and_not_named() -> None:
    """The name of a file is that of an audit."""
    from caseaudit.problems import Problem

    own, _ = report_of(audits(20))
    report = shared(own._replace(unreadable=(Problem("20260101-abc.json", "is empty", "Restore it"),))).report

    assert len(report.unreadable) == 1
    assert "20260101" not in str(report.unreadable[0])


# ── groups ───────────────────────────────────────────────────────────────────


def names(report: Report, by: str) -> list[str]:
    """Return the names of the groups by one dimension."""
    found = report.breakdown(by)
    return [group.name for group in found.groups] if found else []


def test_teams_with_few_audits_are_counted_together() -> None:
    """Others are two at least, or subtraction would tell the one."""
    found = audits(20) + audits(12, team="South") + audits(3, team="East")
    given_out = give_out(found)

    assert names(given_out.report, "team") == ["North", OTHERS]
    assert list(given_out.teams) == ["North", OTHERS]
    assert any("By team" in sentence for sentence in given_out.report.disclosure.statement)  # type: ignore[union-attr]


def test_beside_people_who_are_counted_together_teams_are_left_out() -> None:
    """Who knows that Ash and Birch are all of North's could subtract Ash from North."""
    found = audits(20) + audits(2, worker="W. Birch") + audits(12, team="South", worker="W. Cedar")
    given_out = give_out(found, "worker")

    assert names(given_out.report, "worker") == ["W. Ash", OTHERS]
    assert names(given_out.report, "team") == []
    assert given_out.teams == {}


@pytest.mark.parametrize("small", [{"W. Cedar": 4}, {"W. Cedar": 1, "W. Elm": 1}], ids=["one", "two of one audit"])
def test_too_few_are_joined_by_the_next(small: dict[str, int]) -> None:
    """Or the others together would be one person, or fewer than five audits."""
    found = names_shared({"W. Ash": 12, "W. Birch": 6} | small)
    assert {name for name, other in found.items() if other == OTHERS} == {"W. Birch", *small}


def test_where_none_is_small_all_keep_their_names() -> None:
    """A group without any audit has nothing to hide."""
    assert names_shared({"North": 5, "South": 0}) == {"North": "North", "South": "South"}
    assert names_shared({}) == {}


# ── what is said ─────────────────────────────────────────────────────────────


def test_the_statement_says_what_was_done_and_never_how_many_counts_are_small() -> None:
    """It reads the same whichever counts are hidden."""
    one, many = (give_out(found).report.disclosure for found in (audits(30), audits(20) + audits(2, INADEQUATE)))

    assert one == many
    assert one is not None
    assert one.threshold == 5
    assert one.statement[0].startswith("Counts from 1 to 4 are suppressed and shown as c")
    assert "c suppressed so that nobody can be recognised; z not applicable" in " ".join(one.statement)


def test_a_share_that_only_rounds_to_nought_is_low() -> None:
    """A 0 is a true 0."""
    assert [percent(wilson(n, 2_000)) for n in (0, 5, 12)] == ["0", "low", "1"]
