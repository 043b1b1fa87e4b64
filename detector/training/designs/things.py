"""Flat things that lie about and are no identity documents, and should not be found."""

from __future__ import annotations

from detector.formats import A4, DocumentFormat
from detector.training.designs.codes import fold, ornament, ruled, squares, stripes, table
from detector.training.designs.design import Design
from detector.training.designs.grounds import (
    blots,
    curve,
    dots,
    fade,
    hills,
    plain,
    region,
    rosette,
    towers,
    waves,
)
from detector.training.designs.lettering import lines, signature, small_print, words
from detector.training.designs.marks import bar, flag, frame, outline, portrait, seal, within
from detector.training.designs.pen import Part


def _thing(name: str, width: float, height: float, *parts: Part, round_mm: float = 0.0) -> Design:
    """Of so many mm."""
    return Design(name, "no document", DocumentFormat(name, width, height), round_mm, parts)


def _pips(ink: str, *places: tuple[float, float]) -> tuple[Part, ...]:
    """A playing card's lozenges around these middles."""
    return tuple(
        region(ink, (x, y - 0.08), (x + 0.08, y), (x, y + 0.08), (x - 0.08, y)) for x, y in places
    )


def _checks(count: int, ink: str) -> tuple[Part, ...]:
    """Every second field of a board."""
    step = 1 / count
    return tuple(
        bar((x * step, y * step, (x + 1) * step, (y + 1) * step), ink)
        for x in range(count)
        for y in range(count)
        if (x + y) % 2
    )


def _blisters() -> tuple[Part, ...]:
    """Two rows of pills."""
    return tuple(
        curve("f4f4f0", (x, y), 0.055) for x in (0.12, 0.31, 0.5, 0.69, 0.88) for y in (0.28, 0.72)
    )


def _icons() -> tuple[Part, ...]:
    """A screen's programs."""
    return tuple(
        bar((x, y, x + 0.14, y + 0.1), "f0f0f0", 0.8, 0.25)
        for x in (0.1, 0.32, 0.54, 0.76)
        for y in (0.12, 0.3, 0.48)
    )


