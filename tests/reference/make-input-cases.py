"""Writes the networks of packages/network/src/onnx-cases whose names begin with E: what networks take besides RGB images as floats.

    python tests/reference/make-input-cases.py

Made with PyTorch 2.15; E-gray and E-uint8-nchw were made before, by the same hand. Weights are random.
"""

import pathlib

import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parents[2] / "packages/network/src/onnx-cases"


class Flat(nn.Module):
    """A fully connected network of flat vectors that normalises them as MNIST is."""

    def __init__(self, values):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(values, 24), nn.ReLU(), nn.Linear(24, 12), nn.ReLU(), nn.Linear(12, 10))

    def forward(self, x):
        return self.layers((x - 0.1307) / 0.3081)


class FlatColour(nn.Module):
    """Flat vectors that are images with their channels last."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(3, 6, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(6 * 3 * 4, 10))

    def forward(self, x):
        return self.layers(x.reshape(-1, 8, 10, 3).permute(0, 3, 1, 2))


class Bytes(nn.Module):
    """Grey bytes with their channel last, cut before they are cast."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(1, 6, 3, stride=2), nn.ReLU(), nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(24, 10))

    def forward(self, x):
        return self.layers(x.permute(0, 3, 1, 2)[:, :, 1:-1, 1:-1].to(torch.int32).float() / 127.5 - 1)


class Inputs(nn.Module):
    """A grey image, a mask of it, a gain, and a step that is looked up."""

    def __init__(self):
        super().__init__()
        self.steps = nn.Embedding(10, 6)
        self.first = nn.Conv2d(2, 6, 3, stride=2)
        self.last = nn.Linear(6, 10)

    def forward(self, image, mask, gain, step):
        x = self.first(torch.cat([image * mask, mask], 1)) * gain + self.steps(step)[:, :, None, None]
        return self.last(torch.relu(x).mean((2, 3)))


def write(name, network, inputs, names, batched):
    torch.onnx.export(
        network.eval(), inputs, FOLDER / f"{name}.onnx", input_names=names, output_names=["out"], opset_version=17, dynamo=False,
        dynamic_axes={each: {0: "n"} for each in [*batched, "out"]},
    )


torch.manual_seed(14)
write("E-flat", Flat(784), (torch.rand(2, 784),), ["input"], ["input"])
write("E-flat-channels-last", FlatColour(), (torch.rand(2, 240),), ["input"], ["input"])
write("E-uint8-nhwc-gray", Bytes(), (torch.zeros(2, 20, 24, 1, dtype=torch.uint8),), ["input"], ["input"])
inputs = (torch.rand(2, 1, 16, 16), torch.rand(2, 1, 16, 16), torch.tensor(1.0), torch.tensor([3, 3]))
write("E-inputs", Inputs(), inputs, ["image", "mask", "gain", "step"], ["image", "mask", "step"])
fixed = (torch.rand(1, 1, 16, 16), torch.rand(1, 1, 16, 16), torch.tensor(1.0), torch.tensor([3]))
write("E-inputs-fixed-batch", Inputs(), fixed, ["image", "mask", "gain", "step"], [])
