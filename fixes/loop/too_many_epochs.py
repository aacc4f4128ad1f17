"""Stop when the validation loss does.

## Why it failed

A network learns first what many rows have in common, because there all gradients point the same way, and only later
what sets a single row apart. Here 30 % of the labels are wrong. After two epochs the border between the two classes
is in place, and the network contradicts the wrong labels: its training score is about 0.70, as it ought to be. The
eighteen epochs after that are spent on the 290 or so rows that do not fit. The border is bent around each of them,
and every new row that falls into such a bend is misjudged.

## Why this helps

`early_stopping` measures the loss on the validation rows after each epoch, keeps a copy of the best weights, gives up
after four epochs without a new best, and goes back to the copy. It ends at 0.87 to 0.96, and trains six epochs
instead of twenty. It needs no right labels: the validation rows are labelled just as carelessly, but a bend around a
wrong training label does not help with a wrong label elsewhere.

## What it costs

Rows that are held out and not trained on, and a validation pass an epoch. The validation score is used to choose, so
it is a little too good; report the score of a third set. A patience too short stops at a chance bump, in a noisy
curve or under a warm-up; a longer one costs only time, since the best weights are kept.

## How to check

    print(validation_losses.index(min(validation_losses)) + 1, "of", len(validation_losses))  # far from the end?

## When it is not the cause

If the best epoch is the last one, the run was not too long: see `too_few_epochs`. If the validation score was never
good, at no epoch, there was nothing to stop at: `tiny_dataset`, `too_large_model`, `preprocessing_leakage`. If early
stopping is on and the score is still that of the last epoch, see `stale_checkpoint`. With a great many weights the
error can fall a second time after a long while, but that is no plan for a small table.

## References

- L. Prechelt, Early stopping: but when?, 1998, doi:10.1007/3-540-49430-8_3
- D. Arpit et al., A closer look at memorization in deep networks, 2017, arXiv:1706.05394
- C. Zhang et al., Understanding deep learning requires rethinking generalization, 2016, arXiv:1611.03530
- P. Nakkiran et al., Deep double descent, 2019, arXiv:1912.02292
"""

from dataclasses import replace
from functools import partial

from harness.stopping import EarlyStopping
from scenarios.loop.too_many_epochs import broken

early_stopping = replace(broken, stop=partial(EarlyStopping, patience=4))  # and back to the best epoch's weights
