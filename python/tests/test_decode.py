"""Bytes to text."""

from __future__ import annotations

import pytest

import mojimend

CHINESE = "加强重点专科建设,推进卫生健康事业发展,保障人民健康。"


def test_segments_cover_text_and_bytes() -> None:
    data = f"{CHINESE}\n".encode() + f"{CHINESE}\n".encode("gbk") + f"{CHINESE}\n".encode()
    decoded = mojimend.decode(data)
    assert decoded.text == f"{CHINESE}\n" * 3
    assert [segment.encoding for segment in decoded.segments] == ["UTF-8", "GBK", "UTF-8"]
    for segment in decoded.segments:
        codec = segment.encoding.lower()
        assert data[slice(*segment.span)].decode(codec) == decoded.text[slice(*segment.chars)]


def test_undecodable_bytes_are_told() -> None:
    data = CHINESE.encode("gbk") + b"\xff\xff\n"
    bad = mojimend.decode(data, encoding="gbk").undecodable
    assert bad and all(data[slice(*each.span)] == each.bytes for each in bad)
    assert {each.kind for each in bad} <= {"truncated", "garbage"}
    assert "\\xFF" in mojimend.decode(data, encoding="gbk", errors="escape").text


def test_detection() -> None:
    for name in ("gbk", "utf-8"):
        assert mojimend.detect(CHINESE.encode(name)).encoding.lower() == name
    assert mojimend.detect(b"") == mojimend.Detection("UTF-8", 1.0)
    assert mojimend.detect(memoryview(CHINESE.encode("utf-16"))).encoding == "UTF-16LE"
    mojimend.detect(b"\xa4\xa4", declared="no such thing", language="zh-TW")


def test_mistakes_are_named() -> None:
    with pytest.raises(mojimend.ConfigError, match="klingon"):
        mojimend.decode(b"", encoding="klingon")
    with pytest.raises(ValueError, match="'replace' or 'escape'"):
        mojimend.decode(b"", errors="ignore")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="already decoded"):
        mojimend.decode("text")  # type: ignore[arg-type]