THINGS = (
    _thing(
        "leaflet", 99, 210, fade("f8f8f0", "c8e0f0", angle=90),
        within((0, 0, 1, 0.4), fade("80b8e8", "f0e8d0", angle=90), hills("90a890", "688858")),
        words("Summer festival", (0.08, 0.44, 0.92, 0.5), "c04020", bold=True),
        lines((0.08, 0.55, 0.92, 0.9), 8),
    ),
    _thing(
        "folded leaflet", 148, 210, plain("fafafa"), bar((0, 0, 1, 0.22), "e86020"),
        words("SALE", (0.1, 0.05, 0.9, 0.18), "ffffff", bold=True),
        lines((0.06, 0.28, 0.46, 0.9), 12), lines((0.54, 0.28, 0.94, 0.9), 12),
        fold(0.5, upright=True),
    ),
    _thing(
        "banknote", 140, 77, fade("e0d0a8", "d8a888", "c8c8a0"), waves("a87850", 0.03, 0.1, 0.6),
        rosette((0.35, 0.1, 0.65, 0.9), "905830", 12),
        words("50", (0.04, 0.06, 0.2, 0.28), "804020", bold=True),
        words("50", (0.8, 0.7, 0.96, 0.94), "804020", bold=True),
        seal((0.7, 0.1, 0.86, 0.5), "a07838", 0.5),
    ),
    _thing(
        "green banknote", 156, 66, plain("d4dcc4"), frame(0.06, "305038", 0.04),
        portrait((0.4, 0.14, 0.6, 0.86), grey=True, oval=True, share=0.8),
        words("100", (0.08, 0.14, 0.24, 0.4), "284830", bold=True),
        seal((0.7, 0.3, 0.84, 0.7), "308040"),
    ),
    _thing(
        "postcard's picture", 148, 105, fade("58a0e0", "f0e0c0", angle=90),
        hills("7898a8", "486858", top=0.4, share=1),
        words("Greetings", (0.2, 0.08, 0.8, 0.26), "f8f0d0", bold=True),
    ),
    _thing(
        "postcard's back", 148, 105, plain("f6f2e6"), bar((0.5, 0.1, 0.503, 0.9), "909090"),
        lines((0.05, 0.15, 0.46, 0.8), 6, "283878"), ruled((0.56, 0.5, 0.94, 0.85), 4),
        within((0.8, 0.06, 0.95, 0.32), plain("c05040"), frame(0.08, "fafafa", 0.06)),
    ),
    _thing(
        "envelope", 220, 110, plain("f4f4f2"), lines((0.5, 0.5, 0.85, 0.8), 4),
        lines((0.04, 0.06, 0.3, 0.2), 2),
        within((0.86, 0.07, 0.96, 0.32), plain("3868a8"), frame(0.08, "fafafa", 0.06)),
    ),
    _thing(
        "window envelope", 220, 110, plain("e8e4d8"),
        bar((0.08, 0.42, 0.5, 0.8), "fafafa", radius=0.1), lines((0.11, 0.48, 0.45, 0.76), 4),
        outline((0.75, 0.08, 0.96, 0.22), "404040", 2),
    ),
    _thing(
        "medicine box", 110, 55, plain("fbfbfb"), bar((0, 0.62, 1, 1), "2888c0"),
        region("f07830", (0.6, 0), (1, 0), (1, 0.62), (0.8, 0.62)),
        words("Paracetin 500 mg", (0.05, 0.12, 0.58, 0.3), "204870", bold=True),
        words("20 tablets", (0.05, 0.72, 0.4, 0.86), "ffffff"),
    ),
    _thing(
        "blister pack", 100, 60, fade("b8bcc0", "e0e4e8", angle=30),
        *_blisters(),
        round_mm=5,
    ),
    _thing(
        "mouse pad", 240, 190, plain("202428"), curve("284868", (0.8, 0.9), 0.4),
        words("PRO", (0.06, 0.86, 0.2, 0.93), "a0a8b0", bold=True), round_mm=8,
    ),
    _thing(
        "book cover", 125, 190, plain("284038"),
        words("The Long River", (0.1, 0.12, 0.9, 0.2), "f0e0b0", bold=True, side=0.5),
        within(
            (0.15, 0.28, 0.85, 0.75), fade("d0b080", "586848", angle=90), hills("788858", "385038"),
        ),
        words("E. Dubois", (0.2, 0.84, 0.8, 0.89), "f0e0b0", side=0.5),
    ),
    _thing(
        "paperback's back", 115, 180, plain("d8c0a0"), small_print((0.1, 0.1, 0.9, 0.66), 18),
        stripes((0.55, 0.8, 0.9, 0.93)),
    ),
    _thing("notebook", 148, 210, plain("1c1c20"), bar((0.9, 0, 0.93, 1), "484858"), round_mm=6),
    _thing(
        "lined page", 148, 210, plain("fbfaf4"), ruled((0, 0.1, 1, 0.97), 24, "98b0d0"),
        bar((0.14, 0, 0.144, 1), "d88080"), lines((0.18, 0.1, 0.92, 0.5), 10, "203078"),
    ),
    _thing(
        "squared page", 148, 210, plain("fafafa"), table((0, 0, 1, 1), 42, 30, "b0c4d8", 0),
        signature((0.2, 0.2, 0.8, 0.4)),
    ),
    _thing(
        "receipt", 80, 190, plain("f8f8f6"),
        words("SUPERMARKT", (0.15, 0.04, 0.85, 0.09), side=0.5),
        lines((0.06, 0.14, 0.94, 0.75), 18, "383838"),
        words("TOTAL 42,77", (0.06, 0.79, 0.94, 0.84), bold=True),
        stripes((0.15, 0.88, 0.85, 0.96)),
    ),
    _thing(
        "concert ticket", 150, 60, plain("f0d020"), bar((0.78, 0, 0.784, 1), "907808"),
        words("LIVE TONIGHT", (0.05, 0.15, 0.74, 0.5), "202020", bold=True),
        lines((0.05, 0.62, 0.7, 0.9), 2), words("ROW 7", (0.81, 0.3, 0.97, 0.45), "202020"),
    ),
    _thing(
        "train ticket", 86, 54, plain("f4e8d8"), flag((0, 0, 1, 0.12), "d87030"),
        words("ZÜRICH – BASEL", (0.06, 0.22, 0.9, 0.36), "202020", bold=True),
        words("2. class  CHF 18.40", (0.06, 0.46, 0.7, 0.56)), bar((0, 0.76, 1, 0.94), "483828"),
    ),
    _thing(
        "diamonds seven", 63, 88, plain("fcfcfc"),
        *_pips(
            "d01828", (0.3, 0.2), (0.7, 0.2), (0.5, 0.35), (0.3, 0.5), (0.7, 0.5), (0.3, 0.8),
            (0.7, 0.8),
        ),
        words("7", (0.05, 0.03, 0.15, 0.12), "d01828", bold=True), round_mm=3.5,
    ),
    _thing(
        "playing card's back", 63, 88, plain("fafafa"),
        within(
            (0.07, 0.05, 0.93, 0.95), plain("a01828"), waves("f0c8c8", 0.04, 0.0, 0.8, 45),
            waves("f0c8c8", 0.04, 0.0, 0.8, -45), rosette((0.2, 0.3, 0.8, 0.7), "fafafa", 8),
            radius=0.05,
        ),
        round_mm=3.5,
    ),
    _thing(
        "tablet", 170, 240, plain("181818"),
        within(
            (0.05, 0.05, 0.95, 0.95), fade("203880", "c07898", angle=60),
            *_icons(),
        ),
        round_mm=9,
    ),
    _thing(
        "telephone", 71, 147, plain("101012"),
        within(
            (0.03, 0.02, 0.97, 0.98), plain("fafafa"), bar((0, 0, 1, 0.12), "18a068"),
            lines((0.08, 0.2, 0.8, 0.85), 10), radius=0.12,
        ),
        round_mm=10,
    ),
    _thing(
        "chocolate bar", 160, 75, plain("4c2c1c"),
        table((0.02, 0.04, 0.98, 0.96), 4, 8, "301808", 0), frame(0.0, "382010", 0.04), round_mm=2,
    ),
    _thing(
        "wrapped chocolate", 160, 75, plain("682888"), curve("f8e8c0", (0.75, 0.5), 0.18),
        words("Alpino", (0.06, 0.25, 0.56, 0.7), "f8f0e0", bold=True),
    ),
    _thing(
        "sticky note", 76, 76, fade("f8e860", "f0d840", angle=90),
        words("call Anna 18:00", (0.1, 0.3, 0.9, 0.42), "303060"),
        words("!!", (0.4, 0.55, 0.6, 0.75), "303060"),
    ),
    _thing(
        "ruler", 160, 35, plain("e8c880"), table((0.01, 0, 0.99, 0.3), 1, 60, "483818", 0),
        words("0   2   4   6   8   10   12   14", (0.02, 0.42, 0.98, 0.65), "483818"),
    ),
    _thing(
        "photo print", 150, 100, fade("88b8e8", "f0f0e0", angle=90),
        hills("a0a890", "607848", top=0.5, share=1), portrait((0.38, 0.3, 0.62, 0.95), oval=True),
        frame(0.0, "fafafa", 0.05),
    ),
    _thing(
        "instant photo", 88, 107, plain("f6f6f2"),
        within(
            (0.08, 0.06, 0.92, 0.76), fade("e8a060", "503868", angle=90),
            towers("281830", 0.5, 0.9),
        ),
    ),
    _thing(
        "disc case", 142, 125, plain("181820"),
        within(
            (0.1, 0, 1, 1), fade("c03828", "201838", angle=50), curve("f0c040", (0.6, 0.45), 0.22),
        ),
        words("NIGHT DRIVE", (0.16, 0.82, 0.9, 0.92), "f8f0e0", bold=True),
    ),
    _thing(
        "calendar page", 105, 148, plain("fafafa"),
        words("AUGUST", (0.1, 0.05, 0.9, 0.13), "c02020", bold=True, side=0.5),
        table((0.06, 0.2, 0.94, 0.9), 6, 7, "909090", 0.9),
    ),
    _thing(
        "menu", 148, 210, plain("382418"), ornament(0.06, "c0a060", 24),
        words("MENU", (0.2, 0.12, 0.8, 0.2), "e8d0a0", bold=True, side=0.5),
        lines((0.2, 0.3, 0.8, 0.85), 9, "e8d8b8", side=0.5),
    ),
    _thing(
        "printed page", A4.width_mm, A4.height_mm, plain("fcfcfc"),
        words("Quarterly report", (0.1, 0.06, 0.7, 0.09), bold=True),
        small_print((0.1, 0.13, 0.9, 0.9), 48),
    ),
    _thing(
        "napkin", 120, 120, plain("f0e8e0"), dots("b89878", 0.02, 0.5), blots("e8ddd0", share=0.4),
    ),
    _thing("chessboard", 200, 200, plain("e8d0a0"), *_checks(8, "784828")),
    _thing(
        "packet of seeds", 80, 120, plain("f4ecd0"), curve("d83828", (0.5, 0.62), 0.3),
        curve("48a038", (0.5, 0.32), 0.1),
        words("TOMATO", (0.1, 0.06, 0.9, 0.17), "306020", bold=True, side=0.5),
    ),
    _thing(
        "coupon with code", 100, 60, plain("fdf0f0"),
        outline((0.03, 0.05, 0.97, 0.95), "c03030", 3),
        words("-20%", (0.08, 0.2, 0.55, 0.6), "c03030", bold=True),
        squares((0.62, 0.16, 0.94, 0.76), 21),
    ),
)  # fmt: skip
