"""Real data sets that the course does not ship: `fetch` downloads and checks a file, two readers turn it into tokens and labels.

Every file has a fixed size and SHA-256, and nothing else is accepted. It is written beside its place in data/downloads and then
renamed, so that no program ever sees half of it. What goes wrong raises `DownloadError`, one sentence that says what to do.
Two environment variables help where there is no network, or one for many:

    UNROLLED_DOWNLOADS   another folder for the files, on a stick or a shared disk; it may be read-only if they are there
    UNROLLED_MIRROR      an address such as http://192.168.1.5:8000 that has the files by their names here

`python -m helpers.download` fetches all files, or those it is given; `python -m http.server -d data/downloads` makes a mirror.
"""

import contextlib
import errno
import hashlib
import http.client
import json
import os
import pathlib
import re
import secrets
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib
from dataclasses import dataclass

try:
    from ssl import SSLCertVerificationError, SSLError
except ImportError:  # a Python in the browser has none

    class SSLError(Exception):
        """Never raised there."""

    SSLCertVerificationError = SSLError

_FOLDER = pathlib.Path(__file__).resolve().parents[1] / "data" / "downloads"
_DIALOGUES = (
    "https://raw.githubusercontent.com/google-research-datasets/dstc8-schema-guided-dialogue/"
    "83015913ce89528de6fd8a47f076298be0d59c84/train/dialogues_{}.json"
)
_SHAKESPEARE = "https://raw.githubusercontent.com/karpathy/char-rnn/6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e/data/tinyshakespeare"
TIMEOUT = 20  # seconds in which at least SLOWEST bytes have to arrive
SLOWEST = 1000
TRIES = 5  # connections, as long as each of them brings something
TRAVEL = ("Buses", "Flights", "Trains")
DESTINATIONS = frozenset({"destination", "destination_city", "to", "to_city", "to_location"})
ORIGINS = frozenset({"origin", "origin_city", "from", "from_city", "from_location"})


