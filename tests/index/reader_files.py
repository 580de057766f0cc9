"""Files in the formats that the readers read, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Karsk Herald</title><language>en</language>
<item><title>Bridge &amp; road open</title><link>https://karsk.example/bridge</link>
<guid>bridge-1</guid><pubDate>Wed, 07 Apr 2021 00:30:00 +0300</pubDate>
<description>Opened at last.</description>
<content:encoded><![CDATA[<p>The bridge&nbsp;opened on <b>Monday</b>.</p>
<script>track()</script><p>It cost four million.</p>]]></content:encoded></item>
<item><title>Rain</title><link>https://karsk.example/rain</link>
<description>It rained & it was &lt;i&gt;cold&lt;/i&gt;.</description></item>
<item><title>Nothing</title></item>
</channel></rss>
"""

MAIL = b"""From: "Karsk Herald" <news@karsk.example>\r
To: reader@karsk.example\r
Subject: =?utf-8?b?0JzQvtGB0YIg0L7RgtC60YDRi9GC?=\r
Date: Wed, 07 Apr 2021 00:30:00 +0300\r
Message-ID: <bridge@karsk.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary="cut"\r
\r
--cut\r
Content-Type: text/plain; charset=koi8-r; format=flowed\r
Content-Transfer-Encoding: quoted-printable\r
\r
=ED=CF=D3=D4 was opened \r
on Monday.\r
\r
It cost four million.\r
--cut\r
Content-Type: text/html; charset=utf-8\r
\r
<p>The bridge was opened on Monday.</p><p>It cost four million.</p>\r
--cut--\r
"""

MHTML = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://karsk.example/bridge
Subject: Bridge opens
Date: Fri, 9 Apr 2021 10:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="cut"

--cut
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://karsk.example/bridge

<!DOCTYPE html><html><head><meta charset=3D"utf-8"><title>Bridge opens</title></head>
<body><article><h1>Bridge opens</h1><p>The bridge in Karsk opened on Monday after three =
years of work, said the mayor.</p><p>It cost four million crowns, twice what the council had =
planned.</p></article></body></html>
--cut
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--cut--
"""


def make_pdf(
    paragraphs: Sequence[str],
    *,
    title: str = "",
    head: str = "",
    indent: float = 0,
    space: float = 6,
) -> bytes:
    """Set paragraphs on as many small pages as they need, with a head and a number on each."""

    def edges(page: canvas.Canvas, document: SimpleDocTemplate) -> None:
        page.drawString(72, 375, head)
        page.drawCentredString(210, 20, f"Page {document.page}")

    file = io.BytesIO()
    styles = getSampleStyleSheet()
    body = ParagraphStyle("body", styles["Normal"], firstLineIndent=indent, spaceAfter=space)
    document = SimpleDocTemplate(file, pagesize=(420, 400), title=title, author="Anna Petrova")
    story = [Paragraph(paragraphs[0], styles["Title"])]
    story += [Paragraph(text, body) for text in paragraphs[1:]]
    document.build(story, onFirstPage=edges, onLaterPages=edges)
    return file.getvalue()


def set_lines(*pages: Sequence[str], picture: bool = False) -> bytes:
    """Set lines on pages just as they are; the last of each stands at the foot."""
    file = io.BytesIO()
    page = canvas.Canvas(file, pagesize=(500, 300))
    for lines in pages:
        for number, line in enumerate(lines, start=1):
            page.drawString(50, 290 - 14 * number if number < len(lines) else 15, line)
        if picture:
            page.drawImage(ImageReader(Image.new("RGB", (40, 40))), 50, 50)
        page.showPage()
    page.save()
    return file.getvalue()


def encrypt(pdf: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def make_docx(paragraphs: Sequence[str], title: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = "Anna Petrova"
    for text in paragraphs:
        document.add_paragraph(text)
    return save_docx(document)


def save_docx(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def make_zip(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()
