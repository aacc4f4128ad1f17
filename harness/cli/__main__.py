"""``python -m harness.cli`` is ``trainwreck``."""

from harness.cli import main

if __name__ == "__main__":
    main()
