"""Backs of cards, and cards whose ground or frame misleads about their edge."""

from __future__ import annotations

from detector.training.designs.codes import (
    finger,
    foil,
    ornament,
    ruled,
    squares,
    stacked,
    stripes,
    table,
)
from detector.training.designs.design import badge, card
from detector.training.designs.grounds import (
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
from detector.training.designs.lettering import (
    fields,
    lines,
    machine,
    signature,
    small_print,
    words,
)
from detector.training.designs.marks import (
    bar,
    chip,
    crest,
    flag,
    frame,
    outline,
    portrait,
    seal,
    stars,
    within,
)

BACK, FRAMED, HALVES, DARK, BLANK = "back", "framed", "two-tone", "dark", "blank"

BACKS = (
    card(
        "back with three lines and a chip", BACK,
        fade("dfe6f6", "f4d8e2"), waves("90a0d0", 0.025, 0.06, 0.5), chip((0.05, 0.1, 0.19, 0.32)),
        fields((0.25, 0.07, 0.7, 0.58), 4),
        stacked((0.74, 0.08, 0.96, 0.4), 18, 60), machine((0.03, 0.64, 0.97, 0.97), 3),
    ),
    card(
        "back with classes", BACK,
        fade("f6cfd4", "f8e4e0"), waves("d890a0", 0.02, 0.05, 0.5),
        table((0.32, 0.04, 0.97, 0.86), 13, 4, filled=0.5),
        lines((0.03, 0.06, 0.28, 0.5), 8), small_print((0.03, 0.88, 0.97, 0.97), 2),
        finger((0.06, 0.56, 0.22, 0.84)),
    ),
    card(
        "back with stacked code", BACK,
        fade("e8f0f4", "d0dce8", angle=90), small_print((0.04, 0.05, 0.6, 0.35), 6),
        stripes((0.66, 0.06, 0.95, 0.2)),
        stacked((0.05, 0.45, 0.95, 0.75), 16, 150), lines((0.05, 0.8, 0.9, 0.95), 2),
    ),
    card(
        "back with magnetic stripe", BACK,
        plain("d8dce4"), bar((0, 0.09, 1, 0.32), "181414"), bar((0.05, 0.4, 0.68, 0.54), "fafaf4"),
        signature((0.1, 0.41, 0.5, 0.53)),
        words("042", (0.71, 0.43, 0.82, 0.51), "202020"), small_print((0.05, 0.62, 0.95, 0.9), 5),
        foil((0.84, 0.38, 0.96, 0.57)),
    ),
    card(
        "back with square code", BACK,
        plain("f8f8f6"), waves("c8c8d8", 0.05, 0.1, 0.4), squares((0.52, 0.06, 0.97, 0.94), 45),
        lines((0.04, 0.1, 0.48, 0.6), 5),
        small_print((0.04, 0.68, 0.48, 0.92), 5),
    ),
    card(
        "back with arms and large title", BACK,
        fade("e6f2f2", "f4eef2"), rosette((0.25, 0.3, 0.75, 1.0), "a0c8d0", 18, 0.5),
        seal((0.06, 0.12, 0.28, 0.5), "c02828"),
        words("中华人民共和国", (0.34, 0.14, 0.9, 0.25), "202020", bold=True),
        words("居民身份证", (0.34, 0.34, 0.94, 0.5), "202020", bold=True),
        lines((0.3, 0.72, 0.85, 0.92), 2, "202020", "cjk"),
    ),
    card(
        "health card's back", BACK,
        fade("f0f4fa", "d8e4f2"), waves("a8c0e0", 0.04, 0.08, 0.4),
        bar((0.86, 0.04, 0.97, 0.22), "1840a0"), stars((0.86, 0.04, 0.97, 0.22), "f8d820"),
        words("EUROPEAN HEALTH INSURANCE CARD", (0.04, 0.07, 0.8, 0.13), "183878", bold=True),
        table((0.04, 0.28, 0.96, 0.9), 4, 2, "8098c0", 0.9), signature((0.5, 0.18, 0.75, 0.26)),
    ),
    card(
        "back with optical stripe", BACK,
        plain("f2f2ee"), fade("a8b0b8", "e8ecf0", "98a0a8", angle=20, place=(0, 0.12, 1, 0.5)),
        dots("8088a0", 0.015, 0.6, (0, 0.12, 1, 0.5)),
        portrait((0.8, 0.15, 0.95, 0.47), share=0.35, grey=True),
        machine((0.03, 0.6, 0.97, 0.96), 3),
    ),
    card(
        "back of small print", BACK,
        plain("fdfdfb"), small_print((0.06, 0.1, 0.94, 0.7), 11),
        lines((0.06, 0.78, 0.6, 0.92), 2, "a02020"),
    ),
    card(
        "back with thumbs", BACK,
        fade("fbf3d0", "f0e0c4"), waves("d8b870", 0.03, 0.07, 0.4), finger((0.06, 0.12, 0.26, 0.6)),
        finger((0.3, 0.12, 0.5, 0.6)),
        lines((0.55, 0.12, 0.95, 0.6), 5), stacked((0.05, 0.7, 0.95, 0.93), 10, 140),
    ),
    badge(
        "badge's back", BACK,
        plain("f6f6f6"), bar((0.04, 0, 0.25, 1), "1c1818"),
        small_print((0.34, 0.08, 0.94, 0.5), 14), squares((0.4, 0.58, 0.9, 0.88)),
        words("if found return to", (0.34, 0.92, 0.94, 0.95), "404040"),
    ),
    card(
        "print within a white margin", FRAMED,
        plain("fcfcfc"), within(
            (0.035, 0.055, 0.965, 0.945), fade("b8d0e8", "e8d0c0"), waves("7090b8", 0.03, 0.07),
            portrait((0.04, 0.2, 0.3, 0.85)),
            lines((0.36, 0.25, 0.9, 0.85), 6),
            words("REGION CARD", (0.05, 0.05, 0.7, 0.14), "203050", bold=True), radius=0.06,
        ),
    ),
    card(
        "dark print within a wide margin", FRAMED,
        plain("f4f4f0"), within(
            (0.07, 0.11, 0.93, 0.89), plain("204070"), portrait((0.06, 0.15, 0.32, 0.85)),
            lines((0.38, 0.2, 0.92, 0.8), 5, "f0f0ff"),
        ),
    ),
    card(
        "thick inner frame", FRAMED,
        plain("f8f4e8"), frame(0.09, "802030", 0.035), crest((0.14, 0.18, 0.26, 0.42), "802030"),
        words("MEMBERSHIP", (0.3, 0.2, 0.86, 0.32), "802030", bold=True),
        lines((0.3, 0.42, 0.86, 0.8), 4), portrait((0.13, 0.48, 0.27, 0.82)),
    ),
    card(
        "thin double frame", FRAMED,
        fade("f0ece0", "e4e8dc"), frame(0.05, "405048", 0.008), frame(0.075, "405048", 0.004),
        words("CERTIFICATE OF IDENTITY", (0.15, 0.14, 0.85, 0.2), "304038", side=0.5),
        portrait((0.1, 0.28, 0.32, 0.84)), ruled((0.38, 0.38, 0.9, 0.82), 5),
        lines((0.39, 0.3, 0.85, 0.8), 5), seal((0.28, 0.62, 0.46, 0.93), "304890", 0.6),
    ),
    card(
        "frame with round corners", FRAMED,
        plain("e8eef4"), frame(0.06, "2060a0", 0.02, 0.1),
        within(
            (0.06, 0.1, 0.94, 0.3), plain("2060a0"),
            words("PERMIT", (0.1, 0.2, 0.9, 0.8), "ffffff", bold=True), radius=0.3,
        ),
        lines((0.1, 0.38, 0.62, 0.88), 5), portrait((0.68, 0.36, 0.9, 0.88)),
    ),
    card(
        "ornamental border", FRAMED,
        plain("fbf8ee"), ornament(0.07, "907030", 30),
        words("LICENCE", (0.2, 0.18, 0.8, 0.3), "604818", bold=True, side=0.5),
        lines((0.35, 0.4, 0.85, 0.82), 4),
        portrait((0.14, 0.36, 0.31, 0.82), oval=True),
    ),
    card(
        "panel that leaves one side", FRAMED,
        plain("f8f8f8"),
        within(
            (0.0, 0.0, 0.8, 1.0), fade("309080", "60b8a0"), portrait((0.07, 0.2, 0.38, 0.85)),
            lines((0.44, 0.25, 0.94, 0.8), 5, "ffffff"),
        ),
        chip((0.83, 0.4, 0.96, 0.58)),
    ),
    card(
        "black frame around a light field", FRAMED,
        plain("16161a"),
        within(
            (0.05, 0.08, 0.95, 0.92), plain("f0f0ec"), portrait((0.05, 0.1, 0.32, 0.8)),
            fields((0.38, 0.1, 0.95, 0.9), 4), radius=0.05,
        ),
    ),
    card(
        "halves, upright", HALVES,
        plain("f4f2ee"), bar((0, 0, 0.42, 1), "283c78"),
        portrait((0.08, 0.15, 0.34, 0.75), rim=0.03), fields((0.48, 0.12, 0.95, 0.88), 4),
    ),
    card(
        "halves, lying", HALVES,
        plain("c02838"), bar((0, 0.5, 1, 1), "f6f6f6"),
        words("UNION CARD", (0.08, 0.12, 0.7, 0.3), "ffffff", bold=True),
        portrait((0.72, 0.2, 0.93, 0.8), rim=0.03),
        lines((0.08, 0.58, 0.65, 0.9), 3),
    ),
    card(
        "halves, aslant", HALVES,
        plain("f8f8f4"), region("208870", (0, 0), (0.75, 0), (0.25, 1), (0, 1)),
        words("care", (0.06, 0.1, 0.4, 0.3), "ffffff", bold=True),
        lines((0.55, 0.4, 0.95, 0.85), 4),
    ),
    card(
        "halves, curved", HALVES,
        plain("f0a030"), curve("fbfbf8", (1.05, 0.5), 0.62), lines((0.52, 0.2, 0.94, 0.6), 4),
        words("7719 2042", (0.55, 0.75, 0.94, 0.84), "202020"), chip((0.08, 0.4, 0.22, 0.6)),
    ),
    card(
        "three fields of colour", HALVES,
        plain("2868a8"), bar((0.34, 0, 0.67, 1), "f8f8f8"), bar((0.67, 0, 1, 1), "d84040"),
        words("SPORT PASS", (0.37, 0.4, 0.64, 0.5), "202020", bold=True, side=0.5),
        portrait((0.07, 0.2, 0.28, 0.75)), lines((0.71, 0.2, 0.96, 0.6), 4, "ffffff"),
    ),
    card(
        "black with light print", DARK,
        fade("141416", "26262c", angle=40), chip((0.08, 0.36, 0.22, 0.56), "b8bcc0"),
        words("BLACK ACCESS", (0.08, 0.08, 0.6, 0.17), "d8d8dc"),
        lines((0.08, 0.72, 0.6, 0.9), 2, "c8c8cc"),
    ),
    card(
        "navy with gold", DARK,
        plain("101c40"), rosette((0.5, 0.1, 1.0, 0.9), "a08840", 14, 0.8),
        crest((0.08, 0.1, 0.2, 0.36), "c8a848"),
        words("DIPLOMATIC CARD", (0.26, 0.14, 0.9, 0.24), "d8b858", bold=True),
        portrait((0.08, 0.45, 0.27, 0.9)), lines((0.32, 0.48, 0.8, 0.88), 4, "e0d8b8"),
    ),
    card(
        "dark photograph", DARK,
        fade("102838", "204850", angle=90), hills("183040", "0c1c24", top=0.4),
        words("NATIONAL PARK", (0.06, 0.08, 0.7, 0.18), "e8f0f0", bold=True),
        portrait((0.74, 0.3, 0.94, 0.78), grey=True),
        lines((0.06, 0.7, 0.6, 0.92), 3, "d0e0e0"),
    ),
    card(
        "dark town", DARK,
        fade("301838", "682848", angle=90), towers("140818", 0.35, 0.9),
        words("NIGHT PASS", (0.3, 0.08, 0.95, 0.22), "f87890", bold=True, side=1),
        stripes((0.06, 0.76, 0.5, 0.92), 50),
    ),
    card(
        "blank white with a logo", BLANK, plain("f8f8f8"), curve("d02828", (0.84, 0.24), 0.05),
        words("acme", (0.6, 0.18, 0.78, 0.3), "303030", bold=True),
    ),
    card(
        "blank white with a number", BLANK, plain("fafaf6"),
        words("26482  0042119-1", (0.62, 0.88, 0.95, 0.93), "606060"),
    ),
    card(
        "blank, fading, with a chip", BLANK, fade("eef2f6", "d4dce6", angle=30),
        chip((0.1, 0.38, 0.24, 0.6)),
    ),
    card(
        "blank grey with arms", BLANK, plain("c8ccd0"),
        crest((0.42, 0.3, 0.58, 0.7), "888c94", "a8acb4"),
    ),
    card("blank coloured with a stripe", BLANK, plain("e8e0c8"), bar((0, 0.1, 1, 0.3), "302820")),
    card(
        "window to see through", BLANK,
        fade("e4eaf2", "f2e6ea"), waves("a0b0d0", 0.03, 0.05, 0.4),
        bar((0.66, 0.15, 0.92, 0.85), "b0a898", radius=0.2),
        outline((0.66, 0.15, 0.92, 0.85), "8890a0", 2),
        portrait((0.7, 0.28, 0.88, 0.72), share=0.3, grey=True, oval=True),
        fields((0.06, 0.15, 0.6, 0.85), 4), flag((0.06, 0.03, 0.2, 0.1), "2848a0", "f8f8f8"),
    ),
)  # fmt: skip
