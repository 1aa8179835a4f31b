"""JupyterLite: the lectures with a Python in the reader's browser; `python -m tools.site --lite` puts it beside the site.

    python -m tools.lite --pin DIR    read anew, from the Pyodide in DIR, which of its packages the lectures need

Python, NumPy and Matplotlib come from Pyodide; their names, versions and check sums stand in templates/lite/pyodide-lock.json.
Needs the dependency group `lite`, and PyPI for the wheels of ipywidgets. A browser asks the site and Pyodide's host alone.
"""

import argparse
import hashlib
import importlib.metadata
import importlib.util
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[1]
LOCK = ROOT / "tools" / "templates" / "lite" / "pyodide-lock.json"
HOST = "https://cdn.jsdelivr.net/pyodide/v{}/full"
PLUGIN = "@jupyterlite/pyodide-kernel-extension"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# Loaded before the first cell: what a kernel needs, and what the helpers import (Pyodide sees only the imports in cells).
KERNEL = ("micropip", "piplite", "pyodide-kernel", "ipykernel", "ipython", "jedi", "comm")
HELPERS = ("numpy", "matplotlib", "ipywidgets", "tqdm")
ROOTS = (*KERNEL, *HELPERS, "traitlets")  # the last for ipywidgets, which Pyodide does not know
DEPENDS = {  # of the wheels that Pyodide does not have: three from PyPI, the others come with the kernel
    "ipywidgets": ["comm", "ipython", "jupyterlab-widgets", "traitlets", "widgetsnbextension"], "comm": [],
    "jupyterlab-widgets": [], "widgetsnbextension": [],
    "pyodide-kernel": ["comm", "ipython"], "ipykernel": ["pyodide-kernel"], "piplite": ["micropip"],
}  # fmt: skip
COMMAND = "uv run --isolated --group slides --group lite python -m tools.site --lite"


def pyodide_version():
    """The version of Pyodide that the installed kernel wants, such as "314.0.6". Ends the program if none is installed."""
    if not (importlib.util.find_spec("jupyterlite_core") and importlib.util.find_spec("jupyterlite_pyodide_kernel")):
        sys.exit(f"JupyterLite is missing: run this command as `{COMMAND}`")
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

    return PYODIDE_VERSION


def canonical(name):
    """A package's name as indexes compare it: prompt_toolkit -> prompt-toolkit."""
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(names, packages):
    """The names, and all that they depend on, among the entries of a lock file; names without an entry are left out."""
    found = [name for name in names if name in packages]
    for name in found:  # it grows while it is read
        found += [other for other in map(canonical, packages[name]["depends"]) if other not in found]
    return sorted(set(found))


def excerpt(lock, version):
    """Of Pyodide's own lock file, as a dictionary: what ROOTS take from it, with all that they depend on."""
    packages = {canonical(name): entry for name, entry in lock["packages"].items()}
    wanted = closure(ROOTS, packages)
    return {"pyodide": version, "info": lock["info"], "packages": {name: packages[name] for name in wanted}}


def live(path, up=""):
    """[(where, address)] of the notebook at `path` in the reader's browser; `up` leads from the page to the site's folder."""
    return [("JupyterLite", f"{up}lite/lab/index.html?path={urllib.parse.quote(path, safe='')}")]


def available(packages, pyodide):
    """The entries whose wheels are in the folder `pyodide` or pure Python, and the names of the packages that must do without."""
    gone = {name for name, entry in packages.items()
            if not (pyodide / entry["file_name"]).is_file() and not entry["file_name"].endswith("-none-any.whl")}  # fmt: skip
    while more := {name for name, entry in packages.items() if gone.intersection(map(canonical, entry["depends"]))} - gone:
        gone |= more
    kept = closure([name for name in ROOTS if name not in gone], packages)
    return {name: packages[name] for name in kept}, sorted(gone)


