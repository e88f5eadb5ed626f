"""The networks of the step benchmark as PyTorch modules that end at their penultimate layer, and their ONNX files."""
import onnx
import timm
import torch
import torchvision
from torch import nn
from onnx import numpy_helper

# What stands between the penultimate representation and the classes, by the module's name; None for those that are built without.
HEADS = {
    "resnet18": "fc",
    "resnet50": "fc",
    "vgg16": "classifier.6",
    "densenet121": "classifier",
    "mobilenet_v2": "classifier",
    "vit_small_patch16_224": "head",
}


class ResNet10(nn.Module):
    """The architecture of the reference networks (networks/*.md) up to the global average, with the weights of an ONNX file."""

    def __init__(self, file):
        super().__init__()
        graph = onnx.load(file).graph
        stored = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
        self.register_buffer("mean", stored["m.mean"])
        self.register_buffer("std", stored["m.std"])
        self.convolutions = nn.ModuleList()
        for node in graph.node:
            if node.op_type != "Conv":
                continue
            weight, bias = stored[node.input[1]], stored[node.input[2]]
            strides = next(list(one.ints) for one in node.attribute if one.name == "strides")
            conv = nn.Conv2d(weight.shape[1], weight.shape[0], tuple(weight.shape[2:]), stride=tuple(strides), padding=weight.shape[2] // 2)
            conv.weight.data, conv.bias.data = weight, bias
            self.convolutions.append(conv)

    def forward(self, image):
        convolutions = iter(self.convolutions)
        x = torch.relu(next(convolutions)((image - self.mean) / self.std))
        for stage in range(4):
            first, second = next(convolutions), next(convolutions)
            inner = second(torch.relu(first(x)))
            x = torch.relu(inner + (x if stage == 0 else next(convolutions)(x)))
        return x.mean((2, 3))


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
