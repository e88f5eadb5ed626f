"""The small network of make-proof-goldens.py and of the exporter's tests, with the transform of its makers, and that transform done wrongly."""
import torch
from torchvision import transforms

MEAN, DEVIATION = (0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616)


def network():
    torch.manual_seed(14)
    return torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 3, stride=2, padding=1), torch.nn.BatchNorm2d(8), torch.nn.ReLU(), torch.nn.Conv2d(8, 24, 3, stride=2, padding=1), torch.nn.ReLU(),
        torch.nn.AdaptiveAvgPool2d(2), torch.nn.Flatten(), torch.nn.Linear(96, 5),
    )


def transform(resize=36):
    return [transforms.Resize(resize, transforms.InterpolationMode.BICUBIC), transforms.CenterCrop(32), transforms.ToTensor(), transforms.Normalize(MEAN, DEVIATION)]


def right():
    return network(), transforms.Compose(transform())


def bgr():
    *steps, normalise = transform()
    return network(), transforms.Compose([*steps, transforms.Lambda(lambda x: x.flip(0)), normalise])


def byte_range():
    return network(), transforms.Compose([*transform()[:-1], transforms.Lambda(lambda x: 255 * x)])


def other_crop():
    return network(), transforms.Compose(transform(resize=32))


def without_transform():
    return network()
