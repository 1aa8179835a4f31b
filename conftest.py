"""What every test run needs, of one notebook too: nothing of the reader's own settings, folders or language reaches the kernels.

Matplotlib, IPython and Jupyter write below HOME, which may be read-only, and read the user's settings there, which may change an
output. The tests give them a folder of their own, and look up the fonts before any notebook runs: on a machine with many fonts
that takes so long that Matplotlib says so on stderr, where a notebook may print nothing.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent
FOLDER = "UNROLLED_TEST_FOLDER"  # handed on to the workers and kernels; may be set from outside


def _own_folder():
    """A folder that can be written: in .pytest_cache, so that the fonts are looked up once, else a temporary one."""
    folder = ROOT / ".pytest_cache" / "settings"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="unrolled-"))
    return str(folder)


def _settle():
    folder = pathlib.Path(os.environ.get(FOLDER) or _own_folder())
    os.environ[FOLDER] = str(folder)
    for variable in ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        os.environ[variable] = str(folder / variable.lower())
        (folder / variable.lower()).mkdir(parents=True, exist_ok=True)
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):  # else each kernel would compile all packages anew
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    os.environ |= {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8", "JUPYTER_PREFER_ENV_PATH": "1"}
    for variable in ("MPLBACKEND", "MATPLOTLIBRC", "PYTHONWARNINGS", "PYTHONSTARTUP", "LANGUAGE"):
        os.environ.pop(variable, None)


_settle()


def pytest_configure(config):
    """Look up the fonts, once, before the workers begin. The notebooks' kernels are forked."""
    sys.path.insert(0, str(ROOT / "tests"))
    import kernels

    kernels.fork_kernels()
    if not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], capture_output=True, check=False)
