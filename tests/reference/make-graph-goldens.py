"""Makes the goldens of packages/network: small networks as ONNX files, with values and input gradients computed by PyTorch.

    pip install torch torchvision onnx onnxscript
    python tests/reference/make-graph-goldens.py packages/network/src/goldens [NAME…]

Each network is a residual, VGG-like or plain CNN of reduced width with random weights and random batch statistics. It is exported
by torch.onnx.export with two outputs, `middle` and `penultimate`. For each of them the golden holds the representation g(x) of
two images and the gradient with respect to the images of

    sum over images of d(x) = ||g(x) - t|| / ||t||

for a random t, all computed in float64 from the float32 weights that the file has. Numbers are float32, little endian, base64.
PyTorch is needed to make goldens only; the tests read the files.
"""

import base64
import json
import sys
from pathlib import Path

import onnx
import torch
import torch.nn.functional as F
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


class Bottleneck(nn.Module):
    """With groups, as in ResNeXt."""

    def __init__(self, inputs, width, outputs, stride, groups):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
            nn.Conv2d(width, width, 3, stride, 1, groups=groups, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
            nn.Conv2d(width, outputs, 1, bias=False), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


class ResNet(nn.Module):
    """The stem and the stages of ResNet-18, an eighth as wide."""

    def __init__(self, width=8):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, width, 7, 2, 3, bias=False), nn.BatchNorm2d(width), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
        self.stage1 = BasicBlock(width, width, 1)
        self.stage2 = BasicBlock(width, 2 * width, 2)
        self.stage3 = BasicBlock(2 * width, 3 * width, 2)
        self.pool = nn.AdaptiveAvgPool2d(1)

    def forward(self, x):
        middle = self.stage2(self.stage1(self.stem(x)))
        return middle, torch.flatten(self.pool(self.stage3(middle)), 1)


class ResNeXt(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 1, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU())
        self.stage1 = Bottleneck(8, 8, 16, 2, 4)
        self.stage2 = Bottleneck(16, 12, 24, 2, 3)

    def forward(self, x):
        middle = self.stage1(self.stem(x))
        return middle, self.stage2(middle).mean((2, 3))


class VGG(nn.Module):
    """VGG with BatchNorm and its fully connected layers, a sixteenth as wide."""

    def __init__(self):
        super().__init__()
        def block(inputs, outputs):
            return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
        self.front = nn.Sequential(*block(3, 6), nn.MaxPool2d(2, 2), *block(6, 10), nn.MaxPool2d(2, 2))
        self.back = nn.Sequential(*block(10, 12), *block(12, 12), nn.MaxPool2d(2, 2), nn.AdaptiveAvgPool2d((2, 2)))
        self.head = nn.Sequential(nn.Linear(48, 20), nn.ReLU(True), nn.Dropout(), nn.Linear(20, 16), nn.ReLU(True), nn.Dropout())

    def forward(self, x):
        middle = self.front(x)
        return middle, self.head(torch.flatten(self.back(middle), 1))


class Plain(nn.Module):
    """A CNN with a bit of everything that plain CNNs have: dilation, odd padding, every pooling, branches, and shapes computed at run time."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([0.49, 0.48, 0.45]).view(1, 3, 1, 1))
        self.register_buffer("deviation", torch.tensor([0.25, 0.24, 0.26]).view(1, 3, 1, 1))
        self.conv1 = nn.Conv2d(3, 6, 5, 2)
        self.conv2 = nn.Conv2d(6, 8, 3, padding=2, dilation=2)
        self.depthwise = nn.Conv2d(8, 8, 3, padding=1, groups=8)
        self.left = nn.Conv2d(8, 5, 1)
        self.right = nn.Conv2d(8, 7, (3, 1), padding=(1, 0))
        self.up = nn.ConvTranspose2d(12, 6, 3, 2, 1, output_padding=1)
        self.fc = nn.Linear(6 * 4 * 4, 18)

    def forward(self, x):
        x = (x - self.mean) / self.deviation
        x = F.relu6(self.conv1(F.pad(x, (2, 1, 1, 2), mode="reflect")))
        x = F.avg_pool2d(self.conv2(x), 3, 2, 1, ceil_mode=True, count_include_pad=False)
        x = F.max_pool2d(torch.sigmoid(self.depthwise(x)) * x, 3, 2, ceil_mode=True)
        middle = torch.cat([F.relu(self.left(x)), torch.tanh(self.right(x))], 1)
        x = self.up(middle).permute(0, 1, 3, 2)[:, :, :4, :4]
        x = F.normalize(x.reshape(x.size(0), -1), dim=1)
        return middle, F.softmax(self.fc(x.view(x.size(0), -1)), dim=1)


class Retina(nn.Module):
    """A fovea with a fixed grid, local response normalisation, the greatest channels, and a spatial transformer."""

    def __init__(self):
        super().__init__()
        line = torch.linspace(-1, 1, 19)
        # On sixty-fourths, so that float32 holds the weights of a folded grid exactly.
        bent = torch.round(64 * 1.1 * line * line.abs().sqrt()) / 64
        self.register_buffer("grid", torch.stack(torch.meshgrid(bent, bent, indexing="xy"), -1)[None])
        self.conv1 = nn.Conv2d(3, 18, 3, padding=1)
        self.places = nn.Conv2d(18, 6, 5)
        self.conv2 = nn.Conv2d(18, 20, 3)

    def forward(self, x):
        x = F.grid_sample(x, self.grid.expand(x.shape[0], -1, -1, -1), mode="bicubic", padding_mode="border", align_corners=True)
        middle = F.local_response_norm(torch.atan(self.conv1(x)), 5, alpha=0.3, beta=0.75, k=2.0)
        turned = torch.tanh(self.places(middle).mean((2, 3))).view(-1, 2, 3)
        x = F.grid_sample(middle, F.affine_grid(turned, (turned.shape[0], 18, 9, 9), align_corners=False), padding_mode="reflection", align_corners=False)
        x = F.lp_pool2d(F.softplus(self.conv2(x)), 3, 2)
        return middle, x.flatten(2).topk(4, dim=2).values.flatten(1)


class Volume(nn.Module):
    """Convolutions and pools over three axes, the colours being the first of them."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv3d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv3d(16, 12, (2, 3, 3), stride=(1, 2, 1), padding=(0, 1, 2), dilation=(1, 1, 2), groups=2)
        self.conv3 = nn.Conv3d(12, 14, (1, 5, 5), padding=(0, 2, 2))

    def forward(self, x):
        x = torch.tan(torch.tanh(self.conv1(x[:, None])))
        middle = F.avg_pool3d(torch.atan(self.conv2(x)), (2, 3, 3), (1, 2, 2), (1, 1, 1))
        x = F.max_pool3d(self.conv3(middle), (2, 3, 2), (1, 2, 2), (1, 0, 1))
        return middle, F.adaptive_avg_pool3d(torch.acos(torch.tanh(x) * 0.9), 1).flatten(1)


