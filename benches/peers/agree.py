#!/usr/bin/env python3
"""Whether `mojimend eval` and score.py count the same, for mojimend and the peers, on short documents of a corpus.

    agree.py CLEAN.jsonl ... [--work DIR] [--documents N]

Cuts documents of each file short, damages them with the default recipe and, for the detectors, writes them as files in
other encodings; runs `mojimend eval` on them once with all tools, every tool once more by itself, and score.py on its
answers. Run run.py first: it installs the peers into the same work folder.
"""

import argparse
import itertools
import json
import pathlib
import subprocess
import sys

import run
import texts

CHARACTERS = 160
SCORER = pathlib.Path(__file__).resolve().parent / "score.py"


def cut(corpora, path, documents):
    """The beginnings of so many documents of each corpus, of every tenth one."""
    with path.open("w", encoding="utf-8") as out:
        for corpus in corpora:
            with corpus.open(encoding="utf-8") as lines:
                for number, line in enumerate(itertools.islice(lines, 0, documents * 10, 10)):
                    text = json.loads(line)["text"][:CHARACTERS]
                    print(json.dumps({"id": f"{corpus.stem}-{number}", "text": text}, ensure_ascii=False), file=out)


def ours(binary, requests, answers):
    """mojimend's answers, by way of the command `clean`."""
    subprocess.run([binary, "clean", "-q", requests, "-o", answers], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="+", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, default=run.ROOT / "target" / "peers")
    parser.add_argument("--documents", type=int, default=40, help="of each file")
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--tools", help="only these, with commas between")
    args = parser.parse_args()
    args.work = args.work.resolve()
    short, pairs, files = (args.work / f"agree-{name}.jsonl" for name in ("short", "pairs", "files"))
    cut(args.corpus, short, args.documents)
    texts.damaged(args.binary, [short], pairs, 1, [])
    texts.damaged(args.binary, [short, args.work / "languages.jsonl"], files, 1, ["--bytes"])
    failed = False
    for path, known in ((pairs, run.REPAIR), (files, run.DETECTORS)):
        tools = run.commands(args, known, path)
        run.evaluated(args, path, tools.values())
        requests, answers = args.work / "agree-requests.jsonl", args.work / "agree-answers.jsonl"
        texts.requests(path, requests)
        for number, (name, command) in enumerate([("mojimend", None), *tools.items()]):
            if command:
                with requests.open(encoding="utf-8") as given, answers.open("w", encoding="utf-8") as out:
                    subprocess.run(command.split(), check=True, stdin=given, stdout=out)
            elif path == pairs:
                ours(args.binary, requests, answers)
            else:
                continue
            scored = [sys.executable, SCORER, path, answers, args.work / "eval.json", str(number)]
            done = subprocess.run(scored, capture_output=True, text=True)
            print(f"{path.stem}: {name}: {(done.stdout or done.stderr).strip().splitlines()[-1]}")
            failed |= done.returncode != 0
    sys.exit(failed)


if __name__ == "__main__":
    main()
