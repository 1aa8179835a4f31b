"""Cells that read real data: silent as they stand in the notebook, one sentence offline, and at work on a server of this machine.

The stand-ins are small and made here, in the form of the real files; the training of lecture 14 is cut short. What the real files
give is not tested: no test uses a network.
"""

import ast
import functools
import hashlib
import http.server
import re
import threading
import time
import zipfile

import numpy as np
import pace
import pytest
from course import LECTURES, code_cells, python

from helpers import corpus, download

SWITCH = re.compile(r"^DOWNLOAD, (\w+) = False, (None|\"\"|\[\])$", re.M)
WITH_SWITCH = [path for path in LECTURES if any(SWITCH.search(cell.source) for cell in code_cells(path))]
SHORTER = {"14": ("bard, 6000, B=32", "bard, 60, B=8")}


def sources(path, on):
    """The optional cells of a lecture, in order; with `on` the switch is set."""
    text = "\n".join(cell.source for cell in code_cells(path))
    name = SWITCH.search(text)[1]
    chosen = [c.source for c in code_cells(path) if SWITCH.search(c.source) or re.search(rf"^if {name}:$", c.source, re.M)]
    assert len(chosen) > 1 and SWITCH.search(chosen[0]) and all(s.startswith(f"if {name}:\n") for s in chosen[1:])
    if on:
        chosen[0] = SWITCH.sub(r"DOWNLOAD, \1 = True, \2", chosen[0])
        shorter = SHORTER.get(path.name[:2])
        if shorter:
            assert any(shorter[0] in source for source in chosen)
            chosen = [source.replace(*shorter) for source in chosen]
    return chosen


def namespace(path):
    """What the lecture imports and defines: its functions, without running its cells."""
    known = {}
    for cell in code_cells(path):
        if cell.id == "setup" or SWITCH.search(cell.source):
            continue
        kept = [node for node in python(cell).body if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef)]
        exec(compile(ast.Module(kept, []), f"{path.name}#{cell.id}", "exec"), known)
    known["progress_bar"] = lambda _: iter
    return known


def run(path, on):
    known = namespace(path)
    for source in sources(path, on):
        exec(compile(source, path.name, "exec"), known)


@pytest.fixture
def away(tmp_path, monkeypatch):
    """No files yet, and a mirror at which nobody listens."""
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("UNROLLED_DOWNLOADS", str(tmp_path / "downloads"))
    monkeypatch.setenv("UNROLLED_MIRROR", "http://127.0.0.1:9")
    return tmp_path


@pytest.fixture
def mirror(away, monkeypatch):
    """A server with stand-ins of all files."""
    folder = away / "mirror"
    folder.mkdir()
    (folder / "tinyshakespeare.txt").write_text(corpus.load_diary(), encoding="utf-8", newline="\n")
    with zipfile.ZipFile(folder / "sst.zip", "w") as archive:
        for split, number in (("train", 1500), ("dev", 20), ("test", 60)):
            archive.writestr(f"trees/{split}.txt", "\n".join(trees(number, len(split))) + "\n")
    for name in ("tinyshakespeare", "sst"):
        known = download.FILES[name]
        body = (folder / known.file).read_bytes()
        stand_in = download.Remote(known.file, known.url, len(body), hashlib.sha256(body).hexdigest(), "ours")
        monkeypatch.setitem(download.FILES, name, stand_in)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("UNROLLED_MIRROR", f"http://127.0.0.1:{server.server_port}")
    yield folder
    server.shutdown()
    server.server_close()


def trees(number, seed):
    """Sentences of the treebank's form: one word has an opinion, and each phrase that holds it has its score."""
    rng, opinions = np.random.default_rng(seed), ["awful", "weak", "so-so", "fine", "superb"]
    for _ in range(number):
        score = int(rng.integers(5))
        words = [f"(2 {word})" for word in rng.choice(["film", "plot", "the", "it", "has", "-LRB-", "n't"], rng.integers(1, 9))]
        words.insert(int(rng.integers(len(words) + 1)), f"({score} {opinions[score]})")
        while len(words) > 1:
            *words, left, right = words
            words.append(f"({score if any(o in left + right for o in opinions) else 2} {left} {right})")
        yield words[0]


def test_lectures_have_such_cells():
    assert {path.name[:2] for path in WITH_SWITCH} >= {"12", "14"}


@pytest.mark.parametrize("path", WITH_SWITCH, ids=lambda path: path.stem)
def test_as_they_stand_they_do_nothing(path, away, capsys):
    run(path, on=False)
    assert capsys.readouterr() == ("", "") and not (away / "downloads").exists()
    for cell in code_cells(path):
        if any(cell.source == source for source in sources(path, on=False)):
            assert cell.outputs == []


@pytest.mark.parametrize("path", WITH_SWITCH, ids=lambda path: path.stem)
def test_offline_they_say_one_sentence(path, away, capsys):
    run(path, on=True)
    said = capsys.readouterr().out
    assert said.count("\n") == 1 and re.search(
        r"127\.0\.0\.1:9 cannot be reached .*; connect to a network, or download https://", said
    )


def test_lecture_12_on_a_small_treebank(mirror, capsys):
    began = time.process_time()
    run(next(path for path in WITH_SWITCH if path.name.startswith("12")), on=True)
    found = re.fullmatch(r"SST-5: accuracy (0\.\d{3}|1\.000) of 60 sentences\n", capsys.readouterr().out)
    assert float(found[1]) > 0.6 and time.process_time() - began < 20 * pace.scale()


def test_lecture_14_on_a_small_text(mirror, capsys):
    run(next(path for path in WITH_SWITCH if path.name.startswith("14")), on=True)
    said = capsys.readouterr().out
    bits = re.match(r"network +(\S+) bits a character\ncounting (\S+) bits.*\nmixture +(\S+) bits.*\nROMEO:", said)
    network, counting, mixture = (float(found) for found in bits.groups())
    assert 2.5 < network < 4.5 and 1.9 < counting < 2.6 and mixture < min(network, counting + np.log2(1 / 0.7))
    assert len(said.partition("ROMEO:")[2]) > 200
