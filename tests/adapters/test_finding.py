"""A tool whose package is missing, or unknown to the system."""

from importlib.metadata import PackageNotFoundError

import pytest

from trainwreck.errors import UserError
from trainwreck.referee import tool as registry
from trainwreck.referee.tool import find


def test_a_tool_without_its_package_is_refused_with_the_command_that_installs_it(monkeypatch):
    def missing(distribution):
        raise PackageNotFoundError(distribution)

    monkeypatch.setattr(registry, "version", missing)
    with pytest.raises(UserError, match=r"needs the package 'torch-audit'.*pip install 'trainwreck\[tools\]'"):
        find("torch_audit")
    assert find("silent").version == ""


def test_a_tool_of_one_s_own_may_name_a_distribution_that_is_not_installed(tmp_path, monkeypatch):
    (tmp_path / "homemade.py").write_text("DISTRIBUTION = 'no-such-thing'\ndef diagnose(case): ...\n")
    monkeypatch.chdir(tmp_path)
    assert find("homemade:diagnose").version == ""
