"""The kinds of damage."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import _mojimend


@dataclass(frozen=True)
class Rule:
    """One kind of damage.

    >>> import mojimend
    >>> annotation = mojimend.rules()[0]
    >>> annotation.code, annotation.name
    ('A101', 'injected-annotation')
    """

    code: str
    """Short, for example ``A101``. Never reused."""
    name: str
    """As configurations use it."""
    summary: str = field(repr=False)
    """One line for lists."""
    safe: bool = field(repr=False)
    """Whether it runs by default: its repair gives back what the author wrote, or leaves the place alone."""
    explanation: str = field(repr=False)
    """What it does, why it is damage, known misses and an example, in Markdown."""


_RULES = {row[0]: Rule(*row) for row in _mojimend.rules()}


def rules() -> list[Rule]:
    """All kinds of damage, sorted by code.

    >>> import mojimend
    >>> "A101" in [rule.code for rule in mojimend.rules()]
    True
    """
    return list(_RULES.values())


def of_code(code: str) -> Rule:
    """The rule with this code."""
    return _RULES[code]
