"""The versions and the machine that a result depends on."""

import platform
from functools import cache
from importlib.metadata import version

import torch

# A run may come out differently under another release of these: as they are imported, and as they are installed.
LIBRARIES = {
    "torch": "torch",
    "torchvision": "torchvision",
    "numpy": "numpy",
    "sklearn": "scikit-learn",
    "scipy": "scipy",
}


@cache
def environment() -> dict[str, str]:
    """Return the releases of Python and of the libraries that matter, and the machine, by name.

    ``cpu`` is the set of vector instructions that PyTorch uses: another one rounds differently.
    """
    return {
        "trainwreck": version("trainwreck"),
        "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES.values()},
        "machine": f"{platform.system()} {platform.machine()}",
        "cpu": torch.backends.cpu.get_cpu_capability(),
    }
