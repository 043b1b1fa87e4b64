"""Draws the bundled sample clip: a specimen card that is laid on a desk and lifted again, then its
back.

    python resources/samples/make_sample.py [sample.mp4]

Everything is drawn here; no photograph, and no real document, has any part in it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT, FPS = 1280, 720, 30
CARD_W, CARD_H = 1284, 810  # ID-1, 15 px/mm
# Of the machine readable zone: 2.54 mm from letter to letter, 6 lines an inch, capitals of 2.4 mm.
PITCH_PX, LINE_STEP_PX, OCR_B_PX = 38.1, 63.5, 51
# Seconds, for each side: the card comes in, lies still, goes; the rest shows the empty desk.
COME_S, STILL_S, GO_S, EMPTY_S = 0.8, 1.9, 0.6, 0.8
SIDE_S = COME_S + STILL_S + GO_S + EMPTY_S
SEED = 20


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def desk(rng: np.random.Generator) -> np.ndarray:
    """Dark walnut planks with the corner of a notebook, a pencil and the light of a window."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    plank = (y // 190).astype(int)
    shift = rng.uniform(0, 900, 8)[plank]
    streak = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), 60, sigmaY=1.6)
    grain = np.sin((y + 9 * np.sin((x + shift) / 170) + 5 * np.sin((x + shift) / 61)) / 5.2)
    tone = 0.82 + 0.05 * grain + 1.6 * streak + rng.uniform(-0.07, 0.07, 8)[plank]
    tone *= np.where(np.abs(y % 190) < 2.2, 0.55, 1.0)
    wood = np.stack([tone * 58, tone * 84, tone * 118], axis=-1)
    picture = Image.fromarray(np.clip(wood, 0, 255).astype(np.uint8)[..., ::-1].copy())
    objects = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(objects)
    pen.polygon([(985, -40), (1340, 40), (1300, 330), (940, 235)], fill=(226, 220, 205, 255))
    for line in range(7):
        top = 28 + 30 * line
        pen.line([(992 - 6 * line, top), (1300, top + 76)], fill=(150, 170, 190, 255), width=2)
    pen.line([(60, 640), (330, 705)], fill=(190, 140, 40, 255), width=15)
    pen.line([(60, 637), (330, 702)], fill=(222, 176, 70, 255), width=5)
    pen.polygon([(330, 697), (330, 713), (368, 714)], fill=(214, 184, 150, 255))
    pen.polygon([(356, 709), (356, 714), (368, 714)], fill=(50, 50, 50, 255))
    shade = Image.new("L", picture.size, 0)
    shade.paste(objects.getchannel("A"), (9, 12))
    dark = Image.new("RGB", picture.size, (12, 9, 7))
    picture.paste(dark, mask=shade.filter(ImageFilter.GaussianBlur(9)).point(lambda v: v * 0.6))
    picture.paste(objects, mask=objects)
    light = 0.72 + 0.5 * np.exp(-(((x - 420) / 800) ** 2 + ((y - 220) / 520) ** 2))
    bgr = np.asarray(picture)[..., ::-1].astype(np.float32) * light[..., None]
    return np.clip(cv2.GaussianBlur(bgr, (0, 0), 0.8), 0, 255).astype(np.uint8)


def front() -> np.ndarray:
    """A specimen card, BGRA, with rounded corners."""
    image = Image.fromarray(guilloche())
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 0, CARD_W, 118], fill=(32, 74, 120))
    pen.text((48, 22), "UTOPIA", font=font(66), fill=(255, 255, 255))
    pen.text((CARD_W - 48, 40), "IDENTITY CARD · SPECIMEN", font=font(38), fill=(214, 228, 242), anchor="ra")
    portrait(pen)
    fields = [
        ("Surname", "EXAMPLE"), ("Given names", "ALEX MORGAN"), ("Nationality", "UTOPIAN"),
        ("Date of birth", "01 JAN 1990"), ("Document no.", "SPEC 00042"),
    ]
    for row, (label, value) in enumerate(fields):
        top = 152 + row * 88
        pen.text((430, top), label, font=font(24), fill=(70, 96, 120))
        pen.text((430, top + 26), value, font=font(46), fill=(22, 28, 36))
    emblem(pen, 1120, 300)
    pen.rectangle([0, 606, CARD_W, CARD_H], fill=(240, 243, 244))
    ocr_b = ImageFont.truetype(str(Path(__file__).parents[1] / "ocr" / "OCRB.otf"), OCR_B_PX)
    for row, text in enumerate(zone()):
        for column, letter in enumerate(text):
            at = (CARD_W - 29 * PITCH_PX) / 2 + column * PITCH_PX, 662 + row * LINE_STEP_PX
            pen.text(at, letter, font=ocr_b, fill=(24, 24, 26), anchor="ms")
    return cut_out(image)


