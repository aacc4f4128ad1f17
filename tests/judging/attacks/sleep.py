"""Never end, and take no processor time."""

import time

while True:
    time.sleep(1)
