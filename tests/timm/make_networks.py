"""Exports the smallest network of each of timm's model files that tests/families does not have, and writes what PyTorch computes with it.

    python tests/timm/make_networks.py FOLDER [file…]

For every model file, in alphabetical order: FOLDER/FILE.onnx, exported with an open batch, and FOLDER/FILE.json with FOLDER/FILE.float64 (see
`record`). A file that is there already is left out, so the script goes on where it was stopped. Weights are timm's own initialisation at seed 0; batch
statistics are those of random images. Of

    d(x) = ||g(x) - t|| / ||t||

g is timm's representation before its classifier and t that of the next image. `record` has its gradient for eight images in float64, and how far PyTorch's own
float32 is from it.
"""
import json
import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import timm
import torch
from timm.models._registry import _module_to_models
from torch import nn

TESTED = ["byobnet", "convnext", "densenet", "efficientnet", "inception_v3", "maxxvit", "mobilenetv3", "regnet", "resnet", "swin_transformer", "swin_transformer_v2", "vgg", "vision_transformer"]
INPUTS = 8


def smallest(file):
    """The name of the member with the fewest parameters."""
    sizes = {}
    for name in sorted(_module_to_models[file]):
        try:
            with torch.device("meta"):
                sizes[name] = sum(value.numel() for value in timm.create_model(name).parameters())
        except Exception:
            # Some cannot be made without memory: counted as they are.
            try:
                sizes[name] = sum(value.numel() for value in timm.create_model(name).parameters())
            except Exception as error:
                print(f"{file}: {name} cannot be made: {first_line(error)}", flush=True)
    return min(sizes, key=sizes.get)


def first_line(error):
    return str(error).strip().splitlines()[0][:300] if str(error).strip() else type(error).__name__


def images_of(network, count, seed):
    """Smooth random images with some noise, normalised: [count, C, H, W]."""
    channels, height, width = network.default_cfg["input_size"]
    random = torch.Generator().manual_seed(seed)
    coarse = torch.rand(count, channels, 6, 6, generator=random)
    smooth = nn.functional.interpolate(coarse, (height, width), mode="bicubic", align_corners=False)
    return ((smooth + 0.1 * torch.rand(count, channels, height, width, generator=random)) - 0.55) / 0.25


def representation_of(network, images):
    """What timm gives to its classifier, [N, values]."""
    value = network.forward_head(network.forward_features(images), pre_logits=True)
    return (value[0] if isinstance(value, (tuple, list)) else value).flatten(1)


def settle(network):
    norms = [one for one in network.modules() if isinstance(one, nn.modules.batchnorm._BatchNorm)]
    if not norms:
        return
    for one in norms:
        one.momentum = None
        one.train()
    with torch.no_grad():
        network(images_of(network, 8, 1))
    network.eval()


def gradients(network, images, at_once):
    """The representations [8, …], and for each image the gradient of d [8, C, H, W]. In evaluation mode the images of a batch do not meet."""
    with torch.no_grad():
        representations = torch.cat([representation_of(network, part) for part in images.split(at_once)])
    slopes = []
    for part, targets in zip(images.split(at_once), representations.roll(-1, 0).split(at_once)):
        x = part.clone().requires_grad_()
        distances = (representation_of(network, x) - targets).norm(dim=1) / targets.norm(dim=1)
        slopes.append(torch.autograd.grad(distances.sum(), x)[0])
    return representations, torch.cat(slopes)


def errors(got, exact):
    return [float((g.double() - e).norm() / e.norm()) if float(e.norm()) > 0 else None for g, e in zip(got, exact)]


def export(network, images, path):
    """By the default exporter if it can, else by TorchScript. @returns which one, or raises the default's error."""
    try:
        torch.onnx.export(network, (images[:2],), str(path), input_names=["image"], output_names=["logits"], dynamo=True, external_data=False, dynamic_shapes=({0: torch.export.Dim("batch")},), verbose=False)
        return "default"
    except Exception as error:
        try:
            torch.onnx.export(network, (images[:2],), str(path), input_names=["image"], output_names=["logits"], dynamo=False, dynamic_axes={"image": {0: "batch"}}, opset_version=17)
            return "torchscript"
        except Exception:
            raise error


def record(file, folder):
    name = smallest(file)
    report = {"file": file, "name": name, "torch": torch.__version__, "timm": timm.__version__}
    done = folder / f"{file}.json"
    try:
        torch.manual_seed(0)
        network = timm.create_model(name).eval().requires_grad_(False)
        settle(network)
        images = images_of(network, INPUTS, 2)
        report["input"] = list(images.shape[1:])
        report["parameters"] = sum(value.numel() for value in network.parameters())
    except Exception as error:
        done.write_text(json.dumps({**report, "unmade": first_line(error)}))
        return
    try:
        report["exporter"] = export(network, images, folder / f"{file}.onnx")
    except Exception as error:
        done.write_text(json.dumps({**report, "unexported": first_line(error)}))
        return
    # Large ones would not fit into memory.
    at_once = INPUTS if report["parameters"] < 30e6 and images[0].numel() < 2e5 else 1
    try:
        _, single = gradients(network, images, at_once)
        representations, exact = gradients(network.double(), images.double(), at_once)
    except Exception as error:
        done.write_text(json.dumps({**report, "uncomputed": first_line(error)}))
        return
    arrays = [images.double(), representations, exact]
    np.concatenate([array.numpy().ravel() for array in arrays]).astype("<f8").tofile(folder / f"{file}.float64")
    report["shapes"] = [list(array.shape) for array in arrays]
    report["torchErrors"] = errors(single, exact)
    done.write_text(json.dumps(report))


def main(folder, wanted):
    folder.mkdir(parents=True, exist_ok=True)
    for file in wanted or sorted(set(_module_to_models) - set(TESTED)):
        if (folder / f"{file}.json").exists():
            continue
        record(file, folder)
        print(file, (folder / f"{file}.json").read_text()[:160], flush=True)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    timm.layers.set_fused_attn(False)
    torch.set_num_threads(1)
    main(Path(sys.argv[1]), sys.argv[2:])
