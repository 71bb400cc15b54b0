#!/usr/bin/env python3
"""Runs a peer over JSON lines, as `mojimend eval --tool` wants it: adapter.py NAME [--speed FILE SECONDS]

{id, text} in and {id, text} out for tools that repair text, {id, bytes} in (base64) and {id, text} out for those that
read bytes. With --speed nothing is written but FILE: how many bytes a second went through the tool alone, without its
start and without the JSON, over the whole input again and again for so many seconds at least. Seconds are those in
which the process ran: others on the same machine do not count.
"""

import base64
import json
import sys
import time

# What Python calls the encodings that the web, and so most pages, mean by these names.
CODECS = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "euc_kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
    "x-user-defined": "latin-1",
}


def decoded(data, name):
    """The bytes as text. What a detector cannot tell is read as UTF-8."""
    name = (name or "utf-8").lower()
    return data.decode(CODECS.get(name, name), errors="replace")


def ftfy():
    import ftfy

    return ftfy.fix_text


def ftfy_careful():
    """ftfy with everything off that rewrites honest text: its encoding repairs alone."""
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )
    return lambda text: ftfy.fix_text(text, config)


def plsfix():
    import plsfix

    return plsfix.fix_text


def datatrove():
    import importlib.metadata  # noqa: F401  datatrove 0.10 uses it without importing it

    from datatrove.pipeline.formatters import FTFYFormatter

    return FTFYFormatter().format


def mapped(operators):
    """Data-Juicer's mappers, one after another, on batches of one."""

    def run(text):
        batch = {"text": [text]}
        for operator in operators:
            batch = operator.process_batched(batch)
        return batch["text"][0]

    return run


def datajuicer():
    from data_juicer.ops.mapper import FixUnicodeMapper

    return mapped([FixUnicodeMapper()])


def datajuicer_clean():
    """What Data-Juicer's recipes for web text begin with."""
    from data_juicer.ops.mapper import FixUnicodeMapper, PunctuationNormalizationMapper, WhitespaceNormalizationMapper

    return mapped([FixUnicodeMapper(), PunctuationNormalizationMapper(), WhitespaceNormalizationMapper()])


def chardetng():
    from chardetng_py import detector

    def read(data):
        found = detector.EncodingDetector()
        found.feed(data, last=True)
        return decoded(data, found.guess(tld=None, allow_utf8=True))

    return read


def chardet():
    import chardet

    return lambda data: decoded(data, chardet.detect(data)["encoding"])


def charset_normalizer():
    from charset_normalizer import from_bytes

    def read(data):
        best = from_bytes(data).best()
        return decoded(data, best and best.encoding)

    return read


def utf8():
    """No detector at all."""
    return lambda data: decoded(data, "utf-8")


TOOLS = (ftfy, ftfy_careful, plsfix, datatrove, datajuicer, datajuicer_clean, chardetng, chardet, charset_normalizer, utf8)


def given(record):
    return record["text"] if "text" in record else base64.b64decode(record["bytes"])


def main():
    # Tools that print go to standard error; standard output is for the answers.
    out, sys.stdout = sys.stdout, sys.stderr
    tool = {f.__name__: f for f in TOOLS}[sys.argv[1]]()
    records = map(json.loads, sys.stdin)
    if sys.argv[2:3] != ["--speed"]:
        for record in records:
            answer = {"id": record["id"], "text": tool(given(record))}
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        return
    file, least = sys.argv[3], float(sys.argv[4])
    documents = [given(record) for record in records]
    size = sum(len(d) if isinstance(d, bytes) else len(d.encode()) for d in documents)
    rounds, started = 0, time.process_time()
    while rounds == 0 or time.process_time() - started < least:
        for document in documents:
            tool(document)
        rounds += 1
    with open(file, "w", encoding="utf-8") as report:
        report.write(str(size * rounds / (time.process_time() - started)))


main()
