"""When something was handed in and how late, in the words of Moodle's grading worksheet, in the languages it speaks.

A worksheet says "Tuesday, 3 November 2026, 11:59 AM" and "Submitted for grading - 1 day 5 hours late". Of a date it
must be certain which number is what: the month is a word, or the year comes first, or dots stand between.
"""

import re
from contextlib import suppress
from datetime import datetime
from typing import Final

from autograder.text.names import folded

# without accents; from Unicode's common locale data
_MONTHS: Final = (
    "ene enero gen gener gennaio ianuarie jaanuar jan janeiro januar januara januari january janv janvaris janvier "
    "leden ledna ocak sausio sausis styczen stycznia tammikuu tammikuuta urtarrila xaneiro ιανουαριοσ ιανουαριου "
    "січень січня январь января",
    "feb febbraio febreiro febrer febrero februar februara februari februarie februaris february fev fevereiro fevr "
    "fevrier helmikuu helmikuuta lutego luty otsaila subat unor unora vasario vasaris veebruar φεβρουαριοσ "
    "φεβρουαριου лютии лютого февраль февраля",
    "brezen brezna kovas kovo maaliskuu maaliskuuta maart mar marc marca march marcius marco marec maret mars mart "
    "martie marts martxoa marz marzec marzo mrt μαρτιοσ μαρτιου березень березня март марта",
    "abr abril apirila apr april aprila aprile aprilie aprilis aprill avr avril balandis balandzio duben dubna "
    "huhtikuu huhtikuuta kwiecien kwietnia nisan απριλιοσ απριλιου апрель апреля квітень квітня",
    "geguze geguzes kveten kvetna mag maggio mai maiatza maig maijs maio maj maja majus may mayo mayıs mei toukokuu "
    "toukokuuta μαιοσ μαιου маи мая травень травня",
    "birzelio birzelis cerven cervna czerwca czerwiec ekaina giu giugno haziran iunie juin jun juna june junho juni "
    "junij junijs junio junius juny juuni kesakuu kesakuuta xuno ιουνιοσ ιουνιου июнь июня червень червня",
    "cervence cervenec heinakuu heinakuuta iulie juil juillet jul jula julho juli julij julijs julio juliol julius "
    "july juuli liepa liepos lipca lipiec lug luglio temmuz uztaila xullo ιουλιοσ ιουλιου июль июля липень липня",
    "abuztua ago agost agosto agustos agustus aout aug august augusta augusti augusts augustus augusztus avgust "
    "elokuu elokuuta rugpjucio rugpjutis sierpien sierpnia srpen srpna αυγουστοσ αυγουστου август августа серпень "
    "серпня",
    "eylul iraila rugsejis rugsejo sep sept september septembra septembre septembrie septembris septiembre set "
    "setembre setembro settembre syyskuu syyskuuta szeptember wrzesien wrzesnia zari σεπτεμβριοσ σεπτεμβριου "
    "вересень вересня сентябрь сентября",
    "ekim lokakuu lokakuuta oct october octobre octombrie octubre okt oktober oktobra oktobris oktoober ott ottobre "
    "out outubro pazdziernik pazdziernika rijen rijna spalio spalis urria οκτωβριοσ οκτωβριου жовтень жовтня "
    "октябрь октября",
    "azaroa kasım lapkricio lapkritis listopad listopada listopadu marraskuu marraskuuta noiembrie nov november "
    "novembra novembre novembris novembro noviembre νοεμβριοσ νοεμβριου листопад листопада ноябрь ноября",
    "abendua aralık dec december decembra decembre decembrie decembris decembro desember desembre detsember dez "
    "dezember dezembro dic dicembre diciembre grudnia grudzien gruodis gruodzio joulukuu joulukuuta prosince "
    "prosinec δεκεμβριοσ δεκεμβριου грудень грудня декабрь декабря",
)
_MONTH_OF: Final = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_UNITS: Final = {
    365.0: "year years jahr jahre an ans annee annees ano anos anno anni jaar año",
    7.0: "week weeks woche wochen semaine semaines semana semanas settimana settimane weken",
    1.0: "day days tag tage tagen jour jours dia dias giorno giorni dag dage dagar dagen dager dzien dni dnia den dny "
    "dnu dna paiva paivaa gun день дня днеи дні днів nap napja dies zi zile ημερα ημερεσ paev paeva diena dienos dienu "
    "dienas egun hari dan dneva 日 天",
    1 / 24: "hour hours hr hrs stunde stunden std heure heures hora horas ora ore uur uren timme timmar time timer "
    "godzina godziny godzin tunti tuntia saat час часа часов години година годин hodina hodiny hodin hores ωρα ωρεσ "
    "tund tundi valanda valandos valandu stunda stundas ordu jam ura uri ure 時間 小时 小時",
    1 / 1440: "min mins minute minutes minuten minuto minutos minuti minuut minut minuter minutter minuta minuty "
    "minuutti minuuttia dakika минута минуты минут хвилина хвилини хвилин perc λεπτο λεπτα menit 分 分钟",
    1 / 86_400: "sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos secondo secondi "
    "seconden sekund sekunder sekunda sekundy sekunti sekuntia saniye секунда секунды секунд сек detik 秒 秒钟",
}
_DAYS_IN: Final = {word: days for days, words in _UNITS.items() for word in words.split()}
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.h](\d\d)(?:[:.](\d\d))?(?!\d)(?:\s*([ap])\.?\s?m\b)?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)日?")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SPACED_OFFSET = re.compile(r" ([+-]\d\d:?\d\d)$")
_AFTERNOON = ("下午", "午後", "μμ", "μ.μ")
_AMOUNT = re.compile(r"(?<![\d:.])(\d+)\s*([^\W\d_]+)")


