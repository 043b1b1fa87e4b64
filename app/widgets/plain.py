"""Names of files and cameras in tooltips, which take what looks like markup for markup."""

from __future__ import annotations

import html


def plain(text: str) -> str:
    """A text that a tooltip shows as it is."""
    if "<" not in text:
        return text
    return "<qt>" + html.escape(text).replace("\n", "<br>") + "</qt>"
