"""The committed notebooks are fit to be opened; the checks can fail; the builder repeats itself."""

from base64 import b64encode
from pathlib import Path
from shutil import copytree

import nbformat
import notebook_checks
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import BuildError
from tools.build import build
from tools.drafts import colab_cell, draft, read_course
from tools.readme import expected_readme

ROOT = Path(__file__).parents[1]
COURSE = read_course(ROOT)
LESSONS = pytest.mark.parametrize("lesson", COURSE.lessons, ids=lambda lesson: lesson.name)
EACH_CHECK = pytest.mark.parametrize(
    "check", notebook_checks.CHECKS, ids=lambda check: check.__name__
)
MOST_BYTES = 600_000


# The committed notebooks, without executing them.


def committed(lesson):
    """Return the notebook of a lesson."""
    path = ROOT / lesson.notebook
    assert path.exists(), f"run `python3 course.py build {lesson.number}`"
    return nbformat.read(path, as_version=4)


def from_the_source(notebook):
    """Return what a build takes from the source rather than from the kernel."""
    cells = [(cell.cell_type, cell.source, cell.metadata, cell.id) for cell in notebook.cells]
    return cells, notebook.metadata


@LESSONS
def test_notebook_is_built_from_its_source_as_it_is_now(lesson):
    assert from_the_source(committed(lesson)) == from_the_source(draft(COURSE, lesson))


def test_every_notebook_has_a_source():
    notebooks = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert notebooks <= {lesson.name for lesson in COURSE.lessons}


@LESSONS
@EACH_CHECK
def test_notebook(lesson, check):
    assert list(check(committed(lesson))) == []


@LESSONS
def test_links_lead_to_files(lesson):
    assert list(notebook_checks.dead_links(committed(lesson), ROOT / "notebooks")) == []


@LESSONS
def test_code_of_a_prompt_is_hidden(lesson):
    cells = notebook_checks.code_cells(committed(lesson))
    prompts = [cell for cell in cells if cell.source.startswith(("predict(", "ten_questions("))]
    assert all(cell.metadata.get("jupyter") == {"source_hidden": True} for cell in prompts)


@LESSONS
def test_first_code_cell_prepares_colab(lesson):
    first = notebook_checks.code_cells(committed(lesson))[0]
    assert first.source == colab_cell(COURSE.address).source


@LESSONS
def test_notebook_is_small(lesson):
    assert (ROOT / lesson.notebook).stat().st_size < MOST_BYTES


def test_readme_has_the_lessons_that_exist():
    assert (ROOT / "README.md").read_text(encoding="utf-8") == expected_readme(ROOT)


# The checks: each must accept a good notebook and has been seen to refuse a bad one.


def page(*cells, title="# Title"):
    """Return a notebook with a title above the cells."""
    return new_notebook(cells=[new_markdown_cell(title), *cells])


def ran(source="1", *outputs, count=1, tags=()):
    """Return a code cell as it is after a run."""
    metadata = {"tags": list(tags)} if tags else {}
    return new_code_cell(source, execution_count=count, outputs=list(outputs), metadata=metadata)


def shown(text, kind="text/plain"):
    """Return a code cell that displays `text`."""
    return ran("x", new_output("display_data", {kind: text}))


def picture(text, n_bytes=3):
    """Return a code cell that displays a picture beside `text`."""
    data = {"image/png": b64encode(bytes(n_bytes)).decode(), "text/plain": text}
    return ran("x", new_output("display_data", data))


def raised(message="no"):
    """Return the output of a cell that raised."""
    return new_output("error", ename="ValueError", evalue=message, traceback=[])


