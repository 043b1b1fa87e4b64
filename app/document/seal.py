"""What a finished PDF says about itself, and who may open it."""

from __future__ import annotations

import io
import stringprep
from unicodedata import ucd_3_2_0

from app.document.encode import give_way
from app.document.maker import MAKER

# What can be locked, as Form names it.
LOCKABLE = ("pdf", "pdfs", "sheet")
# Of a password, ISO 32000-2 (7.6.4.3.3) takes so many bytes of UTF-8. What follows is dropped by
# some readers and counted by others: a file that was locked by it would open in one of them.
MOST_BYTES = 127
# Of RFC 4013 (SASLprep), what is dropped, is taken for a space, or may not be there. Of RFC 3454's
# names: A for what Unicode 3.2 does not know, C for what may not be there, D for directions.
ODD = (
    stringprep.in_table_a1,
    stringprep.in_table_b1,
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)
TO_LEFT, TO_RIGHT = stringprep.in_table_d1, stringprep.in_table_d2


def is_lock(password: str) -> bool:
    """Whether every reader of PDFs can be told this password."""
    return not (is_too_long(password) or odd_in(password))


def is_too_long(password: str) -> bool:
    """Whether some readers would cut it."""
    return len(password.encode("utf-8", "surrogatepass")) > MOST_BYTES


def odd_in(password: str) -> str:
    """What readers of PDFs do not agree about in a password: its first such character, with the
    signs that are put onto it; "" where there is none.

    ISO 32000-2 has passwords prepared by SASLprep, which makes 2 of ² and refuses what is newer
    than Unicode 3.2. pypdf 7.1, pyHanko 0.38 and PDF.js since 2026 do so; PDFium, MuPDF and Poppler
    take what is typed. Locked by ², a file opens in the latter alone; locked by 2 for ², in the
    former.
    """
    for index, letter in enumerate(password):
        if any(is_odd(letter) for is_odd in ODD) or not _is_kept(letter):
            return letter
        if not _is_kept(password[: index + 1]):  # a letter and its accent, typed as two
            return password[index - 1 : index + 1]
    return _turned(password)


def _is_kept(text: str) -> bool:
    return ucd_3_2_0.normalize("NFKC", text) == text


def _turned(password: str) -> str:
    """What stands where RFC 3454 (6) wants none: beside letters that are written to the left,
    others, or anything at the password's ends; "" where there is nothing of it."""
    if not any(map(TO_LEFT, password)):
        return ""
    ends = (each for each in (password[0], password[-1]) if not TO_LEFT(each))
    return next(filter(TO_RIGHT, password), "") or next(ends, "")


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
