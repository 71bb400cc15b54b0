"""The files that tools are measured on."""

import json
import subprocess

# Characters of a document made of the seeds.
SHORT = 400
# Without a corpus there is little text: each document is damaged in so many ways.
WAYS = 8


def short_documents(folder, out):
    """Short documents of the text files in a folder."""
    for page in sorted(folder.glob("*.txt")):
        document, number = "", 0
        for line in page.read_text(encoding="utf-8").rstrip("\n").split("\n"):
            document += line + "\n"
            if len(document) >= SHORT:
                print(json.dumps({"id": f"{page.stem}-{number}", "text": document}, ensure_ascii=False), file=out)
                document, number = "", number + 1


def damaged(binary, corpus, path, ways, options):
    """Pairs of a corpus, damaged in several ways."""
    with path.open("w", encoding="utf-8") as out:
        for seed in range(1, ways + 1):
            command = [binary, "damage", "-q", "--seed", str(seed), *options, *corpus]
            made = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
            for line in made.split("\n")[:-1]:
                pair = json.loads(line)
                print(json.dumps(pair | {"id": f"{seed}/{pair['id']}"}, ensure_ascii=False), file=out)


def pairs(binary, root, work, corpus):
    """Pairs of texts, and pairs of bytes and text, the same in every run."""
    seeds, languages = work / "seeds.jsonl", work / "languages.jsonl"
    with seeds.open("w", encoding="utf-8") as out:
        short_documents(root / "seeds" / "expected", out)
    with languages.open("w", encoding="utf-8") as out:
        short_documents(root / "seeds" / "languages", out)
    ways = 1 if corpus else WAYS
    text, files = work / "pairs.jsonl", work / "files.jsonl"
    damaged(binary, corpus or [seeds], text, ways, [])
    damaged(binary, [*(corpus or [seeds]), languages], files, ways, ["--bytes"])
    return text, files


def clean_ones(pairs, path):
    """The pairs of texts to which nothing happened."""
    with pairs.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as out:
        out.writelines(line for line in lines if not json.loads(line)["kinds"])


def request(pair):
    """What a tool is given for a pair, as a line."""
    given = {"text": pair["damaged"]} if "damaged" in pair else {"bytes": pair["damaged_base64"]}
    return json.dumps({"id": pair["id"]} | given, ensure_ascii=False) + "\n"


def requests(pairs, path):
    """What a tool is given for all of them."""
    with pairs.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as out:
        out.writelines(request(json.loads(line)) for line in lines)


def repeat(pairs, path, least):
    """The pairs again and again, under new ids, until there are so many bytes of text."""
    lines = [json.loads(line) for line in pairs.open(encoding="utf-8")]
    written, number = 0, 0
    with path.open("w", encoding="utf-8") as out:
        while written < least:
            for pair in lines:
                written += len(pair["original"].encode())
                out.write(json.dumps(pair | {"id": f"{pair['id']}/{number}"}, ensure_ascii=False) + "\n")
            number += 1
