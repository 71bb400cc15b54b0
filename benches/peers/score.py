#!/usr/bin/env python3
"""Scores a tool's answers a second time, from the definitions in docs/benchmark.md alone.

    score.py PAIRS ANSWERS [FIGURES TOOL]

PAIRS as `mojimend damage` writes them, ANSWERS as JSON lines {id, text}. Whole documents are solved at once,
without the shortcut over lines that `mojimend eval` takes, so use short documents. Pairs of bytes are known by their
`damaged_base64`. With FIGURES (`mojimend eval --json`) and the number of the tool in it, the two are compared, and a
difference is an error.
"""

import json
import sys

MISSED, WRONG, WRONG_CHAR, HARM_CHAR, UNIT = 1, (1 << 24) + 1, 1 << 24, 3 << 24, 1 << 24
INFINITE = 1 << 60


def units(pair):
    damaged, original = pair["damaged"].encode(), pair["original"].encode()
    out, at = [], 0
    for span in pair["spans"]:
        out += [("gap", c) for c in damaged[at : span["start"]].decode()]
        place = (
            original[span["original_start"] : span["original_end"]].decode(),
            damaged[span["start"] : span["end"]].decode(),
        )
        out.append(("place", place))
        at = span["end"]
    return out + [("gap", c) for c in damaged[at:].decode()]


def solve(row, text):
    """Outcomes of the places, and the number of harmed places, at the least cost."""
    width = len(text) + 1
    cost, back = [INFINITE] * width, []
    cost[0] = 0
    for unit in row + [None]:
        came = [None] * width
        for at in range(1, width):
            if cost[at - 1] + HARM_CHAR < cost[at]:
                cost[at], came[at] = cost[at - 1] + HARM_CHAR, ("added", 1)
        back.append(came)
        if unit is None:
            break
        nxt, how = [INFINITE] * width, [None] * width
        order = ["restored", "missed", "same", "wrong", "lost"]

        def offer(to, price, what, took):
            if price < nxt[to] or (price == nxt[to] and order.index(what) < order.index(how[to][0])):
                nxt[to], how[to] = price, (what, took)

        kind, value = unit
        best = None
        for at in range(width):
            here = cost[at]
            if kind == "gap":
                if here < INFINITE:
                    if at < len(text) and text[at] == value:
                        offer(at + 1, here, "same", 1)
                    offer(at, here + HARM_CHAR, "lost", 0)
                continue
            if here < INFINITE:
                for reading, price, what in ((value[0], 0, "restored"), (value[1], MISSED, "missed")):
                    if text.startswith(reading, at):
                        offer(at + len(reading), here + price, what, len(reading))
                if best is None or here + WRONG < best[0]:
                    best = (here + WRONG, at)
            if best is not None:
                offer(at, best[0], "wrong", at - best[1])
                best = (best[0] + WRONG_CHAR, best[1])
        back.append(how)
        cost = nxt
    outcomes, harm, run, at, number = [], 0, False, width - 1, len(row)
    while number or at:
        step = back[2 * number][at]
        if step is None:
            number -= 1
            step = back[2 * number + 1][at]
        what, took = step
        at -= took
        if what in ("added", "lost"):
            harm += not run
            run = True
        else:
            run = False
            if what != "same":
                outcomes.append(what)
    return outcomes[::-1], harm


def score_texts(pairs, answers):
    got = {"documents": [0, 0], "clean_documents": [0, 0], "clean_places": 0, "beside": 0, "by_kind": {}}
    for pair in pairs:
        text = answers.get(pair["id"], pair["damaged"])
        clean = pair["damaged"] == pair["original"]
        share = got["clean_documents" if clean else "documents"]
        share[0] += 1
        share[1] += text == pair["original"]
        outcomes, harm = solve(units(pair), text)
        got["clean_places" if clean else "beside"] += harm
        for span, outcome in zip(pair["spans"], outcomes, strict=True):
            kind = got["by_kind"].setdefault(span["kind"], {"total": 0, "restored": 0, "missed": 0, "wrong": 0})
            kind["total"] += 1
            kind[outcome] += 1
    return got


def texts_of(score):
    """What `mojimend eval` counted, in the form of `score_texts`."""
    return {
        "documents": [score["documents"]["total"], score["documents"]["exact"]],
        "clean_documents": [score["clean_documents"]["total"], score["clean_documents"]["exact"]],
        "clean_places": score["harm"]["clean_places"],
        "beside": score["harm"]["places_beside_damage"],
        "by_kind": score["by_kind"],
    }


def lines_of(text):
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def right_lines(original, answer):
    if answer is None:
        return [False] * len(original)
    if len(original) == len(answer):
        return [a == b for a, b in zip(original, answer)]
    right = [False] * len(original)
    for order in (1, -1):
        numbers = range(len(original))[::order]
        for number, line, other in zip(numbers, original[::order], answer[::order]):
            if line != other:
                break
            right[number] = True
    return right


def score_bytes(pairs, answers):
    classes, missing = {}, 0
    for pair in pairs:
        stray, answer, original = "stray-byte" in pair["kinds"], answers.get(pair["id"]), pair["original"]
        encodings, at = [], 0
        for line in lines_of(original):
            here = [s for s in pair["spans"] if s["encoding"] and s["original_start"] <= at < s["original_end"]]
            encodings.append(here[0]["encoding"])
            at += len(line.encode()) + 1
        if stray:
            original, answer = original.replace("\ufffd", ""), answer and answer.replace("\ufffd", "")
        found = classes.setdefault("stray-byte" if stray else pair["kinds"][0], {"documents": [0, 0], "by_encoding": {}})
        missing += answer is None
        found["documents"][0] += 1
        found["documents"][1] += answer == original
        right = right_lines(lines_of(original), None if answer is None else lines_of(answer))
        for line, encoding, exact in zip(lines_of(pair["original"]), encodings, right, strict=True):
            if not line.isascii():
                share = found["by_encoding"].setdefault(encoding, [0, 0])
                share[0] += 1
                share[1] += exact
    return {"classes": classes, "missing": missing}


def bytes_of(score):
    """What `mojimend eval` counted, in the form of `score_bytes`."""
    share = lambda counts: [counts["total"], counts["exact"]]
    classes = {
        name: {
            "documents": share(found["documents"]),
            "by_encoding": {encoding: share(counts) for encoding, counts in found["by_encoding"].items()},
        }
        for name, found in score["classes"].items()
    }
    return {"classes": classes, "missing": score["missing"]}


def main():
    answers = {}
    for line in open(sys.argv[2], encoding="utf-8"):
        answer = json.loads(line)
        answers[answer["id"]] = answer["text"]
    pairs = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    of_bytes = "damaged_base64" in pairs[0]
    got = (score_bytes if of_bytes else score_texts)(pairs, answers)
    print(json.dumps(got, indent=1))
    if len(sys.argv) > 3:
        score = json.load(open(sys.argv[3], encoding="utf-8"))[int(sys.argv[4])]["score"]
        theirs = (bytes_of if of_bytes else texts_of)(score)
        print("agrees" if got == theirs else f"DIFFERS from {json.dumps(theirs, indent=1)}")
        sys.exit(got != theirs)


main()
