"""The words by which lines that are not the article give themselves away, in four languages.

English, Indonesian, Russian, German. All are compared with a line's letters in lower case.
"""

from __future__ import annotations


def _phrases(block: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in block.split(",") if phrase.strip())


# What stands before a colon.
CREDIT_LABELS = _phrases(
    "photo, photos, photo credit, photo by, image, image credit, picture, credit, caption, "
    "file photo, video, illustration, foto, dok, ilustrasi, gambar, fotografer, фото, иллюстрация, "
    "изображение, видео, bild, foto credit, symbolbild, bildquelle, quelle bild"
)
RELATED_LABELS = _phrases(
    "related, related article, related articles, related story, related stories, read also, "
    "also read, read more, read next, see also, more on this, more on this story, watch, "
    "baca juga, baca, baca selengkapnya, lihat juga, simak juga, tonton juga, berita terkait, "
    "artikel terkait, читайте также, читать также, читайте, смотрите также, по теме, "
    "материалы по теме, еще по теме, "
    "ещё по теме, lesen sie auch, mehr zum thema, siehe auch, lesen sie mehr, auch interessant"
)
SOURCE_LABELS = _phrases(
    "original url, original article, original, source, sources, url, link, sumber, sumber berita, "
    "источник, оригинал, ссылка, quelle, originalartikel, via"
)
BYLINE_LABELS = _phrases(
    "by, author, reporter, writer, editor, written by, reporting by, oleh, penulis, reporter, "
    "editor, redaktur, pewarta, автор, текст, редактор, корреспондент, von, autor, autorin, tags, "
    "tag, topics, topik, теги, метки, schlagwörter, kategori, category"
)
PUBLISHED_LABELS = _phrases(
    "published, published on, posted, posted on, date, diterbitkan, dipublikasikan, tayang, "
    "tanggal, опубликовано, дата, дата публикации, veröffentlicht, erschienen, stand, datum"
)
UPDATED_LABELS = _phrases(
    "updated, last updated, modified, diperbarui, diupdate, обновлено, aktualisiert"
)

# What a line consists of.
WHOLE_LINES = _phrases(
    "advertisement, advertisements, ad, ads, sponsored, sponsored content, promoted, "
    "scroll to continue, scroll to continue with content, share, share this, share this article, "
    "share on facebook, share on twitter, tweet, print, email, save, copy link, follow us, menu, "
    "search, home, log in, sign in, sign up, subscribe, newsletter, loading, skip to content, "
    "back to top, all rights reserved, next, previous, close, "
    "iklan, advertorial, bagikan, bagikan artikel ini, bagikan berita ini, cetak, komentar, "
    "ikuti kami, pilihan editor, lanjutkan membaca, halaman selanjutnya, selengkapnya, "
    "реклама, на правах рекламы, поделиться, поделиться статьей, поделиться статьёй, подписаться, "
    "печать, распечатать, наверх, войти, меню, "
    "anzeige, werbung, teilen, drucken, merken, abonnieren, artikel teilen, zur startseite"
)
LIST_HEADS = _phrases(
    "related, related articles, related stories, related news, more from, most read, most popular, "
    "trending, trending now, recommended, recommended for you, you may also like, more stories, "
    "latest news, read also, see also, read more, also read, top stories, popular, "
    "baca juga, berita lainnya, berita terkait, artikel terkait, terpopuler, terkini, rekomendasi, "
    "rekomendasi untuk anda, lihat juga, berita populer, berita terbaru, topik terkait, populer, "
    "читайте также, смотрите также, по теме, материалы по теме, другие новости, самое читаемое, "
    "популярное, сейчас читают, новости по теме, главное сегодня, рекомендуем, лента новостей, "
    "mehr zum thema, lesen sie auch, das könnte sie auch interessieren, meistgelesen, "
    "auch interessant, weitere artikel"
)
COMMENT_SIGNS = _phrases(
    "leave a reply, leave a comment, post a comment, write a comment, add a comment, comments, "
    "tinggalkan balasan, tinggalkan komentar, tulis komentar, beri komentar, "
    "комментарии, оставить комментарий, добавить комментарий, "
    "kommentare, kommentar schreiben, schreibe einen kommentar, kommentar verfassen"
)

# How a line begins. Each of these is too odd, or too personal, for a sentence of an article.
OPENINGS = (
    "subscribe to our", "subscribe to the newsletter", "subscribe now", "sign up for our",
    "sign up to our", "sign up for the newsletter", "get the latest news", "get our newsletter",
    "follow us on", "join our telegram", "join our channel", "download our app", "click here to",
    "share this:", "share on", "your email address will not be published",
    "your e-mail address", "required fields are marked", "save my name, email",
    "we use cookies", "this site uses", "all rights reserved", "copyright ©", "©",
    "read more:", "read also", "also read", "you may also like", "more from",
    "baca juga", "baca selengkapnya", "simak juga", "lihat juga", "simak berita", "dapatkan berita",
    "ikuti kami di", "ikuti berita", "gabung di", "bagikan artikel", "hak cipta",
    "alamat email anda tidak akan", "unduh aplikasi",
    "читайте также", "смотрите также", "подписывайтесь на", "подпишитесь на", "присоединяйтесь к",
    "поделиться в", "ваш e-mail не будет", "ваш адрес email не будет", "все права защищены",
    "нашли ошибку", "больше новостей в",
    "lesen sie auch", "mehr zum thema", "melden sie sich für unseren", "abonnieren sie unseren",
    "folgen sie uns", "ihre e-mail-adresse wird nicht", "alle rechte vorbehalten",
)  # fmt: skip
CLOSINGS = ("subscribe now", "subscribe today", "sign up now", "langganan sekarang")

# What a caption says of its picture.
CAPTION_SIGNS = (
    "(ilustrasi)", "(ilustrasi/", "(foto:", "(dok.", "(illustration)", "(illustrative)",
    "(file photo)", "(file)", "(photo:", "(pictured)", "(архивное фото)", "(иллюстрация)", "(фото:",
    "(symbolbild)", "(archivbild)", "(archivfoto)", "(foto:",
)  # fmt: skip

BYLINE_WORDS = ("by", "oleh", "von", "автор", "author", "penulis", "autor")

# What may stand beside a date in a date line.
WEEKDAYS = _phrases(
    "monday, tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, tues, wed, thu, "
    "thur, thurs, fri, sat, sun, senin, selasa, rabu, kamis, jumat, jum'at, sabtu, minggu, ahad, "
    "понедельник, вторник, среда, среду, четверг, пятница, суббота, воскресенье, пн, вт, ср, чт, "
    "пт, сб, вс, montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonntag, mo, di, mi, "
    "do, fr, sa, so"
)
DATE_LINE_WORDS = (
    WEEKDAYS
    | PUBLISHED_LABELS
    | UPDATED_LABELS
    | _phrases(
        "on, at, am, pm, a.m, p.m, gmt, utc, est, edt, cet, cest, wib, wita, wit, msk, мск, "
        "г, года, pukul, pada, jam, uhr, um, den, в, last, ist"
    )
)

# With these begins a sentence, not a dateline: "On April 7, 2021 — the day that …".
SENTENCE_OPENERS = _phrases(
    "on, in, by, at, since, as, after, pada, di, sejak, в, на, с, am, im, seit"
)