class DownloadError(OSError):
    """A file could not be downloaded, checked or saved; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Remote:
    """A file that is not ours: its name in the folder of downloads, address, size in bytes, SHA-256, and licence."""

    file: str
    url: str
    size: int
    sha256: str
    licence: str


FILES = {
    "tinyshakespeare": Remote(
        "tinyshakespeare.txt",
        f"{_SHAKESPEARE}/input.txt",
        1_115_394,
        "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
        "the plays are in the public domain, the repository is under the MIT licence",
    ),
    "sst": Remote(
        "sst.zip",
        "https://nlp.stanford.edu/sentiment/trainDevTestTrees_PTB.zip",
        789_539,
        "5c613a4f673fc74097d523a2c83f38e0cc462984d847b82c7aaf36b01cbbbfcc",
        "none is stated: for reading and measuring, not for handing on",
    ),
}
for _name, _number, _size, _sha256 in (
    ("sgd_flights_1", "018", 3_272_644, "ceadf059b7c4ec5e31b7b53ee696198c7a5baa2ff03544b81b4adbe9cb7eca05"),
    ("sgd_flights_2", "024", 2_882_867, "fc951b44990efac041bbbd993172b954d3d55af8230a00ce78ba8bbd50daf82a"),
    ("sgd_flights_3", "017", 3_043_775, "0eb666f375ba2cc6362c88c02cfd255b702a2b8216e30fce200f630bcca99fa0"),
    ("sgd_flights_4", "019", 2_457_615, "96adb06dd0605bb3536bc5e795d045d745a035e9d1c2ed05f7e89937fe883fb9"),
    ("sgd_buses_1", "025", 2_508_401, "8305b0d85317d77c5b6ebf128ba4d5e2410e248071a49eb2e05b1ee347c1833d"),
    ("sgd_buses_2", "026", 1_795_205, "2b2e2c497c870d39c575892c7aae38b08cd4e39bd3a795be1e8550330e747800"),
):
    FILES[_name] = Remote(f"{_name}.json", _DIALOGUES.format(_number), _size, _sha256, "CC BY-SA 4.0")

_NETWORK = (urllib.error.URLError, ConnectionError, TimeoutError, http.client.HTTPException, SSLError)
_BROKEN_OFF = (ConnectionError, TimeoutError, http.client.HTTPException, SSLError)


def fetch(name, progress=True):
    """Path of a verified file of `FILES`, downloaded unless it is there already. Returns a pathlib.Path.

    `progress` shows a bar. A broken connection is taken up where it ended. A file in place that is not the right one is replaced,
    and only when the right one is complete. Raises ValueError for an unknown name, `DownloadError` for everything else.
    """
    if not isinstance(name, str) or name not in FILES:
        raise ValueError(f"there is no data set {name!r}; choose one of {', '.join(FILES)}")
    remote = FILES[name]
    path = pathlib.Path(os.environ.get("UNROLLED_DOWNLOADS") or _FOLDER).expanduser() / remote.file
    url = _address(remote)
    try:
        if _is_right(path, remote):
            return path
        with _beside(path) as part:
            _download(remote, url, part, progress)
    except DownloadError:
        raise
    except _NETWORK as error:
        what = "is damaged and was not downloaded again" if path.exists() else "was not downloaded"
        hint = f"or download {remote.url} elsewhere and save it as {path}"
        raise DownloadError(f"{remote.file} {what}: {_network_trouble(error, url)}, {hint}.") from error
    except OSError as error:
        raise DownloadError(f"{remote.file} was not saved: {_disk_trouble(error, path, remote)}.") from error
    return path


def _address(remote):
    """Where the file is: at its own address, or at the mirror of UNROLLED_MIRROR."""
    mirror = os.environ.get("UNROLLED_MIRROR", "").strip()
    if not mirror:
        return remote.url
    if not re.fullmatch(r"https?://[\w.\-:\[\]%]+(/[!-~]*)?", mirror):
        raise DownloadError(
            f"UNROLLED_MIRROR is {mirror!r}: it should begin with http:// or https://; for a folder set UNROLLED_DOWNLOADS."
        )
    return f"{mirror.rstrip('/')}/{remote.file}"


def _is_right(path, remote):
    """Whether this very file is in place."""
    if not path.is_file() or path.stat().st_size != remote.size:
        return False
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == remote.sha256


@contextlib.contextmanager
def _beside(path):
    """A file to write, of this process alone; it takes the place of `path` at the end, and disappears if anything goes wrong."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f"{path.name}.*.part"):  # of a process that was killed
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > 3600:
                left.unlink()
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with open(part, "x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _download(remote, url, part, progress):
    """Fills the open file `part`; a connection that breaks off is taken up again as long as each one brings something."""
    from tqdm.auto import tqdm

    with tqdm(total=remote.size, desc=remote.file, unit="B", unit_scale=True, disable=not progress) as bar:
        for last in range(1, TRIES + 1):
            before = part.tell()
            try:
                _receive(remote, url, part, bar)
                if part.tell() < remote.size:
                    raise ConnectionResetError(f"{part.tell()} of {remote.size} bytes")
            except _BROKEN_OFF:
                if part.tell() in (0, before) or last == TRIES:
                    raise
                continue
            part.seek(0)
            if hashlib.file_digest(part, "sha256").hexdigest() == remote.sha256:
                return
            if not before:
                break
            _empty(part, bar)  # put together from two connections: once more from nothing
    raise DownloadError(_wrong_file(remote, url, "other bytes"))


def _empty(part, bar):
    part.seek(0)
    part.truncate()
    bar.reset()


def _receive(remote, url, part, bar):
    """Appends what one connection brings. Raises `DownloadError` for another length, TimeoutError for a server that hangs."""
    have = part.tell()
    headers = {"User-Agent": "unrolled-lectures", "Accept-Encoding": "identity"}
    headers |= {"Range": f"bytes={have}-"} if have else {}
    opener = urllib.request.build_opener()  # a new one, so that a proxy that was just set is used
    with opener.open(urllib.request.Request(url, headers=headers), timeout=TIMEOUT) as answer:
        if have and not (answer.status == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")):
            _empty(part, bar)
            have = 0
        length = answer.headers.get("Content-Length", "")
        if length.isdigit() and have + int(length) != remote.size:
            raise DownloadError(_wrong_file(remote, url, f"{have + int(length):,} bytes, not {remote.size:,}"))
        since, then = time.monotonic(), have
        while chunk := answer.read1(65536):
            have += len(chunk)
            if have > remote.size:
                raise DownloadError(_wrong_file(remote, url, f"more than {remote.size:,} bytes"))
            part.write(chunk)
            bar.update(len(chunk))
            if time.monotonic() - since > TIMEOUT:
                if have - then < SLOWEST:
                    raise TimeoutError
                since, then = time.monotonic(), have


def _wrong_file(remote, url, what):
    """The sentence for a file that came, and is not the right one."""
    return (
        f"{remote.file} was not downloaded: {_host(url)} sent another file ({what}), perhaps a login or warning page of this "
        f"network; open {url} in a browser to see what it is, or try another network."
    )


def _host(url):
    """Name and port in an address, without a password."""
    return (url.partition("://")[2] or url).partition("/")[0].rpartition("@")[2]


def _network_trouble(error, url):
    """What is wrong with the network and what to do, as a part of a sentence."""
    host, scheme = _host(url), urllib.parse.urlsplit(url).scheme
    proxy = None if urllib.request.proxy_bypass(host) else urllib.request.getproxies().get(scheme)
    code, reason = getattr(error, "code", None), getattr(error, "reason", error)
    words = " ".join(str(reason).split())[:80] or type(reason).__name__
    if proxy and (code == 407 or "407" in words):
        return f"the proxy {_host(proxy)} wants a name and a password; write them into {scheme.upper()}_PROXY"
    if code in (404, 410):
        return f"{host} has no such file (HTTP {code}); bring the course up to date with git pull"
    if code:
        what = "redirects without end" if code < 400 else "refuses it at the moment"
        return f"{host} {what} (HTTP {code}); try again in some minutes"
    if proxy and isinstance(error, urllib.error.URLError):
        return f"the proxy {_host(proxy)} does not let it through ({words}); correct or remove {scheme.upper()}_PROXY"
    if isinstance(reason, SSLCertVerificationError):
        return f"the certificate of {host} is not trusted; check the clock, or let SSL_CERT_FILE name your network's certificates"
    if isinstance(reason, TimeoutError):
        return f"{host} sent almost nothing for {TIMEOUT} seconds; try again later"
    if isinstance(error, urllib.error.URLError):
        return f"{host} cannot be reached ({words}); connect to a network"
    return f"the connection to {host} broke off ({words}); try again"


def _disk_trouble(error, path, remote):
    """What is wrong with the disk and what to do, as a part of a sentence."""
    elsewhere = "or let UNROLLED_DOWNLOADS name another folder"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"the disk of {path.parent} has no space left; free {remote.size / 1e6:.1f} MB, {elsewhere}"
    if path.is_dir():
        return f"{path} is a folder and should be a file; remove it, {elsewhere}"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"{path.parent} cannot be read and written by you; change its permissions, {elsewhere}"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"a part of {path.parent} is a file and should be a folder; rename it, {elsewhere}"
    return f"{path.parent} reports {error.strerror or error!r}; check the disk, {elsewhere}"


def travel_turns(path, with_city=True):
    """What users say about journeys in a file of the Schema-Guided Dialogue data set. Returns a list of (tokens, labels).

    path: a dialogues_*.json, such as `fetch("sgd_flights_1")`. tokens: words and punctuation, by the rule of lecture 01; labels:
    1 on each token of a destination, else 0. With `with_city` only turns in which an origin or a destination is marked, else all
    turns of users who speak to a service for buses, flights or trains. Raises ValueError for a file of another form.
    """
    try:
        dialogues = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        if not isinstance(dialogues, list):
            raise TypeError(f"a list of dialogues was expected, not {type(dialogues).__name__}")
        if not dialogues:
            raise ValueError("it holds no dialogue")
        turns = [turn for dialogue in dialogues for turn in dialogue["turns"] if turn["speaker"] == "USER"]
        marked = [(turn["utterance"], *_places(turn)) for turn in turns]
        return [_labelled(words, ends) for words, travel, ends, cities in marked if travel and (cities or not with_city)]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path} is no file of dialogues ({type(error).__name__}: {error}); fetch it again, or take a dialogues_*.json"
        ) from None


