from dataclasses import replace

from trainwreck.scenarios.loop.too_few_epochs import broken

more_epochs = replace(broken, epochs=18)  # 216 updates, and the plateau is behind
