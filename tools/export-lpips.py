"""Writes LPIPS (version 0.1, as people use it) as an ONNX file for packages/perception.

    pip install lpips onnx torchvision
    python tools/export-lpips.py --net alex --out lpips-alex.onnx

The trunk's ImageNet weights come from torchvision, the heads from the lpips package. Zhang, Isola, Efros, Shechtman and Wang 2018.
"""
import argparse

import lpips
import torch

from perceptual_export import Distance, export


def without_nan_slopes(features, eps=1e-10):
    """lpips.normalize_tensor with the same values; where every channel is 0 its slope is 0, not NaN."""
    return features / (torch.linalg.vector_norm(features, dim=1, keepdim=True) + eps)


def distance_of(model):
    """The model as a distance of images in [0, 1]; the package takes [-1, 1] unless told otherwise."""
    lpips.normalize_tensor = without_nan_slopes
    return Distance(model, lambda a, b: model(a, b, normalize=True))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--net", choices=["alex", "vgg", "squeeze"], default="alex")
    parser.add_argument("--out", help="default: lpips-NET.onnx")
    options = parser.parse_args()
    export(distance_of(lpips.LPIPS(net=options.net, version="0.1", verbose=False)), f"lpips-{options.net}", options.out or f"lpips-{options.net}.onnx")
