"""What a person does in the pages of `autograder open`: give every answer the first item of its rubric, and say why."""

import sys

from autograder.marks.decisions import read_decisions
from autograder.marks.give import give_mark
from autograder.marks.groups import answer_groups
from autograder.marks.opening import open_marks
from autograder.marks.rubric import read_rubrics
from autograder.marks.standing import read_standings

with open_marks(sys.argv[1], None) as (book, name):
    with book.database.reading() as connection:
        standings, decisions = read_standings(connection, name), read_decisions(connection, name)
        rubrics = read_rubrics(connection, name)
    for question, rubric in rubrics.items():
        for group in answer_groups(standings, decisions, question):
            give_mark(
                book,
                name,
                question,
                group.members,
                items=[item.id for item in rubric.items[:1]],
                comment="Say what it is for, too.",
                answer=group.answer,
                who="A. Lecturer",
                seen={},
            )
