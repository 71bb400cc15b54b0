#!/usr/bin/env python3
"""Scores a tool's answers a second time, from the definitions in docs/benchmark.md alone.

    score.py PAIRS ANSWERS [FIGURES TOOL]

PAIRS as `mojimend damage` writes them, ANSWERS as JSON lines {id, text}. Whole documents are solved at once,
without the shortcut over lines that `mojimend eval` takes, so use short documents. With FIGURES (`mojimend eval
--json`) and the number of the tool in it, the two are compared, and a difference is an error.
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


def main():
    answers = {}
    for line in open(sys.argv[2], encoding="utf-8"):
        answer = json.loads(line)
        answers[answer["id"]] = answer["text"]
    got = {"documents": [0, 0], "clean_documents": [0, 0], "clean_places": 0, "beside": 0, "by_kind": {}}
    for line in open(sys.argv[1], encoding="utf-8"):
        pair = json.loads(line)
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
    print(json.dumps(got, indent=1))
    if len(sys.argv) > 3:
        theirs = json.load(open(sys.argv[3], encoding="utf-8"))[int(sys.argv[4])]["score"]
        same = (
            got["documents"] == [theirs["documents"]["total"], theirs["documents"]["exact"]]
            and got["clean_documents"] == [theirs["clean_documents"]["total"], theirs["clean_documents"]["exact"]]
            and got["by_kind"] == theirs["by_kind"]
            and got["clean_places"] == theirs["harm"]["clean_places"]
            and got["beside"] == theirs["harm"]["places_beside_damage"]
        )
        print("agrees" if same else f"DIFFERS from {json.dumps(theirs, indent=1)}")
        sys.exit(not same)


main()
