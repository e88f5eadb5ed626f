"""The networks that make-family-goldens.py exports: every family by its own library's code, of reduced width, depth and size.

Each entry makes a network in evaluation mode with two outputs, `middle` and `penultimate`, and says the size of its images.
"""

from contextlib import contextmanager
from functools import partial

import torch
import torchvision.models as tv
from timm.layers import set_fused_attn
from timm.models.byobnet import ByoBlockCfg, ByobNet, ByoModelCfg
from timm.models.vision_transformer import VisionTransformer as TimmVisionTransformer
from torch import nn
from torchvision.models.feature_extraction import create_feature_extractor
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection, Dinov2Config, Dinov2Model

# Attention as plain matrix products: PyTorch's older exporter does not know timm's fused one.
set_fused_attn(False)


@contextmanager
def narrow(factor):
    """Divides every number of channels but the image's by a factor, in the layers made meanwhile."""
    def divided(channels):
        return channels if channels <= 3 else max(1, channels // factor)
    conv, norm, linear = nn.Conv2d.__init__, nn.BatchNorm2d.__init__, nn.Linear.__init__
    def narrow_conv(self, inputs, outputs, *args, groups=1, **kwargs):
        conv(self, divided(inputs), divided(outputs), *args, groups=groups if groups == 1 else divided(groups), **kwargs)
    nn.Conv2d.__init__ = narrow_conv
    nn.BatchNorm2d.__init__ = lambda self, channels, *args, **kwargs: norm(self, divided(channels), *args, **kwargs)
    nn.Linear.__init__ = lambda self, inputs, outputs, *args, **kwargs: linear(self, divided(inputs), divided(outputs), *args, **kwargs)
    try:
        yield
    finally:
        nn.Conv2d.__init__, nn.BatchNorm2d.__init__, nn.Linear.__init__ = conv, norm, linear


def layers(network, middle, penultimate):
    """The network with two of its values, named as torch.fx names them, as outputs."""
    return create_feature_extractor(network.eval(), {middle: "middle", penultimate: "penultimate"})


def resnet(block, **options):
    with narrow(8):
        network = tv.resnet.ResNet(block, [1, 1, 1, 1], **options)
    return layers(network, "layer2", "flatten")


def vgg(batch_norm):
    with narrow(8):
        network = tv.vgg.VGG(tv.vgg.make_layers(tv.vgg.cfgs["A"], batch_norm=batch_norm), init_weights=False)
    network.avgpool = nn.AdaptiveAvgPool2d(2)
    network.classifier[0] = nn.Linear(64 * 4, 512)
    return layers(network, "features.9" if batch_norm else "features.6", "classifier.5")


def densenet():
    return layers(tv.DenseNet(growth_rate=8, block_config=(2, 3, 2, 2), num_init_features=16), "features.denseblock2", "flatten")


def inception_v3():
    with narrow(16):
        network = tv.Inception3(aux_logits=False, init_weights=False, transform_input=False)
    return layers(network, "Mixed_6b.cat", "flatten")


def googlenet():
    with narrow(8):
        network = tv.GoogLeNet(aux_logits=False, init_weights=False, transform_input=True)
    return layers(network, "inception4a.cat", "flatten")


def mobilenet_v2():
    setting = [[1, 16, 1, 1], [6, 24, 2, 2], [6, 32, 2, 2], [6, 64, 1, 2]]
    return layers(tv.MobileNetV2(width_mult=0.25, inverted_residual_setting=setting), "features.3.conv", "classifier.0")


def mobilenet_v3():
    setting, last = tv.mobilenetv3._mobilenet_v3_conf("mobilenet_v3_small", width_mult=0.5)
    return layers(tv.MobileNetV3(setting[:6], 64), "features.3", "classifier.1")


def efficientnet_v1():
    block = tv.efficientnet.MBConvConfig
    setting = [block(1, 3, 1, 16, 8, 1), block(6, 3, 2, 8, 16, 2), block(6, 5, 2, 16, 24, 1)]
    return layers(tv.EfficientNet(setting, dropout=0.2, last_channel=64), "features.2", "flatten")


def efficientnet_v2():
    fused, block = tv.efficientnet.FusedMBConvConfig, tv.efficientnet.MBConvConfig
    setting = [fused(1, 3, 1, 16, 16, 1), fused(4, 3, 2, 16, 24, 2), block(4, 3, 2, 24, 32, 2)]
    return layers(tv.EfficientNet(setting, dropout=0.2, last_channel=64, norm_layer=partial(nn.BatchNorm2d, eps=1e-3)), "features.2", "flatten")


def shufflenet_v2():
    return layers(tv.ShuffleNetV2([2, 2, 2], [8, 16, 32, 64, 64]), "stage3", "mean")


def squeezenet(version):
    with narrow(4):
        network = tv.SqueezeNet(version)
    return layers(network, "features.7.cat", "flatten")


def regnet(squeeze_excitation):
    ratio = {"se_ratio": 0.25} if squeeze_excitation else {}
    parameters = tv.regnet.BlockParams.from_init_params(depth=6, w_0=16, w_a=16.0, w_m=2.0, group_width=8, **ratio)
    return layers(tv.RegNet(parameters, stem_width=16), "trunk_output.block2", "flatten")


def mnasnet():
    return layers(tv.MNASNet(0.25), "layers.9", "mean")


def convnext():
    block = tv.convnext.CNBlockConfig
    return layers(tv.ConvNeXt([block(16, 32, 1), block(32, 48, 2), block(48, None, 1)], layer_scale=1.0), "features.3", "classifier.1")


def vit():
    return layers(tv.VisionTransformer(image_size=32, patch_size=8, num_layers=2, num_heads=2, hidden_dim=32, mlp_dim=64), "encoder.layers.encoder_layer_0", "getitem_5")


def swin(version):
    options = {"block": tv.swin_transformer.SwinTransformerBlockV2, "downsample_layer": tv.swin_transformer.PatchMergingV2} if version == 2 else {}
    network = tv.SwinTransformer(patch_size=[4, 4], embed_dim=16, depths=[2, 2], num_heads=[2, 4], window_size=[4, 4], stochastic_depth_prob=0.0, **options)
    return layers(network, "features.1.1", "flatten")


def maxvit():
    network = tv.MaxVit(input_size=(32, 32), stem_channels=16, partition_size=4, block_channels=[16, 32], block_layers=[1, 1], head_dim=8, stochastic_depth_prob=0.0)
    return layers(network, "blocks.0", "classifier.4")


def alexnet():
    with narrow(8):
        network = tv.AlexNet()
    network.avgpool = nn.AdaptiveAvgPool2d(3)
    network.classifier[1] = nn.Linear(32 * 9, 512)
    return layers(network, "features.5", "classifier.5")


class ClipResNet(nn.Module):
    """The modified ResNet of CLIP: three convolutions for a stem, average pooling before strides, attention pooling."""

    def __init__(self):
        super().__init__()
        blocks = tuple(ByoBlockCfg(type="bottle", d=1, c=channels, s=stride, br=0.25) for channels, stride in ((32, 1), (64, 2), (128, 2)))
        cfg = ByoModelCfg(blocks=blocks, width_factor=1, stem_chs=(8, 8, 16), stem_type="", stem_pool="avg2", downsample="avg", aa_layer="avg", head_type="attn_abs")
        self.encoder = ByobNet(cfg, num_classes=24, img_size=64)

    def forward(self, image):
        middle = self.encoder.stages[1](self.encoder.stages[0](self.encoder.stem(image)))
        return {"middle": middle, "penultimate": self.encoder.head(self.encoder.final_conv(self.encoder.stages[2](middle)))}


class Clip(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = CLIPVisionModelWithProjection(CLIPVisionConfig(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=8, projection_dim=24, attn_implementation="eager"))

    def forward(self, image):
        out = self.encoder(image, output_hidden_states=True)
        return {"middle": out.hidden_states[1], "penultimate": out.image_embeds}


class Dinov2(nn.Module):
    """Its position embeddings are made for 28 pixels and interpolated to the size of the image."""

    def __init__(self):
        super().__init__()
        self.encoder = Dinov2Model(Dinov2Config(hidden_size=32, num_hidden_layers=2, num_attention_heads=2, mlp_ratio=2, image_size=28, patch_size=7, layerscale_value=1.0, attn_implementation="eager"))

    def forward(self, image):
        out = self.encoder(image, output_hidden_states=True)
        return {"middle": out.hidden_states[1], "penultimate": out.pooler_output}


def dino(**options):
    network = TimmVisionTransformer(img_size=28, patch_size=7, embed_dim=32, depth=2, num_heads=2, mlp_ratio=2, num_classes=0, **options)
    return layers(network, "blocks.0", "norm")


FAMILIES = {
    "resnet": (lambda: resnet(tv.resnet.BasicBlock), 48),
    "resnext": (lambda: resnet(tv.resnet.Bottleneck, groups=32, width_per_group=4), 48),
    "wide-resnet": (lambda: resnet(tv.resnet.Bottleneck, width_per_group=128), 48),
    "vgg": (lambda: vgg(False), 64),
    "vgg-bn": (lambda: vgg(True), 64),
    "densenet": (densenet, 48),
    "inception-v3": (inception_v3, 75),
    "googlenet": (googlenet, 64),
    "mobilenet-v2": (mobilenet_v2, 40),
    "mobilenet-v3": (mobilenet_v3, 64),
    "efficientnet-v1": (efficientnet_v1, 40),
    "efficientnet-v2": (efficientnet_v2, 40),
    "shufflenet-v2": (shufflenet_v2, 64),
    "squeezenet-1.0": (lambda: squeezenet("1_0"), 64),
    "squeezenet-1.1": (lambda: squeezenet("1_1"), 64),
    "regnet-x": (lambda: regnet(False), 48),
    "regnet-y": (lambda: regnet(True), 48),
    "mnasnet": (mnasnet, 64),
    "convnext": (convnext, 48),
    "vit": (vit, 32),
    "swin": (lambda: swin(1), 40),
    "swin-v2": (lambda: swin(2), 40),
    "maxvit": (maxvit, 32),
    "alexnet": (alexnet, 127),
    "clip-resnet": (ClipResNet, 64),
    "clip-vit": (Clip, 32),
    "dino": (dino, 28),
    "dinov2-registers": (lambda: dino(reg_tokens=4, no_embed_class=True, init_values=1.0), 28),
    "dinov2": (Dinov2, 42),
}
