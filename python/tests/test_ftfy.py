"""The functions of ftfy."""

from __future__ import annotations

from typing import Any

import pytest

from mojimend.ftfy import TextFixerConfig, fix_and_explain, fix_encoding, fix_text

ODD = "“ﬁne” &amp; ＡＢＣ，\r\n\x1b[36mcolour\x1b[0m\x07 ij́ e\u0301"


def test_each_option_is_its_own() -> None:
    nothing: dict[str, Any] = {
        "unescape_html": False,
        "remove_terminal_escapes": False,
        "fix_encoding": False,
        "fix_c1_controls": False,
        "fix_latin_ligatures": False,
        "fix_character_width": False,
        "uncurl_quotes": False,
        "fix_line_breaks": False,
        "remove_control_chars": False,
        "normalization": None,
    }
    assert fix_text(ODD, TextFixerConfig()._replace(**nothing)) == ODD
    options: list[tuple[dict[str, Any], str, str]] = [
        ({"unescape_html": "auto"}, "&amp;", "&"),
        ({"unescape_html": True}, "<&amp;", "<&"),
        ({"remove_terminal_escapes": True}, "\x1b[36mcolour\x1b[0m", "colour"),
        ({"fix_latin_ligatures": True}, "ﬁ", "fi"),
        ({"fix_character_width": True}, "ＡＢＣ，", "ABC,"),
        ({"uncurl_quotes": True}, "“", '"'),
        ({"fix_line_breaks": True}, "\r\n", "\n"),
        ({"remove_control_chars": True}, "a\x07", "a"),
        ({"normalization": "NFC"}, "e\u0301", "é"),
        ({"normalization": "NFKC"}, "①", "1"),
        ({"normalization": "NFD"}, "é", "e\u0301"),
        ({"normalization": "NFKD"}, "①é", "1e\u0301"),
    ]
    for option, before, after in options:
        assert fix_text(before, **{**nothing, **option}) == after, option


def test_all_of_them() -> None:
    assert fix_text(ODD) == '"fine" & ABC,\ncolour ij́ é'
    assert fix_encoding(ODD) != fix_text(ODD)
    assert fix_encoding("“”") == "“”"


def test_surrogates() -> None:
    assert fix_text("\ud83d\ude00 \udc80") == "😀 \ufffd"
    assert fix_text("\ud83d\ude00", fix_surrogates=False) == "\ud83d\ude00"


def test_explanations() -> None:
    text, steps = fix_and_explain("“a” ﬁ ﬁ")
    assert text == '"a" fi fi'
    assert steps is not None and [step.action for step in steps] == ["apply"] * 2
    assert fix_and_explain("a", explain=False).explanation is None


def test_mistakes_are_named() -> None:
    with pytest.raises(TypeError, match="there are: unescape_html"):
        fix_text("", uncurl=True)
    with pytest.raises(ValueError, match="NFC"):
        fix_text("", normalization="NFX")
