"""The loader of real data, with every fault planted: on a server of this machine, on its disk. Nothing here uses a network."""

import errno
import hashlib
import http.server
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import zipfile

import pytest
from course import ROOT

from helpers import download

BODY = bytes(range(256)) * 1200  # 307 kB: several reads of 64 kB


def remote(body=BODY, file="small.bin"):
    return download.Remote(file, "http://127.0.0.1:9/nobody/listens", len(body), hashlib.sha256(body).hexdigest(), "ours")


class Server:
    """A server whose answers the test writes: a list of functions of the handler, the last one for all further requests."""

    def __init__(self):
        self.answers, self.ranges, self.paths, test = [whole], [], [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                test.ranges.append(self.headers.get("Range"))
                test.paths.append(self.path)
                answer = test.answers.pop(0) if len(test.answers) > 1 else test.answers[0]
                answer(self)

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()


def send(handler, code=200, body=BODY, length=None, **headers):
    handler.send_response(code)
    for key, value in headers.items():
        handler.send_header(key.replace("_", "-"), value)
    if length != "none":
        handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


def whole(handler):
    send(handler)


def breaks_off(at):
    """The first `at` bytes under the length of all; then the connection ends."""
    return lambda handler: (send(handler, body=BODY[:at], length=len(BODY)), handler.connection.shutdown(socket.SHUT_RDWR))


def ranged(body=BODY):
    """Answers a request for a part with that part."""

    def answer(handler):
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range") or "")
        if not asked:
            return send(handler, body=body)
        start = int(asked[1])
        send(handler, 206, body[start:], Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}")

    return answer


def moved(to, code=302):
    return lambda handler: send(handler, code, b"", Location=to)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A server, an empty folder of downloads, one small file in the table; no proxies but the test's own."""
    for variable in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.upper(), raising=False)
    server = Server()
    monkeypatch.setenv("UNROLLED_DOWNLOADS", str(tmp_path / "downloads"))
    monkeypatch.setenv("UNROLLED_MIRROR", server.url)
    monkeypatch.setitem(download.FILES, "small", remote())
    server.path = tmp_path / "downloads" / "small.bin"
    yield server
    server.close()


def refusal(server, kind=download.DownloadError):
    """The sentence of an error; beside it nothing half written remains, and what stood there before still does."""
    before = server.path.read_bytes() if server.path.is_file() else None
    with pytest.raises(kind) as caught:
        download.fetch("small", progress=False)
    said = str(caught.value)
    assert "\n" not in said and said.endswith(".") and said.count(". ") == 0 and "small.bin" in said, said
    assert not list(server.path.parent.glob("*.part")) if server.path.parent.is_dir() else True
    assert (server.path.read_bytes() if server.path.is_file() else None) == before
    return said


def test_a_file_is_downloaded_once_and_then_found(place, capsys):
    path = download.fetch("small", progress=False)
    assert path == place.path and path.read_bytes() == BODY and place.paths == ["/small.bin"]
    assert download.fetch("small") == path and len(place.paths) == 1
    assert os.listdir(path.parent) == ["small.bin"] and capsys.readouterr() == ("", "")
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        assert path.stat().st_mode & 0o777 == 0o666 & ~mask  # others in the room may read it as far as the owner's settings allow


def test_the_bar_reaches_the_end(place, capsys):
    download.fetch("small")
    assert "small.bin" in capsys.readouterr().err


def test_a_file_put_there_by_hand_needs_no_network(place, monkeypatch):
    monkeypatch.setenv("UNROLLED_MIRROR", "http://127.0.0.1:9")
    place.path.parent.mkdir()
    place.path.write_bytes(BODY)
    assert download.fetch("small") == place.path and not place.paths


@pytest.mark.parametrize("body", [BODY[:-1], BODY + b"x", b"", BODY[:5000] + b"?" + BODY[5001:]])
def test_a_damaged_file_is_replaced(place, body):
    place.path.parent.mkdir()
    place.path.write_bytes(body)
    assert download.fetch("small", progress=False).read_bytes() == BODY and len(place.paths) == 1


