"""From WeChat's AMR to samples, and to what a browser plays."""

import io
import wave
from collections.abc import Callable

import numpy as np
import pytest

from simulator.acts import recording
from tests.voice.sounds import amr, ogg
from voice.audio import LONGEST, RATE, Undecodable, as_mp3, as_wav, samples, seconds, silence


def pitch(sound: bytes) -> float:
    """The loudest frequency."""
    heard = np.abs(np.fft.rfft(np.frombuffer(sound, np.int16)))
    return float(np.argmax(heard) / seconds(sound))


@pytest.mark.parametrize("make", [amr, ogg])
def test_a_recording_is_decoded_to_the_sound_that_it_was(make: Callable[[float], bytes]) -> None:
    sound = samples(make(2.0))
    assert seconds(sound) == pytest.approx(2.0, abs=0.1)
    assert pitch(sound) == pytest.approx(440, abs=5)


def test_what_is_played_is_the_same_sound() -> None:
    played = as_mp3(amr(1.0, 600.0))
    assert len(played) < 6000
    assert pitch(samples(played)) == pytest.approx(600, abs=5)


def test_no_more_is_decoded_than_wechat_records() -> None:
    frame = amr(0.1)[6:]
    assert seconds(samples(b"#!AMR\n" + frame * 700)) == LONGEST


@pytest.mark.parametrize(
    "content", [b"", b"#!AMR\n", b"<html></html>", b"#!AMR\n" + b"\xff" * 500, amr()[:6] + b"\x3c"]
)
def test_what_is_no_recording_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(Undecodable):
        samples(content)


def test_a_wav_says_what_it_is() -> None:
    with wave.open(io.BytesIO(as_wav(silence(0.5)))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        assert file.getnframes() == RATE / 2


def test_the_phone_pages_recording_lasts_as_long_as_its_words() -> None:
    assert seconds(samples(recording("我想找个离家近的活干"))) == 2
