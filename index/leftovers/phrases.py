"""The words by which lines that are not the article give themselves away, in five languages.

English, Indonesian, Russian, German, Spanish. All are compared with a line's letters in lower case.
"""

from __future__ import annotations


def _phrases(block: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in block.split(",") if phrase.strip())


# What stands before a colon.
CREDIT_LABELS = _phrases(
    "photo, photos, photo credit, photo by, image, image credit, picture, credit, caption, "
    "file photo, video, illustration, foto, dok, ilustrasi, gambar, fotografer, фото, иллюстрация, "
    "изображение, видео, источник фото, источник изображения, bild, foto credit, symbolbild, "
    "bildquelle, quelle bild, image source, image caption, media caption, sumber gambar, "
    "keterangan gambar, keterangan foto, автор фото, подпись к фото, fuente de la imagen, "
    "pie de foto, imagen, fotografía"
)
RELATED_LABELS = _phrases(
    "related, related article, related articles, related story, related stories, read also, "
    "also read, read, read more, read next, see also, more on this, more on this story, watch, "
    "watch now, listen, don't miss, in pictures, in case you missed it, "
    "baca juga, baca, baca selengkapnya, lihat juga, simak juga, simak video, simak, tonton juga, "
    "tonton juga video, tonton video, lihat video, saksikan juga, saksikan video, berita terkait, "
    "artikel terkait, читайте также, читать также, читайте, смотрите также, смотрите, по теме, "
    "материал по теме, узнайте больше, читайте ещё, читайте еще, "
    "материалы по теме, еще по теме, "
    "ещё по теме, lesen sie auch, mehr zum thema, siehe auch, lesen sie mehr, auch interessant, "
    "lesen sie dazu, lee también, lea también, leer también, te puede interesar, ver también, "
    "más información, mira también, noticias relacionadas"
)
SOURCE_LABELS = _phrases(
    "original url, original article, original, source, sources, url, link, sumber, sumber berita, "
    "источник, оригинал, ссылка, quelle, originalartikel, via"
)
BYLINE_LABELS = _phrases(
    "by, author, reporter, writer, editor, written by, reporting by, oleh, penulis, reporter, "
    "editor, redaktur, pewarta, автор, текст, редактор, корреспондент, von, autor, autorin, tags, "
    "tag, topics, topik, теги, метки, schlagwörter, kategori, category, por, temas, etiquetas, "
    "archivado en, related topics, filed under"
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
    "back to top, all rights reserved, next, previous, close, share this page, share this with, "
    "about sharing, copy article link, advertisement scroll to continue, listen to this article, "
    "story continues below advertisement, article continues below advertisement, "
    "story continues below, continue reading below, buy now, register, reply, load more, "
    "show more, read full story, print this article, comments are closed, thank you for reading, "
    "open in app, "
    "iklan, advertorial, bagikan, bagikan artikel ini, bagikan berita ini, cetak, komentar, "
    "ikuti kami, pilihan editor, lanjutkan membaca, halaman selanjutnya, selengkapnya, "
    "scroll untuk melanjutkan, lanjut membaca, kirim, perbesar, lihat foto, "
    "gulir untuk melanjutkan, "
    "halaman selanjutnya arrow_forward, halaman berikutnya, salin tautan, daftarkan email, "
    "реклама, на правах рекламы, поделиться, поделиться статьей, поделиться статьёй, подписаться, "
    "печать, распечатать, наверх, войти, меню, скопировать ссылку, ответить, версия для печати, "
    "anzeige, werbung, teilen, drucken, merken, abonnieren, artikel teilen, zur startseite, "
    "startseite, artikel anhören, artikel drucken, per e mail teilen, "
    "publicidad, anuncio, compartir, compartir en facebook, compartir en twitter, imprimir, "
    "escuchar, suscribirse, iniciar sesión, enviar, copiar enlace, inicio, volver arriba"
)
LIST_HEADS = _phrases(
    "related, related article, related articles, related story, related stories, related news, "
    "more from, most read, most popular, "
    "trending, trending now, recommended, recommended for you, you may also like, more stories, "
    "latest news, read also, see also, read more, also read, top stories, popular, read next, "
    "you might also like, more on this story, related posts, recent posts, related topics, "
    "related internet links, editors picks, editor s picks, don t miss, more to read, tags, "
    "baca juga, berita lainnya, berita terkait, artikel terkait, terpopuler, terkini, rekomendasi, "
    "rekomendasi untuk anda, lihat juga, berita populer, berita terbaru, topik terkait, populer, "
    "pilihan redaksi, terkini lainnya, now trending, lainnya, artikel lainnya, tag, tags, "
    "читайте также, смотрите также, по теме, материалы по теме, другие новости, самое читаемое, "
    "популярное, сейчас читают, новости по теме, главное сегодня, рекомендуем, лента новостей, "
    "материал по теме, последние новости, главные новости, ещё по теме, еще по теме, теги, "
    "что почитать, выбор редакции, tagged with, "
    "mehr zum thema, lesen sie auch, das könnte sie auch interessieren, meistgelesen, "
    "auch interessant, weitere artikel, weitere themen, mehr aus der region, "
    "más noticias, te puede interesar, lo más leído, últimas noticias, noticias relacionadas, "
    "lee también, más leídas, recomendados, etiquetas"
)
SINGLE_HEADS = _phrases(
    "related article, related story, artikel terkait, материал по теме, más información"
)
COMMENT_SIGNS = _phrases(
    "leave a reply, leave a comment, post a comment, write a comment, add a comment, comments, "
    "tinggalkan balasan, tinggalkan komentar, tulis komentar, beri komentar, "
    "комментарии, оставить комментарий, добавить комментарий, "
    "kommentare, kommentar schreiben, schreibe einen kommentar, kommentar verfassen, "
    "leave a reply cancel reply, comentarios, deja un comentario, dejar un comentario, "
    "about the author, tentang penulis, об авторе, über den autor, über die autorin, sobre el autor"
)