def test_a_damaged_file_stays_until_there_is_a_better_one(place):
    place.path.parent.mkdir()
    place.path.write_bytes(b"damaged")
    place.answers = [lambda handler: send(handler, 503)]
    assert "is damaged and was not downloaded again" in refusal(place)


def test_without_a_mirror_the_file_comes_from_its_own_address(place, monkeypatch):
    monkeypatch.delenv("UNROLLED_MIRROR")
    monkeypatch.setitem(download.FILES, "small", download.Remote("small.bin", f"{place.url}/at/a/commit", *remote_checks()))
    assert download.fetch("small", progress=False).read_bytes() == BODY and place.paths == ["/at/a/commit"]


def remote_checks():
    known = remote()
    return known.size, known.sha256, known.licence


def test_a_mirror_below_a_path_and_one_that_redirects(place, monkeypatch):
    monkeypatch.setenv("UNROLLED_MIRROR", f"{place.url}/course/files/")
    place.answers = [moved("/elsewhere", 301), moved(f"{place.url}/again", 307), whole]
    assert download.fetch("small", progress=False).read_bytes() == BODY
    assert place.paths == ["/course/files/small.bin", "/elsewhere", "/again"]


@pytest.mark.parametrize(
    "mirror", ["/media/stick", "C:\\files", "ftp://a/b", "file:///tmp", "http://", "http://a b", "http://a/b c"]
)
def test_a_mirror_that_is_none(place, monkeypatch, mirror):
    monkeypatch.setenv("UNROLLED_MIRROR", mirror)
    with pytest.raises(download.DownloadError, match=r"UNROLLED_MIRROR is .*UNROLLED_DOWNLOADS\.$"):
        download.fetch("small")


@pytest.mark.parametrize("name", ["tinyshakespear", "", None, 3, "../small", ["sst"]])
def test_an_unknown_name(name):
    with pytest.raises(ValueError, match="choose one of tinyshakespeare, sst, sgd_flights_1"):
        download.fetch(name)


# what the server may do


@pytest.mark.parametrize("length", [None, "none"], ids=["with the length", "without"])
@pytest.mark.parametrize("body", [b"", b"<!DOCTYPE html><p>log in</p>", BODY[:-1], BODY + b"x"], ids=len)
def test_a_file_of_another_length(place, body, length):
    place.answers = [lambda handler: send(handler, body=body, length=length)]
    said = refusal(place)
    short_without_length = length == "none" and len(body) < len(BODY)
    assert ("broke off" if short_without_length else "sent another file") in said and "small.bin" in said


def test_other_bytes_of_the_right_length(place):
    place.answers = [lambda handler: send(handler, body=BODY[::-1])]
    assert "sent another file (other bytes)" in refusal(place) and len(place.paths) == 1


@pytest.mark.parametrize(
    "code, words",
    [
        (404, "has no such file (HTTP 404); bring the course up to date"),
        (410, "has no such file"),
        (403, "refuses it at the moment (HTTP 403); try again"),
        (429, "refuses it at the moment (HTTP 429)"),
        (500, "refuses it at the moment (HTTP 500)"),
        (503, "refuses it at the moment (HTTP 503)"),
        (304, "redirects without end"),
    ],
)
def test_answers_that_are_no_file(place, code, words):
    place.answers = [lambda handler: send(handler, code, b"" if code == 304 else b"<html>sorry</html>")]
    said = refusal(place)
    assert words in said and "127.0.0.1" in said and f"save it as {place.path}" in said and len(place.paths) == 1


def test_a_redirect_without_end(place):
    place.answers = [moved("/small.bin")]
    assert "redirects without end (HTTP 302)" in refusal(place)


@pytest.mark.parametrize("to", ["file:///etc/hostname", "http://127.0.0.1:1/"])
def test_a_redirect_to_where_nothing_is(place, to):
    place.answers = [moved(to)]
    assert re.search("cannot be reached|redirects without end", refusal(place))


def test_a_connection_that_breaks_off_is_taken_up_where_it_ended(place):
    place.answers = [breaks_off(200_000), ranged()]
    assert download.fetch("small", progress=False).read_bytes() == BODY
    assert place.ranges[0] is None and re.fullmatch(r"bytes=[1-9]\d*-", place.ranges[1]) and len(place.ranges) == 2


