"""The architecture of the reference networks (networks/*.md) in PyTorch, for whoever compares with them."""
import onnx
import torch
from onnx import numpy_helper
from torch import nn


class ResNet10(nn.Module):
    """Up to the global average, with the weights of an ONNX file. `last` stands for the last ReLU."""

    def __init__(self, file, last=torch.relu):
        super().__init__()
        self.last = last
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
            x = (self.last if stage == 3 else torch.relu)(inner + (x if stage == 0 else next(convolutions)(x)))
        return x.mean((2, 3))
