"""Finding a course and reading its settings."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.build.grading_zip import question_titles
from autograder.course.settings import find_course
from autograder.errors import AutograderError


def test_a_course_is_found_from_any_folder_below_it(make_course):
    course = make_course()
    assert find_course(course / "solutions" / "adding").root == course


def test_a_given_folder_wins_over_the_current_one(make_course, root):
    course = make_course()
    assert find_course(root, given=course).root == course


def test_no_course_is_one_sentence_that_says_what_to_do(tmp_path):
    with pytest.raises(AutograderError, match=r"a course .*--course"):
        find_course(tmp_path)


def test_settings_are_read_with_paths_made_absolute(make_course):
    settings = (
        'title = "Adding"\ndata_set = "small"\n[points]\nq1 = 2\n[files.student]\n"x.txt" = "data/{data_set}/x"\n'
    )
    course = make_course(settings=settings)
    (course / "data/small").mkdir(parents=True)
    (course / "data/small/x").write_text("1")
    assignment = find_course(course).assignment("adding")
    assert assignment.max_score == 2
    assert assignment.student_files == {"x.txt": course / "data/small/x"}


def test_a_title_is_what_the_settings_say_or_else_the_heading_without_the_number(root):
    shipped = find_course(root)
    assert question_titles(shipped.assignment("binary_mlp"))["q7"] == "Feedforward"
    assert question_titles(shipped.assignment("softmax_network"))["q2_1"] == "Activations and losses"
    titled = replace(shipped.assignment("binary_mlp"), titles={"q7": "One way"})
    assert question_titles(titled)["q7"] == "One way"


def test_the_last_definition_counts_where_the_settings_say_so(make_course):
    course = make_course(settings="last_definition_counts = true\n[points]\nq1 = 2\n")
    assert find_course(course).assignment("adding").last_definition_counts


def test_another_data_set_may_be_asked_for(make_course):
    settings = 'data_set = "small"\n[points]\nq1 = 2\n[files.hidden]\n"x.txt" = "data/{data_set}/x"\n'
    course = make_course(settings=settings)
    (course / "data/large").mkdir(parents=True)
    (course / "data/large/x").write_text("1")
    assignment = find_course(course).assignment("adding", data_set="large")
    assert assignment.hidden_files["x.txt"] == course / "data/large/x"


def test_a_data_set_that_would_change_nothing_is_refused(make_course):
    course = make_course(settings="[points]\nq1 = 2\n")
    with pytest.raises(AutograderError, match="--data-set large would change nothing; leave it out"):
        find_course(course).assignment("adding", data_set="large")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ('[points]\nq1 = 2\n[titles]\nq2 = "x"', r"\[titles\] names q2, which \[points\] does not have"),
        ('hand_in = ["docx"]\n[points]\nq1 = 2', r'hand_in must be a list of "html" and "pdf"'),
        ("last_definition_counts = 1\n[points]\nq1 = 2", r"last_definition_counts must be true or false"),
        ("[points\n", "not valid TOML"),
        ("title = 'Adding'\n", "gives no points"),
        ("[points]\nq1 = 2\n[limit]\nwall_s = 3\n", "unknown key 'limit'; did you mean 'limits'"),
        ("[points]\nq1 = 2\n[limits]\nwall = 3\n", r"unknown key 'wall' in \[limits\]"),
        ("[points]\nq1 = 0\n", "gives no points"),
        ("[points]\nq1 = -1\n", "must be a number from 0"),
        ("[points]\nq1 = true\n", "must be a number from 0"),
        ("[points]\nq1 = 1\n[manual]\nq1 = 0\n", "must be a positive number"),
        ("extra_credit = ['q2']\n[points]\nq1 = 1\n", "extra_credit names q2"),
        ("extra_credit = ['q1']\n[points]\nq1 = 1\n", "no points but extra credit"),
        ("[points]\n'q 1' = 2\n", "cannot name a question"),
        ("seed = 'x'\n[points]\nq1 = 2\n", "seed must be of type int"),
        ("[points]\nq1 = 2\n[manual]\nq2 = 1\n", r"\[manual\] names q2"),
        ("[points]\nq1 = 2\n[files.student]\n'../x' = 'data/x'\n", "outside the notebook's folder"),
        ("[points]\nq1 = 2\n[files.student]\n'x' = 'data/x'\n", "there is no file data/x"),
        ("[points]\nq1 = 2\n[files.student]\n'x' = 'data/{data_set}/x'\n", "needs a data set"),
    ],
)
def test_wrong_settings_are_refused_with_a_sentence_naming_file_and_key(make_course, settings, sentence):
    course = find_course(make_course(settings=settings))
    with pytest.raises(AutograderError, match=sentence) as caught:
        course.assignment("adding")
    assert "assignment.toml" in str(caught.value)


def test_an_unknown_assignment_is_answered_with_the_nearest_name(make_course):
    with pytest.raises(AutograderError, match="did you mean 'adding'"):
        find_course(make_course()).assignment("ading")


def test_the_assignments_that_ship_have_forty_points_each(root: Path):
    course = find_course(root)
    assert {name: course.assignment(name).max_score for name in course.names} == {
        "binary_mlp": 40,
        "softmax_network": 40,
    }
