"""What has been found out about one submission, whichever of its workers it came from, and the sentences about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.engine.causes import Chain, stop_of
from autograder.engine.elsewhere import Elsewhere
from autograder.engine.jailed.bounds import FIGURES
from autograder.engine.outputs import bounded, in_order
from autograder.engine.remote import CellOutcome, Failure
from autograder.engine.seen import CaseSeen
from autograder.results import Verdict
from autograder.results.shown import Figure, Kind, Output, Outputs
from autograder.results.verdict import WORDS
from autograder.system.clocks import Span
from autograder.testing.chain import Stop, endings

Outcome = tuple[Verdict, str]
Case = tuple[str, str, int]  # the question, the place where it was checked, the number of the case

END = "end"  # the place of questions that the notebook does not check: they are graded when it has run

_MEDDLED = "Your code interfered with the connection to the grader, so the grading ended there."
_LATE = "The time for all of your work was used up before everything was tested; what was tested by then counts."
_TOO_LATE = "This was not tested: the time for all of your work was used up before."


def capitalized(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def place_in(cell: int | None, check: int) -> str:
    """Return the place of the check number `check` of a cell."""
    return f"cell {cell} check {check}"


def cell_of(place: str) -> int | None:
    """Return the cell of a place; None for the end."""
    return None if place == END else int(place.split()[1])


@dataclass(frozen=True, slots=True)
class Graded:
    """The outcome of every case by question, what had to be left out, and the numbers of the unsealed cases.

    `figures` are those that the notebook's cells showed before anything hidden entered the jail, and `outputs` all that
    they printed, showed and raised until then, if anybody wanted to know. `seen` says how the
    cases went, `guilty` which cells were left out, and `checked` after which cell each question was graded, None
    standing for the end of the notebook. `used` is the time that it took.
    """

    questions: Mapping[str, Sequence[Outcome]]
    losses: tuple[str, ...]
    unsealed: Mapping[str, Sequence[int]]
    seen: Mapping[str, Sequence[CaseSeen]]
    figures: tuple[Figure, ...] = ()
    outputs: Outputs = field(default_factory=dict)
    guilty: Mapping[int, str] = field(default_factory=dict)
    checked: Mapping[str, int | None] = field(default_factory=dict)
    meddled: bool = False
    chain: Chain = field(default_factory=lambda: Chain({}, {}))
    used: Span = field(default_factory=lambda: Span.alike(0.0))


@dataclass(slots=True)
class Findings:
    """What has been found out; it outlives the workers.

    `tests` maps questions to otter's test files, `cells` are the notebook's, `elsewhere` knows where else work may be;
    `wants_outputs` says whether anybody will look at what they print and draw. `guilty` are the cells that are left
    out, with the sentence that says why. `meddled` says that the submission interfered with the connection to the
    grader, and ends there; `told`, that all that a student may read has been said, and hidden cases may run;
    `is_late`, that the time for all of it was used up at some moment.
    """

    tests: Mapping[str, Any]
    cells: Sequence[str]
    wants_outputs: bool = False
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    guilty: dict[int, str] = field(default_factory=dict, init=False)
    meddled: bool = field(default=False, init=False)
    told: bool = field(default=False, init=False)
    is_late: bool = field(default=False, init=False)
    _outcomes: dict[Case, Outcome] = field(default_factory=dict, init=False)
    _checks: dict[str, str] = field(default_factory=dict, init=False)  # by question, the place of its last check
    _stops: dict[int, Stop] = field(default_factory=dict, init=False)  # by cell
    _unsealed: set[Case] = field(default_factory=set, init=False)
    _seen: dict[Case, CaseSeen] = field(default_factory=dict, init=False)
    _notes: list[str] = field(default_factory=list, init=False)
    _figures: dict[int, tuple[Figure, ...]] = field(default_factory=dict, init=False)  # by cell
    _outputs: dict[int, tuple[Output, ...]] = field(default_factory=dict, init=False)  # by cell

    # ---- finding out ----

    def note(self, sentence: str) -> None:
        """Note a loss that is neither a cell's nor a case's, once."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def meddle(self) -> None:
        """Note that the submission interfered with the connection to the grader."""
        self.meddled = True
        self.note(_MEDDLED)

    def checked(self, questions: Sequence[str], place: str) -> None:
        """Note that `questions` are checked at `place`: of several checks of a question the last one counts."""
        self._checks.update(dict.fromkeys(questions, place))

    def place_of(self, question: str) -> str:
        """Return the place at which the question is checked."""
        return self._checks.get(question, END)

    def ran_cell(self, cell: int, outcome: CellOutcome) -> None:
        """Note whether an exception ended the cell; once all has been told, that is nobody's business any more."""
        if self.told:
            return
        self._figures[cell] = outcome.figures
        self._outputs[cell] = (*outcome.outputs, *self._raised(outcome.failure)) if self.wants_outputs else ()
        self._stops.pop(cell, None)
        if outcome.failure is not None:
            self._stops[cell] = stop_of(cell, outcome.failure, self.cells, self.elsewhere.places)

    def lose_cell(self, cell: int, verdict: Verdict) -> None:
        """Note that the cell is to be left out."""
        why = WORDS[verdict].message.replace("Your code", "it", 1)
        self.guilty[cell] = f"{capitalized(self.elsewhere.places.cell(cell))} was left out: {why}"

    def ran_case(self, case: Case, seen: CaseSeen, *, unsealed: bool) -> None:
        """Note how a case went."""
        self._outcomes[case] = (seen.verdict, seen.message)
        self._seen[case] = seen
        if unsealed:
            self._unsealed.add(case)

    def lose_case(self, case: Case, verdict: Verdict) -> None:
        """Note that the worker was lost over the case."""
        self._outcomes[case] = (verdict, WORDS[verdict].message)

    # ---- what is known ----

    def room_for_figures(self, cell: int) -> int:
        """Return how many figures the cell may show; -1 when it must say nothing, for it may know a hidden input."""
        taken = sum(len(shown) for other, shown in self._figures.items() if other != cell)
        return -1 if self.told or not self.wants_outputs else max(FIGURES - taken, 0)

    def knows(self, case: Case) -> bool:
        """Tell whether the case has run, or a worker was lost over it."""
        return case in self._outcomes

    def without_result(self, seen: CaseSeen, checked: int | None) -> str:
        """Return what is to be asked where a case found nothing of what is filled in; "" for a stub, or what is lost.

        `checked` is the cell after which the case ran.
        """
        facts = seen.facts or {}
        if seen.verdict is not Verdict.NOT_ATTEMPTED or facts.get("kind") != "empty":
            return ""
        if seen.missing and self._chain().links(("name", seen.missing), checked):
            return ""
        return self.elsewhere.without_result(str(facts["what"]), str(facts["value"]), checked, endings(self._stops))

    def undecided(self, question: str | None = None) -> int:
        """Return of how many hidden cases nothing is known, of all or of one question."""
        names = self.tests if question is None else [question]
        return sum(
            bool(test_case.hidden) and not self.knows((name, self.place_of(name), number))
            for name in names
            for number, test_case in enumerate(self.tests[name].test_cases)
        )

    def graded(self) -> Graded:
        """Return what came of it all; what is still undecided was not done in time."""
        return Graded(
            {name: self._question(name, len(test.test_cases)) for name, test in self.tests.items()},
            (*self.guilty.values(), *self._notes, *self._lateness()),
            self._unsealed_numbers(),
            self._cases_seen(),
            bounded(figure for cell in sorted(self._figures) for figure in self._figures[cell]),
            self._outputs_in_order(),
            dict(self.guilty),
            {name: cell_of(self.place_of(name)) for name in self.tests},
            self.meddled,
            self._chain(),
        )

    def _raised(self, failure: Failure | None) -> tuple[Output, ...]:
        """Return the output that says what a cell raised, if it did."""
        if failure is None:
            return ()
        lines = [
            f"{capitalized(self.elsewhere.places.line(line.cell, line.line, line.function, line.begin))}: {line.source}"
            for line in failure.lines
        ]
        said = f"{failure.type_name}: {failure.text}" if failure.text else failure.type_name
        return (Output(Kind.RAISED, said, lines=tuple(lines)),)

    def _outputs_in_order(self) -> Outputs:
        lost = {cell: (Output(Kind.LEFT_OUT, said),) for cell, said in self.guilty.items() if self.wants_outputs}
        return in_order(self._outputs | lost, {cell: len(shown) for cell, shown in self._figures.items()})

    def _lateness(self) -> tuple[str, ...]:
        """Return the sentence that says so where something was not tested for want of time."""
        cases = [
            (name, self.place_of(name), number)
            for name, test_file in self.tests.items()
            for number in range(len(test_file.test_cases))
        ]
        return (_LATE,) if self.is_late and not self.meddled and not all(map(self.knows, cases)) else ()

    def _question(self, name: str, cases: int) -> list[Outcome]:
        place = self.place_of(name)
        undecided = (Verdict.TIMEOUT, _TOO_LATE if self.is_late else WORDS[Verdict.TIMEOUT].message)
        if self.meddled:
            undecided = (Verdict.CRASHED, _MEDDLED)
        chain = self._chain()
        found = []
        for case in ((name, place, number) for number in range(cases)):
            outcome, seen = self._outcomes.get(case, undecided), self._seen.get(case)
            if outcome[0] is Verdict.NOT_ATTEMPTED and seen is not None and seen.failure is None:
                outcome = self._missing(chain, seen, cell_of(place)) or outcome
            found.append(outcome)
        return found

    def _missing(self, chain: Chain, seen: CaseSeen, checked: int | None) -> Outcome | None:
        """Return what came of a case that seems not attempted, if what it asks for was lost, or stands elsewhere."""
        name = seen.missing or ""
        if name and (links := chain.links(("name", name), checked)) and links[0].stop is not None:
            return Verdict.ERROR, chain.briefly(links)
        found = self.elsewhere.find(name, seen.message, checked)
        return (Verdict.FAILED, found) if found else None

    def _chain(self) -> Chain:
        lost = {cell: Stop(sentence.partition(": ")[2]) for cell, sentence in self.guilty.items()}
        return Chain(dict(enumerate(self.cells)), self._stops | lost, self.elsewhere.places)

    def _unsealed_numbers(self) -> dict[str, list[int]]:
        numbers: dict[str, list[int]] = {}
        for name, place, number in sorted(self._unsealed):
            if place == self.place_of(name):
                numbers.setdefault(name, []).append(number)
        return numbers

    def _cases_seen(self) -> dict[str, list[CaseSeen]]:
        """Return the cases of each question as they went, to be diagnosed; an undecided one as one that timed out."""
        return {
            name: [
                self._seen.get((name, self.place_of(name), number), CaseSeen(Verdict.TIMEOUT))
                for number in range(len(test_file.test_cases))
            ]
            for name, test_file in self.tests.items()
        }
