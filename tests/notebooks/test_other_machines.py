"""A notebook passes where HOME cannot be written, fonts are looked up slowly, and the language and settings are others."""

import os
import subprocess
import sys

import course
import nbformat
import pytest

DRAWS = """\
import helpers
import pathlib
import matplotlib.pyplot as plt

fig, ax = plt.subplots()
ax.set_xlabel("ŷ⟨1⟩")
fig.canvas.draw()
plt.close(fig)
print("ŷ⟨1⟩", plt.rcParams["lines.linewidth"])"""


@pytest.mark.skipif(sys.platform == "win32", reason="fc-list and LC_ALL are not asked on Windows")
def test_a_notebook_on_a_hostile_machine(tmp_path):
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
    done = subprocess.run(command, cwd=course.ROOT, env=os.environ | hostile, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout[-2000:] + done.stderr[-500:]
