"""The setup cell in an empty folder, as on Colab: it fetches the repository, here from a bare copy on this disk.

And a notebook on a hostile machine: HOME cannot be written, fonts are looked up slowly, language and settings are others.
"""

import os
import shutil
import subprocess
import sys

import course
import nbformat
import pytest

from tools import address

DRAWS = """\
import helpers
import pathlib
import matplotlib.pyplot as plt

fig, ax = plt.subplots()
ax.set_xlabel("ŷ⟨1⟩")
fig.canvas.draw()
plt.close(fig)
print("ŷ⟨1⟩", plt.rcParams["lines.linewidth"])"""
SETUP = address.setup_cell(address.address())
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
    git("repack", "-adq", cwd=target)  # else each clone would pack the files anew
    return target


@pytest.fixture(scope="module", autouse=True)
def on_a_hostile_machine(tmp_path_factory):
    """A test run of one notebook there, which waits for its fonts while the other tests go on. None on Windows."""
    if sys.platform == "win32":  # fc-list and LC_ALL are not asked there
        yield None
        return
    tmp_path = tmp_path_factory.mktemp("hostile")
    cell = nbformat.v4.new_code_cell(DRAWS, id="draws", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="ŷ⟨1⟩ 1.5\n")]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=metadata), tmp_path / "draws.ipynb")
    (tmp_path / "bin").mkdir()
    slow = tmp_path / "bin" / "fc-list"
    slow.write_text("#!/bin/sh\nsleep 6\n", encoding="utf-8")
    slow.chmod(0o755)
    (tmp_path / "settings.rc").write_text("lines.linewidth: 7\n", encoding="utf-8")
    nowhere = str(tmp_path / "draws.ipynb" / "home")  # below a file: nobody can make it, not even root
    hostile = dict.fromkeys(("HOME", "MPLCONFIGDIR", "IPYTHONDIR", "XDG_CACHE_HOME", "JUPYTER_RUNTIME_DIR"), nowhere) | {
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "UNROLLED_TEST_FOLDER": str(tmp_path / "own"),  # new: its fonts are still to be looked up
        "MATPLOTLIBRC": str(tmp_path / "settings.rc"),
        **dict.fromkeys(("LC_ALL", "LANG", "LANGUAGE"), "C"),
        "MPLBACKEND": "TkAgg",
        "PYTHONWARNINGS": "default",
        "UNROLLED_NEW_KERNELS": "1",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "conftest", "-p", "no:cacheprovider", "-n0", "-c", "pyproject.toml",
               "--rootdir", str(course.ROOT), str(tmp_path / "draws.ipynb")]  # fmt: skip
    streams = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, cwd=course.ROOT, env=os.environ | hostile, text=True, encoding="utf-8", **streams) as run:
        yield run
        run.kill()


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
    done = run_setup(tmp_path, SETUP, bare.as_uri())
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "unrolled") and done.stderr == ""


