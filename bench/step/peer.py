"""Runs one step (representation distance and its input gradient) in PyTorch on request: a JSON object a line in, one a line out.

{"do": "versions"}
{"do": "export", "network", "networks", "file"}
{"do": "load", "network", "networks", "batch", "threads", "image", "target"}   writes image and target as raw float32
{"do": "step", "layout": "contiguous" | "channels-last"}                       -> {"ms"}
{"do": "result", "distance", "gradient"}                                       writes those of the last step as raw float32
"""
import importlib.metadata
import json
import sys
import time

import torch

import networks

LAYOUTS = {"contiguous": torch.contiguous_format, "channels-last": torch.channels_last}


class Peer:
    def versions(self, _):
        return {name: importlib.metadata.version(name) for name in ("torch", "torchvision", "timm")} | {"capability": torch.backends.cpu.get_cpu_capability()}

    def export(self, call):
        networks.export(networks.build(call["network"], call["networks"]), call["network"], call["file"])
        return {}

    def load(self, call):
        torch.set_num_threads(call["threads"])
        name = call["network"]
        size = networks.size_px(name)
        whole = networks.without_head(networks.build(name, call["networks"]), name)
        generator = torch.Generator().manual_seed(1)
        images = torch.rand(2 * call["batch"], 3, size, size, generator=generator)
        self.image, other = images.chunk(2)
        with torch.no_grad():
            self.target = torch.cat([whole(part) for part in other.split(8)])
        self.image.numpy().tofile(call["image"])
        self.target.numpy().tofile(call["target"])
        self.network, self.layout = whole, "contiguous"
        return {"representation": list(self.target.shape[1:])}

    def step(self, call):
        if call["layout"] != self.layout:
            self.network, self.layout = self.network.to(memory_format=LAYOUTS[call["layout"]]), call["layout"]
        image = self.image.to(memory_format=LAYOUTS[self.layout])
        start = time.perf_counter()
        image = image.detach().requires_grad_(True)
        difference = (self.network(image) - self.target).flatten(1).norm(dim=1)
        distance = difference / self.target.flatten(1).norm(dim=1)
        (gradient,) = torch.autograd.grad(distance.sum(), image)
        ms = (time.perf_counter() - start) * 1000
        self.last = distance.detach(), gradient
        return {"ms": ms}

    def result(self, call):
        distance, gradient = self.last
        distance.numpy().tofile(call["distance"])
        gradient.contiguous().numpy().tofile(call["gradient"])
        return {}


peer = Peer()
for line in sys.stdin:
    call = json.loads(line)
    answer = getattr(peer, call["do"])(call)
    print(json.dumps(answer), flush=True)
