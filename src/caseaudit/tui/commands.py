"""Every command of the app, declared once.

Its key, its place in the footer, its line in the help and in the palette, and the id under which a
person can give it another key all come from the declaration here.
"""

from __future__ import annotations

from caseaudit.tui.command import Command as Command
from caseaudit.tui.command import bindings as bindings
from caseaudit.tui.command import numbered
from caseaudit.tui.commands_making import MAKING, MAKINGS, SIGNED_AUDITS
from caseaudit.tui.commands_training import (
    CHOOSING,
    GRADING,
    OVER_TIME,
    PRESENTING_NAMES,
    REVEALED,
    SESSIONS,
    TURNS,
)

EVERYWHERE = (
    Command("app.help", "question_mark,f1", "app.help", "Help", "What the keys do here.", footer=True, shown="?"),
    Command("app.palette", "ctrl+p", "app.command_palette", "Palette", "Find any command by its name.", shown="^p"),
    Command("app.theme", "f9", "app.next_theme", "Theme", "Dark, light or high contrast."),
    Command("app.quit", "ctrl+q", "app.leave", "Quit", "Save and quit.", shown="^q", priority=True),
)
TABS = (
    Command("tab.audits", "1", "app.tab('audits')", "Audits", "The list of audits."),
    Command("tab.summary", "2", "app.tab('summary')", "Summary", "What the signed-off audits say together."),
    Command("tab.actions", "3", "app.tab('actions')", "Actions", "What audits led to, and what became of it."),
    Command("tab.training", "4", "app.tab('training')", "Training", "Grade fictional extracts, and see what good is."),
    Command("tab.checklists", "5", "app.tab('checklists')", "Checklists", "Read what each grade looks like."),
)
WELCOME = (
    Command(
        "welcome.demo", "d", "demo", "Demonstration", "Look round in a workspace of fictional audits.", footer=True
    ),
    Command("welcome.new", "n", "new", "New", "Make a workspace of your own.", footer=True),
    Command("welcome.last", "enter", "last", "Last one", "Open the workspace that was open last.", footer=True),
    Command("welcome.open", "o", "open", "Open", "Open a workspace that exists.", footer=True),
)
AUDITS = (
    Command("audits.open", "enter", "open", "Open", "Open the audit under the cursor.", footer=True),
    Command("audits.new", "n", "new", "New audit", "Begin an audit.", footer=True),
    Command(
        "audits.filter", "slash", "filter", "Filter", "Show the audits that hold some words.", footer=True, shown="/"
    ),
    Command("audits.state", "f", "state", "State", "All, in progress, or signed off.", footer=True),
    Command("audits.sort", "s", "sort", "Sort", "Sort by the next column.", footer=True),
    Command("audits.mine", "m", "mine", "Mine", "Only my audits, or everybody's."),
    Command(
        "audits.urgent",
        "exclamation_mark",
        "urgent",
        "Not safe?",
        "Only cases in which a child may not be safe.",
        shown="!",
    ),
    Command("audits.waiting", "w", "waiting", "For me", "What waits for me, the most pressing first.", footer=True),
    Command("audits.moderate", "M", "moderate", "Moderate", "Grade it a second time, or go on with its moderation."),
    Command("audits.moderation", "o", "moderation", "Moderation", "Who has to grade, agree or acknowledge what."),
    Command("audits.unfilter", "escape", "unfilter", "No filter", "Leave the filter; again, take it away."),
    Command("audits.refresh", "r", "refresh", "Look again", "Read the folder again."),
)
AUDIT = (
    *numbered("audit", "Grade", "Give the grade with this number."),
    Command("audit.not_applicable", "0", "not_applicable", "N/A", "Not applicable; then say why.", footer=True),
    Command("audit.insufficient", "i", "insufficient", "No evid.", "Insufficient evidence; then say why.", footer=True),
    Command("audit.reason", "e", "write('reason')", "Reason", "Write why.", footer=True),
    Command("audit.reason_too", "enter", "write('reason')", "Reason", "Write why."),
    Command("audit.evidence", "w", "write('evidence')", "Where", "Write where in the file the evidence stands."),
    Command("audit.impact", "d", "write('impact')", "Difference", "Write what difference it made for the child."),
    Command("audit.action", "a", "add_action", "Action", "Add an action."),
    Command("audit.safe", "exclamation_mark", "safe", "Safe?", "Say whether the child is safe now.", shown="!"),
    Command(
        "audit.as_before",
        "equals_sign",
        "as_before",
        "As before",
        "In a re-audit: stand by what was said last time.",
        shown="=",
    ),
    Command("audit.dates", "t", "dates", "Dates", "Type the dates; the clock says what they mean."),
    Command("audit.moderate", "m,M", "moderate", "Moderate", "The second grade: begin it, compare, acknowledge."),
    Command("audit.facts", "f", "facts", "Facts", "Note the facts of the case that the checklist asks for."),
    Command("audit.next", "n,j,down", "go(1)", "Next", "Go to the next criterion.", footer=True),
    Command("audit.previous", "p,k,up", "go(-1)", "Previous", "Go to the criterion before."),
    Command("audit.unanswered", "u", "unanswered", "Unanswered", "Jump to the next criterion without an answer."),
    Command("audit.review", "r", "review", "Review", "What is missing, the judgement, the sign-off.", footer=True),
    Command("audit.guidance", "g", "guidance", "Guidance", "Show or hide where to look and what good looks like."),
    Command("audit.section", "s", "section", "Section", "Switch an optional section on or off."),
    Command("audit.details", "h", "details", "Details", "Change case, team, worker and the rest."),
    Command("audit.clear", "c", "clear", "Clear", "Take the grade away; the words stay."),
    Command("audit.undo", "z,ctrl+z", "undo", "Undo", "Take back the last change."),
    Command("audit.save", "ctrl+s,f2", "save", "Save", "Save now; leaving saves too.", shown="F2", priority=True),
    Command("audit.reopen", "o", "reopen", "Reopen", "Reopen a signed-off audit, with a reason."),
    Command("audit.again", "b", "again", "Audit again", "Begin the audit of the same case again."),
    Command("audit.back", "escape", "back", "Back", "Leave the audit; it is saved."),
)
WRITING = (
    Command("writing.keys", "escape", "screen.back", "Keys", "Back to the keys.", footer=True, shown="esc"),
    Command(
        "writing.next", "ctrl+n", "screen.next_writing", "Next", "Go on to the next criterion.", footer=True, shown="^n"
    ),
    Command(
        "writing.editor", "ctrl+e", "screen.editor", "Editor", "Write this in your own editor.", footer=True, shown="^e"
    ),
)
REVIEW = (
    *numbered("review", "Decide", "Decide on the judgement with this number."),
    Command("review.reason", "e", "reason", "Reason", "Write why your judgement differs.", footer=True),
    Command("review.go", "enter", "go", "Go there", "Go to what is missing.", footer=True),
    Command("review.actions", "a", "add_action", "Action", "Add an action.", footer=True),
    Command("review.sign", "s", "sign", "Sign off", "Sign off: name, time and meaning are bound to it.", footer=True),
    Command("review.moderate", "m,M", "moderate", "Moderate", "Once signed: on to the second grade.", footer=True),
    Command("review.back", "escape", "back", "Back", "Back to the criteria.", footer=True, shown="esc"),
)
SUMMARY = (
    Command("summary.view", "v", "view(1)", "View", "Overview, criteria, heat map, trend: the next one.", footer=True),
    Command("summary.view_before", "V", "view(-1)", "View before", "The view before."),
    Command("summary.open", "enter", "open", "Open", "Open the audits behind what is under the cursor.", footer=True),
    Command("summary.checklist", "c", "checklist(1)", "Checklist", "All checklists, then each.", footer=True),
    Command("summary.checklist_before", "C", "checklist(-1)", "Checklist before", "The checklist before."),
    Command("summary.team", "t", "team(1)", "Team", "All teams, then each.", footer=True),
    Command("summary.team_before", "T", "team(-1)", "Team before", "The team before."),
    Command("summary.cohort", "g", "cohort", "Cohort", "All cohorts, then each."),
    Command("summary.days", "p", "narrow('since')", "Period", "Ask from which day to which.", footer=True),
    Command("summary.narrow", "f", "narrow('team')", "Filter", "Ask for team, checklist, cohort and days at once."),
    Command(
        "summary.clear", "escape", "clear", "Show all", "Take every filter away; stop counting where that takes long."
    ),
    Command(
        "summary.order", "s", "order", "Sort", "In the order of the checklists, or the weakest first.", footer=True
    ),
    Command("summary.read", "r", "read", "Read", "Read the criterion under the cursor."),
    Command("summary.export", "e", "export", "Export", "Hand over what is shown, as a file.", footer=True),
)
BEHIND = (
    Command("behind.open", "enter", "open", "Open", "Open the audit under the cursor.", footer=True),
    Command("behind.only", "b", "only", "Which", "Those below good, all of them, and so on.", footer=True),
    Command("behind.read", "r", "read", "Read", "Read the criterion.", footer=True),
    Command("behind.back", "escape,q", "back", "Back", "Back to the summary.", footer=True, shown="esc"),
)
MINE = (
    Command("mine.open", "enter", "open", "Open", "Begin what is planned, or open what was begun.", footer=True),
    Command("mine.back", "escape,q,w", "back", "Back", "Back to the list of audits.", footer=True, shown="esc"),
)
ACTIONS = (
    Command("actions.open", "enter", "open", "Open", "Open the audit that it came from.", footer=True),
    Command("actions.done", "d", "done", "Done", "It was done; say what shows that.", footer=True),
    Command("actions.close", "c", "close", "Close", "It made a difference; say what shows that.", footer=True),
    Command("actions.cancel", "x", "cancel", "Give up", "Nobody will do it; say why.", footer=True),
    Command("actions.again", "o", "again", "Open again", "It has to be done after all."),
    Command("actions.shown", "f", "shown", "Which", "Open and done, overdue, closed, or all.", footer=True),
    Command("actions.mine", "m", "mine", "Mine", "Only what I have to do, or everybody's.", footer=True),
)
MODERATION = (
    Command("moderation.go_on", "enter", "go_on", "Go on", "Grade, agree or read: whatever comes next.", footer=True),
    Command("moderation.shown", "f", "shown", "Which", "What is under way, or what is done too.", footer=True),
    Command("moderation.mine", "m", "mine", "Mine", "Only what waits for me, or everybody's.", footer=True),
    Command("moderation.back", "escape,q", "back", "Back", "Back to the audits.", footer=True, shown="esc"),
)
AGREEING = (
    *numbered("agreeing", "Agree", "Agree on the grade with this number; then say why."),
    Command("agreeing.not_applicable", "0", "agree('not-applicable')", "N/A", "Agree that it is not applicable."),
    Command(
        "agreeing.insufficient", "i", "agree('insufficient-evidence')", "No evid.", "Agree on insufficient evidence."
    ),
    Command("agreeing.number", "enter", "number", "Number", "Agree on a number, where the criterion counts something."),
    Command("agreeing.next", "n,j", "go(1)", "Next", "The next criterion; the judgement comes last.", footer=True),
    Command("agreeing.previous", "p,k", "go(-1)", "Previous", "The criterion before."),
    Command("agreeing.open", "u", "open", "Open", "Jump to the next on which nothing is agreed yet.", footer=True),
    Command("agreeing.comment", "c", "comment", "Comment", "Write what the auditor should read.", footer=True),
    Command("agreeing.hand_back", "s,f2", "hand_back", "Return", "Return it to its auditor.", footer=True),
    Command("agreeing.acknowledge", "a", "acknowledge", "Acknowledge", "Say that you have read it.", footer=True),
    Command("agreeing.back", "escape,q", "back", "Back", "Leave it; what is agreed is kept.", footer=True, shown="esc"),
)
CHECKLISTS = (
    Command("checklists.read", "enter", "read", "Read", "Read the checklist under the cursor.", footer=True),
    Command("checklists.begin", "n", "begin", "New audit", "Begin an audit with it.", footer=True),
)
TRAINING = (
    Command(
        "training.read", "enter", "read", "Read", "Read the first extract beside what it is graded by.", footer=True
    ),
    Command("training.sessions", "s", "sessions", "Sessions", "Grade blind as a group; then reveal.", footer=True),
    Command("training.new", "n", "new", "New session", "Begin a session on extracts of your choice.", footer=True),
    Command("training.present", "f", "present", "Present", "Show it full screen, for a projector.", footer=True),
    Command("training.hand_out", "e", "hand_out", "Hand-out", "Write the rubric or an extract to a file.", footer=True),
    Command(
        "training.look", "slash", "look", "Look up", "Find a word in all that good looks like.", footer=True, shown="/"
    ),
    Command("training.make", "m", "make", "Make", "Make an exemplar of one of your own audits."),
    Command("training.cohort", "c", "cohort", "Cohort", "All cohorts, then each.", footer=True),
)
EXTRACT = (
    Command(
        "extract.reveal",
        "space,enter",
        "reveal",
        "Reveal",
        "Show the expert's next grade and reason.",
        footer=True,
        shown="space",
    ),
    Command(
        "extract.better", "right,n", "step(-1)", "Better", "The same situation, recorded one grade better.", footer=True
    ),
    Command(
        "extract.worse", "left,p", "step(1)", "Worse", "The same situation, recorded one grade worse.", footer=True
    ),
    Command(
        "extract.lift",
        "l",
        "lift",
        "Lift",
        "What would lift this extract by one grade; twice while its grade is hidden.",
        footer=True,
    ),
    Command("extract.present", "f", "present", "Present", "Show it full screen, for a projector.", footer=True),
    Command("extract.hand_out", "e", "hand_out", "Hand-out", "Write it to a file, with or without answers."),
    Command("extract.hide", "h", "hide", "Hide", "Hide the expert's grades again."),
    Command("extract.back", "escape,q", "back", "Back", "Back to the list.", footer=True, shown="esc"),
)
LOOKING_UP = (
    Command("looking.read", "enter", "read", "Read", "Read the criterion under the cursor.", footer=True),
    Command("looking.words", "slash", "words", "Words", "Type other words.", footer=True, shown="/"),
    Command("looking.cohort", "c", "cohort", "Cohort", "All cohorts, then each.", footer=True),
    Command("looking.back", "escape,q", "back", "Back", "Back to the training.", footer=True, shown="esc"),
)
PRESENTING = (
    Command(
        "presenting.on",
        "space,right,pagedown,enter,n",
        "turn(1)",
        "On",
        "The next thought.",
        footer=True,
        shown="space",
    ),
    Command(
        "presenting.back",
        "backspace,left,pageup,p",
        "turn(-1)",
        "Back",
        "The thought before.",
        footer=True,
        shown="backspace",
    ),
    Command("presenting.first", "home", "first", "Start", "The first thought."),
    Command("presenting.last", "end", "last", "End of it", "The last thought."),
    Command("presenting.end", "escape,q", "end", "End", "End the presentation.", footer=True, shown="esc"),
)
PRESENTING_EXTRACT = (
    Command("presenting.extract", "x", "extract", "Extract", "Read the extract again; x comes back.", footer=True),
)
_HELP_ON_TOP = Command("dialog.help", "f1", "app.help", "Help", "What the keys do here.", footer=True, shown="F1")
"""Keys of the whole app do not reach a screen that lies on top of another; this one should."""
DIALOG = (
    Command(
        "dialog.accept", "f2,ctrl+s", "accept", "Done", "Accept what you wrote.", footer=True, shown="F2", priority=True
    ),
    Command(
        "dialog.cancel", "escape", "cancel", "Cancel", "Leave without changing anything.", footer=True, shown="esc"
    ),
    _HELP_ON_TOP,
)
CONFIRM = (
    Command("confirm.yes", "enter,y", "yes", "Yes", "Go on.", footer=True, shown="enter"),
    Command("confirm.no", "escape,n", "no", "No", "Leave it as it is.", footer=True, shown="esc"),
    _HELP_ON_TOP,
)
WRITING_OUT = (
    Command(
        "export.stop", "escape", "stop", "Stop", "Write it no longer; no half file stays.", footer=True, shown="esc"
    ),
    _HELP_ON_TOP,
)
SETTLE = (
    Command("settle.mine", "m", "mine", "Mine", "My version stands.", footer=True),
    Command("settle.theirs", "t", "theirs", "Theirs", "Their version stands.", footer=True),
    Command("settle.later", "escape", "later", "Later", "Decide later; your draft is kept.", footer=True, shown="esc"),
    _HELP_ON_TOP,
)
READING = (
    Command("reading.next", "n,right,enter", "turn(1)", "Next", "The next criterion.", footer=True),
    Command("reading.before", "p,left", "turn(-1)", "Previous", "The criterion before.", footer=True),
    Command("reading.back", "escape,q", "back", "Back", "Back to the list.", footer=True, shown="esc"),
)

_SCREENS = (
    WELCOME,
    TABS,
    AUDITS,
    AUDIT,
    WRITING,
    REVIEW,
    SUMMARY,
    BEHIND,
    MINE,
    ACTIONS,
    MODERATION,
    AGREEING,
    TRAINING,
    EXTRACT,
    LOOKING_UP,
    PRESENTING,
    PRESENTING_EXTRACT,
    PRESENTING_NAMES,
    SESSIONS,
    CHOOSING,
    TURNS,
    GRADING,
    REVEALED,
    OVER_TIME,
    MAKINGS,
    SIGNED_AUDITS,
    MAKING,
    CHECKLISTS,
    READING,
    DIALOG,
    CONFIRM,
    WRITING_OUT,
    SETTLE,
)
ALL = (*EVERYWHERE, *dict.fromkeys(command for screen in _SCREENS for command in screen))
"""Every command once, in the order in which people meet them."""
