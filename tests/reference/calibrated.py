"""Networks of torchvision that behave like trained ones without anybody's weights: seeded random ones, and batch statistics of given photographs.

    python tests/reference/calibrated.py NAME IMAGES.float32 COUNT SIZE_PX FILE.onnx     writes the network, its preprocessing and head included

With untouched statistics the activations of a random network grow or vanish from block to block; a trained network's do neither. Nor does
what every block adds swamp what it was given: of L blocks each adds 1/sqrt(L) of its branch (Hayou et al. 2021, arXiv:2010.12859).
"""
import sys

import numpy as np
import torch
import torchvision
from torch import nn

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class LastOfBlock(nn.Module):
    """Stands for a block's one ReLU module, which the block calls several times: the last call is given to `last`."""

    def __init__(self, calls, last):
        super().__init__()
        self.calls, self.last, self.count = calls, last, 0

    def forward(self, x):
        self.count = (self.count + 1) % self.calls
        return self.last(x) if self.count == 0 else torch.relu(x)


def last_norm(block):
    return block.bn3 if hasattr(block, "bn3") else block.bn2


class Calibrated(nn.Module):
    """A residual network from pixels in [0, 1]; `last` stands for its last ReLU."""

    def __init__(self, name, images, last=None, head=False):
        super().__init__()
        torch.manual_seed(0)
        self.network = getattr(torchvision.models, name)(weights=None)
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(STD).view(1, 3, 1, 1))
        for one in self.modules():
            if isinstance(one, nn.BatchNorm2d):
                one.momentum = None
        blocks = [block for layer in (self.network.layer1, self.network.layer2, self.network.layer3, self.network.layer4) for block in layer]
        for block in blocks:
            nn.init.constant_(last_norm(block).weight, len(blocks) ** -0.5)
        self.train()
        with torch.no_grad():
            self(images)
        block = self.network.layer4[-1]
        if last is not None:
            block.relu = LastOfBlock(3 if hasattr(block, "conv3") else 2, last)
        if not head:
            self.network.fc = nn.Identity()
        self.eval().requires_grad_(False)

    def forward(self, image):
        return self.network((image - self.mean) / self.std)


def read_images(file, count, size_px):
    return torch.from_numpy(np.fromfile(file, dtype=np.float32)).view(count, 3, size_px, size_px)


if __name__ == "__main__":
    name, images_file, count, size_px, file = sys.argv[1:6]
    images = read_images(images_file, int(count), int(size_px))
    network = Calibrated(name, images, head=True)
    torch.onnx.export(network, (images[:2],), file, input_names=["image"], output_names=["logits"], dynamo=True, external_data=False,
                      dynamic_shapes=({0: torch.export.Dim("batch")},), verbose=False)
