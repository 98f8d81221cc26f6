"""Ask about one file: yes, no, all that follow as well, or stop."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from stuurbord.cli.import_report import show_outcome
from stuurbord.cli.import_run import Outcome
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_


class Answer(Enum):
    """What somebody decided."""

    YES = auto()
    NO = auto()
    ALL = auto()
    STOP = auto()


_WORDS: Final = {
    Answer.YES: ("j", "ja", "o", "oui", "y", "yes"),
    Answer.NO: ("n", "nee", "non", "no"),
    Answer.ALL: ("a", "alles", "t", "tout", "all"),
    Answer.STOP: ("s", "stop", "q", "quit"),
}


def asked(outcome: Outcome, terminal: Terminal) -> Answer:
    """Show what a file would change and return the answer; no answer at all stops the run."""
    show_outcome(outcome, terminal, details=True)
    outcome.is_shown = True
    question = terminal.gettext(N_("Apply this? [y]es, [n]o, [a]ll that follow, [s]top: "))
    while True:
        try:
            words = ask(terminal, question).strip().casefold()
        except EOFError:
            return Answer.STOP
        for answer, known in _WORDS.items():
            if words in known:
                return answer


def ask(terminal: Terminal, question: str) -> str:
    """Return what somebody types."""
    return terminal.err.input(question, markup=False, emoji=False)