def _places(turn):
    """(whether the turn is about travel, [(start, end) of a destination], number of cities marked)."""
    frames = [frame for frame in turn["frames"] if frame["service"].partition("_")[0] in TRAVEL]
    slots = [slot for frame in frames for slot in frame["slots"]]
    ends = [(int(slot["start"]), int(slot["exclusive_end"])) for slot in slots if slot["slot"] in DESTINATIONS]
    return bool(frames), ends, len(ends) + sum(slot["slot"] in ORIGINS for slot in slots)


def _labelled(words, spans):
    """Tokens of an utterance, and 1 for each that has a character inside a span."""
    found = list(re.finditer(r"\w+|[^\w\s]", words))
    labels = [int(any(token.start() < end and start < token.end() for start, end in spans)) for token in found]
    return [token[0] for token in found], labels


def sentiment_sentences(path, split, phrases=False):
    """Sentences of the Stanford Sentiment Treebank with their score. Returns a list of (tokens, score), scores 0 (worst) to 4.

    path: the zip file of `fetch("sst")`; split: "train", "dev" or "test". With `phrases` also each part of a sentence, down to
    words, once for every score it has. Raises ValueError for another split, or a file of another form.
    """
    if split not in ("train", "dev", "test"):
        raise ValueError(f"there is no split {split!r}; choose train, dev or test")
    try:
        with zipfile.ZipFile(path) as archive:
            lines = archive.read(f"trees/{split}.txt").decode("utf-8").split("\n")
        trees = [_scored_parts(line) for line in lines if line.strip()]
        if not trees:
            raise ValueError("it holds no tree")
    except (KeyError, IndexError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"{path} is no treebank ({type(error).__name__}: {error}); fetch it again") from None
    if not phrases:
        return [parts[-1] for parts in trees]
    return [(list(tokens), score) for tokens, score in dict.fromkeys((tuple(t), s) for parts in trees for t, s in parts)]


def _scored_parts(line):
    """(tokens, score) of each part of a tree like `(3 (2 good) (2 film))`, the whole last."""
    parts, open_parts = [], []
    for piece in re.findall(r"\(\s*[0-4]\s|\)|[^\s()]+", line):
        if piece[0] == "(":
            open_parts.append(([], int(piece[1:])))
        elif piece == ")":
            parts.append(open_parts.pop())
            if open_parts:
                open_parts[-1][0].extend(parts[-1][0])
        else:
            open_parts[-1][0].append(piece)
    if open_parts or not parts or not all(tokens for tokens, _ in parts):
        raise ValueError(f"no tree: {line[:40]}")
    return parts


def main(names):
    """Fetch the named files, or all. Returns the exit code."""
    for name in names or FILES:
        try:
            print(f"{name}: {fetch(name)} ({FILES[name].licence})")
        except (DownloadError, ValueError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
