"""Documents for paper and for sending: Typst templates filled with plain data, as tagged PDF (PDF/UA-1)."""

import json
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse


def pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF of a Typst template. `data` reaches it as JSON in `sys.inputs.data`, never as markup, so that nothing a
    person has typed can act in the document. Only the template's own folder can be read."""
    return typst.compile(
        str(template), root=str(template.parent), format="pdf", pdf_standards=["ua-1"],
        ignore_system_fonts=True, sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF the browser shows, never kept in a cache. `name` is the file's name without ending and client's data."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