def test_a_server_that_knows_no_ranges_sends_all_of_it_again(place):
    place.answers = [breaks_off(200_000), breaks_off(100_000), whole]
    assert download.fetch("small", progress=False).read_bytes() == BODY and len(place.ranges) == 3


def test_a_file_that_changed_between_two_connections_is_read_again_from_nothing(place):
    place.answers = [lambda handler: breaks_off(200_000)(Backwards(handler)), ranged(), whole]
    assert download.fetch("small", progress=False).read_bytes() == BODY and place.ranges[2] is None


class Backwards:
    """A handler that writes other bytes than it is given, of the same number."""

    def __init__(self, handler):
        self.handler, self.wfile = handler, self

    def write(self, body):
        self.handler.wfile.write(body[::-1])

    def __getattr__(self, name):
        return getattr(self.handler, name)


def test_a_part_that_begins_elsewhere_is_refused(place):
    place.answers = [breaks_off(200_000), lambda handler: send(handler, 206, BODY[5:], Content_Range="bytes 5-307199/307200")]
    assert "sent another file" in refusal(place)


@pytest.mark.parametrize("at", [0, 1])
def test_a_connection_that_never_gets_far(place, at):
    place.answers = [breaks_off(at)]
    assert "the connection to 127.0.0.1" in refusal(place) and len(place.paths) <= download.TRIES


def test_a_server_that_says_nothing_at_all(place):
    place.answers = [lambda handler: handler.connection.shutdown(socket.SHUT_RDWR)]
    assert "broke off" in refusal(place)


