"""Everything an answer says, channel by channel: status, each header, and the body as its reader would open it."""

import io
import re
import zipfile
from collections.abc import Iterator

import pikepdf
from django.http import HttpResponse

from rinnalla.plans.tests.pdftext import words_of


def channels(response: HttpResponse) -> Iterator[tuple[str, str]]:
    """(channel, text): the title, the headers (redirect, file name, ETag …), the body, a document's own data."""
    for name, value in response.headers.items():
        yield f"header {name}", value
    for name, cookie in response.cookies.items():
        yield f"cookie {name}", cookie.value
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "").split(";")[0]
    if kind == "application/pdf":
        yield from _pdf(content)
    elif content[:2] == b"PK":
        yield from _zip(content)
    elif kind == "text/calendar":
        yield "calendar", re.sub(rb"\r?\n[ \t]", b"", content).decode("utf-8", "replace")
    else:
        text = content.decode("utf-8", "replace")
        if title := re.search(r"<title>(.*?)</title>", text, re.DOTALL):
            yield "title", title[1]
        yield "body", text


def _pdf(content: bytes) -> Iterator[tuple[str, str]]:
    yield "pdf text", words_of(content)
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as metadata:
        yield "pdf metadata", f"{dict(document.docinfo)} {metadata}"


def _zip(content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        for name in whole.namelist():
            yield f"sheet {name}", name + whole.read(name).decode("utf-8", "replace")
