"""The words of a PDF, read through its fonts' own tables: what stands on the paper, not what was meant to."""

import io
import re

import pikepdf


def words_of(content: bytes) -> str:
    """The text of every page, without spaces: a line may be broken anywhere."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return "".join(_page(page) for page in document.pages)


def on_paper(text: str, content: bytes) -> bool:
    """Whether a text stands on the paper, wherever its lines are broken."""
    return re.sub(r"\s", "", text) in words_of(content)


def _page(page: pikepdf.Page) -> str:
    fonts = {name: _table(font) for name, font in page.Resources.get("/Font", {}).items()}
    table, found = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = fonts.get(str(operands[0]), {})
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    found += [table.get(raw[at : at + 2], "") for at in range(0, len(raw), 2)]
    return re.sub(r"\s", "", "".join(found))


def _table(font: pikepdf.Object) -> dict[bytes, str]:
    """From two-byte codes to text, as the font's ToUnicode table says."""
    if "/ToUnicode" not in font:
        return {}
    text = font.ToUnicode.read_bytes().decode("latin-1")
    table = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[bytes.fromhex(code)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int(value, 16)
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                table[code.to_bytes(2, "big")] = chr(start + step)
    return table