def test_a_server_that_speaks_another_language(place):
    place.answers = [lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")]
    assert "broke off" in refusal(place)


def hangs_before_the_answer(handler):
    time.sleep(1.5)


def hangs_in_the_middle(handler):
    send(handler, body=BODY[:500], length=len(BODY))
    time.sleep(1.5)


def sends_drops(handler):
    send(handler, body=b"", length=len(BODY))
    for _ in range(20):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


@pytest.mark.parametrize("answer", [hangs_before_the_answer, hangs_in_the_middle, sends_drops])
def test_a_server_that_hangs(place, monkeypatch, answer):
    monkeypatch.setattr(download, "TIMEOUT", 0.3)
    monkeypatch.setattr(download, "TRIES", 2)
    place.answers = [answer]
    began = time.monotonic()
    assert re.search("sent almost nothing for 0.3 seconds; try again later, or download", refusal(place))
    assert time.monotonic() - began < 1.5


# what the network may do


def test_offline(place, monkeypatch):
    monkeypatch.delenv("UNROLLED_MIRROR")
    said = refusal(place)
    assert re.search(
        r"127\.0\.0\.1:9 cannot be reached \(.+\); connect to a network, or download http://127.0.0.1:9/nobody/", said
    )


def test_a_name_that_nobody_knows(place, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("UNROLLED_MIRROR", "https://mirror.invalid/files")
    assert re.search(r"mirror\.invalid cannot be reached \(.*not known\); connect to a network", refusal(place))


def test_a_proxy_is_used_and_named_without_its_password_when_it_fails(place, monkeypatch):
    monkeypatch.setenv("http_proxy", place.url.replace("//", "//anna:secret@"))
    monkeypatch.setenv("UNROLLED_MIRROR", "http://mirror.invalid")
    assert download.fetch("small", progress=False).read_bytes() == BODY and place.paths == ["http://mirror.invalid/small.bin"]
    place.path.unlink()
    place.answers = [lambda handler: send(handler, 407)]
    said = refusal(place)
    assert "wants a name and a password; write them into HTTP_PROXY" in said and "secret" not in said
    for proxy in ("http://anna:secret@127.0.0.1:9", "anna:secret@127.0.0.1:9"):
        monkeypatch.setenv("http_proxy", proxy)
        said = refusal(place)
        assert "the proxy 127.0.0.1:9 does not let it through" in said and "HTTP_PROXY" in said and "secret" not in said


def test_a_proxy_that_opens_no_tunnel(place, monkeypatch):
    monkeypatch.setenv("https_proxy", place.url)
    monkeypatch.setenv("UNROLLED_MIRROR", "https://mirror.invalid")
    assert "does not let it through" in refusal(place)  # this server answers CONNECT with 501
    tunnel = OSError("Tunnel connection failed: 407 Proxy Authentication Required")
    monkeypatch.setattr(download.urllib.request.OpenerDirector, "open", raising(urllib.error.URLError(tunnel)))
    assert "wants a name and a password; write them into HTTPS_PROXY" in refusal(place)


def test_a_certificate_that_nobody_trusts(place, monkeypatch):
    error = urllib.error.URLError(ssl.SSLCertVerificationError(1, "self-signed certificate"))
    monkeypatch.setattr(download.urllib.request.OpenerDirector, "open", raising(error))
    assert "is not trusted; check the clock" in refusal(place)


def raising(error):
    def call(*_, **__):
        raise error

    return call


# what the disk may do


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("when", ["write", "fsync"])
def test_no_space(place, monkeypatch, code, when):
    full = OSError(code, os.strerror(code))
    if when == "fsync":
        monkeypatch.setattr(os, "fsync", raising(full))
    else:
        opened = open
        monkeypatch.setattr(download, "open", lambda *arguments: Full(opened(*arguments), full), raising=False)
    assert "has no space left; free 0.3 MB, or let UNROLLED_DOWNLOADS name another folder" in refusal(place)


class Full:
    """A file that takes the first block and no other."""

    def __init__(self, file, error):
        self.file, self.error, self.blocks = file, error, 0

    def write(self, block):
        self.blocks += 1
        if self.blocks > 1:
            raise self.error
        return self.file.write(block)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def __getattr__(self, name):
        return getattr(self.file, name)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
def test_a_folder_that_may_not_be_written(place, monkeypatch):
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        folder = pathlib.Path(folder)
        place.path = folder / "small.bin"
        monkeypatch.setenv("UNROLLED_DOWNLOADS", str(folder))
        folder.chmod(0o555)
        if root:
            os.seteuid(65534)
        try:
            assert "cannot be read and written by you; change its permissions, or let UNROLLED_DOWNLOADS" in refusal(place)
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)
        place.path.write_bytes(BODY)
        folder.chmod(0o555)  # a teacher's folder: what is there may be read
        if root:
            os.seteuid(65534)
        try:
            assert download.fetch("small", progress=False) == place.path
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)


def test_a_disk_that_cannot_be_written_and_one_that_fails(place, monkeypatch):
    for code, words in ((errno.EROFS, "cannot be read and written"), (errno.EIO, "reports .*; check the disk")):
        monkeypatch.setattr(os, "replace", raising(OSError(code, os.strerror(code))))
        assert re.search(words, refusal(place))


def test_things_in_the_way(place, tmp_path, monkeypatch):
    place.path.mkdir(parents=True)
    assert f"{place.path} is a folder and should be a file; remove it" in refusal(place)
    place.path.rmdir()
    place.path.parent.rmdir()
    place.path.parent.write_text("a file")
    assert "is a file and should be a folder; rename it" in refusal(place)
    monkeypatch.setenv("UNROLLED_DOWNLOADS", str(place.path.parent / "deeper"))
    assert "is a file and should be a folder; rename it" in refusal(place)