def download(requirements, folder):
    """Put the wheels of [name==version, ...] into the folder, from PyPI. Ends the program if one cannot be had."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version=3.14",
               "--platform=any", f"--dest={folder}", "--disable-pip-version-check", *requirements]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"pip could not download {', '.join(requirements)}. Is there a network? {done.stderr.strip()[-400:]}")


def entry_of(wheel, known, folder):
    """The entry of a wheel in the lock file that lies in `folder`; `known` is Pyodide's entry of that package, if it has one."""
    name, version = wheel.name.split("-")[:2]
    new = {"name": canonical(name), "depends": DEPENDS.get(canonical(name)), "imports": [name], "install_dir": "site",
           "package_type": "package", "unvendored_tests": False} if known is None else known  # fmt: skip
    address = pathlib.Path("../..") / wheel.relative_to(folder.parents[1])
    return new | {"version": version, "file_name": address.as_posix(), "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest()}


def write_packages(app, pyodide=None):
    """Write app/static/pyodide: a lock file, and every wheel that is not left to Pyodide's host. Returns (loaded, missing).

    `pyodide` is a folder with Pyodide, to be copied: a whole release, or the interpreter alone (npm's package). Then what is pure
    Python comes from PyPI, and `missing` names the packages that are not to be had. `loaded` is what a kernel begins with.
    """
    lock, folder = json.loads(LOCK.read_text(encoding="utf-8")), app / "static" / "pyodide"
    host = HOST.format(lock.pop("pyodide"))
    folder.mkdir(parents=True)
    missing, wanted = [], {name: importlib.metadata.version(name) for name in ("ipywidgets", "comm", "jupyterlab-widgets")}
    if pyodide is None:
        for entry in lock["packages"].values():
            entry["file_name"] = f"{host}/{entry['file_name']}"
    else:
        lock["packages"], missing = available(lock["packages"], pyodide)
        here = {name: (pyodide / entry["file_name"]).is_file() for name, entry in lock["packages"].items()}
        wanted |= {name: lock["packages"][name]["version"] for name in here if not here[name]}
        for file in (*CORE, *(lock["packages"][name]["file_name"] for name in here if here[name])):
            shutil.copy(pyodide / file, folder / file)
    with tempfile.TemporaryDirectory() as wheels:
        download([f"{name}=={version}" for name, version in wanted.items()], wheels)
        new = [pathlib.Path(shutil.copy(wheel, folder)) for wheel in sorted(pathlib.Path(wheels).iterdir())]
    for wheel in [*new, *sorted((app / "extensions" / PLUGIN / "static" / "pypi").glob("*.whl"))]:
        name = canonical(wheel.name.partition("-")[0])
        lock["packages"][name] = entry_of(wheel, lock["packages"].get(name), folder)
    (folder / LOCK.name).write_text(json.dumps(lock, indent=1), encoding="utf-8")
    return [name for name in (*KERNEL, *HELPERS) if name in lock["packages"]], missing


def check(pyodide, version):
    """End the program if the folder `pyodide` does not hold this version of Pyodide."""
    lost = [name for name in ("package.json", *CORE) if not (pyodide / name).is_file()]
    if lost:
        sys.exit(f"{pyodide} holds no Pyodide ({', '.join(lost)} missing). Unpack a release of Pyodide {version}, or the package "
                 f"that `npm pack pyodide@{version}` fetches, and name its folder.")  # fmt: skip
    found = json.loads((pyodide / "package.json").read_text(encoding="utf-8"))["version"]
    if found != version:
        sys.exit(f"{pyodide} holds Pyodide {found}; the kernel needs {version}.")


def write_app(folder, pyodide=None):
    """Write JupyterLite with lectures, solutions, helpers and data in the folder, replacing it. Returns `missing`, as above."""
    version = pyodide_version()
    if pyodide is not None:
        check(pyodide, version)
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as work:
        for part in ("notebooks", "helpers", "data"):
            ignored = shutil.ignore_patterns("__pycache__", ".*", "downloads")
            shutil.copytree(ROOT / part, pathlib.Path(work) / "files" / part, ignore=ignored)
        shutil.copy(ROOT / "LICENSE", pathlib.Path(work) / "files")
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--apps", "lab", "--no-sourcemaps",
                   "--no-unused-shared-packages", "--contents", "files", "--output-dir", str(folder.resolve())]  # fmt: skip
        done = subprocess.run(command, cwd=work, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"JupyterLite could not be built: {(done.stdout + done.stderr)[-2000:]}")
    loaded, missing = write_packages(folder, pyodide)
    settings = {"pyodideUrl": f"{'./static/pyodide' if pyodide else HOST.format(version)}/pyodide.mjs",
                "loadPyodideOptions": {"lockFileURL": f"./static/pyodide/{LOCK.name}", "packages": loaded}}  # fmt: skip
    path = folder / "jupyter-lite.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["jupyter-config-data"] |= {"appName": "Unrolled", "exposeAppInBrowser": True}
    config["jupyter-config-data"].setdefault("litePluginSettings", {}).setdefault(f"{PLUGIN}:kernel", {}).update(settings)
    path.write_text(json.dumps(config, indent=1), encoding="utf-8")
    return missing


def main(arguments=None):
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pin", type=pathlib.Path, required=True, metavar="DIR")
    options = parser.parse_args(arguments)
    check(options.pin, pyodide_version())
    full = json.loads((options.pin / LOCK.name).read_text(encoding="utf-8"))
    LOCK.write_text(json.dumps(excerpt(full, pyodide_version()), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
