"""Papers and pages of booklets: certificates, registrations, visas, data pages, covers."""

from __future__ import annotations

from detector.formats import A4, ID2, ID3
from detector.training.designs.codes import fold, ornament, ruled, squares, stripes, table
from detector.training.designs.design import sheet
from detector.training.designs.grounds import dots, fade, plain, rosette, waves
from detector.training.designs.lettering import (
    fields,
    lines,
    machine,
    signature,
    small_print,
    words,
)
from detector.training.designs.marks import bar, crest, flag, frame, outline, portrait, seal, within

PAPER, BOOKLET = "paper", "booklet"
# A booklet's corners are cut a little round.
PAGE_MM = 3.0

PAPERS = (
    sheet(
        "certificate with ornaments", PAPER, A4,
        plain("fbf7ea"), ornament(0.06, "806028", 40, 0.025), frame(0.1, "806028", 0.006),
        crest((0.42, 0.1, 0.58, 0.2), "802828"),
        words("CERTIFICATE", (0.2, 0.24, 0.8, 0.29), "403018", bold=True, side=0.5),
        lines((0.18, 0.36, 0.82, 0.72), 9, side=0.5), seal((0.4, 0.76, 0.6, 0.9), "a02828"),
        signature((0.62, 0.8, 0.85, 0.86)),
    ),
    sheet(
        "birth certificate", PAPER, A4,
        fade("e8f0e4", "f8f4e8", angle=90), waves("a8c0a0", 0.012, 0.02, 0.4),
        words("BIRTH CERTIFICATE", (0.15, 0.06, 0.85, 0.1), "205030", bold=True, side=0.5),
        table((0.08, 0.15, 0.92, 0.7), 12, 2, "507060", 0.8), lines((0.08, 0.74, 0.6, 0.86), 4),
        seal((0.66, 0.74, 0.86, 0.88), "3848a0", 0.6), signature((0.1, 0.88, 0.4, 0.94)),
    ),
    sheet(
        "vehicle registration", PAPER, A4.turned,
        fade("d8ecd8", "e8f4e0"), waves("90b890", 0.02, 0.05, 0.4),
        table((0.03, 0.1, 0.33, 0.95), 14, 2, "406848", 0.7),
        table((0.35, 0.1, 0.65, 0.95), 18, 2, "406848", 0.6),
        lines((0.68, 0.12, 0.96, 0.6), 9), seal((0.74, 0.66, 0.9, 0.9), "305878", 0.6),
        words("REGISTRATION CERTIFICATE", (0.03, 0.03, 0.6, 0.075), "204028", bold=True),
        fold(0.34, upright=True), fold(0.665, upright=True),
    ),
    sheet(
        "provisional permit with portrait", PAPER, A4,
        plain("fcfcfc"), crest((0.08, 0.04, 0.17, 0.12), "303840", "707880"),
        lines((0.5, 0.05, 0.92, 0.13), 4),
        words("PROVISIONAL PERMIT", (0.08, 0.18, 0.8, 0.215), "202020", bold=True),
        portrait((0.08, 0.26, 0.32, 0.47)), lines((0.37, 0.26, 0.9, 0.46), 7),
        small_print((0.08, 0.52, 0.92, 0.8), 16), stripes((0.55, 0.87, 0.92, 0.93)),
        signature((0.1, 0.85, 0.4, 0.92)),
    ),
    sheet(
        "visa sticker", PAPER, ID2,
        fade("d8e8d0", "e8dcf0", "d0e4ec"), waves("80b090", 0.03, 0.08, 0.5),
        rosette((0.55, 0.05, 0.95, 0.7), "a078b0", 14),
        words("VISA", (0.36, 0.05, 0.6, 0.15), "205040", bold=True),
        portrait((0.04, 0.18, 0.3, 0.7)), lines((0.35, 0.2, 0.94, 0.7), 7),
        bar((0, 0.76, 1, 1), "f4f6f0"), machine((0.03, 0.78, 0.97, 0.96), 2),
    ),
    sheet(
        "old driving licence of cloth", PAPER, ID3,
        plain("c8c4b0"), dots("b0ac98", 0.012, 0.5),
        portrait((0.07, 0.3, 0.3, 0.78), grey=True, rim=0.04),
        seal((0.2, 0.6, 0.4, 0.88), "483878", 0.6), ruled((0.42, 0.3, 0.94, 0.84), 7, "686450"),
        lines((0.43, 0.24, 0.9, 0.82), 7, "303048"),
        words("Führerschein", (0.42, 0.06, 0.94, 0.17), "302c20", bold=True),
        fold(0.36, upright=True),
    ),
    sheet(
        "stamped paper card", PAPER, ID2,
        plain("e4d8bc"), frame(0.04, "584830", 0.006),
        words("CARTE D'IDENTITÉ", (0.2, 0.08, 0.9, 0.16), "403420", bold=True),
        portrait((0.08, 0.26, 0.34, 0.8), grey=True, rim=0.05),
        ruled((0.4, 0.32, 0.93, 0.85), 6, "887858"), lines((0.41, 0.25, 0.85, 0.83), 6, "283060"),
        seal((0.24, 0.6, 0.44, 0.92), "702838", 0.55),
    ),
    sheet(
        "permit on green paper", PAPER, ID3.turned,
        fade("c8dcc0", "d8e4cc", angle=90),
        words("PERMIT", (0.1, 0.05, 0.9, 0.11), "203820", bold=True, side=0.5),
        table((0.08, 0.15, 0.92, 0.55), 7, 2, "507050", 0.8), squares((0.1, 0.62, 0.45, 0.88)),
        lines((0.5, 0.62, 0.92, 0.88), 6),
    ),
    sheet(
        "passport's data page", BOOKLET, ID3,
        fade("f0d8d4", "e0e4f0"), waves("c89898", 0.025, 0.07, 0.5),
        portrait((0.04, 0.16, 0.3, 0.68)),
        words("PASSPORT", (0.34, 0.04, 0.7, 0.1), "702030", bold=True),
        fields((0.34, 0.14, 0.92, 0.74), 7),
        bar((0, 0.77, 1, 1), "f8f6f2"), machine((0.03, 0.81, 0.97, 0.96), 2),
        portrait((0.8, 0.42, 0.94, 0.7), share=0.35), round_mm=PAGE_MM,
    ),
    sheet(
        "data page under laminate", BOOKLET, ID3,
        plain("e8eef0"),
        within(
            (0.035, 0.05, 0.965, 0.95), fade("c8dce8", "e8e0d0"), waves("88a8c0", 0.03, 0.08, 0.5),
            portrait((0.04, 0.14, 0.28, 0.66)), fields((0.33, 0.1, 0.95, 0.72), 6,
        ),
            bar((0, 0.76, 1, 1), "f4f6f6"), machine((0.03, 0.79, 0.97, 0.96), 2),
            radius=0.03), round_mm=PAGE_MM,
    ),
    sheet(
        "standing data page", BOOKLET, ID3.turned,
        fade("dce8dc", "f0e8e0", angle=90), waves("98b898", 0.02, 0.05, 0.5),
        words("TRAVEL DOCUMENT", (0.1, 0.04, 0.9, 0.08), "285038", bold=True, side=0.5),
        portrait((0.08, 0.12, 0.48, 0.46)),
        fields((0.52, 0.12, 0.95, 0.46), 4), lines((0.08, 0.5, 0.92, 0.8), 8),
        machine((0.06, 0.86, 0.94, 0.96), 2), round_mm=PAGE_MM,
    ),
    sheet(
        "cover with gold", BOOKLET, ID3.turned,
        plain("5c1426"), dots("501020", 0.01, 0.5),
        crest((0.3, 0.3, 0.7, 0.58), "c8a04c", "d8b868"),
        words("REPUBLIC", (0.2, 0.12, 0.8, 0.17), "d0a850", bold=True, side=0.5),
        words("PASSPORT", (0.2, 0.7, 0.8, 0.76), "d0a850", bold=True, side=0.5),
        outline((0.44, 0.84, 0.56, 0.89), "d0a850", 2), round_mm=PAGE_MM,
    ),
    sheet(
        "cover, blue, of a seaman's book", BOOKLET, ID3.turned,
        plain("182c58"), frame(0.06, "b8a060", 0.006), seal((0.28, 0.2, 0.72, 0.5), "c0a860"),
        words("SEAMAN'S BOOK", (0.15, 0.6, 0.85, 0.66), "c8b068", bold=True, side=0.5),
        lines((0.25, 0.74, 0.75, 0.82), 2, "c8b068", side=0.5), round_mm=PAGE_MM,
    ),
    sheet(
        "booklet's page with stamped photo", BOOKLET, ID3.turned,
        plain("ece4cc"), waves("d0c8a8", 0.015, 0.02, 0.5),
        portrait((0.1, 0.08, 0.52, 0.44), grey=True, rim=0.04),
        seal((0.36, 0.32, 0.64, 0.52), "483088", 0.6), ruled((0.08, 0.56, 0.92, 0.92), 8, "988c68"),
        lines((0.1, 0.52, 0.9, 0.91), 8, "283060"), fold(0.0, upright=True), round_mm=PAGE_MM,
    ),
    sheet(
        "page of stamps", BOOKLET, ID3,
        fade("e4ecf4", "f0e4ec"), waves("b0c0d8", 0.03, 0.06, 0.4),
        seal((0.08, 0.12, 0.38, 0.6), "a03048", 0.6), seal((0.5, 0.4, 0.76, 0.82), "305090", 0.6),
        outline((0.6, 0.08, 0.94, 0.34), "386848", 2), lines((0.62, 0.1, 0.92, 0.32), 3, "386848"),
        words("VISAS  17", (0.4, 0.9, 0.6, 0.95), "607080", side=0.5), round_mm=PAGE_MM,
    ),
    sheet(
        "vaccination booklet", BOOKLET, ID3.turned,
        plain("f6e88c"),
        words("VACCINATION", (0.12, 0.08, 0.88, 0.14), "202020", bold=True, side=0.5),
        flag((0.4, 0.2, 0.6, 0.34), "2868b0", "f8f8f8", "2868b0"),
        table((0.08, 0.42, 0.92, 0.92), 8, 4, "504820", 0.4), round_mm=PAGE_MM,
    ),
)  # fmt: skip
