"""lines.json: how many lines each file of data/ has, so that a reader sees a file that was cut between two lines."""

import json

from data.makers import command

KINDS = (".tsv", ".txt", ".json")


def count_lines():
    """The text of lines.json: {name below data/: number of its lines} of every data file that is there."""
    found = [*command.DATA.iterdir(), *(command.DATA / "models").iterdir()]
    paths = sorted(path for path in found if path.suffix in KINDS)
    counts = {path.relative_to(command.DATA).as_posix(): path.read_bytes().count(b"\n") for path in paths}
    counts.pop("lines.json", None)
    return json.dumps(counts, indent=1) + "\n"


FILES = {"lines.json": count_lines}
