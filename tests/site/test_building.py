"""What Sphinx is given to build, and what comes out."""

from pathlib import Path

import pandas as pd

from tests.site.conftest import ENTRIES
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.site.extension import contents, led
from trainwreck.site.measured import COLUMNS


def test_only_the_entries_that_are_named_have_a_page(site: Path):
    assert {path.stem for path in (site / "catalogue" / "runs").glob("*.html")} == set(ENTRIES)


def test_every_page_of_docs_is_in_the_contents(site: Path):
    first = (site / "index.html").read_text()
    for page in (BUILT_IN / "docs").glob("*.md"):
        if page.stem != "index":
            assert f'href="{page.stem}.html"' in first, page.name


def test_parts_have_their_order_what_is_not_there_is_left_out_and_what_they_do_not_name_comes_last():
    text = contents({"Start": ["b", "gone", "a"], "Empty": ["lost"]}, ["a", "b", "c", "catalogue/runs/x"])
    assert [line for line in text.splitlines() if line and line[0] not in "`:"] == ["b", "a", "c"]
    assert [line for line in text.splitlines() if "caption" in line] == [":caption: Start", ":caption: More"]


def test_a_link_out_of_docs_leads_to_a_page_a_download_or_nowhere(tmp_path):
    (tmp_path / "tests").mkdir()
    docs = tmp_path / "docs"
    docs.mkdir()
    assert led("text", "../fixes/loop/one.md", docs, {"one"}) == "[text](/catalogue/runs/one.md)"
    assert led("text", "../fixes/loop/two.md", docs, {"one"}) == "text"
    assert led("text", "../tests", docs, {"one"}) == "`text`"
    assert led("text", "../LICENSE", docs, {"one"}) == "[text](../LICENSE)"


def test_each_run_can_be_taken_along_with_its_data_where_they_are_small(site: Path):
    downloads = site / "downloads"
    for name in ENTRIES:
        assert (downloads / name / "train.py").read_text().startswith('"""')
        assert '"nbformat"' in (downloads / name / "train.ipynb").read_text()
        page = (site / "catalogue" / "runs" / f"{name}.html").read_text()
        assert ("train.npz" in page) or f"trainwreck script {name}" in page
    assert list(downloads.glob("data-*/train.npz"))


def test_the_script_of_a_page_is_the_one_that_can_be_taken_along(site: Path):
    line = "optimizer = SGD(model.parameters(), lr=5.0, momentum=0.9)"
    assert line in (site / "downloads" / "high_learning_rate" / "train.py").read_text()


def test_the_measured_table_has_the_columns_that_its_page_tells(site: Path):
    table = pd.read_csv(site / "downloads" / "symptoms.csv", nrows=5)
    page = (site / "catalogue" / "measured.html").read_text()
    assert list(table.columns) == list(COLUMNS)
    for column in COLUMNS:
        assert f">{column}</span>" in page


def test_the_program_on_the_page_of_the_table_runs(site: Path, monkeypatch, capsys):
    from tests.documented import PYTHON

    [program] = PYTHON.findall((Path(BUILT_IN) / "harness/trainwreck/site/templates/measured.md").read_text())
    monkeypatch.chdir(site / "downloads")
    exec(compile(program.replace("{{ file }}", "symptoms.csv"), "measured.md", "exec"), {})
    assert "stalls" in capsys.readouterr().out
