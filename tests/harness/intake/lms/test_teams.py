"""Work of groups: whoever the platform names in front of it, each member gets a submission of their own."""

import pytest

from autograder.course.class_list import ClassList
from autograder.intake.gather import gather

from .downloads import metadata, notebook, submission, write_folder, write_zip

LIST = "id,name,group\n7001,Ada Lovelace,Team 0\n7002,José Peña,Team 0\n7003,Grace Hopper,The B-Team\n7004,Kim Lee,\n"
TEAM = ["Ada Lovelace (7001)", "José Peña (7002)"]


@pytest.fixture
def listed(tmp_path) -> ClassList:
    path = tmp_path / "class.csv"
    path.write_text(LIST, encoding="utf-8")
    return ClassList.read(path)


def ids(intake) -> list[str]:
    return [submission.id for submission in intake.submissions]


@pytest.mark.parametrize(
    "name",
    [
        "Team 0_5410_assignsubmission_file/tiny.ipynb",
        "Team 0_7003_assignsubmission_file_/tiny.ipynb",
        "team0_7001_91001_tiny.ipynb",
        "team0_LATE_7002_91001_tiny.ipynb",
    ],
)
def test_a_group_that_a_platform_names_is_its_members(tmp_path, listed, name):
    intake = gather([write_zip(tmp_path / "hw.zip", {name: notebook()})], class_list=listed)
    assert ids(intake) == TEAM
    assert {each.team for each in intake.submissions} == {intake.submissions[0].team} != {""}
    assert [each.name for each in intake.missing] == ["Grace Hopper", "Kim Lee"]
    assert "1 team was found in the class list, each graded once for all of its members: 2 students." in intake.notes
    assert "'s download of 1 team." in intake.notes[0]


def test_moodles_older_downloads_name_each_member_behind_the_group(tmp_path, listed):
    files = {
        "Team 0-Ada Lovelace_11_assignsubmission_file_/a.ipynb": notebook(),
        "Team 0-José Peña_12_assignsubmission_file_/a.ipynb": notebook(),
        "The B-Team-Grace Hopper_13_assignsubmission_file_/a.ipynb": notebook("x = 2"),
    }
    intake = gather([write_zip(tmp_path / "hw.zip", files)], class_list=listed)
    assert [(each.student.name, each.team) for each in intake.submissions if each.student][:2] == [
        ("Ada Lovelace", "Team 0"),
        ("José Peña", "Team 0"),
    ]
    assert len(intake.submissions) == 3


def test_moodles_group_without_a_number_is_of_those_in_none(tmp_path, listed):
    files = {
        "Default group_assignsubmission_file/a.ipynb": notebook(),
        "The B-Team_8_assignsubmission_file/a.ipynb": notebook("x = 2"),
    }
    assert ids(gather([write_zip(tmp_path / "hw.zip", files)], class_list=listed)) == [
        "Grace Hopper (7003)",
        "Kim Lee (7004)",
    ]


def test_files_that_are_called_as_a_group_are_its_members(tmp_path, listed):
    folder = write_folder(tmp_path / "hw", {"Team 0.ipynb": notebook(), "the b-team/hw.ipynb": notebook("x = 2")})
    assert ids(gather([folder], class_list=listed)) == [*TEAM[:1], "Grace Hopper (7003)", TEAM[1]]


def test_everyone_in_a_group_of_gradescope_is_of_one_team(tmp_path):
    people = (("Ada Lovelace", "7001", "ada@uni.edu"), ("José Peña", "7002", "jose@uni.edu"))
    files = {"submission_metadata.yml": metadata(submission(1, *people)), "submission_1/a.ipynb": notebook()}
    first, second = gather([write_folder(tmp_path / "hw", files)]).submissions
    assert first.team == second.team != ""


def test_of_a_number_that_is_on_the_list_it_is_not_said_that_it_is_not(tmp_path, listed):
    files = {"crew_7001_91001_a.ipynb": notebook(), "leekim_7004_91002_a.ipynb": notebook("x = 2")}
    (skipped,) = gather([write_zip(tmp_path / "hw.zip", files)], class_list=listed).skipped
    assert skipped.reason == (
        "of 'crew' with the number 7001, which on the class list is that of Ada Lovelace (7001), who has another name; "
        "if it is a group's, give the class list a column group with that name for each of its members"
    )


def test_anonymous_submissions_are_graded_under_their_codes_and_nobody_is_missing(tmp_path, listed):
    files = {"anon_Xy12z_91001_a.ipynb": notebook(), "LATE_anon_Qr34s_91002_a.ipynb": notebook("x = 2")}
    intake = gather([write_zip(tmp_path / "hw.zip", files)], class_list=listed)
    assert (ids(intake), intake.missing, intake.skipped) == (["Qr34s", "Xy12z"], (), ())
    assert "2 submissions are anonymous" in intake.notes[-1]


def test_canvas_own_table_of_groups_is_a_class_list(tmp_path):
    path = tmp_path / "groups.csv"
    path.write_text(
        "name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id\n"
        "Ada Lovelace,7001,s-1,ada,CS 1,Team 0,31,\nJosé Peña,7002,s-2,jose,CS 1,Team 0,31,\n",
        encoding="utf-8",
    )
    zipped = write_zip(tmp_path / "hw.zip", {"team0_7001_91001_tiny.ipynb": notebook()})
    first, second = gather([zipped], class_list=ClassList.read(path)).submissions
    assert [(first.id, first.section), (second.id, second.section)] == [(TEAM[0], "CS 1"), (TEAM[1], "CS 1")]