def test_stopped_by_hand(place, monkeypatch):
    monkeypatch.setattr(os, "fsync", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        download.fetch("small", progress=False)
    assert os.listdir(place.path.parent) == []


def test_what_a_killed_process_left_is_swept_away_later(place):
    place.path.parent.mkdir()
    old, new, other = (place.path.with_name(name) for name in ("small.bin.0a.part", "small.bin.0b.part", "notes.part"))
    for path in (old, new, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (1, 1))
    download.fetch("small", progress=False)
    assert sorted(os.listdir(place.path.parent)) == ["notes.part", "small.bin", "small.bin.0b.part"]


PROGRAM = """
import sys
from helpers import download
download.FILES["small"] = download.Remote("small.bin", "http://127.0.0.1:9/", {size}, "{sha}", "ours")
sys.stdout.write(str(download.fetch("small")))
"""


def test_two_processes_at_once(place):
    both = threading.Barrier(2)

    def slowly(handler):
        both.wait(20)
        send(handler, body=BODY[:150_000], length=len(BODY))
        both.wait(20)  # both files are half written now
        handler.wfile.write(BODY[150_000:])

    place.answers = [slowly]
    program = PROGRAM.format(size=len(BODY), sha=hashlib.sha256(BODY).hexdigest())
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
        )
        for _ in range(2)
    ]
    for run in runs:
        out, err = run.communicate(timeout=60)
        assert run.returncode == 0 and out == str(place.path), err
    assert place.path.read_bytes() == BODY and os.listdir(place.path.parent) == ["small.bin"]


