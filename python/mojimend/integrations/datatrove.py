"""datatrove: `MojimendFormatter`, which cleans documents, and `DamageFilter`, which drops hopeless ones."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Optional, Union

from ..cleaner import Cleaner, Config
from ..errors import MissingDependencyError

if TYPE_CHECKING:
    from datatrove.data import Document
    from datatrove.pipeline.writers.disk_base import DiskWriter

try:
    from datatrove.pipeline.filters.base_filter import BaseFilter
    from datatrove.pipeline.formatters.base import BaseFormatter
except ImportError as error:
    raise MissingDependencyError(f"datatrove is needed ({error}): pip install 'mojimend[datatrove]'") from error


class MojimendFormatter(BaseFormatter):  # type: ignore[misc]
    """Cleans the text of each document; stands where ``FTFYFormatter`` would.

    Its statistics count the documents that were repaired, and the edits by rule.
    """

    name = "🩹 mojimend"
    _requires_dependencies = ["mojimend"]

    def __init__(self, config: Optional[Config] = None, *, preset: Optional[str] = None) -> None:
        super().__init__()
        self.cleaner = Cleaner(config, preset=preset, threads=1)

    def format(self, text: str) -> str:
        """The clean text."""
        done = self.cleaner.inspect(text)
        if done.changed:
            self.stat_update("repaired")
            for rule, count in Counter(edit.rule.name for edit in done.edits).items():
                self.stat_update(f"edits_{rule}", value=count)
        return done.text


class DamageFilter(BaseFilter):  # type: ignore[misc]
    """Drops documents of which too much is damaged, and names the rule as the reason.

    ``max_removed`` is the share of a document's characters that may be lines of others, which cleaning removes: a page
    that is mostly injected lines is no page. ``max_left`` is the share that may look damaged and be left so. ``rules``
    are names or codes of rules that no document may break at all. Put it before the formatter, which leaves nothing to
    find.

    The reasons: ``removed_RULE``, ``left_RULE``, ``found_RULE``.
    """

    name = "🩹 damage"
    _requires_dependencies = ["mojimend"]

    def __init__(
        self,
        config: Optional[Config] = None,
        *,
        preset: Optional[str] = None,
        max_removed: float = 0.5,
        max_left: float = 0.1,
        rules: tuple[str, ...] = (),
        exclusion_writer: Optional[DiskWriter] = None,
    ) -> None:
        super().__init__(exclusion_writer)
        self.cleaner = Cleaner(config, preset=preset, threads=1)
        self.max_removed = max_removed
        self.max_left = max_left
        self.rules = frozenset(rules)

    def filter(self, doc: Document) -> Union[bool, tuple[bool, str]]:
        """True, or False with the reason."""
        done = self.cleaner.inspect(doc.text)
        length = max(len(doc.text), 1)
        for place in (*done.edits, *done.findings):
            if place.rule.name in self.rules or place.rule.code in self.rules:
                return False, f"found_{place.rule.name}"
        for word, places, limit in (
            ("removed", [edit for edit in done.edits if edit.rule.code[0] == "L"], self.max_removed),
            ("left", done.findings, self.max_left),
        ):
            touched = _characters(places)
            if sum(touched.values()) > limit * length:
                return False, f"{word}_{touched.most_common(1)[0][0]}"
        return True


def _characters(places: Any) -> Counter[str]:
    """The characters that each rule touches; where findings overlap, the first counts."""
    touched: Counter[str] = Counter()
    reached = 0
    for place in places:
        start, end = place.chars
        touched[place.rule.name] += max(0, end - max(start, reached))
        reached = max(reached, end)
    return touched
