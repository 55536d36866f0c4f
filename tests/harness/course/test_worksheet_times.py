"""The times and the lateness that Moodle's worksheet says, in the languages it speaks."""

from datetime import datetime, timedelta

import pytest

from autograder.course.worksheet_times import read_lateness, read_moment

NOON = datetime(2026, 11, 3, 11, 59)
NIGHT = datetime(2026, 11, 3, 23, 59)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Tuesday, 3 November 2026, 11:59 AM", NOON),
        ("Tuesday, 3 November 2026, 11:59 PM", NIGHT),
        ("Tuesday, 3 November 2026, 12:05 AM", datetime(2026, 11, 3, 0, 5)),
        ("Tuesday, November 3, 2026, 12:05 PM", datetime(2026, 11, 3, 12, 5)),
        ("Dienstag, 3. November 2026, 23:59", NIGHT),
        ("Montag, 2. März 2026, 08:00", datetime(2026, 3, 2, 8, 0)),
        ("mardi 3 novembre 2026, 11:59", NOON),
        ("jeudi 6 août 2026 à 18h05", datetime(2026, 8, 6, 18, 5)),
        ("martes, 3 de noviembre de 2026, 11:59", NOON),
        ("martedì, 3 novembre 2026, 11:59", NOON),
        ("terça-feira, 3 nov. 2026, 11:59", NOON),
        ("dinsdag, 3 november 2026, 11:59", NOON),
        ("wtorek, 3 listopada 2026, 11:59", NOON),
        ("tiistai, 3. marraskuuta 2026, 11.59", NOON),
        ("вторник, 3 ноября 2026, 11:59", NOON),
        ("úterý, 3. listopadu 2026, 11.59", NOON),
        ("Τρίτη, 3 Νοεμβρίου 2026, 11:59 μμ", NIGHT),
        ("2026年 11月 03日(火曜日) 11:59", NOON),
        ("2026年11月3日 星期二 下午11:59", NIGHT),
        ("03.11.2026 23:59", NIGHT),
        ("2026-11-03 11:59", NOON),
    ],
)
def test_a_moment_is_read_from(text, moment):
    assert read_moment(text) == moment


def test_a_moment_keeps_the_zone_that_is_said():
    read = read_moment("2026-11-03T11:59:00+01:00")
    assert read is not None
    assert read.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    "text", ["", "-", "03/04/2026 11:59", "November", "31 November 2026, 11:59", "3 November 2026", "3.11.2026 25:59"]
)
def test_no_moment_is_read_from_what_is_not_certain(text):
    assert read_moment(text) is None


@pytest.mark.parametrize(
    ("status", "days"),
    [
        ("Submitted for grading - 12 hours late", 0.5),
        ("Submitted for grading - 1 days 6 hours late", 1.25),
        ("Submitted for grading - 9 days 0 hours late", 9),
        ("Zur Bewertung abgegeben - 1 Tag 12 Stunden verspätet", 1.5),
        ("Remis pour évaluation - 2 jours 12 heures en retard", 2.5),
        ("Enviado para calificar - 6 horas después", 0.25),
        ("評定のため提出 - 1日 12時間 遅く提出", 1.5),
        ("Submitted for grading - Extension granted until: Wednesday, 4 November 2026, 11:59 PM", 0),
        ("評定のため提出 - 次の日時まで延長が許可されました: 2026年 11月 4日(水曜日) 23:59", 0),
        ("Submitted for grading - 2 days late - Extension granted until: Tuesday, 3 November 2026, 11:59 PM", 2),
        ("Submitted for grading - ", None),
        ("Submitted for grading - Graded", None),
    ],
)
def test_lateness_is_read_from(status, days):
    assert read_lateness(status) == days
