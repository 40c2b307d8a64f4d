"""The peer: one case of the bench in PyTorch.

peer.py <mode> <dense|gap> <width divisor> <size px> <classes> <batch> <threads>

Speaks the same lines as case-process.ts: prepares, runs once to warm up, then once for each line 'run' that it reads.
"""
import json
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

MODES = ("product", "forward", "step", "grad-cam", "grad-cam-head")
PRODUCT_EDGE = 2048
LAYOUT = [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"]


def build(head, divisor, size, classes):
    """torchvision's vgg16, at a fraction of its widths, with its own head or global average pooling."""
    layers, channels = [], 3
    for entry in LAYOUT:
        if entry == "M":
            layers.append(nn.MaxPool2d(2, 2))
            continue
        width = entry // divisor
        layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(inplace=True)]
        channels = width
    features = nn.Sequential(*layers)
    if head == "gap":
        classifier = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))
    else:
        hidden = 4096 // divisor
        classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(channels * (size // 32) ** 2, hidden), nn.ReLU(inplace=True), nn.Dropout(0.5),
            nn.Linear(hidden, hidden), nn.ReLU(inplace=True), nn.Dropout(0.5),
            nn.Linear(hidden, classes),
        )
    for module in features:
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_in", nonlinearity="relu")
    return features, classifier


def prepare(mode, head, divisor, size, classes, batch):
    if mode == "product":
        a, b = torch.rand(PRODUCT_EDGE, PRODUCT_EDGE), torch.rand(PRODUCT_EDGE, PRODUCT_EDGE)
        return lambda: torch.mm(a, b)
    features, classifier = build(head, divisor, size, classes)
    images = torch.rand(batch, 3, size, size)
    if mode == "forward":
        model = nn.Sequential(features, classifier).eval()

        def forward():
            with torch.inference_mode():
                model(images)
        return forward
    if mode == "step":
        return prepare_step(nn.Sequential(features, classifier).train(), images, torch.arange(batch) % classes)
    features.eval(), classifier.eval()
    return lambda: grad_cam(features, classifier, images, whole=mode == "grad-cam")


def prepare_step(model, images, labels):
    """Forward, backward, SGD with the published momentum and weight decay; loss and hits are read, as ours are."""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001, momentum=0.9, weight_decay=1e-4)

    def step():
        optimizer.zero_grad(set_to_none=True)
        logits = model(images)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        optimizer.step()
        loss.item(), (logits.argmax(1) == labels).sum().item()
    return step


def grad_cam(features, classifier, images, whole):
    """Grad-CAM of the predicted class at the last pooling.

    whole: as the package pytorch-grad-cam does it, which runs backwards through the whole network; else only through
    the head, as ours.
    """
    if whole:
        activations = features(images)
        activations.retain_grad()
    else:
        with torch.inference_mode():
            activations = features(images)
        activations = activations.clone().requires_grad_()
    logits = classifier(activations)
    chosen = logits.gather(1, logits.argmax(1, keepdim=True)).sum()
    if whole:
        for module in (features, classifier):
            module.zero_grad(set_to_none=True)
        chosen.backward()
        gradient = activations.grad
    else:
        (gradient,) = torch.autograd.grad(chosen, activations)
    with torch.no_grad():
        return (gradient.mean((2, 3), keepdim=True) * activations).sum(1)


def send(**report):
    print(json.dumps(report), flush=True)


def main():
    mode, head = sys.argv[1:3]
    if mode not in MODES:
        sys.exit(f"there is no mode {mode}")
    divisor, size, classes, batch, threads = map(int, sys.argv[3:8])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    start = time.perf_counter()
    run_once = prepare(mode, head, divisor, size, classes, batch)
    run_once()
    send(kind="ready", prepareMs=(time.perf_counter() - start) * 1000)
    for line in sys.stdin:
        if line.strip() != "run":
            break
        started = time.perf_counter()
        run_once()
        send(kind="ran", durationMs=(time.perf_counter() - started) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    send(kind="done", peakBytes=peak * (1 if sys.platform == "darwin" else 1024))


main()
