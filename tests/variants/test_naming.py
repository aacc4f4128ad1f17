"""New names: usual ones for what every training has, and names that say nothing for the rest."""

import ast
import builtins
import keyword

from trainwreck.variants.authors import authors
from trainwreck.variants.naming import USUAL, drawn


def names(text, key="key"):
    return drawn(authors([ast.parse(text)]), key)[0]


def test_what_every_training_has_is_called_by_another_of_its_usual_names():
    new = names("model = 1\ntrain_loader = 2\nSEED = 3")
    assert new["model"] in USUAL["model"]
    assert new["train_loader"] in {f"{one}_{other}" for one in USUAL["train"] for other in USUAL["loader"]}
    assert new["SEED"] in {name.upper() for name in USUAL["seed"]}


def test_what_only_this_code_has_gets_a_name_that_does_not_say_what_it_is_for():
    new = names("def leaky_network(): ...\nclass ResidualNet: ...\nclipped_loss = 1")
    for name in ("leaky_network", "ResidualNet", "clipped_loss"):
        assert not {"leaky", "network", "residual", "net", "clipped", "loss"} & set(new[name].lower().split("_"))


def test_no_two_names_become_one_and_none_becomes_somebody_elses():
    many = "\n".join(f"x{n} = 1" for n in range(300))
    new = names(f"model = 1\n{many}\nprint(net, network)")
    assert len(set(new.values())) == len(new) == 301
    assert not {"net", "network", "print", "recipe", *dir(builtins), *keyword.kwlist} & set(new.values())
    assert all(old != name for old, name in new.items())


def test_the_key_decides():
    assert names("model = 1", "1") == names("model = 1", "1")
    assert len({names("model = 1", str(n))["model"] for n in range(40)}) == len(USUAL["model"])


def test_every_usual_name_is_a_name_and_another_than_the_word():
    offered = {name for options in USUAL.values() for name in options}
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in offered)
    assert all(word not in options for word, options in USUAL.items())


def test_an_attribute_gets_no_name_that_a_string_may_mean_and_keeps_its_own_if_there_is_no_other():
    module = "from torch import nn\nclass A(nn.Module):\n    def forward(self, x):\n        self.head = x\n"
    said = ["part", "piece", "item", "unit", "entry", "element", "chunk", "object"]
    for n in range(20):
        [new] = drawn(authors([ast.parse(f"{module}{said}")]), str(n))[1].values()
        assert new.split("_")[0] in ("term", "member")
    assert drawn(authors([ast.parse(f"{module}{[*said, 'term', 'member']}")]), "key")[1] == {"head": "head"}
