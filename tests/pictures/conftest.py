"""What a picture says, read back from its bytes."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def letters() -> Callable[[str], list[str]]:
    """All texts of a picture that are drawn."""
    return lambda text: ["".join(node.itertext()).strip() for node in ET.fromstring(text).iter(f"{SVG}text")]
