"""Photographs: small, upright, without a word of where they came from; replaced and removed."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from alfdesk import people, told
from alfdesk.errors import UserFacingError
from alfdesk.photos import small_photo

from .desk import TODAY, Desk


@pytest.fixture
def desk(place, tmp_path):
    return Desk(place, tmp_path)


# Photographs


def jpeg_with_everything() -> bytes:
    """A large, noisy JPEG that lies on its side and tells where it was taken, by whom, and with which words."""
    size = (900, 600)
    noise = Image.frombytes(
        "RGB", size, bytes(zlib.crc32(bytes([n & 255, n >> 8 & 255])) >> 7 & 255 for n in range(5400)) * 300
    )
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E], exif[0x013B], exif[0x8298] = "CANARY description", "CANARY artist", "CANARY copyright"
    exif.get_ifd(0x8825).update({1: "N", 2: (60.0, 23.0, 33.0), 3: "E", 4: (5.0, 19.0, 20.0)})
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95, exif=exif, comment=b"CANARY comment", icc_profile=b"CANARY profile" * 9)
    return out.getvalue()


def test_a_photo_is_small_upright_and_tells_nothing_but_the_picture():
    source = jpeg_with_everything()
    assert b"CANARY" in source and b"Exif" in source and len(source) > 100_000
    kept = small_photo(source)
    picture = Image.open(io.BytesIO(kept))
    assert len(kept) <= 24 * 1024
    assert picture.format == "JPEG"
    assert picture.width < picture.height <= 378
    assert picture.width <= 295
    assert not [word for word in (b"CANARY", b"Exif", b"GPS", b"ICC_PROFILE", b"Adobe", b"Photoshop") if word in kept]
    assert (dict(picture.getexif()), picture.info.get("comment")) == ({}, None)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGBA", "PNG"),
        ("P", "PNG"),
        ("I;16", "PNG"),
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("1", "PNG"),
        ("RGB", "BMP"),
        ("RGB", "WEBP"),
    ],
)
def test_other_common_pictures_become_the_same_small_jpeg(mode, kind):
    out = io.BytesIO()
    Image.new(mode, (40, 60)).save(out, kind)
    assert Image.open(io.BytesIO(small_photo(out.getvalue()))).format == "JPEG"


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*c) for c in chunks) + chunk(b"IEND", b"")


def test_words_hidden_in_a_png_stay_behind():
    pixels = (b"IDAT", zlib.compress(b"".join(b"\0" + b"\x40\x80\xc0" * 8 for _row in range(8))))
    kept = small_photo(png(8, 8, (b"tEXt", b"Author\0CANARY"), (b"eXIf", b"CANARY"), pixels))
    assert b"CANARY" not in kept


HOSTILE = {
    "nothing": b"",
    "text": b"this is no picture",
    "a page": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "a GIF": b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "half a JPEG": jpeg_with_everything()[:3000],
    "a head alone": b"\xff\xd8\xff\xe0",
    "a bomb of 8,000 million pixels": png(90_000, 90_000, (b"IDAT", zlib.compress(b"\0" * 1000))),
    "a bomb just above the limit": png(10_000, 10_000, (b"IDAT", zlib.compress(b"\0" * 1000))),
    "no pixels at all": png(0, 0),
    "words that unfold to 80 MB": png(8, 8, (b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 80_000_000, 9))),
    "above 20 MB": b"\xff\xd8\xff" + b"\0" * (20 * 1024 * 1024),
}


@pytest.mark.parametrize("picture", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_harmless_picture_is_refused_with_a_sentence(picture):
    with pytest.raises(UserFacingError, match="This picture can't be read"):
        small_photo(picture)


def test_a_new_photo_is_an_entry_of_its_own_and_takes_the_old_one_s_place(desk):
    kari, before = desk.person("Kari"), desk.entries()
    for colour in ("red", "blue"):
        out = io.BytesIO()
        Image.new("RGB", (60, 80), colour).save(out, "PNG")
        desk.do(people.set_photo, person=kari, picture=out.getvalue())
    assert desk.entries() == before + 2

    def shown():
        return Image.open(io.BytesIO(desk.ask(people.card, kari, TODAY).photo)).getpixel((30, 40))

    assert shown()[2] > 200 > shown()[0]
    desk.undo()
    assert shown()[0] > 200 > shown()[2]


def test_a_photo_can_be_removed_and_that_taken_back(desk):
    kari, out = desk.person("Kari"), io.BytesIO()
    Image.new("RGB", (60, 80)).save(out, "PNG")
    desk.do(people.set_photo, person=kari, picture=out.getvalue())
    desk.do(people.remove_photo, person=kari)
    assert desk.ask(people.card, kari, TODAY).photo is None
    told_ = desk.ask(told.history_lines, kari)[0]
    assert (told_.act, told_.says) == ("Picture removed", ())
    with pytest.raises(UserFacingError, match="There is no photo"):
        desk.do(people.remove_photo, person=kari)
    desk.undo()
    assert desk.ask(people.card, kari, TODAY).photo
