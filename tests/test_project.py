"""The project's own papers agree with each other."""

import re
import subprocess
import tomllib

import course

PYPROJECT = tomllib.loads((course.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (course.ROOT / "README.md").read_text(encoding="utf-8")


def bounds(requirements):
    """Name -> lower bound of each requirement such as `numpy>=1.26`."""
    return dict(re.fullmatch(r"\s*([\w-]+)\s*>=\s*([\d.]+)\s*", text).groups() for text in requirements)


def environment():
    text = (course.ROOT / "environment.yml").read_text(encoding="utf-8")
    listed = re.findall(r"^  - (\S+)$", text, flags=re.M)
    return text, [item for item in listed if ">=" in item], listed


def test_environment_agrees_with_pyproject():
    text, requirements, listed = environment()
    conda = {name.replace("matplotlib-base", "matplotlib"): bound for name, bound in bounds(requirements).items()}
    assert conda == bounds(PYPROJECT["project"]["dependencies"])
    assert re.search(r"^  - python=3\.\d+$", text, flags=re.M), "Binder reads only python=X.Y"
    assert "conda-forge" in listed and "defaults" not in text and "pip" not in text


def test_readme_gives_the_two_commands_and_lists_every_lecture():
    assert "pip install uv && uv run jupyter lab notebooks" in README
    assert "pip install uv && uv run pytest" in README
    for path in course.LECTURES:
        title = course.read(path).cells[0].source.splitlines()[0].removeprefix("# ")
        assert f"]({course.name(path)})" in README, f"{path.name} is not in the README's table"
        assert title.split(":")[0] in README, f"the README does not name {title!r}"


def test_readme_helps_where_the_first_command_does_not():
    for words in ("externally-managed-environment", "pipx install uv", "python3 -m venv", "standalone installer",
                  "`python -m uv`", "refuses `&&`", "conda env create -f environment.yml", "Run All Cells",
                  "Hiding the answers"):  # fmt: skip
        assert words in README, words


def test_a_student_installs_no_browser_driver():
    groups = PYPROJECT["dependency-groups"]
    assert "default-groups" not in PYPROJECT.get("tool", {}).get("uv", {}), "dev alone is installed by `uv run`"
    assert not any("playwright" in item for item in groups["dev"] + PYPROJECT["project"]["dependencies"])
    assert any("playwright" in item for item in groups["browser"])
    assert "uv sync --quiet --group browser" in (course.ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_workflow_runs_the_readme_command_everywhere_and_weekly():
    workflow = (course.ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    for machine in ("ubuntu-24.04,", "ubuntu-24.04-arm", "macos-", "windows-"):
        assert machine in workflow, machine
    assert "run: pip install uv && uv run pytest\n" in workflow and "schedule:" in workflow and "bash .ci/run" in workflow


def test_links_in_the_papers_lead_somewhere():
    for paper in ("README.md", "CONTRIBUTING.md", "data/README.md", "docs/teaching.md"):
        folder = (course.ROOT / paper).parent
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", (course.ROOT / paper).read_text(encoding="utf-8")):
            assert (folder / target).exists(), f"{paper}: {target} does not exist"


def test_lock_file_stays_out():
    assert "uv.lock" in (course.ROOT / ".gitignore").read_text(encoding="utf-8").split()
    tracked = subprocess.run(["git", "ls-files", "uv.lock"], cwd=course.ROOT, capture_output=True, text=True)
    assert tracked.stdout == ""


def test_version_stands_once():
    citation = (course.ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {PYPROJECT['project']['version']}" in citation


def test_the_lecturers_page_has_a_row_for_every_lecture_in_both_tables():
    page = (course.ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d\d\w?) \|", page, flags=re.M) == 2 * [path.stem.split("_")[0] for path in course.LECTURES]


def test_a_hubs_link_follows_the_address():
    from tools import address

    text = (course.ROOT / "docs" / "hubs.md").read_text(encoding="utf-8")
    moved = address._with_address_in_text(text, "https://github.com/some-one/else.where")
    assert "github.com%2Fsome-one%2Felse.where&branch=main&urlpath=lab%2Ftree%2Felse.where%2Fnotebooks" in moved
    assert address._with_address_in_text(moved, address.address()) == text
