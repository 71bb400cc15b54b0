"""The cleaner."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Callable, Optional, TypeVar, Union, cast

from . import _arrow
from ._mojimend import Core
from .decoding import Bytes
from .edits import Edit, EditLog, Finding, Inspection
from .errors import ConfigError
from .rules import of_code

Config = Union[str, "os.PathLike[str]", Mapping[str, Any]]
"""Settings: TOML, a file of TOML, or a dictionary of the same shape."""

T = TypeVar("T")
Item = TypeVar("Item", str, Optional[str])


class Cleaner:
    """Cleans texts, bytes, lists and Arrow data with one set of settings.

    >>> import mojimend
    >>> cleaner = mojimend.Cleaner()
    >>> cleaner.clean("推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展")
    '推進衛生健康事業高質量發展'

    ``config`` is TOML in a `str`, a path to a file of it, or a dictionary of the same shape; ``mojimend config``
    prints all settings. What is not named keeps its default, and the defaults change nothing in honest text:

    >>> careful = mojimend.Cleaner({"min_confidence": 0.9, "rules": {"injected-line": "report"}})
    >>> careful.config["rules"]["injected-line"]
    'report'

    ``preset`` names settings to start from: ``ftfy``, ``pretrain-zh``, ``pretrain-en``.

    >>> mojimend.Cleaner(preset="ftfy").clean("“ﬁne” &amp; ＡＢＣ")
    '"fine" & ABC'

    ``threads`` bounds the threads that clean a batch. Without it the environment decides (``MOJIMEND_THREADS``,
    ``RAYON_NUM_THREADS``), or else all processors are used. Give 1 where something else already runs one worker for
    each processor.

    Cleaners can be shared between threads, pickled, and used in a forked process. A string that holds lone
    surrogates, which are no text, is cleaned as if U+FFFD stood for them, and they come back where they were.
    """

    __slots__ = ("_core", "_threads")

    def __init__(
        self, config: Optional[Config] = None, *, preset: Optional[str] = None, threads: Optional[int] = None
    ) -> None:
        if threads is not None and threads < 0:
            raise ConfigError(f"threads = {threads}: use a number from 1, or None for all processors")
        self._threads = threads
        if config is None:
            self._core = Core(preset, threads=threads)
        elif isinstance(config, str):
            self._core = _of_toml(preset, config, threads)
        elif isinstance(config, Mapping):
            self._core = _of_mapping(preset, config, threads)
        elif isinstance(config, os.PathLike):
            self._core = _of_file(preset, Path(config), threads)
        else:
            raise ConfigError(f"config: expected TOML as str, a path or a dict; got {type(config).__name__}")

    @property
    def config(self) -> dict[str, Any]:
        """All settings, as plain Python.

        >>> import mojimend
        >>> mojimend.Cleaner().config["min-confidence"]
        0.0
        """
        return cast("dict[str, Any]", json.loads(self._core.to_json()))

    @property
    def threads(self) -> int:
        """How many threads clean a batch."""
        return self._core.threads()

    def to_toml(self) -> str:
        """All settings as TOML, each with a comment that explains it.

        >>> import mojimend
        >>> mojimend.Cleaner(mojimend.Cleaner().to_toml()).config == mojimend.Cleaner().config
        True
        """
        return self._core.to_toml()

    def clean(self, text: str) -> str:
        """The clean text: the same object if nothing had to change.

        >>> import mojimend
        >>> text = "推進衛生健康事業"
        >>> mojimend.Cleaner().clean(text) is text
        True
        """
        return self._core.clean(text)

    def clean_bytes(self, data: Bytes) -> str:
        """The clean text of bytes in any encoding, and in several; never fails on any bytes.

        >>> import mojimend
        >>> mojimend.Cleaner().clean_bytes("推進(jìn)衛(wèi)生事業(yè)發(fā)展".encode("gbk"))
        '推進衛生事業發展'
        """
        return self._core.clean_bytes(data)

    def clean_batch(self, texts: Iterable[Item]) -> list[Item]:
        """The clean texts of many, on all threads. None stays None; what had to be left is the same object.

        Takes `bytes` too, and gives text for them.

        >>> import mojimend
        >>> mojimend.Cleaner().clean_batch(["衛(wèi)生事業(yè)發(fā)展", None, "clean"])
        ['衛生事業發展', None, 'clean']
        """
        if isinstance(texts, (str, bytes)):
            raise TypeError("clean_batch takes a list of texts; for one text use clean or clean_bytes")
        return self._core.clean_batch(texts if isinstance(texts, list) else list(texts))

    def inspect(self, text: str) -> Inspection:
        """The clean text with every change and every finding.

        >>> import mojimend
        >>> for edit in mojimend.Cleaner().inspect("推進(jìn)衛(wèi)生事業(yè)").edits:
        ...     print(edit.rule.name, edit.chars, repr(edit.before), repr(edit.after))
        injected-annotation (2, 7) '(jìn)' ''
        injected-annotation (8, 13) '(wèi)' ''
        injected-annotation (16, 20) '(yè)' ''
        """
        output, edits, findings = self._core.inspect(text)
        return Inspection(
            text,
            output,
            # The words of the input itself, which can hold what the native half cannot: lone surrogates.
            EditLog(
                Edit(span, chars, text[slice(*chars)], after, of_code(code), confidence, reason)
                for span, chars, _, after, code, confidence, reason in edits
            ),
            tuple(
                Finding(span, chars, of_code(code), confidence, reason)
                for span, chars, code, confidence, reason in findings
            ),
        )

    def clean_arrow(
        self, data: T, column: Union[str, Iterable[str]] = "text", *, edits: Optional[str] = None
    ) -> T:
        """Cleans Arrow data: an array, a record batch, a table or a stream of any library that has the Arrow PyCapsule
        Interface, on all threads, without copying what is clean.

        >>> import mojimend, pyarrow
        >>> table = pyarrow.table({"id": [1, 2], "text": ["衛(wèi)生事業(yè)發(fā)展", None]})
        >>> mojimend.Cleaner().clean_arrow(table).column("text").to_pylist()
        ['衛生事業發展', None]

        Of a batch or table the ``column`` is cleaned, or several; an array is text itself. Text is string,
        large_string, string_view or a dictionary of these; binary columns are decoded first and become text.

        ``edits`` names a column to add: for each row the list of its edits, with the fields of the command's edit log.

        The result is what was given for pyarrow and Polars. For other libraries it is an object with
        ``__arrow_c_array__`` or, of what comes in a stream, with ``__arrow_c_stream__``, which the library takes back.
        Record batch readers and such streams are cleaned while they are read.
        """
        columns = [column] if isinstance(column, str) else list(column)
        return _arrow.like(data, self._core.clean_arrow(data, columns, edits))

    def __reduce__(self) -> tuple[Callable[[str, Optional[int]], Cleaner], tuple[str, Optional[int]]]:
        return _unpickled, (self._core.to_json(), self._threads)

    def __repr__(self) -> str:
        return f"<mojimend.Cleaner threads={self.threads}>"


def _unpickled(settings: str, threads: Optional[int]) -> Cleaner:
    return Cleaner(json.loads(settings), threads=threads)


def _of_toml(preset: Optional[str], text: str, threads: Optional[int]) -> Core:
    try:
        return Core(preset, toml=text, threads=threads)
    except ConfigError as error:
        if text.endswith(".toml") and "\n" not in text:
            raise ConfigError(f"{error}\na str is taken for TOML itself; for a file use pathlib.Path({text!r})") from None
        raise


def _of_mapping(preset: Optional[str], config: Mapping[str, Any], threads: Optional[int]) -> Core:
    try:
        text = json.dumps(dict(config))
    except (TypeError, ValueError) as error:
        raise ConfigError(f"configuration: {error}; use only dicts, lists, str, numbers and bool") from None
    return Core(preset, json=text, threads=threads)


def _of_file(preset: Optional[str], path: Path, threads: Optional[int]) -> Core:
    try:
        return Core(preset, toml=path.read_text(encoding="utf-8"), threads=threads)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None


_default: Optional[Cleaner] = None


def _cleaner() -> Cleaner:
    """The cleaner with the default settings, made when it is first needed."""
    global _default
    if _default is None:
        _default = Cleaner()
    return _default


def clean(text: str) -> str:
    """The clean text, with the default settings; the same object if nothing had to change.

    >>> import mojimend
    >>> mojimend.clean("加強重點(diǎn)??平ㄔO(shè),推進(jìn)衛(wèi)生事業(yè)")
    '加強重點專科建設,推進衛生事業'
    """
    return _cleaner().clean(text)


def clean_bytes(data: Bytes) -> str:
    """`Cleaner.clean_bytes` with the default settings."""
    return _cleaner().clean_bytes(data)


def clean_batch(texts: Iterable[Item]) -> list[Item]:
    """`Cleaner.clean_batch` with the default settings."""
    return _cleaner().clean_batch(texts)


def inspect(text: str) -> Inspection:
    """`Cleaner.inspect` with the default settings."""
    return _cleaner().inspect(text)
