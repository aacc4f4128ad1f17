"""Leave the padding out of the loss.

## Why it failed

Three steps of a sequence are real and 17 are padding, on average. `CrossEntropyLoss` takes the mean over all 20:

    loss  =  0.15 · (mean over real steps)  +  0.85 · (mean over padding)

To give every step the answer 0 makes the second term vanish, and it is the fastest way down. The gradient that
tells tag 1 from tags 2 and 3 comes with a factor of 0.15, and real steps with weak evidence, near the zeros of the
padding, are called padding as well. With many more steps the tagger learns to tell the two apart and the harm
fades; what remains is a loss, and an accuracy, that look far better than the tagger is.

## Why this helps

`ignore_index=0` leaves targets of 0 out of the sum *and* out of the count that it is divided by, so the loss is the
mean over real steps alone. Accuracy on them rises from at most 0.17 to at least 0.83. A logistic regression on
single steps reaches 0.86. Many libraries write −100 into such targets, because −100 is the default of
`ignore_index`.

## What it costs

Nothing in training. The model never learns to say where a sequence ends; if it has to, give the end a token of its
own, once a sequence, and ignore what follows. The losses before and after the change cannot be compared.

## How to check

    print((targets == 0).float().mean())  # the share of the loss that is spent on padding

## When it is not the cause

If the common answer is a real class and not the padding, it is ordinary `class_imbalance`. Padding can also get
into the model rather than the loss: through a mean over all steps (`ignored_padding`). A tagger that says "padding"
on real steps only at the end of a sequence may have its targets shifted by one (`off_by_one_targets`).

## References

- PyTorch, CrossEntropyLoss (`ignore_index`):
  https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
- PyTorch, pad_sequence: https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pad_sequence.html
- Hugging Face, Token classification: https://huggingface.co/docs/transformers/tasks/token_classification (labels of
  −100 for what must not count)
"""

from dataclasses import replace

from torch import nn

from scenarios.loss.padding_in_loss import broken

ignored_padding = replace(broken, loss=nn.CrossEntropyLoss(ignore_index=0))  # target 0: no step at all
