"""The usual ways to tell a verdict: a tone with the sound that goes with it."""

from station.kernel.messages import Sound, Telling, Tone


def ok(words: str, sound: Sound = Sound.OK) -> Telling:
    """It is done."""
    return Telling(Tone.OK, sound, words)


def info(words: str) -> Telling:
    """Nothing was done, and nothing is wrong."""
    return Telling(Tone.INFO, Sound.ASK, words)


def ask(words: str) -> Telling:
    """A person has to say or do more."""
    return Telling(Tone.ASK, Sound.ASK, words)


def refused(words: str) -> Telling:
    """It was not done, and must not be."""
    return Telling(Tone.REFUSED, Sound.WRONG, words)
