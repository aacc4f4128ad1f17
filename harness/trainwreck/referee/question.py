"""What is asked of whoever is shown a case's folder, and in which form it is answered: the same for every case."""

import json
from collections.abc import Mapping

from trainwreck.referee.answer import MOST_CAUSES
from trainwreck.scripts.folder import SCRIPT, TEST, TRAIN

LOG, VOCABULARY, README = "log.csv", "vocabulary.json", "README.md"

QUESTION = f"""# Is something wrong with this training run?

`{SCRIPT}` is somebody's training script, and `python {SCRIPT}` runs it. `{TRAIN}` has the data that it reads,
`{TEST}` a single row of new ones. `{LOG}` is the log of its run, a row a step.

The run may be faulty: something in its data, its code or its choices keeps the model from learning what it could, or
has the script report what is not so. It may as well be healthy, and only look odd.

# How to answer

With a JSON object:

```json
{{"verdict": "faulty", "causes": [{{"component": "COMPONENT", "fault": "FAULT"}}], "evidence": "what was seen"}}
```

| key | what it is |
|---|---|
| `verdict` | `healthy`, `faulty`, or `abstain` where this kind of thing cannot be seen |
| `causes` | of what is faulty, the likeliest first, at most {MOST_CAUSES}; the fault may be left out |
| `evidence` | what was seen, in words |
| `score` | how sure it is that the run is faulty, from 0 for surely healthy to 1 for surely faulty |
| `alarm_step` | the step, counted from 0, from which on one could tell |
| `tokens` | that a language model has read and written for this answer |

Only the verdict must be there. `{VOCABULARY}` has the components, and the faults of each.
"""


def asked(vocabulary: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the texts by the names of their files, given the faults of each component."""
    return {VOCABULARY: json.dumps(vocabulary, indent=1) + "\n", README: QUESTION}
