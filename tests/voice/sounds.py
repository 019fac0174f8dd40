"""Recordings made on the spot, as WeChat sends them."""

import io

import av
import numpy as np
from av.audio import AudioStream


def amr(seconds: float = 1.0, pitch: float = 440.0) -> bytes:
    """A tone as AMR (8,000 samples a second)."""
    return _encoded(seconds, pitch, 8000, "libopencore_amrnb", "amr")


def ogg(seconds: float = 1.0, pitch: float = 440.0) -> bytes:
    """The same as Opus, which WeChat does not send: whatever is sound can be listened to."""
    return _encoded(seconds, pitch, 48000, "libopus", "ogg")


def _encoded(seconds: float, pitch: float, rate: int, codec: str, form: str) -> bytes:
    file = io.BytesIO()
    wave = (np.sin(2 * np.pi * pitch * np.arange(int(rate * seconds)) / rate) * 8000).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
    frame.sample_rate = rate
    with av.open(file, "w", format=form) as target:
        stream = target.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, AudioStream)
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file.getvalue()
