"""The commands of a session of calibration: begin it, grade blind, reveal, present."""

from __future__ import annotations

from caseaudit.tui.command import Command, numbered

SESSIONS = (
    Command("sessions.open", "enter", "open", "Open", "Go on with the session, or see what came of it.", footer=True),
    Command("sessions.new", "n", "new", "New session", "Begin a session on extracts of your choice.", footer=True),
    Command("sessions.person", "m", "person", "Over time", "How somebody grades, session by session.", footer=True),
    Command("sessions.back", "escape,q", "back", "Back", "Back to the training.", footer=True, shown="esc"),
)
CHOOSING = (
    Command("choosing.choose", "space", "choose", "Choose", "Take the extract in, or leave it out.", footer=True),
    Command("choosing.begin", "enter,f2", "begin", "Begin", "Begin a session on what is chosen.", footer=True),
    Command("choosing.back", "escape,q", "back", "Back", "Begin nothing.", footer=True, shown="esc"),
)
TURNS = (
    Command("turns.grade", "enter", "grade", "Grade", "Grade, or go on, as the person under the cursor.", footer=True),
    Command("turns.new", "n", "new", "New person", "Grade as somebody who is not in the list yet.", footer=True),
    Command("turns.reveal", "v", "reveal", "Reveal", "Show everybody's grades; grading ends.", footer=True),
    Command("turns.gather", "g", "gather", "Gather", "Take in the files that came back.", footer=True),
    Command("turns.hand_round", "h", "hand_round", "File", "Write a file to grade on another machine.", footer=True),
    Command("turns.back", "escape,q", "back", "Back", "Back to the sessions.", footer=True, shown="esc"),
)
GRADING = (
    *numbered("grading", "Grade", "Give the grade with this number."),
    Command("grading.reason", "e", "write", "Reason", "Write why; it may stay empty.", footer=True),
    Command("grading.next", "n,j", "go(1)", "Next", "The next criterion.", footer=True),
    Command("grading.done", "d,escape", "done", "Done", "Hand the keyboard on; everything is kept.", footer=True),
    Command("grading.not_applicable", "0", "without('0')", "N/A", "Not applicable.", footer=True),
    Command("grading.insufficient", "i", "without('i')", "No evid.", "Insufficient evidence on file.", footer=True),
    Command("grading.previous", "p,k", "go(-1)", "Previous", "The criterion before."),
    Command("grading.ungraded", "u", "ungraded", "Ungraded", "Jump to the next criterion without an answer."),
    Command(
        "grading.side", "tab", "app.focus_next", "Other side", "From the extract to the grades and back.", footer=True
    ),
    Command("grading.guidance", "g", "guidance", "Guidance", "Show or hide where to look and what good looks like."),
)
REVEALED = (
    Command(
        "revealed.on",
        "space,enter",
        "on",
        "On",
        "The expert's grade and reason; then the next criterion.",
        footer=True,
        shown="space",
    ),
    Command("revealed.next", "n,j,right", "go(1)", "Next", "The next criterion; what came of it stands last."),
    Command("revealed.previous", "p,k,left", "go(-1)", "Before", "The criterion before.", footer=True),
    Command("revealed.present", "f", "present", "Present", "Show it full screen, for a projector.", footer=True),
    Command("revealed.names", "w", "names", "Names", "Say who gave what and why, or only how many.", footer=True),
    Command("revealed.expert", "x", "expert", "Expert", "Show the expert's grades everywhere, or hide them again."),
    Command("revealed.hand_out", "e", "hand_out", "Hand-out", "Write what came of it to a file.", footer=True),
    Command("revealed.back", "escape,q", "back", "Close", "Back to the sessions.", footer=True, shown="esc"),
)
PRESENTING_NAMES = (
    Command("presenting.names", "w", "names", "Names", "Say who gave what and why; or only how many, as at first."),
)
OVER_TIME = (
    Command("over_time.whose", "n", "whose", "Whose", "Look at somebody else's, of your own sessions.", footer=True),
    Command("over_time.open", "enter", "open", "Open", "See what came of that session.", footer=True),
    Command("over_time.back", "escape,q", "back", "Back", "Back to the sessions.", footer=True, shown="esc"),
)
