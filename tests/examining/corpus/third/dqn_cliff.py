"""Deep Q-learning on a small grid with a cliff, after the PyTorch DQN tutorial: replay memory and a target network.

Mean return of the greedy walk from every free cell: 0.86 once learned, which is the best there is; a random walk has about -20.
"""
import os
import random
from collections import deque, namedtuple

import torch
import torch.nn as nn
import torch.optim as optim

SEED = int(os.environ.get("SEED", 0))
random.seed(SEED)
torch.manual_seed(SEED)

ROWS, COLS, MAX_STEPS = 4, 7, 30
CLIFF = {(3, c) for c in range(1, COLS - 1)}
GOAL = (3, COLS - 1)
FREE = [(r, c) for r in range(ROWS) for c in range(COLS) if (r, c) not in CLIFF and (r, c) != GOAL]
MOVES = [(-1, 0), (0, 1), (1, 0), (0, -1)]

BATCH_SIZE = 64
GAMMA = 0.97
EPS_START, EPS_END, EPS_STEPS = 1.0, 0.1, 1000
TAU = 0.02
LR = 2e-3
STEPS = 1500

Transition = namedtuple("Transition", ("state", "action", "next_state", "reward", "done"))


class ReplayMemory:
    def __init__(self, capacity):
        self.memory = deque([], maxlen=capacity)

    def push(self, *args):
        self.memory.append(Transition(*args))

    def sample(self, batch_size):
        return random.sample(self.memory, batch_size)

    def __len__(self):
        return len(self.memory)


class Walk:
    """Every step costs 1, the cliff costs 20 and ends the episode, the goal gives 5 and ends it."""

    def reset(self, start=None):
        self.at = start or random.choice(FREE)
        return self.at

    def step(self, action):
        dr, dc = MOVES[action]
        self.at = (min(max(self.at[0] + dr, 0), ROWS - 1), min(max(self.at[1] + dc, 0), COLS - 1))
        if self.at in CLIFF:
            return self.at, -20.0, True
        if self.at == GOAL:
            return self.at, 5.0, True
        return self.at, -1.0, False


def encode(states):
    x = torch.zeros(len(states), ROWS + COLS)
    for i, (r, c) in enumerate(states):
        x[i, r] = 1
        x[i, ROWS + c] = 1
    return x


class DQN(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Linear(ROWS + COLS, 64)
        self.layer2 = nn.Linear(64, 64)
        self.layer3 = nn.Linear(64, 4)

    def forward(self, x):
        x = torch.relu(self.layer1(x))
        x = torch.relu(self.layer2(x))
        return self.layer3(x)


policy_net = DQN()
target_net = DQN()
target_net.load_state_dict(policy_net.state_dict())
optimizer = optim.AdamW(policy_net.parameters(), lr=LR, amsgrad=True)
memory = ReplayMemory(5000)
env = Walk()


def select_action(state, t):
    eps = max(EPS_END, EPS_START - (EPS_START - EPS_END) * t / EPS_STEPS)
    if random.random() < eps:
        return random.randrange(4)
    with torch.no_grad():
        return policy_net(encode([state])).argmax(1).item()


def optimize_model():
    batch = Transition(*zip(*memory.sample(BATCH_SIZE)))
    action = torch.tensor(batch.action).unsqueeze(1)
    reward = torch.tensor(batch.reward)
    done = torch.tensor(batch.done, dtype=torch.float32)

    q = policy_net(encode(batch.state)).gather(1, action).squeeze(1)
    with torch.no_grad():
        next_q = target_net(encode(batch.next_state)).max(1).values
    expected = reward + GAMMA * next_q * (1 - done)

    loss = nn.functional.smooth_l1_loss(q, expected)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_value_(policy_net.parameters(), 100)
    optimizer.step()
    return loss.item()


def update_target():
    with torch.no_grad():
        for slow, fast in zip(target_net.parameters(), policy_net.parameters()):
            slow.lerp_(fast, TAU)


def greedy_return():
    total = 0.0
    for start in FREE:
        state = env.reset(start)
        for _ in range(MAX_STEPS):
            with torch.no_grad():
                action = policy_net(encode([state])).argmax(1).item()
            state, reward, done = env.step(action)
            total += reward
            if done:
                break
    return total / len(FREE)


state, age, losses = env.reset(), 0, []
for t in range(STEPS):
    action = select_action(state, t)
    next_state, reward, done = env.step(action)
    memory.push(state, action, next_state, reward, done)
    state, age = next_state, age + 1
    if done or age == MAX_STEPS:
        state, age = env.reset(), 0
    if len(memory) >= 200:
        losses.append(optimize_model())
        update_target()
    if (t + 1) % 300 == 0:
        print(f"step {t + 1}  loss {sum(losses[-200:]) / 200:.3f}  greedy return {greedy_return():.2f}")
print(f"greedy return {greedy_return():.3f}")