def back() -> np.ndarray:
    """Its other side."""
    image = Image.fromarray(guilloche())
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 722, CARD_W, CARD_H], fill=(32, 74, 120))
    fields = [
        ("Address", "1 EXAMPLE STREET, CAPITAL"), ("Issued by", "UTOPIAN REGISTRY"),
        ("Date of issue", "01 JAN 2026"), ("Date of expiry", "31 DEC 2035"),
    ]
    for row, (label, value) in enumerate(fields):
        top = 60 + row * 100
        pen.text((64, top), label, font=font(24), fill=(70, 96, 120))
        pen.text((64, top + 26), value, font=font(46), fill=(22, 28, 36))
    emblem(pen, 1120, 170)
    bars = np.random.default_rng(SEED).integers(3, 12, 90).cumsum() + 64
    for left, right in zip(bars[::2], bars[1::2]):
        pen.rectangle([left, 510, right, 620], fill=(24, 24, 26))
    pen.text((64, 744), "SPECIMEN · NOT A DOCUMENT", font=font(38), fill=(214, 228, 242))
    return cut_out(image)


def cut_out(image: Image.Image) -> np.ndarray:
    """With a card's rounded corners, BGRA."""
    mask = Image.new("L", (CARD_W * 2, CARD_H * 2), 0)
    ImageDraw.Draw(mask).rounded_rectangle([0, 0, CARD_W * 2 - 1, CARD_H * 2 - 1], 96, fill=255)
    image.putalpha(mask.resize((CARD_W, CARD_H), Image.Resampling.LANCZOS))
    return cv2.cvtColor(np.asarray(image), cv2.COLOR_RGBA2BGRA)


def zone() -> tuple[str, str, str]:
    """As ICAO Doc 9303-5 sets it, with right check digits."""
    number, birth, expiry = (checked(each) for each in ("SPEC00042", "900101", "351231"))
    upper = f"I<UTO{number}".ljust(30, "<")
    middle = f"{birth}F{expiry}UTO".ljust(29, "<")
    whole = checked(upper[5:] + birth + expiry + middle[18:])[-1]
    return upper, middle + whole, "EXAMPLE<<ALEX<MORGAN".ljust(30, "<")


def checked(text: str) -> str:
    """With its check digit (Doc 9303-3, 4.9)."""
    values = (0 if letter == "<" else int(letter, 36) for letter in text)
    return text + str(sum(value * (7, 3, 1)[n % 3] for n, value in enumerate(values)) % 10)


def guilloche() -> np.ndarray:
    y, x = np.mgrid[0:CARD_H, 0:CARD_W].astype(np.float32)
    wave = np.sin((y + 26 * np.sin(x / 88) + 14 * np.sin(x / 37)) / 3.4)
    other = np.sin((y - 30 * np.sin(x / 120 + 1)) / 4.3)
    ground = np.stack([218 - x * 0.02, 230 - y * 0.012, 236 + 0 * x], axis=-1)
    ground += wave[..., None] * (-6, -3, -1) + other[..., None] * (-2, -4, -5)
    return np.clip(ground, 0, 255).astype(np.uint8)


