"""A picture that stands for a QR code: a valid PNG, black and white by the ticket's digest. It cannot be scanned."""

import hashlib
import struct
import zlib

_CELLS = 16
_PIXELS = 16


def qr_like(ticket: str) -> bytes:
    """256 × 256 pixels, the same for the same ticket."""
    bits = hashlib.sha256(ticket.encode()).digest()
    rows = (bits[2 * row : 2 * row + 2] for row in range(_CELLS))
    image = b"".join((b"\0" + _line(row)) * _PIXELS for row in rows)
    size = _CELLS * _PIXELS
    header = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(image)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _line(row: bytes) -> bytes:
    number = int.from_bytes(row, "big")
    return b"".join((b"\0" if number >> cell & 1 else b"\xff") * _PIXELS for cell in range(_CELLS))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