# How a line begins. Each of these is too odd, or too personal, for a sentence of an article.
OPENINGS = (
    "subscribe to our", "subscribe to the newsletter", "subscribe now", "sign up for our",
    "sign up to our", "sign up for the newsletter", "get the latest news", "get our newsletter",
    "follow us on", "join our telegram", "join our channel", "download our app",
    "share this:", "share on", "your email address will not be published",
    "your e-mail address", "required fields are marked", "save my name, email",
    "we use cookies", "this site uses", "all rights reserved", "copyright ©", "©",
    "you may also like", "you might also like", "get real time updates", "advertisement ·",
    "if you enjoyed this", "if you value our", "if you liked this", "support local journalism",
    "your donation will", "your contribution",
    "our standards:", "story continues", "article continues", "be the first to", "sponsored by",
    "this article contains affiliate", "this interview has been edited", "posted in:",
    "register now for", "image source,", "image caption,", "media caption,", "video caption,",
    "baca selengkapnya", "simak berita", "dapatkan berita", "alamat email anda tidak akan",
    "ikuti kami di", "ikuti berita", "gabung di", "bagikan artikel", "unduh aplikasi",
    "hak cipta ©", "hak cipta dilindungi", "privacy notice:", "link copied",
    "dapatkan update", "dapatkan informasi, inspirasi", "artikel ini telah tayang",
    "artikel ini sudah tayang", "artikel ini pertama kali", "berita ini telah tayang",
    "dilarang keras", "dilarang mengutip", "dilarang memperbanyak", "konten ini merupakan",
    "cek artikel dan berita", "cek berita dan artikel", "follow berita", "scroll to continue",
    "isi artikel ini menjadi tanggung", "pastikan kamu sudah", "sumber gambar,",
    "keterangan gambar,", "saksikan video", "lihat juga video", "tonton juga",
    "подписывайтесь на", "подпишитесь на наш", "подпишись на", "присоединяйтесь к наш",
    "поделиться в", "ваш e-mail не будет", "ваш адрес email не будет", "все права защищены",
    "нашли ошибку", "нашли опечатку", "заметили ошибку", "заметили опечатку", "больше новостей в",
    "понравилась статья", "понравился материал", "хотите быть в курсе", "автор фото,",
    "подпись к фото,", "перепечатка материалов", "при использовании материалов",
    "сетевое издание", "правила комментирования", "реклама.", "реклама:", "время чтения",
    "если вы стали свидетел", "использованы фото", "мнение редакции", "если вы нашли ошибку",
    "melden sie sich für unseren", "abonnieren sie unseren", "newsletter:",
    "folgen sie uns", "ihre e-mail-adresse wird nicht", "alle rechte vorbehalten",
    "dieser artikel erschien", "dieser text erschien", "haben sie einen fehler",
    "suscríbete a nuestr", "suscríbase a nuestr", "síguenos en", "inicia sesión para",
    "todos los derechos reservados", "tu dirección de correo",
)  # fmt: skip
# These may begin a sentence as well: with a full stop at its end, it stays.
HEADLINE_OPENINGS = (
    "read more:", "read also", "also read", "more from", "see also", "click here to",
    "baca juga", "simak juga", "lihat juga", "simak video",
    "читайте также", "читайте ещё", "читайте еще", "смотрите также", "смотрите видео",
    "lesen sie auch", "mehr zum thema", "lee también", "te puede interesar",
)  # fmt: skip
CLOSINGS = ("subscribe now", "subscribe today", "sign up now", "langganan sekarang")
# With "editing by" after it, or without a full stop.
SIGN_OFFS = ("reporting by", "additional reporting by", "compiled by", "laporan wartawan")

# What stands in no article, unless it quotes it.
SIGNS = (
    "all rights reserved", "may not be published, broadcast", "content of external sites",
    "free articles", "contributed to this report", "support us from", "already a subscriber",
    "user agreement and privacy policy",
    "privacy policy |", "terms of use |", "delivered to your inbox", "in your inbox",
    "subscribe today and", "reduce spam", "story ideas to", "cookie settings", "accept cookies",
    "unlimited access", "licensing rights", "grup telegram", "saluran whatsapp",
    "kanal telegram", "di google news", "tanpa izin tertulis", "redaksi@", "hanya di aplikasi",
    "ctrl+enter", "ctrl + enter", "erid:", "свидетельство эл",
    "письменного разрешения редакции", "telegram-канал, чтобы", "kostenlos anmelden",
)  # fmt: skip

# After this comes nothing of the article.
COPYRIGHTS = (
    "©", "copyright", "all rights reserved", "hak cipta", "все права защищены",
    "alle rechte vorbehalten", "todos los derechos",
)  # fmt: skip

# With these begins a heading that asks, not a sentence that lost its full stop.
INTERROGATIVES = _phrases(
    "what, why, how, who, where, when, which, apa, mengapa, kenapa, bagaimana, siapa, di mana, "
    "что, почему, как, кто, где, когда, зачем, сколько, чем, was, warum, wie, wer, wo, wann, qué, "
    "por qué, cómo, quién, dónde, cuándo"
)

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