GOOD = page(
    ran("# a comment, no heading", new_output("stream", text="0.5 is 1/2\n")),
    new_markdown_cell("## Part\n\n![a duck](d.png) <img src='d.png' alt=\"a duck\">\n\n### Detail"),
    ran("1 / 0", raised(), count=2, tags=["raises-exception"]),
    new_markdown_cell("## Part\n\n```text\n# no heading\n```\n\nSee [above](#Title), $p[y](z)$."),
)
BAD = {
    "executed_in_order": [page(ran(count=None)), page(ran(count=2)), page(ran(), ran())],
    "nothing_on_stderr": [page(ran("x", new_output("stream", name="stderr", text="careful")))],
    "errors_are_announced": [page(ran("x", raised())), page(ran(tags=["raises-exception"]))],
    "title_comes_first_and_once": [
        page(title="## Part"),
        page(title="Text\n\n# Title"),
        page(new_markdown_cell("# Another title")),
        new_notebook(cells=[ran(), new_markdown_cell("# Title")]),
    ],
    "headings_skip_no_level": [page(new_markdown_cell("### Detail"))],
    "images_have_alt_text": [
        page(new_markdown_cell("a picture: ![](duck.png)")),
        page(new_markdown_cell("a badge: [![ ](duck.png)](duck.html)")),
        page(new_markdown_cell("<img src='duck.png'>")),
        page(new_markdown_cell("a picture: <img src='duck.png' alt=''>")),
    ],
    "code_cells_are_short": [page(ran("x\n" * 16))],
    "outputs_name_no_path": [
        page(shown("/home/ada/course")),
        page(shown("<a href='/tmp/x'>", kind="text/html")),
        page(shown(r"C:\Users\ada")),
        page(ran("x", new_output("stream", text="saved to /Users/ada"))),
        page(ran("x", raised("no file /root/x"))),
    ],
    "outputs_name_no_address": [page(shown("<object at 0x7f31c8d2a1b0>"))],
    "tags_are_known": [page(ran(tags=["raise-exception"]))],
    "no_output_is_hidden": [page(ran("plot(x);\n"))],
    "pictures_say_what_they_show": [
        page(picture("<Figure size 640x480 with 1 Axes>")),
        page(picture("Figure: a duck", n_bytes=151_000)),
    ],
    "code_is_python": [page(ran("!ls")), page(ran("if x:\n    %pip install x"))],
}


@EACH_CHECK
def test_check_accepts_a_good_notebook(check):
    assert list(check(GOOD)) == []


@EACH_CHECK
def test_check_refuses_bad_notebooks(check):
    assert all(list(check(notebook)) for notebook in BAD[check.__name__])


@pytest.mark.parametrize("text", ["Figure: a duck", "LogitsExplorer: three scores"])
def test_described_picture_is_accepted(text):
    assert list(notebook_checks.pictures_say_what_they_show(page(picture(text)))) == []


@pytest.mark.parametrize("text", ["[x](gone.md)", "![a duck](gone.md)", "[x](gone.md#part)"])
def test_dead_link_is_found(text, tmp_path):
    notebook = page(new_markdown_cell(text))
    assert list(notebook_checks.dead_links(notebook, tmp_path)) == ["no file gone.md"]


@pytest.mark.parametrize("target", ["here.md", "here.md#part", "#part", "https://example.org/x"])
def test_living_link_is_left_alone(target, tmp_path):
    (tmp_path / "here.md").write_text("x", encoding="utf-8")
    notebook = page(new_markdown_cell(f"[x]({target})"))
    assert list(notebook_checks.dead_links(notebook, tmp_path)) == []


# The builder, on a tiny course of two lessons.

FIRST = """\
---
minutes: 35
---

# Three numbers

They become [probabilities](x.ipynb). A second sentence.

```python
from ipywidgets import IntSlider
from softmax_lib.plots.lesson_00 import drawing_and_scores
from tqdm import tqdm
```

A stream, a figure and a widget:

```python
for step in tqdm(range(3)):
    print(step, flush=True)
drawing_and_scores([1, 2, 3])
```

```python tags=["raises-exception"]
display(IntSlider(3))
drawing_and_scores("wrong")
```
"""
SECOND = (
    "---\nminutes: 20\n---\n\n# A decision\n\nIt ends | here.\n\n```python\n1 + 1\n```\n\nBye.\n"
)
README = "Top\n<!-- badges -->\n<!-- /badges -->\n<!-- lessons -->\nold\n<!-- /lessons -->\nEnd\n"


def write_course(root):
    """Write the sources of the tiny course into a folder and return it."""
    (root / "notebooks" / "src").mkdir(parents=True)
    files = {
        "notebooks/src/00_first.md": FIRST,
        "notebooks/src/01_second.md": SECOND,
        "README.md": README,
        "pyproject.toml": '[project.urls]\nRepository = "https://github.com/ada/course"\n',
    }
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def edit(path, old, new):
    """Replace `old` by `new` in a file that has it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def contents(root):
    """Return the bytes of everything a build writes."""
    return {path.name: path.read_bytes() for path in [*root.glob("*.md"), *root.glob("*/*.ipynb")]}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return the folder of the tiny course, built; tests only look at it."""
    root = write_course(tmp_path_factory.mktemp("built"))
    build(root)
    return root


