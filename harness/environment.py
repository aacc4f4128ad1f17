"""The versions and the machine that a result depends on."""

import platform
from importlib.metadata import version

# A run may come out differently under another release of these.
LIBRARIES = ("torch", "torchvision", "numpy", "scikit-learn", "scipy")


def environment() -> dict[str, str]:
    """Return the releases of Python and of the libraries that matter, and the machine, by name."""
    return {
        "trainwreck": version("trainwreck"),
        "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
        "machine": f"{platform.system()} {platform.machine()}",
    }
