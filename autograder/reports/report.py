"""The page of the class, for the instructor: one file that needs nothing else, not even a network.

Nothing of a submission can run in it: the template escapes what it is given, the script puts texts in as text, and the
page's own policy allows no script and no style but those whose digests it names.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from autograder.reports.attention import names_of, needs_a_person
from autograder.reports.class_data import WORDS_IN_ORDER, details, status_words, table_rows
from autograder.reports.statistics import ClassStatistics, Mistake, bars, mistakes_of, summarize
from autograder.results import ClassResult
from autograder.system.files import write_atomically
from autograder.text.pages import digest_of, is_made_from, part, policy_digest, render
from autograder.text.plain_text import points, visible

if TYPE_CHECKING:
    from autograder.marks.final import FinalMark
    from autograder.similarity import Similarities

_MISTAKES: Final = 60
_COMMONEST: Final = 10  # are shown at once
_SLOWEST: Final = 10
_PARTS: Final = ("report.html.j2", "report.css", "report.js", "style.css.j2")


def write_report(
    result: ClassResult,
    path: Path,
    *,
    final: Sequence[FinalMark] = (),
    similar: Similarities | None = None,
) -> None:
    """Write the page of the class. It is for the instructor: it shows what hidden cases said.

    `final` are the marks with what people decided, `similar` the submissions that resemble each other, None when nobody
    has looked. A page that would say the same is left as it is.
    """
    words, names = status_words(result), _names(result)
    marks = {mark.submission: mark for mark in final}
    view = class_view(result, final, summarize(result, final), mistakes_of(result)) | {
        "rows": table_rows(result, marks, words),
        "details": details(result, marks),
        "similar": similar.to_view(names) if similar else None,
    }
    made_from = digest_of(json.dumps(view), "reports", _PARTS)
    if not is_made_from(path, made_from):
        write_atomically(_page(view, made_from), path)


def class_view(
    result: ClassResult, final: Sequence[FinalMark], found: ClassStatistics, mistakes: Sequence[Mistake]
) -> dict[str, Any]:
    """Return what is to be said of the class as a whole, as plain data."""
    words, names = status_words(result), _names(result)
    titles = result.titles
    places = {item.id: place for place, item in enumerate(result.submissions)}
    return {
        "assignment": visible(result.assignment),
        "engine": {"warning": "", "weaker": (), **result.engine.to_json()},
        "counts": _counts(words.values()),
        "figures": _figures(found),
        "bars": bars(found.histogram, found.max_score),
        "questions": [_question(item, found.counted, titles) for item in found.questions],
        "mistakes": [
            {
                "question": item.question,
                "hint": visible(item.hint),
                "places": [places[name] for name in item.submissions],
                "names": [names[name] for name in item.submissions],
            }
            for item in mistakes[:_MISTAKES]
        ],
        "shown": _COMMONEST,
        "matters": [
            {
                "title": matter.title,
                "advice": matter.advice,
                "items": [(visible(about), visible(said)) for about, said in matter.items],
            }
            for matter in needs_a_person(result, final)
        ],
        "slowest": _slowest(result, names, words),
    }


def _names(result: ClassResult) -> dict[str, str]:
    return {name: visible(shown) for name, shown in names_of(result).items()}


def _counts(words: Iterable[str]) -> dict[str, int]:
    counts = Counter(words)
    return {word: counts[word] for word in WORDS_IN_ORDER if counts[word]}


def _figures(found: ClassStatistics) -> dict[str, Any]:
    numbers = ("max_score", "mean", "median", "lowest", "highest")
    return {name: points(getattr(found, name)) for name in numbers} | {
        "counted": found.counted,
        "by_hand": found.by_hand,
    }


def _question(item: Any, counted: int, titles: Mapping[str, str]) -> dict[str, Any]:
    shares = {name: round(100 * getattr(item, name) / counted, 2) for name in ("full", "partial", "none")}
    return {
        "name": item.name,
        "title": visible(titles.get(item.name, "")),
        "max_score": points(item.max_score),
        "counts": {name: getattr(item, name) for name in shares},
        "shares": shares,
        "difficulty": f"{item.difficulty:.2f}",
        "discrimination": None if item.discrimination is None else f"{item.discrimination + 0.0:.2f}",
    }


def _slowest(result: ClassResult, names: Mapping[str, str], words: Mapping[str, str]) -> list[tuple[str, str, str]]:
    ran = sorted((item for item in result.submissions if item.seconds > 0), key=lambda item: -item.seconds)
    return [(names[item.id], f"{item.seconds:.1f}", words[item.id]) for item in ran[:_SLOWEST]]


def _page(view: Mapping[str, Any], made_from: str) -> str:
    script, style = part("reports", "report.js"), render("reports", "style.css.j2") + part("reports", "report.css")
    data = {name: view[name] for name in ("details", "similar")}
    return render(
        "reports",
        "report.html.j2",
        **view,
        made_from=made_from,
        script=script,
        script_digest=policy_digest(script),
        style=style,
        style_digest=policy_digest(style),
        data=_for_script(data),
    )


def _for_script(data: Any) -> str:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
