"""Put the minus in front of the log-likelihood.

## Why it failed

The function returns the mean of log p(y|x), the log-likelihood of the right answers. It is a fine measure of how good
a classifier is: at most 0, and larger is better. But an optimizer *lowers* what it is given. Here it makes the right
answers ever less likely, and that has no end: log p has an upper limit and no lower one. Its slope with respect to the
right logit is 1 − p, which grows to 1 as the right answer becomes unlikely: nothing slows the weights down, because
there is no minimum to come near to.

## Why this helps

With the minus the value is the cross-entropy: never below 0, at ln 10 = 2.3 for a network that guesses, and near 0
only if the right class gets nearly all of the probability. The loss falls to about 0.1, and on most seeds
93 to 96 images in a hundred are named. If you would rather keep the log-likelihood, as many texts do, tell the
optimizer: setting `maximize=True` in Adam makes the same steps.

## What it costs

One character. `nn.CrossEntropyLoss()` has the minus built in, and leaves nothing to forget.

## How to check

    assert loss(9.0 * F.one_hot(y, 10), y) < loss(-9.0 * F.one_hot(y, 10), y)  # right answers must cost less

## When it is not the cause

A loss that starts near 0 and then sinks without limit comes from outputs that are no log-probabilities at all
(`logits_into_nll`). A loss that explodes *upwards* has another reason: a rate that is too high (`high_learning_rate`),
old gradients that pile up (`accumulated_gradients`) or a logarithm of zero (`log_of_zero`). And negative is not always
wrong: the log-density of a continuous quantity, or a similarity that is maximised by its negative, may well lie below
0. There, ask whether the score improves.

## References

- I. Goodfellow, Y. Bengio, A. Courville, Deep learning, 2016, section 5.5 (maximum likelihood),
  https://www.deeplearningbook.org
- PyTorch, NLLLoss: https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
- PyTorch, Adam, with its option `maximize`: https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
"""

from dataclasses import replace

import torch.nn.functional as F

from scenarios.loss.flipped_sign import broken


def negative_log_likelihood(outputs, targets):
    log_probabilities = F.log_softmax(outputs, dim=1)
    return -log_probabilities.gather(1, targets.unsqueeze(1)).mean()  # what is minimised must shrink as answers improve


minimised_loss = replace(broken, loss=negative_log_likelihood)