def read_moment(text: str) -> datetime | None:
    """Return the date and time that a cell says, without a zone unless it says one too; None when it is not certain."""
    with suppress(ValueError):
        if ":" in text:
            return datetime.fromisoformat(_SPACED_OFFSET.sub(r"\1", text.strip()))
    with suppress(ValueError):  # a month 13, or an hour 25
        return _worded(folded(text))
    return None


def read_lateness(status: str) -> float | None:
    """Return how many days late a status says that something is: 0 if there was more time for it, None if it is silent.

    Moodle names the moment until which a student has got more time, and lateness only after that.
    """
    plain = _YEAR_FIRST.sub(" ", folded(status))
    amounts = [int(number) * _DAYS_IN[unit] for number, unit in _AMOUNT.findall(plain) if unit in _DAYS_IN]
    if amounts:
        return sum(amounts)
    return 0.0 if read_moment(status) else None


def _worded(text: str) -> datetime | None:
    """Return the moment of a folded text that is not in ISO's form; ValueError for one that no calendar has."""
    if found := _YEAR_FIRST.search(text):
        year, month, day = map(int, found.groups())
    elif found := _DOTTED.search(text):
        day, month, year = map(int, found.groups())
    else:
        return _with_named_month(text)
    clock = _CLOCK.search(text[: found.start()] + " " + text[found.end() :])
    return _moment(year, month, day, clock, text)


def _with_named_month(text: str) -> datetime | None:
    clock = _CLOCK.search(text)
    if clock is None:
        return None
    rest = text[: clock.start()] + " " + text[clock.end() :]
    months = {_MONTH_OF[word] for word in re.findall(r"[^\W\d_]+", rest) if word in _MONTH_OF}
    numbers = re.findall(r"\d+", rest)
    years, days = ([number for number in numbers if wanted(len(number))] for wanted in ((4).__eq__, (3).__gt__))
    if len(months) != 1 or len(years) != 1 or len(days) != 1:
        return None
    return _moment(int(years[0]), months.pop(), int(days[0]), clock, text)


def _moment(year: int, month: int, day: int, clock: re.Match[str] | None, text: str) -> datetime | None:
    if clock is None:
        return None
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    afternoon = clock[4] == "p" or any(word in text for word in _AFTERNOON)
    if clock[4] or afternoon:
        hour = hour % 12 + 12 * afternoon
    return datetime(year, month, day, hour, minute, second)  # in whatever zone the worksheet was made
