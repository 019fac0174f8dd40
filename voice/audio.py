"""Recordings as WeChat sends them (AMR, narrow or wide), as samples for who listens, and as MP3 for a browser."""

import io
import wave
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

# `av` brings FFmpeg, and is loaded by whoever decodes: the processes that answer WeChat never do.

RATE = 16000
"""Samples a second, of 16 bit in one channel: what transcribers are trained on."""

LONGEST = 60
"""Seconds that are decoded: WeChat records no longer, and Tencent Cloud takes no longer."""

_BYTES = 2 * RATE  # a second
_MP3_BITS = 32000  # a second: speech stays clear, a minute is 240 kB


class Undecodable(Exception):
    """Not a recording."""


def samples(content: bytes) -> bytes:
    """Decode a recording of any kind to samples (`RATE`). Raises Undecodable."""
    import av

    sound = bytearray()
    try:
        for piece in _decoded(content):
            sound += piece
            if len(sound) >= LONGEST * _BYTES:
                break
    except (av.FFmpegError, IndexError) as problem:  # a file without sound has no first stream
        raise Undecodable(type(problem).__name__) from problem
    if not sound:
        raise Undecodable("empty")
    return bytes(sound[: LONGEST * _BYTES])


def _decoded(content: bytes) -> Iterator[bytes]:
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(io.BytesIO(content), "r") as container:
        for frame in chain(container.decode(container.streams.audio[0]), (None,)):
            for even in resampler.resample(frame):
                yield even.to_ndarray().tobytes()


def seconds(sound: bytes) -> float:
    """How long these samples last."""
    return len(sound) / _BYTES


def silence(length: float) -> bytes:
    """So many seconds of nothing."""
    return bytes(2 * int(length * RATE))


def as_wav(sound: bytes) -> bytes:
    """The samples as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(sound)
    return file.getvalue()


def as_mp3(content: bytes) -> bytes:
    """A recording as MP3, which every browser plays. Raises Undecodable."""
    import av

    sound, file = samples(content), io.BytesIO()
    with av.open(io.BytesIO(as_wav(sound)), "r") as source, av.open(file, "w", format="mp3") as target:
        stream = target.add_stream("libmp3lame", rate=RATE, layout="mono", bit_rate=_MP3_BITS)
        for frame in source.decode(source.streams.audio[0]):
            frame.time_base = Fraction(1, RATE)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file.getvalue()
