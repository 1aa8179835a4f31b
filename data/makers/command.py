"""The command of makers and trainers: write the files, or compare the stored ones with what the code makes."""

import argparse
import pathlib
import sys

DATA = pathlib.Path(__file__).resolve().parents[1]


def difference(path, fresh, command):
    """None if the file at `path` holds the text `fresh`, else one sentence that says where they part."""
    if not path.exists():
        return f"{path}: missing; write it with: {command}"
    # Text mode: a checkout with Windows line ends holds the same data.
    stored, fresh = path.read_text(encoding="utf-8", errors="replace").split("\n"), fresh.split("\n")
    if stored == fresh:
        return None
    line = next((n for n, (a, b) in enumerate(zip(stored, fresh), 1) if a != b), min(len(stored), len(fresh)))
    return f"{path}: differs from line {line} on; rewrite it with: {command}"


def write(path, text):
    """Write a text file beside its place and then put it there, so that an interrupted run leaves the old file whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def run(files, command, folder, arguments=None):
    """Write or check `files`, a dictionary from name to a function that makes the text. Returns the exit code."""
    parser = argparse.ArgumentParser(prog=command, description="Write files of the course's data, or check the stored ones.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(files)}; all if none is given")
    parser.add_argument("--out", type=pathlib.Path, default=folder, metavar="DIR", help="folder to write to")
    parser.add_argument("--check", action="store_true", help="write nothing; say which stored file differs")
    options = parser.parse_args(arguments)
    chosen = [name for name in files if not options.names or name in options.names or name.partition(".")[0] in options.names]
    unknown = [name for name in options.names if not any(name in (file, file.partition(".")[0]) for file in files)]
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; choose among {', '.join(files)}")
    problems = 0
    for name in chosen:
        path, text = options.out / name, files[name]()
        if options.check:
            problem = difference(path, text, f"{command} {name}")
            problems += problem is not None
            print(problem or f"{path}: as made")
        else:
            write(path, text)
            print(f"wrote {path}")
        sys.stdout.flush()
    return 1 if problems else 0
