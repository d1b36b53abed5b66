"""Trains a relation network on arrays (training/arrays.py): a teacher of any size, or the student that is shipped.

    python -m training.train --arrays arrays.npz --encoder DIR --out teacher1 --rate 3e-5 --epochs 5
    python -m training.train --arrays arrays.npz --encoder DIR --out student --teachers teacher1 teacher2

Losses: binary cross-entropy over events and directions where every relation of a pair is known, cross-entropy over the
events where one or a class of them is, cross-entropy for status and context, binary cross-entropy for evidence. With
teachers, the same losses towards the mean of their answers are added, also on pairs that nobody labelled. Runs on a GPU
where there is one.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from tasks.extract.encoding import PAD
from training.arrays import ORIGINS
from training.losses import HEADS, SHARES, label_losses, soften, teacher_losses
from training.measure import measure
from training.net import RelationNet, build_net

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
MULTIPLIES_BFLOAT16 = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
HAS_BFLOAT16 = DEVICE.type == "cuda" or MULTIPLIES_BFLOAT16
Tensors = dict[str, torch.Tensor]
FLAT = ("ids", "evidence", "start", "said_evidence")


def load_arrays(path: Path) -> Tensors:
    """The arrays as tensors on the device."""
    with np.load(path) as arrays:
        return {name: torch.from_numpy(_plain(arrays[name])).to(DEVICE) for name in arrays.files}


def _plain(array: np.ndarray) -> np.ndarray:
    wanted = {"u": np.int64, "i": np.int64, "f": np.float32}[array.dtype.kind]
    return array if array.nbytes > 1 << 24 and array.dtype == np.int8 else array.astype(wanted)


def gather(data: Tensors, rows: torch.Tensor) -> Tensors:
    """The batch of some rows, padded to the longest."""
    start, length = data["start"][rows], data["start"][rows + 1] - data["start"][rows]
    at = torch.arange(int(length.max()), device=DEVICE)
    mask = at < length.unsqueeze(1)
    place = (start.unsqueeze(1) + at).clamp(max=len(data["ids"]) - 1)
    found = {name: value[rows] for name, value in data.items() if name not in FLAT}
    found["ids"] = torch.where(mask, data["ids"][place], PAD)
    found["evidence"] = torch.where(mask, data["evidence"][place].long(), -1)
    if "said_evidence" in data:
        found["said_evidence"] = data["said_evidence"][place]
    return {**found, "mask": mask.long(), "place": place}


def batches(data: Tensors, rows: torch.Tensor, size: int, is_shuffled: bool = True) -> Iterator[torch.Tensor]:
    """Rows in batches of like length, which waste no padding; the order of the batches is random."""
    length = (data["start"][rows + 1] - data["start"][rows]).float()
    noise = torch.rand(len(rows), device=DEVICE) * 8 if is_shuffled else 0.0
    ordered = rows[torch.argsort(length + noise)]
    chunks = list(ordered.split(size))
    for i in torch.randperm(len(chunks)).tolist() if is_shuffled else range(len(chunks)):
        yield chunks[i]


@torch.no_grad()
def ask_teachers(nets: list[RelationNet], data: Tensors, wanted: torch.Tensor) -> None:
    """Adds the teachers' mean answers on the taught ones of the wanted rows, as probabilities named "said_…"."""
    count = len(data["split"])
    asked = wanted[data["taught"][wanted] > 0].unique()
    said = {"evidence": torch.zeros(len(data["ids"]), device=DEVICE, dtype=torch.half)}
    for rows in batches(data, asked, 512, False):
        batch = gather(data, rows)
        answers = [soften(forward(net, batch)) for net in nets]
        means = {name: torch.stack(parts).mean(0).half() for name, *parts in zip(HEADS, *answers, strict=True)}
        mask = batch["mask"].bool()
        said["evidence"][batch["place"][mask]] = means.pop("evidence")[mask]
        for name, value in means.items():
            said.setdefault(name, torch.zeros(count, *value.shape[1:], device=DEVICE, dtype=torch.half))[rows] = value
    data.update({f"said_{name}": value for name, value in said.items()})


def load_net(folder: Path, encoder: Path) -> RelationNet:
    """A trained network, ready to answer."""
    net = build_net(encoder)
    load_weights(net, folder)
    return net.to(DEVICE).eval()


def load_weights(net: RelationNet, folder: Path) -> None:
    """Puts trained weights into the network; those of a network without a gate leave the gate as it is."""
    state = torch.load(folder / "weights.pt", weights_only=True, map_location="cpu")
    missing, unknown = net.load_state_dict(state, strict=False)
    if unknown or any(not name.startswith("gate.") for name in missing):
        raise SystemExit(f"{folder}/weights.pt belongs to another network: {[*missing, *unknown][:3]}")


def forward(net: nn.Module, batch: Tensors) -> tuple[torch.Tensor, ...]:
    """The network's logits in float32; inside, bfloat16 on a GPU or where the processor multiplies it in hardware."""
    with torch.autocast(DEVICE.type, torch.bfloat16, enabled=HAS_BFLOAT16):
        out = net(batch["ids"], batch["mask"])
    return tuple(part.float() for part in out)


