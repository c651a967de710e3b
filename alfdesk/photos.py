"""Photos: small, upright, and without anything but their pixels."""

from __future__ import annotations

import io
import warnings

from .errors import UserFacingError
from .i18n import gettext as _

PHOTO_BYTES = 24 * 1024
PHOTO_SOURCE_BYTES = 20 * 1024 * 1024
PHOTO_PIXELS = 60_000_000  # a picture that unfolds to more is refused before it does
PHOTO_SIZE = (295, 378)  # pixels: 25 × 32 mm at 300 dpi, as the card prints it


def small_photo(picture: bytes) -> bytes:
    """JPEG of at most 24 kB, 295 × 378 pixels at most, without metadata. Raises UserFacingError for no picture."""
    from PIL import Image, ImageOps

    refused = _("This picture can't be read. Use a JPEG or PNG of at most 20 MB.")
    if len(picture) > PHOTO_SOURCE_BYTES:
        raise UserFacingError(refused)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow thinks of the file is for nobody's eyes
            source = Image.open(io.BytesIO(picture), formats=("JPEG", "PNG", "WEBP", "BMP"))
            if source.width * source.height > PHOTO_PIXELS:
                raise UserFacingError(refused)
            source.load()
            try:
                source = ImageOps.exif_transpose(source)
            except Exception:  # metadata that can't be read is left behind with the rest
                pass
            upright = source.convert("RGB")
    except UserFacingError:
        raise
    except Exception as error:  # a hostile file makes a decoder fail in any way: struct, zlib, index, memory
        raise UserFacingError(refused) from error
    upright.thumbnail(PHOTO_SIZE, Image.Resampling.LANCZOS)
    # Pixels alone go into a fresh image: whatever else the file held stays behind.
    clean = Image.frombytes("RGB", upright.size, upright.tobytes())
    for quality in (85, 75, 65, 55, 45, 35, 25, 15, 5):
        out = io.BytesIO()
        clean.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= PHOTO_BYTES:
            return out.getvalue()
    raise UserFacingError(refused)


# Reads ---------------------------------------------------------------------------------------------------------------
