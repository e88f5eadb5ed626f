"""The paper's recipe for IRIs in PyTorch, as a peer to time: x <- clamp(x - s * g / |g|), s = 1, the last ReLU's gradient straight
through, from super-noise, one batch, a fixed number of steps.

    python tests/reference/iri_recipe.py NETWORK TARGETS.float32 COUNT SIZE_PX STEPS THREADS [--first N]

NETWORK is the file of a reference network of networks/, or a residual network of torchvision (`calibrated.py`). TARGETS are COUNT images
[3, SIZE_PX, SIZE_PX] in [0, 1]; only the first N are searched for, if given. Prints one JSON object: seconds of the steps alone (loading
and the targets' representations are left out), per target the distance of the last image rounded to 8 bits and the least distance on the
way, and the mean over the targets of that least distance at some steps. The only things that the released code does besides are left out
in its favour.
@see Nanda et al. 2023; Engstrom et al. 2019, FakeReLU
"""
import argparse
import json
import time

import torch

from calibrated import Calibrated, read_images
from resnet10 import ResNet10

CURVE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 3000, 4000, 5000]


class FakeReLU(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        return x.clamp_min(0)

    @staticmethod
    def backward(context, gradient):
        return gradient


parser = argparse.ArgumentParser()
parser.add_argument("network")
parser.add_argument("targets")
for number in ("count", "size_px", "steps", "threads"):
    parser.add_argument(number, type=int)
parser.add_argument("--first", type=int)
options = parser.parse_args()

torch.set_num_threads(options.threads)
images = read_images(options.targets, options.count, options.size_px)
network = ResNet10(options.network, last=FakeReLU.apply) if options.network.endswith(".onnx") else Calibrated(options.network, images, last=FakeReLU.apply)
network.eval().requires_grad_(False)
targets = images[: options.first]
with torch.no_grad():
    wanted = torch.cat([network(part) for part in targets.split(8)])
lengths = wanted.norm(dim=1)
# The same seed images, however many targets are searched for.
torch.manual_seed(0)
image = torch.stack([torch.randn(one.shape) for one in images])[: options.first].clamp_(0, 1)
least = torch.full((len(targets),), torch.inf)
curve = []

started = time.perf_counter()
for step in range(1, options.steps + 1):
    image.requires_grad_(True)
    distance = (network(image) - wanted).norm(dim=1) / lengths
    (gradient,) = torch.autograd.grad(distance.sum(), image)
    with torch.no_grad():
        least = torch.minimum(least, distance)
        image = (image - gradient / gradient.flatten(1).norm(dim=1).view(-1, 1, 1, 1)).clamp_(0, 1)
    if step in CURVE:
        curve.append([step, least.mean().item()])
seconds = time.perf_counter() - started

with torch.no_grad():
    shown = (image * 255).add_(0.5).floor_() / 255
    last = (network(shown) - wanted).norm(dim=1) / lengths
print(json.dumps({"torch": torch.__version__, "seconds": seconds, "last": last.tolist(), "least": least.tolist(), "curve": curve}))
