"""A whole service whose every free text is one of a list: audits, checklists, packs, clocks, samples, plans, sessions.

Laid out once with harmless texts and once with hostile ones, it is the same to the last key: what differs in what the
program does with the two is the doing of the texts. Files are written as somebody else's program, or somebody with an
editor, would leave them: past everything that cleans.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import tomli_w
from msgspec.structs import replace

from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain import audit as steps
from caseaudit.domain import calibration, identifiers, planning, sampling
from caseaudit.domain.audit import Action, Answer, Audit, Before, Event, Header, Judgement, SignOff
from caseaudit.domain.escalation import Escalation
from caseaudit.domain.exemplar_reading import words as count_words
from caseaudit.domain.moderation import Moderation, Outcome
from caseaudit.domain.people import same_person
from caseaudit.domain.retention import LONGEST
from caseaudit.domain.timing import Timing
from caseaudit.plaintext import one_line
from caseaudit.store import documents, exemplars, plans, records, samples, sessions
from caseaudit.store.places import Places
from caseaudit.store.register import Stamp
from conftest import NOON
from hostile import STORABLE

GRADES = ("outstanding", "good", "requires-improvement", "inadequate")
AT = "2026-11-20T12:00:00Z"
DAY = "2026-11-20"
SAMPLE_ID = "sample-20261120-hostil"
SESSION_ID, OPEN_ID = "session-20261120-hostil", "session-20261120-blind0"
TEXTS: tuple[str, ...] = tuple(text for text in STORABLE.values() if one_line(text))
"""Every text that a file can hold and that shows at all."""
TO_BE_AGREED = TEXTS.index(STORABLE["brackets"])
"""The number of the audit whose two grades lie side by side, and nothing is agreed yet."""
HARMLESS: tuple[str, ...] = tuple(f"plain words {number}" for number in range(len(TEXTS)))
"""As many texts that nobody minds."""


class Service(NamedTuple):
    """A workspace, the texts in it, and where to find what."""

    workspace: Workspace
    texts: tuple[str, ...]
    folder: Path
    """Beside the workspace: lists of cases, grades, counts."""
    everything: str
    """An audit in progress that holds every text in every place."""
    first: str
    """The same, signed off, graded a second time by `second`, and agreed on."""
    second: str
    saved: str
    """An audit that was saved once for each text, with the text as its reason."""

    @property
    def places(self) -> Places:
        """The folders of the workspace."""
        return self.workspace.places

    def audit(self, number: int, kind: str = "text") -> str:
        """Return the id of the audit whose every text is the one of that number, or of its second grade: `again`."""
        return _id(kind, number)


def _id(kind: str, number: int) -> str:
    return f"20261120-{kind}{number:03d}"


def laid_out(folder: Path, texts: Sequence[str] = TEXTS) -> Service:
    """Write a service whose texts are these, below a folder."""
    places = make(str(folder / "workspace"), name=texts[0])
    with places.settings.open("a", encoding="utf-8") as settings:
        settings.write(f"\n[retention]\naudits_months = {LONGEST}\n")
    workspace = Workspace(places, "A. Auditor", clock=lambda: NOON)
    _library(places.checklists, texts)
    service = Service(workspace, tuple(texts), folder, _id("all", 1), _id("all", 2), _id("all", 3), _id("saves", 1))
    _audits(service)
    _sample_and_plan(service)
    _session(service)
    _lists(folder, texts)
    return service


def _text(texts: Sequence[str]) -> Callable[[int], str]:
    return lambda number: texts[number % len(texts)]


# ── the library ──────────────────────────────────────────────────────────────


def _library(folder: Path, texts: Sequence[str]) -> None:
    (folder / "exemplars").mkdir(parents=True)
    files = {
        "hostile.toml": _checklist("hostile", texts, len(texts)),
        "short.toml": _checklist("short", texts, 8),
        "packs.toml": _packs(texts),
        "timescales.toml": _clocks(texts),
        "exemplars/short.toml": _exemplars(texts),
    }
    for name, table in files.items():
        (folder / name).write_text(tomli_w.dumps(table), encoding="utf-8")


def _checklist(name: str, texts: Sequence[str], many: int) -> dict[str, Any]:
    """A checklist of so many criteria, in each of which every place has another text."""
    head = {"format": 1, "id": name, "version": texts[1], "status": "published", "audited": "case-file"}
    words = {"title": texts[2], "about": "\n".join(texts), "scale": "ofsted", "cohorts": ["child-in-need"]}
    section = {
        "id": "all",
        "title": texts[3],
        "about": texts[4],
        "applies_when": texts[5],
        "criterion": [_criterion(texts, number) for number in range(many)],
    }
    return {**head, **words, "section": [section], "fact": _facts(texts)}


def _criterion(texts: Sequence[str], number: int) -> dict[str, Any]:
    text = _text(texts)
    places = ("question", "look_for", "good_looks_like", "weak_looks_like", "critical_reason")
    words = {place: text(number + 7 * at) for at, place in enumerate(places)}
    return {
        "id": f"HOS-{number + 1:03}",
        "focus": "quality",
        "critical": "harm",
        **words,
        "descriptors": {grade: text(number + 40 + at) for at, grade in enumerate(GRADES)},
        "lift": {grade: text(number + 50 + at) for at, grade in enumerate(GRADES[:3])},
        "sources": [{"document": "ofsted-2014", "paragraph": 44, "role": "finding"}],
    }


def _facts(texts: Sequence[str]) -> list[dict[str, Any]]:
    """A fact of every kind; the choices of one are all the texts, each once, whatever its case."""
    shown = {one_line(text).casefold(): one_line(text) for text in texts}
    choice = {"id": "choice", "label": texts[6], "kind": "choice", "hint": texts[7], "choices": [*shown.values()]}
    kinds = ("number", "date", "yes-no", "dates")
    others = [
        {"id": f"fact-{kind}", "label": texts[8 + at], "hint": texts[20 + at], "kind": kind, "system": True}
        for at, kind in enumerate(kinds)
    ]
    return [choice | {"theme": "T11", "system": True}, *others]


def _packs(texts: Sequence[str]) -> dict[str, Any]:
    """A pack for each text, and one for all."""
    members = [{"id": "short"}, {"id": "chronology", "when": texts[9]}]
    each = {
        f"pack-{number:03}": {"title": text, "about": text, "checklists": members} for number, text in enumerate(texts)
    }
    return each | {"pack-all": {"title": texts[26], "about": "\n".join(texts), "checklists": members}}


def _clocks(texts: Sequence[str]) -> dict[str, Any]:
    """A clock for each text, and one for all."""
    fixed = {"within": 5, "unit": "working days", "counting": "day 0", "standing": "local", "confidence": "C"}
    places = ("title", "from", "until", "source", "note")
    named = [*((f"clock-{number:03}", text) for number, text in enumerate(texts)), ("clock-all", "\n".join(texts))]
    return {name: {**fixed, **dict.fromkeys(places, text), "dated": f"{text} 2020"} for name, text in named}


def _exemplars(texts: Sequence[str]) -> dict[str, Any]:
    """An extract for each grade; together they hold every text that no exemplar is refused for."""
    fit = [text for text in texts if may_stand_in_an_exemplar(text)]
    parts = [fit[start::4] for start in range(4)]
    criteria = [f"HOS-{number:03}" for number in range(1, 6)]
    text = _text(fit)
    return {
        "format": 1,
        "checklist": "short",
        "version": texts[1],
        "fictional": fit[10],
        "situation": "\n".join(fit),
        "kind": fit[11],
        "exemplar": [
            {
                "grade": grade,
                "title": fit[12 + at],
                "text": _long_enough(parts[at]),
                "lift": fit[16 + at],
                "answer": [
                    {"criterion": criterion, "grade": grade, "reason": text(20 + 5 * at + place)}
                    for place, criterion in enumerate(criteria)
                ],
            }
            for at, grade in enumerate(GRADES)
        ],
    }


def may_stand_in_an_exemplar(text: str) -> bool:
    """Return whether a text is neither too long for an extract nor looks as if it named a child."""
    return not identifiers.found(text) and count_words(text) < 100


def _long_enough(parts: Sequence[str]) -> str:
    told = "\n".join(parts)
    return told + "\n" + " ".join(["and"] * max(0, 200 - count_words(told)))


# ── audits ───────────────────────────────────────────────────────────────────


def _audits(service: Service) -> None:
    library, texts = service.workspace.library, service.texts
    hostile, short = (_begun(service, library.get(name)) for name in ("hostile", "short"))
    everything = replace(_full(hostile, texts), id=service.everything)
    _put(service, everything)
    first = _signed(replace(everything, id=service.first), texts)
    second = replace(first, id=service.second, role="second-grade", follows=first.id, auditor=texts[10])
    second = replace(second, answers=tuple(replace(each, grade="inadequate") for each in second.answers))
    agreed = replace(_moderation(first, texts), second=second.id)
    for audit in (replace(first, moderation=agreed), second):
        _put(service, audit)
    for number, text in enumerate(texts):
        one = _of_one(short, text, number)
        _put(service, one)
        _put(service, replace(one, id=_id("again", number), role="second-grade", follows=one.id, moderation=None))
    _save_for_each(service, replace(short, id=service.saved))


def _begun(service: Service, checklist: Any) -> Audit:
    header = Header(case="x", team="x", worker="x", auditor="x", date=DAY, cohort="child-in-need")
    audit = steps.begin("20261120-xxxxxx", header, checklist, service.workspace.library.scales["ofsted"], AT)
    return replace(audit, sections=tuple(replace(section, on=True) for section in audit.sections))


def _put(service: Service, audit: Audit) -> None:
    """Write a record as one that was copied in: a file, and no history."""
    saved = replace(audit, revision=replace(audit.revision, number=1, by=audit.auditor, at=AT, why=audit.case))
    path = service.workspace.register.path(saved)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(records.encode(saved))


def _full(audit: Audit, texts: Sequence[str]) -> Audit:
    """The audit with a text in every place: each place of all its answers, actions and facts has them all."""
    text = _text(texts)
    head = {name: text(13 + at) for at, name in enumerate(("case", "team", "worker", "auditor"))}
    answers = tuple(_answered(answer, text, number) for number, answer in enumerate(audit.answers))
    return replace(
        audit,
        **head,
        answers=answers,
        facts=tuple(replace(fact, label=text(60 + at)) for at, fact in enumerate(audit.facts)),
        actions=tuple(_action(text, number, answer) for number, answer in enumerate(answers)),
        escalations=tuple(
            Escalation(answer.criterion, "safe", text(number + 6), text(number + 7), AT, text(number + 8))
            for number, answer in enumerate(answers)
        ),
        judgement=Judgement("good", "inadequate", text(17), text(18)),
        events=tuple(Event(AT, text(number), "reopened", text(number + 1)) for number in range(len(texts))),
        kept={"record": {"x_newer": list(texts)}},
    )


def _answered(answer: Answer, text: Callable[[int], str], number: int) -> Answer:
    timing = Timing(f"clock-{number % 100:03}", DAY, DAY, said=text(number + 5), verdict="in-time")
    return replace(
        answer,
        question=text(number),
        state="graded",
        grade=GRADES[number % 4],
        reason=text(number + 1),
        evidence=text(number + 2),
        impact=text(number + 3),
        timing=timing,
        before=Before(answer.wording, "graded", "good", text(number + 4)),
    )


def _action(text: Callable[[int], str], number: int, answer: Answer) -> Action:
    status = ("open", "done", "closed", "cancelled")[number % 4]
    words = {"evidence": text(number + 2), "effect": text(number + 3), "why": text(number + 4)}
    days = {"raised": DAY, "done_on": DAY, "closed_on": DAY}
    return Action(
        f"A{number + 1}",
        text(number),
        text(number + 1),
        "2026-11-01",
        answer.criterion,
        status,  # type: ignore[arg-type]
        **words,
        **days,
    )


def _signed(audit: Audit, texts: Sequence[str]) -> Audit:
    return replace(audit, sign_off=SignOff(texts[19], AT, texts[20], steps.content_digest(audit)))


def _moderation(audit: Audit, texts: Sequence[str]) -> Moderation:
    text = _text(texts)
    outcomes = tuple(
        Outcome(answer.criterion, "graded", "good", text(number + 9)) for number, answer in enumerate(audit.answers)
    )
    said = {"judgement_reason": text(21), "comment": text(22), "acknowledged_by": text(23), "reply": text(24)}
    return Moderation("", text(25), AT, outcomes, "good", acknowledged_at=AT, **said)


def _of_one(audit: Audit, text: str, number: int) -> Audit:
    """An audit whose every text is this one, signed off, and but for `TO_BE_AGREED` moderated and returned."""
    every = (text,) * 100
    whole = _full(replace(audit, answers=audit.answers[:2], sections=audit.sections), every)
    title = replace(audit.checklist, title=text)
    facts = tuple(replace(fact, label=text, value=one_line(text)) if fact.kind == "choice" else fact
                  for fact in whole.facts)  # fmt: skip
    actions = (replace(whole.actions[0], status="open"), whole.actions[1])
    one = replace(whole, id=_id("text", number), checklist=title, events=(), kept={}, facts=facts, actions=actions,
                  escalations=whole.escalations[:1])  # fmt: skip
    agreed = replace(_moderation(one, every), second=_id("again", number), acknowledged_by="", acknowledged_at="")
    return replace(_signed(one, every), moderation=None if number == TO_BE_AGREED else agreed)


def _save_for_each(service: Service, audit: Audit) -> None:
    """Save an audit once for each text, which is who saved it and why."""
    saved = replace(audit, case="Saved often", answers=audit.answers[:1])
    for text in service.texts:
        first = replace(saved.answers[0], state="graded", grade="good", reason=text)
        saved = service.workspace.register.save(replace(saved, answers=(first,)), Stamp(text, AT, text))


# ── samples, plans, sessions ─────────────────────────────────────────────────


def _sample_and_plan(service: Service) -> None:
    texts, places = service.texts, service.places
    cases = tuple(sampling.SampledCase(*(text,) * 4, "child-in-need", text, kept={"note": text}) for text in texts)
    frame = sampling.SampledFrame("0" * 64, "0" * 64, texts[11], sheet=texts[12], rows=9, columns={"case": texts[13]})
    sample = sampling.Sample(
        *(1, SAMPLE_ID, "0.1", texts[14], AT, DAY, frame, "proportional", 7, len(cases), len(cases), "k"),
        by="team",
        left_out=tuple(sampling.LeftOut(text, 1) for text in texts),
        strata=tuple(sampling.Stratum(text, 2, 1) for text in texts),
        rules=tuple(sampling.RuleUsed(f"rule-{at}", text, 1) for at, text in enumerate(texts)),
        cases=cases,
        reserve=cases[:1],
    )
    places.samples.mkdir()
    kept = replace(sample, digest=samples.digest(sample))
    (places.samples / f"{SAMPLE_ID}.json").write_bytes(documents.encode(kept))
    plans.keep_new(places, _plan(texts))


def _plan(texts: Sequence[str]) -> planning.Plan:
    tasks = [planning.Assignment(text, text, "2026-12-01", text, text, "child-in-need") for text in texts]
    mine = [replace(task, auditor="A. Auditor", case=f"{task.case} mine") for task in tasks]
    auditors = tuple(planning.Auditor(text, text) for text in (*texts, "A. Auditor"))
    return planning.Plan(1, SAMPLE_ID, ("short",), texts[15], AT, 7, auditors, (*tasks, *mine))


def _session(service: Service) -> None:
    """A session on one extract in which somebody of each name graded, revealed, and the same while it is blind."""
    texts, places = service.texts, service.places
    found = exemplars.get(service.workspace.library, "short")
    letter, exemplar = next(iter(found.lettered.items()))
    asked = tuple(calibration.Asked(answer.criterion, GRADES) for answer in exemplar.answers)
    digest = calibration_digest(service.workspace, letter)
    extract = calibration.Extract("short", texts[1], letter, digest, asked)
    people: dict[str, calibration.Participant] = {}
    for number, text in enumerate(texts):
        if not any(same_person(text, name) for name in people):
            marks = tuple(calibration.Mark("short", letter, each.criterion, GRADES[number % 4], text) for each in asked)
            people[text] = calibration.Participant(text, marks)
    in_order = tuple(sorted(people.values(), key=lambda each: " ".join(each.name.casefold().split())))
    session = calibration.Session(1, SESSION_ID, texts[17], texts[18], AT, (extract,), in_order, AT)
    places.training.mkdir()
    blind = replace(session, id=OPEN_ID, revealed_at="")
    for each in (session, blind):
        (places.training / f"{each.id}.json").write_bytes(sessions.encode(each))


def calibration_digest(workspace: Workspace, letter: str) -> str:
    """Return the digest of an extract's text, as a session of this workspace would have it."""
    from caseaudit.desk import training

    begun = training.begin(workspace, ["short:" + letter], "probe")
    (workspace.places.training / f"{begun.id}.json").unlink()
    workspace.places.training.rmdir()
    return begun.extracts[0].digest


# ── files from elsewhere ─────────────────────────────────────────────────────


def _lists(folder: Path, texts: Sequence[str]) -> None:
    """A list of cases, a sheet of grades, a newer checklist, and one that is none: each with the texts it can hold."""
    head = ["Child Unique ID", "Team", "Worker", "Cohort"]
    cases = [[f"C{number}", text, text, text] for number, text in enumerate(texts) if "\0" not in text]
    _write_csv(folder / "cases.csv", [head, *cases])
    grades = [[text, *islice(cycle(GRADES), number % 3, number % 3 + 2)] for number, text in enumerate(texts)]
    _write_csv(folder / "grades.csv", [[texts[21], texts[22], texts[23]], *grades])
    (folder / "other").mkdir()
    other = _checklist("hostile", [*texts[1:], texts[0]], len(texts))
    (folder / "other" / "hostile.toml").write_text(tomli_w.dumps(other), encoding="utf-8")
    (folder / "broken.toml").write_text(tomli_w.dumps({texts[24]: texts[25], "title": 3}), encoding="utf-8")


def _write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(rows)
