"""The networks of the step benchmark as PyTorch modules that end at their penultimate layer, and their ONNX files."""
import sys
from pathlib import Path

import timm
import torch
import torchvision
from torch import nn

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests" / "reference"))
from resnet10 import ResNet10

# What stands between the penultimate representation and the classes, by the module's name; None for those that are built without.
HEADS = {
    "resnet18": "fc",
    "resnet50": "fc",
    "vgg16": "classifier.6",
    "densenet121": "classifier",
    "mobilenet_v2": "classifier",
    "vit_small_patch16_224": "head",
}


def size_px(name):
    return 224 if name in HEADS else 32


def build(name, networks_folder):
    """The network with its head, seeded random weights, batch statistics of noise, and no parameter that asks for a gradient."""
    torch.manual_seed(0)
    if name not in HEADS:
        network = ResNet10(f"{networks_folder}/{name}.onnx")
    elif name.startswith("vit"):
        network = timm.create_model(name, pretrained=False)
    else:
        network = getattr(torchvision.models, name)(weights=None)
    settle(network, name)
    return network.eval().requires_grad_(False)


def settle(network, name):
    """Random weights with untouched statistics let activations grow or vanish; trained networks do neither."""
    normalizations = [one for one in network.modules() if isinstance(one, nn.BatchNorm2d)]
    if not normalizations:
        return
    for one in normalizations:
        one.momentum = None
    network.train()
    with torch.no_grad():
        network(torch.randn(8, 3, size_px(name), size_px(name)))


def export(network, name, file):
    x = torch.randn(2, 3, size_px(name), size_px(name))
    torch.onnx.export(network, (x,), file, input_names=["image"], output_names=["logits"], dynamo=True, external_data=False,
                      dynamic_shapes=({0: torch.export.Dim("batch")},), verbose=False)


def without_head(network, name):
    if name in HEADS:
        network.set_submodule(HEADS[name], nn.Identity())
    return network