@pytest.fixture
def course(tmp_path):
    """Return the folder of the tiny course, not built, for tests that change it."""
    return write_course(tmp_path)


def first(root):
    """Return the first lesson's notebook."""
    return nbformat.read(root / "notebooks" / "00_first.ipynb", as_version=4)


def test_two_builds_are_byte_identical(built, course):
    build(course)
    assert contents(course) == contents(built)


@EACH_CHECK
def test_what_is_built_passes_the_checks(check, built):
    assert list(check(first(built))) == []


def test_output_is_a_whole_stream_then_the_figure(built):
    stream, figure = first(built).cells[4].outputs
    assert (stream.text, set(figure.data)) == ("0\n1\n2\n", {"image/png", "text/plain"})


def test_widget_is_kept_as_text_only(built):
    assert first(built).cells[5].outputs[0].data == {"text/plain": "IntSlider(value=3)"}


def test_colab_cell_installs_from_the_address_in_pyproject(built):
    python = TransformerManager().transform_cell(first(built).cells[1].source)
    assert "run_line_magic('pip', 'install -q git+https://github.com/ada/course')" in python


def test_notebook_names_its_kernel_and_no_version_of_python(built):
    assert set(first(built).metadata) == {"kernelspec"}


def test_first_cell_links_to_colab_and_source(built):
    links = first(built).cells[0].source.splitlines()[-1]
    assert links == (
        "[Open in Colab](https://colab.research.google.com/github/ada/course/blob/main/"
        "notebooks/00_first.ipynb) · [Source of this page](https://github.com/ada/course/blob/main/"
        "notebooks/src/00_first.md)"
    )


def test_last_markdown_cell_links_to_the_next_lesson(built):
    assert first(built).cells[3].source.endswith("Next lesson: [A decision](01_second.ipynb)")


def test_map_has_number_title_minutes_and_purpose(built):
    rows = (built / "README.md").read_text(encoding="utf-8").splitlines()
    assert "| 01 | [A decision](notebooks/01_second.ipynb) | 20 | It ends \\| here. |" in rows[-3]


def test_map_has_no_link_out_of_a_purpose(built):
    rows = (built / "README.md").read_text(encoding="utf-8").splitlines()
    assert "| They become probabilities. |" in rows[-4]


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("1 / 0", "01_second.md: a cell raised ZeroDivisionError: division by zero"),
        ("import sys; print('oh', file=sys.stderr)", "01_second.md: a cell wrote to stderr: oh"),
    ],
)
def test_failing_cell_leaves_the_notebook_untouched(code, complaint, course):
    edit(course / "notebooks" / "src" / "01_second.md", "1 + 1", code)
    old = course / "notebooks" / "01_second.ipynb"
    old.write_text("old", encoding="utf-8")
    with pytest.raises(BuildError, match=complaint):
        build(course, ["01"])
    assert old.read_text(encoding="utf-8") == "old"


def test_build_of_one_lesson_refreshes_the_links_of_the_others(built, tmp_path):
    course = copytree(built, tmp_path / "course")
    edit(course / "notebooks" / "src" / "01_second.md", "# A decision", "# New title")
    build(course, ["1"])
    assert "[New title](01_second.ipynb)" in first(course).cells[3].source


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("notebooks/src/00_first.md", "minutes: 35", "", "00_first.md: begin with the three lines"),
        ("notebooks/src/00_first.md", "# Three", "## Three", "00_first.md: begin with '# The"),
        ("pyproject.toml", "github.com", "example.org", "found https://example.org/ada/course"),
        ("README.md", "<!-- /lessons -->", "", "README.md: needs one line <!-- lessons -->"),
    ],
)
def test_missing_part_of_a_source_is_named(file, old, new, complaint, course):
    edit(course / file, old, new)
    with pytest.raises(BuildError, match=complaint):
        expected_readme(course)


def test_two_lessons_of_one_number_are_refused(course):
    (course / "notebooks" / "src" / "01_other.md").write_text(SECOND, encoding="utf-8")
    with pytest.raises(BuildError, match=r"01_other\.md and .*01_second\.md have one number"):
        read_course(course)


def test_unknown_number_is_answered_with_the_known_ones(course):
    with pytest.raises(BuildError, match="no lesson 07 in notebooks/src; there are 00, 01"):
        build(course, ["7"])