class Average:
    """The running mean of a network's weights, which answers better than the last ones."""

    def __init__(self, net: nn.Module, decay: float) -> None:
        self.state = {name: value.detach().clone() for name, value in net.named_parameters()}
        self.decay, self.steps = decay, 0

    def update(self, net: nn.Module) -> None:
        """Takes in the weights after a step."""
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        torch._foreach_lerp_(list(self.state.values()), [p.detach() for p in net.parameters()], 1 - decay)


def make_optimiser(net: RelationNet, total: int, options: argparse.Namespace) -> tuple[Any, Any]:
    """AdamW with separate rates for encoder and heads, linear warm-up and decay."""
    heads = [p for name, p in net.named_parameters() if not name.startswith("encoder")]
    groups = [{"params": net.encoder.parameters(), "lr": options.rate}, {"params": heads, "lr": options.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=DEVICE.type == "cuda")
    warm = max(1, total // 12)
    return optimiser, torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: n / warm if n < warm else max(0.01, (total - n) / (total - warm))
    )


def epoch_rows(data: Tensors, number: int, options: argparse.Namespace) -> torch.Tensor:
    """One variant of each labelled example, another one each epoch, and a share of the pairs without labels."""
    labelled = ((data["split"] == 0) | ((data["split"] == 1) & options.all)).nonzero().squeeze(-1)
    example = data["example"][labelled]
    first = torch.ones_like(example, dtype=torch.bool)
    first[1:] = example[1:] != example[:-1]
    begin = first.nonzero().squeeze(-1)
    count = torch.diff(begin, append=torch.tensor([len(example)], device=DEVICE))
    chosen = labelled[begin + (number + torch.arange(len(begin), device=DEVICE)) % count]
    if options.share < 1:
        is_drawn = torch.rand(len(chosen), device=DEVICE) < options.share
        chosen = chosen[is_drawn | (data["taught"][chosen] == 0)]
    if not options.teachers:
        return chosen
    free = (data["split"] == 2).nonzero().squeeze(-1)
    return torch.cat([chosen, free[torch.randperm(len(free), device=DEVICE)[: int(len(free) * options.free)]]])


def train(net: RelationNet, data: Tensors, plan: list[torch.Tensor], options: argparse.Namespace) -> None:
    """All epochs, each over its rows of the plan; leaves the averaged weights in the network."""
    size = len(plan[0]) // options.batch + 1
    optimiser, schedule = make_optimiser(net, options.epochs * size, options)
    average = Average(net, options.decay)
    for number, drawn in enumerate(plan):
        began, total, net = time.time(), torch.zeros((), device=DEVICE), net.train()
        for rows in batches(data, drawn, options.batch):
            batch = gather(data, rows)
            out = forward(net, batch)
            losses = label_losses(out, batch, options.positive)
            loss = sum(SHARES[name] * value for name, value in losses.items())
            if options.teachers:
                taught = teacher_losses(out, batch)
                loss = options.labels * loss + sum(SHARES[name] * value for name, value in taught.items())
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update(net)
            total += loss.detach()
        print(f"epoch {number + 1} loss {float(total) / size:.3f} {time.time() - began:.0f}s", flush=True)
    net.load_state_dict(average.state, strict=False)


def parse() -> argparse.Namespace:
    """The command line, with every setting of the training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arrays", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the encoder to start from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=5e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--positive", type=float, default=1.5, help="how often an event that is there counts")
    parser.add_argument("--decay", type=float, default=0.999, help="of the running mean of the weights")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="folders of trained networks")
    parser.add_argument("--teacher-encoder", type=Path, help="folder of the encoder that the teachers started from")
    parser.add_argument("--untaught", nargs="*", default=[], choices=ORIGINS, help="origins no teacher knows")
    parser.add_argument("--labels", type=float, default=0.5, help="weight of the labels beside the teachers' answers")
    parser.add_argument("--share", type=float, default=1.0, help="of the taught labelled pairs in an epoch")
    parser.add_argument("--free", type=float, default=1.0, help="share of the pairs without labels in an epoch")
    parser.add_argument("--start", type=Path, help="folder with weights to go on from, instead of the bare encoder")
    parser.add_argument("--all", action="store_true", help="learn from the held-back part too")
    return parser.parse_args()


def main() -> None:
    """Command line: see the module's docstring."""
    options = parse()
    torch.manual_seed(options.seed)
    data = load_arrays(options.arrays)
    untaught = torch.tensor([ORIGINS.index(name) for name in options.untaught], device=DEVICE)
    data["taught"] = (~torch.isin(data["origin"], untaught)).float()
    plan = [epoch_rows(data, number, options) for number in range(options.epochs)]
    if options.teachers:
        nets = [load_net(folder, options.teacher_encoder) for folder in options.teachers]
        ask_teachers(nets, data, torch.cat(plan))
    net = build_net(options.encoder).to(DEVICE)
    if options.start:
        load_weights(net, options.start)
    train(net, data, plan, options)
    print(json.dumps(measure(net, data, batches, gather, forward)), flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(
        {k: v.half() if v.is_floating_point() else v for k, v in net.state_dict().items()}, options.out / "weights.pt"
    )


if __name__ == "__main__":
    main()
