"""The functions of ftfy, by mojimend: for those who switch.

>>> from mojimend import ftfy
>>> ftfy.fix_text("“ﬁne” &amp; ＡＢＣ")
'"fine" & ABC'

The names, the arguments and their defaults are those of ftfy 6.3. What they ask for is done by the preset ``ftfy`` of
mojimend, so that results are alike but not the same, and damage is repaired that ftfy does not know. Lines are not
removed. New code says more with `mojimend.Cleaner(preset="ftfy")`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple, Optional, Union

from .cleaner import Cleaner
from .edits import Edit
from .rules import rules

__all__ = ["ExplainedText", "ExplanationStep", "TextFixerConfig", "fix_and_explain", "fix_encoding", "fix_text"]


_SURROGATES = re.compile("[\ud800-\udfff]")


class TextFixerConfig(NamedTuple):
    """What `fix_text` does. Each field can be given as a keyword instead.

    >>> from mojimend import ftfy
    >>> ftfy.fix_text("“curly”", ftfy.TextFixerConfig(uncurl_quotes=False))
    '“curly”'
    >>> ftfy.fix_text("“curly”", uncurl_quotes=False)
    '“curly”'
    """

    unescape_html: Union[str, bool] = "auto"
    remove_terminal_escapes: bool = True
    fix_encoding: bool = True
    restore_byte_a0: bool = True
    """Part of ``fix_encoding`` here; of no effect alone, as the next two."""
    replace_lossy_sequences: bool = True
    decode_inconsistent_utf8: bool = True
    fix_c1_controls: bool = True
    fix_latin_ligatures: bool = True
    fix_character_width: bool = True
    uncurl_quotes: bool = True
    fix_line_breaks: bool = True
    fix_surrogates: bool = True
    remove_control_chars: bool = True
    normalization: Optional[str] = "NFC"
    max_decode_length: int = 1_000_000
    """Of no effect: long texts are no slower than short ones."""
    explain: bool = True
    """Whether `fix_and_explain` explains."""


class ExplanationStep(NamedTuple):
    """Something that was done: ``apply`` and the name of a rule of mojimend."""

    action: str
    parameter: str


class ExplainedText(NamedTuple):
    """The fixed text and what was done; None if no explanation was asked for."""

    text: str
    explanation: Optional[list[ExplanationStep]]


def fix_text(text: str, config: Optional[TextFixerConfig] = None, **kwargs: Any) -> str:
    """Fixes mojibake and other damage, and brings the text into the form that the options ask for.

    >>> from mojimend.ftfy import fix_text
    >>> fix_text("ＬＯＵＤ&nbsp;ＮＯＩＳＥＳ&hellip;", normalization="NFKC")
    'LOUD NOISES...'
    """
    config = _config(config, kwargs)
    return _form(_cleaner(config).clean(_without_surrogates(text, config)), config)


def fix_encoding(text: str, config: Optional[TextFixerConfig] = None, **kwargs: Any) -> str:
    """Repairs what was damaged by wrong encodings, and changes nothing else.

    >>> from mojimend.ftfy import fix_encoding
    >>> fix_encoding("衛(wèi)生事業(yè)發(fā)展 “ﬁne”")
    '衛生事業發展 “ﬁne”'
    """
    config = _config(config, kwargs)
    return _encoding_cleaner().clean(text) if config.fix_encoding else text


def fix_and_explain(text: str, config: Optional[TextFixerConfig] = None, **kwargs: Any) -> ExplainedText:
    """Fixes a text and names the rules that did it. `mojimend.Cleaner.inspect` tells of every place.

    >>> from mojimend.ftfy import fix_and_explain
    >>> fix_and_explain("“quoted”")
    ExplainedText(text='"quoted"', explanation=[ExplanationStep(action='apply', parameter='quotation-mark')])
    """
    config = _config(config, kwargs)
    done = _cleaner(config).inspect(_without_surrogates(text, config))
    fixed = _form(done.text, config)
    return ExplainedText(fixed, _steps(done.edits) if config.explain else None)


def _steps(edits: Any) -> list[ExplanationStep]:
    def step(edit: Edit) -> ExplanationStep:
        return ExplanationStep("apply", edit.rule.name)

    return list(dict.fromkeys(step(edit) for edit in edits))


def _config(config: Optional[TextFixerConfig], changes: dict[str, Any]) -> TextFixerConfig:
    config = config or TextFixerConfig()
    unknown = sorted(set(changes) - set(TextFixerConfig._fields))
    if unknown:
        raise TypeError(f"no option is called {unknown[0]!r}; there are: {', '.join(TextFixerConfig._fields)}")
    return config._replace(**changes)


@lru_cache(maxsize=64)
def _cleaner(config: TextFixerConfig) -> Cleaner:
    asked = "auto" if config.unescape_html == "auto" else "always" if config.unescape_html else "keep"
    keep = "keep"
    return Cleaner(
        {
            "normalise": {
                "entities": asked,
                "terminal-escapes": config.remove_terminal_escapes,
                "c1-controls": config.fix_c1_controls,
                "ligatures": config.fix_latin_ligatures,
                "letters": "halfwidth" if config.fix_character_width else keep,
                "punctuation": "halfwidth" if config.fix_character_width else keep,
                "quotes": "straight" if config.uncurl_quotes else keep,
                "line-ends": "lf" if config.fix_line_breaks else keep,
                "control-characters": config.remove_control_chars,
                "unicode": {"NFC": "nfc", "NFKC": "nfkc"}.get(config.normalization or "", keep),
            },
            "rules": _rules(all_repairs=config.fix_encoding),
        },
        preset="ftfy",
    )


@lru_cache(maxsize=1)
def _encoding_cleaner() -> Cleaner:
    return Cleaner({"rules": _rules(all_repairs=True)})


def _rules(all_repairs: bool) -> dict[str, str]:
    """Lines stay; without repairs all that is left is what `[normalise]` asks for."""
    return {rule.name: "off" for rule in rules() if rule.code[0] == "L" or (rule.safe and not all_repairs)}


def _without_surrogates(text: str, config: TextFixerConfig) -> str:
    """Two surrogates that are one character become it, others U+FFFD."""
    if not config.fix_surrogates or not _SURROGATES.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _form(text: str, config: TextFixerConfig) -> str:
    """The forms that mojimend does not write itself."""
    form = config.normalization
    if form in (None, "", "NFC", "NFKC"):
        return text
    if form == "NFD":
        return unicodedata.normalize("NFD", text)
    if form == "NFKD":
        return unicodedata.normalize("NFKD", text)
    raise ValueError(f"normalization={form!r}: use 'NFC', 'NFKC', 'NFD', 'NFKD' or None")
