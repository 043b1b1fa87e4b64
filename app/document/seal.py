"""What a finished PDF says about itself, and who may open it."""

from __future__ import annotations

import io

from app.document.encode import give_way
from app.document.maker import MAKER

# What can be locked, as Form names it.
LOCKABLE = ("pdf", "pdfs", "sheet")
# Of a password, ISO 32000-2 (7.6.4.3.3) takes so many bytes of UTF-8. What follows is dropped by
# some readers and counted by others: a file that was locked by it would open in one of them.
MOST_BYTES = 127


def is_lock(password: str) -> bool:
    """Whether every reader of PDFs can be told this password."""
    return len(password.encode("utf-8", "surrogatepass")) <= MOST_BYTES


def sealed(pdf: bytes, title: str, password: str = "") -> bytes:
    """The PDF with a title, and locked by a password where there is one.

    Without a password the same input gives the same bytes; a locked one holds chance by design.
    """
    import pikepdf  # heavy, and only where a PDF is made

    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as made:
        # A file's name may hold bytes that are no text.
        made.docinfo["/Title"] = title.encode("utf-8", "replace").decode("utf-8")
        made.docinfo["/Creator"] = MAKER
        if password:
            # Revision 6: AES-256 (ISO 32000-2), the only one that is not broken.
            lock = pikepdf.Encryption(owner=password, user=password, R=6)
            made.save(buffer, encryption=lock, progress=give_way)
        else:
            made.save(buffer, deterministic_id=True, progress=give_way)
    return buffer.getvalue()