def test_a_python_without_ssl_can_import_and_says_what_to_do(tmp_path):
    program = "import sys; sys.modules['ssl'] = None; from helpers import download; download.fetch('sst', progress=False)"
    environment = os.environ | {"UNROLLED_MIRROR": "http://127.0.0.1:9", "UNROLLED_DOWNLOADS": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert "DownloadError: sst.zip was not" in run.stderr.splitlines()[-1], run.stderr


def test_the_command_fetches_what_it_is_given(place, capsys):
    assert download.main(["small"]) == 0 and f"small: {place.path} (ours)" in capsys.readouterr().out
    assert download.main(["large"]) == 1 and "there is no data set 'large'" in capsys.readouterr().err
    place.path.unlink()
    place.answers = [lambda handler: send(handler, 503)]
    assert download.main(["small"]) == 1 and "HTTP 503" in capsys.readouterr().err


# the table


def test_the_table_names_fixed_files():
    assert len({known.file for known in download.FILES.values()}) == len(download.FILES)
    for name, known in download.FILES.items():
        assert known.file.partition(".")[0] == name and known.url.startswith("https://")
        assert re.fullmatch("[0-9a-f]{64}", known.sha256) and 500_000 < known.size < 4_000_000 and known.licence
        if "github" in known.url:
            assert re.search(r"/[0-9a-f]{40}/", known.url), "an address at a commit"
    card = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for known in download.FILES.values():
        assert known.file in card and f"{known.size:,}" in card, "data/README.md names each file and its size"


def test_downloads_are_not_kept_in_git():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "data/downloads/" in ignored and download._FOLDER == ROOT / "data" / "downloads"


# the readers


def turn(words, service="Flights_1", speaker="USER", **slots):
    spans = [{"slot": slot, "start": words.index(value), "exclusive_end": words.index(value) + len(value)}
             for slot, value in slots.items()]  # fmt: skip
    frame = {"actions": [], "service": service, "slots": spans, "state": {"active_intent": "SearchOnewayFlight"}}
    return {"frames": [frame], "speaker": speaker, "utterance": words}


DIALOGUES = [
    {
        "dialogue_id": "18_00000",
        "services": ["Flights_1"],
        "turns": [
            turn("I want to fly."),
            turn("Where to?", speaker="SYSTEM"),
            turn("I leave Atlanta for Los Angeles, CA.", origin_city="Atlanta", destination_city="Los Angeles, CA"),
            turn("To Paris, please", service="Buses_1", to_location="Paris"),
            turn("A bus from Lyon", service="Buses_2", origin="Lyon"),
            turn("I fly to Rome on Monday", destination="Rome", departure_date="Monday"),
            turn("A taxi to Rome", service="RideSharing_1", destination="Rome"),
            turn("Seats to Rome for 2", speaker="SYSTEM", destination="Rome"),
        ],
    }
]


def test_turns_of_travellers(tmp_path):
    path = tmp_path / "dialogues_001.json"
    path.write_text(json.dumps(DIALOGUES), encoding="utf-8")
    assert download.travel_turns(path) == [
        (["I", "leave", "Atlanta", "for", "Los", "Angeles", ",", "CA", "."], [0, 0, 0, 0, 1, 1, 1, 1, 0]),
        (["To", "Paris", ",", "please"], [0, 1, 0, 0]),
        (["A", "bus", "from", "Lyon"], [0, 0, 0, 0]),
        (["I", "fly", "to", "Rome", "on", "Monday"], [0, 0, 0, 1, 0, 0]),
    ]
    every = download.travel_turns(str(path), with_city=False)
    assert len(every) == 5 and every[0] == (["I", "want", "to", "fly", "."], [0] * 5)


def test_a_span_that_cuts_a_word_marks_it_and_two_services_may_share_a_turn(tmp_path):
    mixed = turn("From SFO2 to NYC-JFK now", destination_city="NYC")
    mixed["frames"].append(turn("From SFO2 to NYC-JFK now", service="Hotels_1", destination="JFK")["frames"][0])
    mixed["frames"][0]["slots"].append({"slot": "origin_city", "start": 5, "exclusive_end": 8})
    mixed["frames"][0]["slots"].append({"slot": "destination_city", "start": 6, "exclusive_end": 8})
    path = tmp_path / "one.json"
    path.write_text(json.dumps([{"turns": [mixed]}]), encoding="utf-8")
    assert download.travel_turns(path) == [(["From", "SFO2", "to", "NYC", "-", "JFK", "now"], [0, 1, 0, 1, 0, 0, 0])]


CUT, NO_NUMBER = json.dumps(DIALOGUES)[:-9], json.dumps(DIALOGUES).replace('"start": ', '"start": "x", "was": ')
OTHERS = ["[]", "[", "{}", "[1]", '[{"turns": 3}]', '[{"turns": [{"speaker": "USER"}]}]', '{"a": 1}', "null", '[{"turns": [{}]}]']


@pytest.mark.parametrize("text", ["", *OTHERS, CUT, NO_NUMBER])
def test_a_file_of_other_things_is_no_file_of_dialogues(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"other\.json is no file of dialogues .* take a dialogues_\*\.json"):
        download.travel_turns(path)


def test_a_missing_file_of_dialogues(tmp_path):
    with pytest.raises(FileNotFoundError):
        download.travel_turns(tmp_path / "none.json")


TREES = "(3 (2 It) (4 (2 's) (4 (3 good) (2 -LRB-))))\n(0 (1 bad) (2 film))\n\n"


def treebank(path, text=TREES, name="trees/train.txt"):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return path


def test_sentences_of_the_treebank(tmp_path):
    path = treebank(tmp_path / "sst.zip")
    assert download.sentiment_sentences(path, "train") == [(["It", "'s", "good", "-LRB-"], 3), (["bad", "film"], 0)]
    phrases = download.sentiment_sentences(path, "train", phrases=True)
    assert (["good", "-LRB-"], 4) in phrases and (["film"], 2) in phrases and len(phrases) == 10
    assert len({(tuple(tokens), score) for tokens, score in phrases}) == 10


@pytest.mark.parametrize("text", ["\n", "(7 (2 a) (2 b))", "(3 (2 a) (2 b)", "(3 a))", "hello", "()", "(3 )", "(3 (2 a) (2 ))"])
def test_trees_that_are_none(tmp_path, text):
    with pytest.raises(ValueError, match=r"sst\.zip is no treebank .*; fetch it again"):
        download.sentiment_sentences(treebank(tmp_path / "sst.zip", text), "train")


def test_archives_that_are_none(tmp_path):
    path = treebank(tmp_path / "sst.zip", name="other/train.txt")
    with pytest.raises(ValueError, match="is no treebank"):
        download.sentiment_sentences(path, "train")
    with pytest.raises(ValueError, match="there is no split 'validation'; choose train, dev or test"):
        download.sentiment_sentences(path, "validation")
    whole = treebank(path, TREES * 50).read_bytes()
    for cut in (0, 10, 40, len(whole) - 5):
        path.write_bytes(whole[:cut])
        with pytest.raises(ValueError, match="is no treebank"):
            download.sentiment_sentences(path, "train")
    path.write_bytes(whole[:60] + bytes(20) + whole[80:])
    with pytest.raises(ValueError, match="is no treebank"):
        download.sentiment_sentences(path, "train")
