"""What a finished PDF says about itself, and who may open it."""

from __future__ import annotations

import io

MAKER = "Rectoscan"


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
            made.save(buffer, encryption=lock)
        else:
            made.save(buffer, deterministic_id=True)
    return buffer.getvalue()
