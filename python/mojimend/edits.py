"""What was done to a text, and what was found.

Places are given twice: ``span`` in bytes of the text's UTF-8, as the command, its logs and the library in Rust count;
``chars`` in characters, as Python counts. Both are a start and an end, and ``text[slice(*edit.chars)]`` is what stood
there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Union, overload

from .errors import LogMismatchError
from .rules import Rule


@dataclass(frozen=True)
class Edit:
    """One change to a text, with the rule that asked for it.

    >>> import mojimend
    >>> text = "推進(jìn)事業(yè)發(fā)展"
    >>> edit = mojimend.inspect(text).edits[0]
    >>> edit.rule.code, edit.before, edit.after
    ('A101', '(jìn)', '')
    >>> edit.span, edit.chars, text[slice(*edit.chars)]
    ((6, 12), (2, 7), '(jìn)')
    """

    span: tuple[int, int]
    """The bytes of the input's UTF-8 that are replaced."""
    chars: tuple[int, int]
    """The characters of the input that are replaced."""
    before: str
    """What stood there."""
    after: str
    """What stands there now. Empty for a removal."""
    rule: Rule
    """The kind of damage."""
    confidence: float
    """How sure the rule is, from 0 to 1."""
    reason: str
    """Why, in words that need no knowledge of the language."""

    def to_dict(self) -> dict[str, Any]:
        """What a line of the command's edit log says of an edit.

        >>> import mojimend
        >>> sorted(mojimend.inspect("推進(jìn)事業(yè)發(fā)展").edits[0].to_dict())
        ['after', 'before', 'confidence', 'end', 'reason', 'rule', 'start']
        """
        return {
            "start": self.span[0],
            "end": self.span[1],
            "before": self.before,
            "after": self.after,
            "rule": self.rule.code,
            "confidence": self.confidence,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Finding:
    """A place that looks damaged and was left as it is.

    >>> import mojimend
    >>> report = mojimend.Cleaner({"rules": {"injected-annotation": "report"}})
    >>> [finding.chars for finding in report.inspect("推進(jìn)事業(yè)發(fā)展").findings]
    [(2, 7), (9, 13), (14, 18)]
    """

    span: tuple[int, int]
    """The bytes of the input's UTF-8 it is about."""
    chars: tuple[int, int]
    """The characters of the input it is about."""
    rule: Rule
    """The kind of damage suspected."""
    confidence: float
    """How sure the rule is that this is damage, from 0 to 1."""
    reason: str
    """Why it was noticed and why it was left."""


class EditLog(Sequence[Edit]):
    """Edits of one text: sorted by place, never overlapping.

    >>> import mojimend
    >>> text = "推進(jìn)衛(wèi)生事業(yè)"
    >>> done = mojimend.inspect(text)
    >>> done.edits.apply(text)
    '推進衛生事業'
    >>> done.edits.undo(done.text) == text
    True
    """

    __slots__ = ("_edits",)

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self._edits = tuple(edits)

    @overload
    def __getitem__(self, index: int) -> Edit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Edit, ...]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[Edit, tuple[Edit, ...]]:
        return self._edits[index]

    def __len__(self) -> int:
        return len(self._edits)

    def __iter__(self) -> Iterator[Edit]:
        return iter(self._edits)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EditLog) and self._edits == other._edits

    def __hash__(self) -> int:
        return hash(self._edits)

    def __repr__(self) -> str:
        return f"EditLog({list(self._edits)!r})"

    def apply(self, text: str) -> str:
        """The edits made in the text that they are for.

        Raises `LogMismatchError` for another text.
        """
        return _replace(text, ((edit.chars, edit.before, edit.after) for edit in self._edits))

    def undo(self, text: str) -> str:
        """The edits taken back: from the clean text to the input.

        Raises `LogMismatchError` for another text.
        """
        return _replace(text, ((place, edit.after, edit.before) for place, edit in self._placed()))

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the clean text came from, in characters of the input. Text that an edit wrote answers
        with all that the edit replaced.

        >>> import mojimend
        >>> text = "推進(jìn)衛(wèi)生事業(yè)"
        >>> done = mojimend.inspect(text)
        >>> place = done.text.index("生")
        >>> done.edits.origin(place, place + 1)
        (13, 14)
        """
        return self._origin(start, False), self._origin(max(start, end), True)

    def _origin(self, place: int, as_end: bool) -> int:
        read = written = 0
        for (start, end), edit in self._placed():
            if place < start or (as_end and place == start):
                break
            if place < end:
                return edit.chars[1] if as_end else edit.chars[0]
            read, written = edit.chars[1], end
        return read + place - written

    def _placed(self) -> Iterator[tuple[tuple[int, int], Edit]]:
        """The edits with the characters that their replacements are in the clean text."""
        shift = 0
        for edit in self._edits:
            start = edit.chars[0] + shift
            yield (start, start + len(edit.after)), edit
            shift += len(edit.after) - len(edit.before)


def _replace(text: str, changes: Iterable[tuple[tuple[int, int], str, str]]) -> str:
    parts: list[str] = []
    at = 0
    for (start, end), old, new in changes:
        if end > len(text) or text[start:end] != old:
            raise LogMismatchError(
                f"the edit log does not fit this text: {old!r} is expected at character {start}; use the text it was "
                "made from"
            )
        parts += (text[at:start], new)
        at = end
    parts.append(text[at:])
    return "".join(parts)


@dataclass(frozen=True)
class Inspection:
    """A text, what it is when clean, what that took, and what looks odd and was left.

    >>> import mojimend
    >>> done = mojimend.inspect("推進(jìn)衛(wèi)生事業(yè)")
    >>> done.text, done.changed, len(done.edits)
    ('推進衛生事業', True, 3)
    """

    input: str
    """The text as it was."""
    text: str
    """The clean text; the same object as the input if nothing had to change."""
    edits: EditLog
    """What was changed."""
    findings: tuple[Finding, ...]
    """What looks damaged and was left alone, sorted by place."""

    @property
    def changed(self) -> bool:
        """Whether anything was changed."""
        return bool(self.edits)