def test_finds_the_helpers_above_without_fetching(tmp_path):
    folder = course.ROOT / "notebooks" / "solutions"
    program = PROGRAM.replace("pathlib.Path(sys.argv[1]).read_text()", repr(SETUP))
    environment = {**os.environ, "PATH": str(tmp_path)}  # no git to be found
    done = subprocess.run([sys.executable, "-I", "-c", program], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(course.ROOT)


def test_says_what_to_do_without_a_network(tmp_path):
    done = run_setup(tmp_path, SETUP, (tmp_path / "nowhere.git").as_uri())
    assert done.returncode != 0 and "Is there a network?" in done.stderr


def last_line(done):
    return (done.stderr.strip().splitlines() or [""])[-1]


def test_the_cell_is_short_and_prints_nothing():
    assert len(course.lines(SETUP)) <= 36 and max(map(len, SETUP.splitlines())) <= 120 and "print" not in SETUP


@pytest.mark.parametrize("left", [".git/config", ".git/HEAD", "helpers/README", "helpers/taught/notes.txt"])
def test_repairs_half_a_clone(bare, tmp_path, left):
    """Whatever a stopped run left is kept beside; a whole clone takes its place."""
    for file in (".git/description", left):
        (tmp_path / "unrolled" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "unrolled" / file).write_text("half", encoding="utf-8")
    done = run_setup(tmp_path, SETUP, bare.as_uri())
    assert done.returncode == 0 and done.stdout.strip() == str(tmp_path / "unrolled"), done.stderr
    assert [path.read_text() for path in tmp_path.glob(f"unrolled-half-*/{left}")] == ["half"]


def test_a_stopped_run_leaves_nothing_that_is_taken_for_the_helpers(bare, tmp_path):
    part = tmp_path / ".unrolled-part" / "helpers" / "taught"
    part.mkdir(parents=True)
    (part / "__init__.py").write_text("raise SystemExit", encoding="utf-8")
    done = run_setup(tmp_path, SETUP, bare.as_uri())
    assert done.returncode == 0 and not part.exists(), done.stderr


@pytest.mark.parametrize("kind", ["folder with notes", "empty folder", "file"])
def test_names_what_is_in_the_way(bare, tmp_path, kind):
    way = tmp_path / "unrolled"
    way.write_text("mine", encoding="utf-8") if kind == "file" else way.mkdir()
    if kind == "folder with notes":
        (way / "notes.txt").write_text("mine", encoding="utf-8")
    line = last_line(run_setup(tmp_path, SETUP, bare.as_uri()))
    assert line.startswith("RuntimeError") and f"{way} is in the way" in line and "network" not in line
    assert way.exists()


def test_says_that_git_is_missing(tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    line = last_line(run_setup(tmp_path / "here", SETUP, "file:///nowhere"))
    assert line.startswith("RuntimeError: git is missing") and "network" not in line


def test_says_that_a_folder_is_read_only(tmp_path):
    """Root may write everywhere, so the question is answered for the cell: no."""
    source = SETUP.replace("here, mark =", "os.access = lambda path, mode: mode != os.W_OK\nhere, mark =", 1)
    line = last_line(run_setup(tmp_path, source, "file:///nowhere"))
    assert line.startswith("RuntimeError") and f"{tmp_path} cannot be written to" in line and "network" not in line


def test_says_that_a_browser_hides_the_files(tmp_path):
    """Python in a browser has neither git nor another folder to look in."""
    line = last_line(run_setup(tmp_path, "import sys\nsys.platform = 'emscripten'\n" + SETUP, "file:///nowhere"))
    assert line.startswith("RuntimeError") and "a window that is not private" in line and not list(tmp_path.glob("unrolled*"))


def test_a_helpers_file_beside_the_notebook_does_not_win(tmp_path):
    """Not even one that was imported before, with the right folder on the path already, but late."""
    folder = tmp_path / "course"
    shutil.copytree(course.ROOT / "helpers", folder / "helpers")
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "helpers.py").write_text("def my_plot(): pass\n", encoding="utf-8")
    start = f"import sys; sys.path[:] = ['', *sys.path, {str(folder)!r}]; import helpers; assert hasattr(helpers, 'my_plot')\n"
    end = "\nimport helpers.taught.rnn; print(helpers.__file__, sys.path.count(str(root)), sys.path[0] == str(root))"
    command = [sys.executable, "-c", start + SETUP + end]
    done = subprocess.run(command, cwd=folder / "notebooks", capture_output=True, text=True)
    assert done.stdout.split() == [str(folder / "helpers" / "__init__.py"), "1", "True"], done.stderr


@pytest.mark.parametrize("name", ["unrolled-main", "unrolled-0.1.0", "my course"])
def test_finds_an_unzipped_copy_one_step_below(tmp_path, name):
    shutil.copytree(course.ROOT / "helpers", tmp_path / name / "helpers")
    shutil.copytree(course.ROOT / "data", tmp_path / name / "data")
    done = run_setup(tmp_path, SETUP, "file:///nowhere")
    assert done.stdout.strip() == str(tmp_path / name), done.stderr


def test_a_notebook_runs_in_an_empty_folder(bare, tmp_path):
    """Appendix 01a alone, copied into an empty folder, runs from the first cell to the last."""
    from nbclient import NotebookClient

    notebook = nbformat.reads(nbformat.writes(course.read(course.ROOT / "notebooks" / "01a_fast_tokenizer.ipynb")), as_version=4)
    keys = redirection(bare.as_uri())
    with pytest.MonkeyPatch.context() as patch:
        for key, value in keys.items():
            patch.setenv(key, value)
        patch.delenv("PYTHONPATH", raising=False)
        NotebookClient(notebook, timeout=120, kernel_name="python3", store_widget_state=False,
                       resources={"metadata": {"path": str(tmp_path)}}).execute()  # fmt: skip
    assert (tmp_path / "unrolled" / "helpers" / "taught").is_dir()


def test_a_notebook_on_a_hostile_machine(on_a_hostile_machine):
    if on_a_hostile_machine is None:
        pytest.skip("Windows asks neither fc-list nor LC_ALL")
    said, errors = on_a_hostile_machine.communicate()
    assert on_a_hostile_machine.returncode == 0 and "1 passed" in said, said[-2000:] + errors[-500:]
