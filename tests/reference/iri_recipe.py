"""The paper's recipe for IRIs in PyTorch, as a peer to time: x <- clamp(x - s * g / |g|), s = 1, the last ReLU's gradient straight
through, from super-noise, one batch, a fixed number of steps.

    python tests/reference/iri_recipe.py NETWORK.onnx TARGETS.float32 COUNT STEPS THREADS

NETWORK is a reference network of networks/, TARGETS are COUNT images [3, 32, 32] in [0, 1]. Prints one JSON object: seconds of the
steps alone (loading and the targets' representations are left out), and per target the distance of the last image rounded to 8 bits
and the least distance on the way. The only things that the released code does besides are left out in its favour.
@see Nanda et al. 2023; Engstrom et al. 2019, FakeReLU
"""
import json
import sys
import time

import numpy as np
import torch

from resnet10 import ResNet10


class FakeReLU(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        return x.clamp_min(0)

    @staticmethod
    def backward(context, gradient):
        return gradient


file, targets_file, count, steps, threads = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
torch.set_num_threads(threads)
torch.manual_seed(0)
network = ResNet10(file, last=FakeReLU.apply).eval().requires_grad_(False)
targets = torch.from_numpy(np.fromfile(targets_file, dtype=np.float32)).view(count, 3, 32, 32)
with torch.no_grad():
    wanted = network(targets)
lengths = wanted.norm(dim=1)
image = torch.randn(targets.shape).clamp_(0, 1)
least = torch.full((count,), torch.inf)

started = time.perf_counter()
for _ in range(steps):
    image.requires_grad_(True)
    distance = (network(image) - wanted).norm(dim=1) / lengths
    (gradient,) = torch.autograd.grad(distance.sum(), image)
    with torch.no_grad():
        least = torch.minimum(least, distance)
        image = (image - gradient / gradient.flatten(1).norm(dim=1).view(-1, 1, 1, 1)).clamp_(0, 1)
seconds = time.perf_counter() - started

with torch.no_grad():
    shown = (image * 255).add_(0.5).floor_() / 255
    last = (network(shown) - wanted).norm(dim=1) / lengths
print(json.dumps({"torch": torch.__version__, "seconds": seconds, "last": last.tolist(), "least": least.tolist()}))
