"""Bytes to text: bytes of unknown encoding, and of several."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, Optional, Union

from . import _mojimend

Bytes = Union[bytes, bytearray, memoryview]


@dataclass(frozen=True)
class Segment:
    """A part of a document in one encoding."""

    span: tuple[int, int]
    """Where it lies in the input, in bytes."""
    chars: tuple[int, int]
    """Where it lies in the text, in characters."""
    encoding: str
    """The encoding, as the web spells it."""
    confidence: float
    """How sure that is, from 0 to 1."""


@dataclass(frozen=True)
class Undecodable:
    """Bytes that are no character in the encoding around them."""

    span: tuple[int, int]
    """Where they lie in the input, in bytes."""
    chars: tuple[int, int]
    """What stands for them in the text, in characters."""
    bytes: bytes
    """The bytes."""
    kind: str
    """``truncated``: the beginning of a character that ends with its line or with the input; ``garbage``: the rest."""


@dataclass(frozen=True)
class Decoded:
    """Text made from bytes, and how."""

    text: str
    segments: tuple[Segment, ...]
    undecodable: tuple[Undecodable, ...]


@dataclass(frozen=True)
class Detection:
    """The encoding that most of a document is in."""

    encoding: str
    confidence: float
    """The least of its parts, from 0 to 1."""


def decode(
    data: Bytes,
    *,
    encoding: Optional[str] = None,
    declared: Optional[str] = None,
    language: Optional[str] = None,
    errors: Literal["replace", "escape"] = "replace",
) -> Decoded:
    r"""Makes text from bytes; never fails on any bytes.

    Each line can be in an encoding of its own:

    >>> import mojimend
    >>> page = "UTF-8: 中文\n".encode() + "GBK: 中文发展进行\n".encode("gbk")
    >>> decoded = mojimend.decode(page)
    >>> decoded.text
    'UTF-8: 中文\nGBK: 中文发展进行\n'
    >>> [segment.encoding for segment in decoded.segments]
    ['UTF-8', 'GBK']

    ``encoding`` reads everything in one encoding, whatever the bytes say. ``declared`` is what the page or its headers
    say, ``language`` a code such as ``ja`` or ``zh-TW``: both are evidence, no more. ``errors`` says what stands for
    bytes that are no character: U+FFFD, or their escape (``\xD6``).
    """
    if errors not in ("replace", "escape"):
        raise ValueError(f"errors={errors!r}: use 'replace' or 'escape'")
    text, segments, undecodable = _mojimend.decode(data, encoding, declared, language, errors)
    return Decoded(
        text,
        tuple(Segment(*row) for row in segments),
        tuple(Undecodable(span, chars, bytes(data), kind) for span, chars, data, kind in undecodable),
    )


def detect(data: Bytes, *, declared: Optional[str] = None, language: Optional[str] = None) -> Detection:
    """The encoding that most of the bytes are in. `decode` tells of each part.

    >>> import mojimend
    >>> mojimend.detect("事業發展,健康生活".encode("big5")).encoding
    'Big5'
    """
    sizes: Counter[str] = Counter()
    sure: dict[str, float] = {}
    for segment in decode(data, declared=declared, language=language).segments:
        name = segment.encoding
        sizes[name] += segment.span[1] - segment.span[0]
        sure[name] = min(sure.get(name, 1.0), segment.confidence)
    if not sizes:
        return Detection("UTF-8", 1.0)
    name = sizes.most_common(1)[0][0]
    return Detection(name, sure[name])
