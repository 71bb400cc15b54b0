"""Writes src/script/forms.tsv: which forms a Simplified character can have in Traditional text, and how Traditional
authors use them beside what a conversion by words writes.

    pip install opencc-python-reimplemented==0.1.7
    python seeds/script/forms.py CORPUS.jsonl ... > src/script/forms.tsv

The corpora are texts by Traditional authors, one {"id", "text"} a line. Every other text is read; the others are for
tests.
"""

import collections
import json
import pathlib
import re
import sys
import zlib

import opencc

# Long texts are read in pieces, so that each counts like a page, and no corpus counts for more than this.
PIECE = 3000
PIECES = 400
# So many different characters that are kept, and half as many as are not, tell a machine.
KEPT = 5
HAN = re.compile("[\u3400-\u9fff]")

folder = pathlib.Path(opencc.__file__).parent / "dictionary"
to_simplified = opencc.OpenCC("t2s").convert
by_words = opencc.OpenCC("s2t").convert
taiwan = opencc.OpenCC("t2tw").convert


def candidates():
    """The forms of each Simplified character that has several, as Taiwan writes them, the usual one first."""
    found = {}
    for line in (folder / "STCharacters.txt").read_text("utf-8").splitlines():
        simplified, forms = line.split("\t")
        forms = list(dict.fromkeys(taiwan(form) for form in forms.split()))
        if len(forms) > 1:
            found[simplified] = forms
    # Not in the table, and kept by machines: it is a character of Big5.
    found["么"] = ["麼", "么"]
    return found


def pieces(path):
    taken = 0
    for line in open(path, encoding="utf-8"):
        record = json.loads(line)
        if zlib.crc32(str(record["id"]).encode()) % 2:
            continue
        text = record["text"]
        for start in range(0, len(text), PIECE):
            piece = text[start : start + PIECE]
            if len(HAN.findall(piece)) * 3 > len(piece):
                yield piece
                taken += 1
                if taken == PIECES:
                    return


def is_made_by_machine(seen):
    """Whether a piece keeps Simplified characters where words ask for others, one and all: early texts of the web are
    conversions themselves."""
    kept = sum(1 for (s, p), written in seen.items() if p != taiwan(s) and written[taiwan(s)] * 2 > sum(written.values()))
    others = sum(1 for (s, p), written in seen.items() if p != taiwan(s) and written[p] * 2 > sum(written.values()))
    return kept >= KEPT and kept * 2 > others


def main():
    forms = candidates()
    # For each form that words ask for: texts that have it, texts that always write another one, and single places of
    # the other texts.
    texts, always = collections.Counter(), collections.Counter()
    places, others = collections.Counter(), collections.Counter()
    for path in sys.argv[1:]:
        for piece in pieces(path):
            simplified = to_simplified(piece)
            asked, written = taiwan(by_words(simplified)), taiwan(piece)
            if not len(simplified) == len(asked) == len(written):
                continue
            seen = collections.defaultdict(collections.Counter)
            for s, p, c in zip(simplified, asked, written):
                if s in forms:
                    seen[s, p][c] += 1
            if is_made_by_machine({k: v for k, v in seen.items() if taiwan(k[0]) in forms[k[0]]}):
                continue
            for (s, p), written in seen.items():
                texts[s, p] += 1
                total = sum(written.values())
                common, count = written.most_common(1)[0]
                if common != p and count * 2 > total:
                    always[s, p, common] += 1
                    continue
                places[s, p] += total
                for c, count in written.items():
                    if c != p:
                        others[s, p, c] += count
    print("# Made by seeds/script/forms.py: see there.")
    print("# Simplified\tits forms, the usual one first\tthen for each form that words ask for: it, texts that have it, places in")
    print("# texts that do not always write another one; and for each other form: it, texts that always write it, places.")
    for s, candidates_of in forms.items():
        row = [s, "".join(candidates_of)]
        for (t, p), count in sorted(texts.items()):
            if t != s:
                continue
            cell = [p, str(count), str(places[t, p])]
            for c in sorted({c for (a, b, c) in always.keys() | others.keys() if (a, b) == (t, p)}):
                cell += [c, str(always[t, p, c]), str(others[t, p, c])]
            row.append(" ".join(cell))
        print("\t".join(row))


main()
