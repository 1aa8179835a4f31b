"""The setup cell in an empty folder, as on Colab: it fetches the repository, here from a bare copy on this disk."""

import os
import subprocess
import sys

import course
import pytest

from tools import address

PROGRAM = """
import pathlib, sys
source = pathlib.Path(sys.argv[1]).read_text()
for _ in range(2):
    exec(source)
from helpers import corpus
assert corpus.load_trips("test")
assert sys.path.count(str(root)) == 1 and pathlib.Path(helpers.__file__).is_relative_to(root)
print(root)
"""


def git(*arguments, cwd=None):
    return subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A bare repository with the files git would commit now."""
    work, target = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("bare") / "unrolled.git"
    files = git("ls-files", "--cached", "--others", "--exclude-standard", cwd=course.ROOT).splitlines()
    for file in files:
        if (course.ROOT / file).is_file():
            (work / file).parent.mkdir(parents=True, exist_ok=True)
            (work / file).write_bytes((course.ROOT / file).read_bytes())
    git("init", "--quiet", "--initial-branch=main", cwd=work)
    git("add", "--all", cwd=work)
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "copy", cwd=work)
    git("clone", "--quiet", "--bare", str(work), str(target))
    return target


def redirection(url):
    """Environment in which git takes `url` for the public address."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{url}.insteadOf",
        "GIT_CONFIG_VALUE_0": address.address(),
        "GIT_TERMINAL_PROMPT": "0",
    }


def run_setup(folder, source, url):
    """Run the setup cell twice in `folder`, with the public address redirected to `url`."""
    (folder / "cell.txt").write_text(source, encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    environment |= redirection(url)
    command = [sys.executable, "-I", "-c", PROGRAM.replace("pathlib.Path(sys.argv[1])", "pathlib.Path('cell.txt')")]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_fetches_itself_into_an_empty_folder(bare, tmp_path):
    done = run_setup(tmp_path, address.setup_cell(address.address()), bare.as_uri())
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "unrolled") and done.stderr == ""


def test_finds_the_helpers_above_without_fetching(tmp_path):
    source = address.setup_cell(address.address())
    folder = course.ROOT / "notebooks" / "solutions"
    program = PROGRAM.replace("pathlib.Path(sys.argv[1]).read_text()", repr(source))
    environment = {**os.environ, "PATH": str(tmp_path)}  # no git to be found
    done = subprocess.run([sys.executable, "-I", "-c", program], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(course.ROOT)


def test_says_what_to_do_without_a_network(tmp_path):
    done = run_setup(tmp_path, address.setup_cell(address.address()), (tmp_path / "nowhere.git").as_uri())
    assert done.returncode != 0 and "Is there a network?" in done.stderr


def test_a_notebook_runs_in_an_empty_folder(bare, tmp_path):
    """Lecture 01 alone, copied into an empty folder, runs from the first cell to the last."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.reads(nbformat.writes(course.read(course.ROOT / "notebooks" / "01_tokenization.ipynb")), as_version=4)
    keys = redirection(bare.as_uri())
    with pytest.MonkeyPatch.context() as patch:
        for key, value in keys.items():
            patch.setenv(key, value)
        patch.delenv("PYTHONPATH", raising=False)
        NotebookClient(notebook, timeout=120, kernel_name="python3", store_widget_state=False,
                       resources={"metadata": {"path": str(tmp_path)}}).execute()  # fmt: skip
    assert (tmp_path / "unrolled" / "helpers" / "taught").is_dir()
