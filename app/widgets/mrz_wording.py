"""The fields of a machine readable zone in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from app.document.mrz import Field, Proof

# Of a width that any window has room for; and a space of no width.
LONG_WORD, ANYWHERE = 14, "\u200b"


def field_name(name: str) -> str:
    """What a field is called: of FIELDS in app.document.mrz."""
    return {
        "kind": QCoreApplication.translate("Mrz", "Document"),
        "issuer": QCoreApplication.translate("Mrz", "Issuing state"),
        "surname": QCoreApplication.translate("Mrz", "Surname"),
        "given_names": QCoreApplication.translate("Mrz", "Given names"),
        "number": QCoreApplication.translate("Mrz", "Document number"),
        "nationality": QCoreApplication.translate("Mrz", "Nationality"),
        "birth": QCoreApplication.translate("Mrz", "Date of birth"),
        "sex": QCoreApplication.translate("Mrz", "Sex"),
        "expiry": QCoreApplication.translate("Mrz", "Date of expiry"),
        "optional": QCoreApplication.translate("Mrz", "Optional data"),
        "more": QCoreApplication.translate("Mrz", "More optional data"),
    }[name]


def proof_text(proof: Proof) -> str:
    """Whether a field is proven."""
    return {
        "passed": QCoreApplication.translate("Mrz", "Check digit passes"),
        "failed": QCoreApplication.translate("Mrz", "Check digit fails"),
        "unsure": QCoreApplication.translate("Mrz", "Not certain"),
        "none": QCoreApplication.translate("Mrz", "Not checked"),
    }[proof]


def expired() -> str:
    """Beside a date that is past."""
    return QCoreApplication.translate("Mrz", "Expired")


def shown(field: Field) -> str:
    """A field's text with what its code means, where there is a word for it."""
    meaning = ""
    if field.name == "kind":
        meaning = _kind(field.text)
    elif field.name == "sex":
        meaning = _sex(field.text)
    return f"{field.text} ({meaning})" if meaning else field.text


def breakable(text: str) -> str:
    """A text to be shown whose words of more than LONG_WORD letters may be broken anywhere: cut off
    by a narrow window, a name would look like another one."""
    words = text.split(" ")
    return " ".join(ANYWHERE.join(word) if len(word) > LONG_WORD else word for word in words)


def _kind(code: str) -> str:
    """By the first letter (Doc 9303-4, -5 and -7)."""
    return {
        "P": QCoreApplication.translate("Mrz", "passport"),
        "V": QCoreApplication.translate("Mrz", "visa"),
        "I": QCoreApplication.translate("Mrz", "identity card"),
        "A": QCoreApplication.translate("Mrz", "identity card"),
        "C": QCoreApplication.translate("Mrz", "identity card"),
    }.get(code[:1], "")


def _sex(code: str) -> str:
    return {
        "F": QCoreApplication.translate("Mrz", "female"),
        "M": QCoreApplication.translate("Mrz", "male"),
        "X": QCoreApplication.translate("Mrz", "unspecified"),
    }.get(code, "")