def portrait(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle([52, 156, 384, 588], fill=(206, 216, 222))
    pen.pieslice([70, 450, 366, 760], 180, 360, fill=(58, 76, 102))
    pen.rectangle([52, 589, 384, 621], fill=(218, 229, 235))
    pen.rectangle([190, 400, 246, 478], fill=(206, 164, 138))
    pen.ellipse([132, 206, 304, 416], fill=(66, 48, 40))
    pen.ellipse([148, 236, 288, 440], fill=(222, 182, 156))
    pen.pieslice([140, 204, 296, 366], 180, 360, fill=(66, 48, 40))
    for x in (188, 248):
        pen.ellipse([x - 10, 326, x + 10, 338], fill=(250, 250, 250))
        pen.ellipse([x - 5, 326, x + 6, 338], fill=(50, 60, 70))
        pen.line([(x - 16, 312), (x + 16, 310)], fill=(70, 50, 40), width=5)
    pen.line([(218, 338), (212, 374), (224, 376)], fill=(190, 146, 122), width=4)
    pen.arc([192, 372, 246, 408], 20, 160, fill=(160, 92, 84), width=5)


def emblem(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    for radius, colour in ((92, (186, 152, 84)), (82, (226, 206, 150)), (72, (186, 152, 84)), (64, (236, 222, 180))):
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)
    angles = np.deg2rad(np.arange(0, 360, 36) - 90)
    reach = np.where(np.arange(10) % 2 == 0, 56, 24)
    pen.polygon([(x + r * np.cos(a), y + r * np.sin(a)) for a, r in zip(angles, reach)], fill=(164, 126, 60))


def corners(at_s: float) -> np.ndarray | None:
    """The card's corners, px, at a time; None while it is away."""
    gone_s = COME_S + STILL_S + GO_S
    if at_s >= gone_s:
        return None
    away = 0.0
    if at_s < COME_S:
        away = (1 - at_s / COME_S) ** 3
    elif at_s > COME_S + STILL_S:
        away = ((at_s - COME_S - STILL_S) / GO_S) ** 3
    sway = 0.9 * np.sin(at_s * 2.1), 0.7 * np.sin(at_s * 2.9 + 1)  # a held camera is never still
    angle = np.deg2rad(-4.5 + 26 * away)
    centre = np.array([585 + sway[0] - 60 * away, 372 + sway[1] + 780 * away])
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (CARD_W, CARD_H) * 0.5 * 0.53
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    flat = half @ turn
    depth = 1 + flat[:, 1:] * -0.00022 + flat[:, :1] * 0.00004  # the camera looks down at a slant
    return flat / depth + centre


def lay(ground: np.ndarray, plate: np.ndarray, quad: np.ndarray) -> np.ndarray:
    source = np.array([[0, 0], [CARD_W, 0], [CARD_W, CARD_H], [0, CARD_H]], np.float32) / 2 - 0.5
    small = cv2.resize(plate, (CARD_W // 2, CARD_H // 2), interpolation=cv2.INTER_AREA)
    matrix = cv2.getPerspectiveTransform(source, quad.astype(np.float32))
    layer = cv2.warpPerspective(small, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    alpha = layer[..., 3:].astype(np.float32) / 255
    shadow = np.roll(cv2.GaussianBlur(alpha, (0, 0), 7), (7, 5), axis=(0, 1))[..., None]
    under = ground * (1 - 0.5 * shadow)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    light = (1.0 - 0.12 * x / WIDTH - 0.08 * y / HEIGHT)[..., None]
    return under * (1 - alpha) + layer[..., :3] * light * 0.94 * alpha


def main(target: Path) -> None:
    rng = np.random.default_rng(SEED)
    ground, sides = desk(rng).astype(np.float32), (front(), back())
    film = cv2.VideoWriter(str(target), cv2.VideoWriter_fourcc(*"mp4v"), FPS, (WIDTH, HEIGHT))
    if not film.isOpened():
        raise SystemExit(f"cannot write {target}")
    for number in range(round(2 * SIDE_S * FPS)):
        side, at_s = divmod(number / FPS, SIDE_S)
        quad = corners(at_s)
        scene = ground if quad is None else lay(ground, sides[int(side)], quad)
        film.write(np.clip(scene, 0, 255).astype(np.uint8))
    film.release()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("sample.mp4"))
