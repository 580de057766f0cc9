"""Lines that tell when an article was published, and nothing else."""

from __future__ import annotations

import re

from index.leftovers.furniture import plain, without_clock
from index.metadata.calendar_words import month_number, weekday_number
from index.metadata.dates import DayOfYear, FoundDate, find_date, find_dates, find_day_of_year


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


LONGEST = 120  # characters of a line that is a date with a label, a time and a zone

UPDATED = _words(
    "updated update modified edited revised changed diperbarui diperbaharui diupdate dimutakhirkan "
    "pembaruan обновлено обновлён обновлен обновления изменено изменения оновлено aktualisiert "
    "geändert aktualisierung actualizado actualizada actualización jour modifié aggiornato "
    "aggiornamento atualizado atualizada atualização bijgewerkt aktualizacja zaktualizowano "
    "güncelleme güncellendi güncellenme تحديث 更新 更新时间 更新日時 수정 最終更新 nhật อัปเดต अपडेट "
    "uppdaterad opdateret oppdatert aktualizováno frissítve actualitzat"
)
PUBLISHED = _words(
    "published posted created released issued publication diterbitkan dipublikasikan dipublikasi "
    "diunggah ditayangkan tayang terbit rilis опубликовано опубликован публикации публикация "
    "размещено создано опубліковано veröffentlicht erschienen erstellt publicado publicada "
    "publicación publié publiée publication pubblicato pubblicata pubblicazione publicação "
    "gepubliceerd geplaatst opublikowano publikacji yayınlanma yayınlandı yayın yayım نشر نشرت "
    "النشر 发布 发布时间 公開 公開日 配信 입력 등록 đăng xuất เผยแพร่ प्रकाशित publicerad publiceret "
    "publisert publikováno közzétéve publicat"
)
# What else may stand in such a line.
BESIDE = _words(
    "on at in the of last first am pm noon date time day online since and date hour hours hrs h "
    "pada pukul jam tanggal tgl hari terakhir waktu в во от г года году дата время мск по москве "
    "московскому последнее о оновлення року р am um uhr den der stand datum zuletzt ist vom zeit "
    "el la las a los de del fecha última últimas hora horas le les à mis mise en ligne dernière "
    "date heures il alle ore ultimo ultima data às em op om uur laatst godz o ostatnia r dnia "
    "saat tarihi tarih son giriş ngày lúc cập ngày giờ gmt utc wib wita wit msk yang lalu am "
    "تاريخ آخر في الساعة بتوقيت غرينتش 日期 时间 星期一 星期二 星期三 星期四 星期五 星期六 星期日 "
    "周一 周二 周三 周四 周五 周六 周日 上午 下午 午前 午後 时 分 오전 오후 시 분 วันที่ เวลา น "
    "เมื่อ को बजे ist klo kl"
)
TOKEN = re.compile(r"[^\s\d.,:;|()\[\]/·•–—+*_@-]{1,40}")
DIGIT = re.compile(r"\d")
YEAR = re.compile(r"\d{4}")
ZONE = re.compile(r"[A-Z]{1,5}|GMT|UTC")


def is_date_line(text: str) -> bool:
    """Tell whether a line consists of dates, with or without a year, and words about them."""
    if len(text) > LONGEST or not DIGIT.search(text):
        return False
    line = plain(text)
    found: list[FoundDate | DayOfYear] = list(find_dates(line, lambda day_first, _: day_first))
    if not found:
        without_year = find_day_of_year(line)
        found = [without_year] if without_year else []
    if not found:
        return False
    for date in reversed(found):
        line = line[: date.start] + "|" + line[date.end :]
    return all(map(_is_beside, TOKEN.findall(without_clock(line)[:LONGEST])))


def is_all_date_words(text: str) -> bool:
    """Tell whether a line holds nothing but numbers, months and words about dates.

    It may be no date that there is: "Posted 12 March 20210", "0000-00-00".
    """
    if len(text) > LONGEST or not DIGIT.search(text):
        return False
    line = plain(text)
    words = TOKEN.findall(line)
    if not all(_is_beside(word) or month_number(word) for word in words):
        return False
    # "In the last 24 hours" is a headline.
    telling = any(month_number(word) or label_before(word) for word in words)
    return telling or not any(map(str.isalpha, line)) or YEAR.search(line) is not None


def label_before(text: str) -> str:
    """Return the last label in the words before a date: "published", "updated" or none ("")."""
    for word in reversed(TOKEN.findall(text[-LONGEST:].casefold())):
        if word in UPDATED:
            return "updated"
        if word in PUBLISHED:
            return "published"
    return ""


def has_label(text: str) -> bool:
    """Tell whether a line begins with "Published" in one of many languages."""
    words = TOKEN.findall(plain(text[:LONGEST]).casefold())[:3]
    return any(word in PUBLISHED for word in words) and find_date(text[: LONGEST * 2]) is not None


def _is_beside(token: str) -> bool:
    word = token.casefold()
    known = word in BESIDE or word in PUBLISHED or word in UPDATED
    return known or bool(ZONE.fullmatch(token)) or weekday_number(word) is not None
