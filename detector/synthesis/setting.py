"""How often a scene holds what: the dials of the generator that a second kind of scene turns."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from detector.errors import SynthesisError


@dataclass(frozen=True)
class Setting:
    """Chances of what compose() draws.

    documents, distractors : the chance of 0, 1, 2 … of them, each adding up to 1. backgrounds,
    negatives : the share of canvases from pictures of these kinds, the rest is drawn. sleeve : of
    each document; things, fingers : of a scene. blend_in : that a lone document lies on its like;
    grip : that a hand holds it. laminated : that film covers a document; blotched : that a sensor's
    noise was smoothed into blotches; dark : that a scene has hardly any light. burnt : that a lamp
    or window burns out a part of a document; lens : that the lens bends straight lines. bent : that
    a document is not flat; sheet : that it lies on a larger light sheet; small : that a scene of
    one document shows it small, among more other things. layouts : that a document has another
    layout than a lying card's with a portrait (detector.synthesis.layouts); collages : that the
    parts of one of the others stand anywhere (detector.synthesis.collages); goods : that another
    thing has a document's shape and print (detector.synthesis.goods).
    Raises SynthesisError where chances are negative or do not add up.
    """

    documents: tuple[float, ...] = (0.1, 0.68, 0.15, 0.04, 0.03)
    distractors: tuple[float, ...] = (0.5, 0.25, 0.15, 0.1)
    backgrounds: float = 0.5
    negatives: float = 0.22
    sleeve: float = 0.06
    things: float = 0.15
    fingers: float = 0.22
    blend_in: float = 0.1
    grip: float = 0.2
    laminated: float = 0.0
    blotched: float = 0.0
    dark: float = 0.0
    burnt: float = 0.0
    lens: float = 0.0
    bent: float = 0.0
    sheet: float = 0.0
    small: float = 0.0
    layouts: float = 0.0
    collages: float = 0.0
    goods: float = 0.0

    def __post_init__(self) -> None:
        single = (getattr(self, each.name) for each in fields(self))
        if any(not isinstance(each, tuple) and not 0 <= each <= 1 for each in single):
            raise SynthesisError("a setting's chances lie within 0 and 1")
        for counts in (self.documents, self.distractors):
            if min(counts) < 0 or abs(sum(counts) - 1) > 1e-9:
                raise SynthesisError(f"chances {counts} do not add up to 1")
        if self.backgrounds + self.negatives > 1:
            raise SynthesisError("backgrounds and negatives are more than all canvases")


# Of the fixed set that figures are of: it stays as it is.
USUAL = Setting()
# What more a training meets.
WIDE = replace(
    USUAL,
    laminated=0.25,
    blotched=0.2,
    dark=0.12,
    burnt=0.12,
    lens=0.2,
    bent=0.15,
    sheet=0.1,
    small=0.1,
    layouts=0.4,
    collages=0.35,
    goods=0.2,
)
# … above all of documents and copies on paper, whose edges run beside theirs.
SHEETS = replace(WIDE, laminated=0.15, blotched=0.1, dark=0.06, sheet=0.7, small=0.05)
# The scenes that a teacher labels: fuller and more handled than those it learned from, and more of
# them on surfaces that are drawn.
POOL = Setting(
    documents=(0.15, 0.5, 0.2, 0.1, 0.05),
    distractors=(0.3, 0.3, 0.2, 0.2),
    backgrounds=0.4,
    negatives=0.3,
    sleeve=0.12,
    things=0.3,
    fingers=0.4,
    blend_in=0.15,
    grip=0.3,
)
SETTINGS = {"usual": USUAL, "wide": WIDE, "sheets": SHEETS, "pool": POOL}