def randomize(network):
    """Batch statistics of 0 and 1 would hide a wrong normalisation."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.uniform_(-0.3, 0.3)
            module.running_var.uniform_(0.5, 2.0)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.2, 0.2)


def encode(tensor):
    return {"shape": list(tensor.shape), "float32": base64.b64encode(tensor.detach().float().contiguous().numpy().tobytes()).decode()}


def golden(network, images, generator):
    """Values and gradients in float64."""
    exact = network.double()
    layers = {}
    for index, name in enumerate(["middle", "penultimate"]):
        x = images.double().requires_grad_()
        representation = exact(x)[index]
        target = (representation.detach() + 0.3 * torch.randn(representation.shape, generator=generator).double() * representation.detach().std()).float().double()
        distance = (representation - target).flatten(1).norm(dim=1) / target.flatten(1).norm(dim=1)
        (gradient,) = torch.autograd.grad(distance.sum(), x)
        layers[name] = {"target": encode(target), "representation": encode(representation), "distance": encode(distance), "gradient": encode(gradient)}
    return layers


def remove_provenance(path):
    """The newer exporter writes the stack trace of each node into the file, and with it the folders of whoever ran this script."""
    model = onnx.load(path)
    graph = model.graph
    for part in [model, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer]:
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    onnx.save(model, path)


def main(folder, chosen):
    folder.mkdir(parents=True, exist_ok=True)
    # Both exporters, and opsets at which operators changed their form: 9, 11 (Pad, Clip), 13 (Squeeze, Softmax), 18 (Reduce*).
    networks = [
        ("resnet-opset9", ResNet, 40, {"dynamo": False, "opset_version": 9}),
        ("resnet-opset18", ResNet, 40, {"dynamo": True, "opset_version": 18}),
        ("resnext-opset13", ResNeXt, 16, {"dynamo": False, "opset_version": 13}),
        ("vgg-opset11", VGG, 16, {"dynamo": False, "opset_version": 11}),
        ("plain-opset17", Plain, 21, {"dynamo": False, "opset_version": 17}),
        ("plain-opset18", Plain, 21, {"dynamo": True, "opset_version": 18}),
        ("retina-torchscript-opset20", Retina, 21, {"dynamo": False, "opset_version": 20}),
        ("retina-opset20", Retina, 21, {"dynamo": True, "opset_version": 20}),
        ("volume-opset17", Volume, 14, {"dynamo": False, "opset_version": 17}),
        ("volume-opset18", Volume, 14, {"dynamo": True, "opset_version": 18}),
    ]
    for name, make, size, options in networks:
        if chosen and name not in chosen:
            continue
        torch.manual_seed(1)
        network = make().eval()
        with torch.no_grad():
            randomize(network)
        generator = torch.Generator().manual_seed(2)
        images = torch.rand((2, 3, size, size), generator=generator)
        shapes = {"dynamic_shapes": {"x": {0: torch.export.Dim("batch")}}} if options["dynamo"] else {"dynamic_axes": {"image": {0: "batch"}}, "do_constant_folding": False}
        torch.onnx.export(network, (images,), folder / f"{name}.onnx", input_names=["image"], output_names=["middle", "penultimate"], **({"external_data": False} if options["dynamo"] else {}), **shapes, **options)
        remove_provenance(folder / f"{name}.onnx")
        content = {"network": f"{name}.onnx", "torch": torch.__version__, "images": encode(images), "layers": golden(network, images, generator)}
        (folder / f"{name}.json").write_text(json.dumps(content) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
