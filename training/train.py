"""Fine-tunes the relation model and exports it as ONNX int8.

    python -m training.train --examples examples.jsonl --encoder DIR --out tasks/extract/relation_model

The encoder is MiniLM (six layers, 384 wide). Heads on the markers of the two actors give, for a pair (A, B): which
events go forward (A to B), backward and both ways (3 x 16 independent probabilities), which one event goes from A to B
if there is one, a status for each event, a context, and which word pieces are evidence. Losses: binary cross-entropy
where every relation of the pair is known, cross-entropy over the events where one or a class of them is.
"""

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from seeds.reader import CONTEXTS, EVENTS, STATUSES
from tasks.extract.encoding import MARKERS, Encoded, batch, encode, tokenize
from training.augment import mangle, swap_actors

DIRECTIONS = ("forward", "backward", "symmetric")
WIDTH = 384
Row = dict[str, Any]


class RelationNet(nn.Module):
    """Encoder and heads. forward(ids, mask) gives event, choice, status, context and evidence logits."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.pool = nn.Sequential(nn.Linear(3 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1))
        self.event = nn.Linear(WIDTH, len(DIRECTIONS) * len(EVENTS))
        self.choice = nn.Linear(WIDTH, len(EVENTS))
        self.status = nn.Linear(WIDTH, len(EVENTS) * len(STATUSES))
        self.status_shared = nn.Linear(WIDTH, len(STATUSES))
        self.context = nn.Linear(WIDTH, len(CONTEXTS))
        self.evidence = nn.Linear(2 * WIDTH, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Shapes (n, 3, events), (n, events), (n, events, statuses), (n, contexts), (n, length)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        pooled = self.pool(torch.cat([hidden[:, 0], _mean_at(hidden, ids, "A"), _mean_at(hidden, ids, "B")], dim=-1))
        events = self.event(pooled).view(-1, len(DIRECTIONS), len(EVENTS))
        status = self.status(pooled).view(-1, len(EVENTS), len(STATUSES)) + self.status_shared(pooled).unsqueeze(1)
        wide = pooled.unsqueeze(1).expand(-1, hidden.shape[1], -1)
        evidence = self.evidence(torch.cat([hidden, wide], dim=-1)).squeeze(-1)
        return events, self.choice(pooled), status, self.context(pooled), evidence


def _mean_at(hidden: torch.Tensor, ids: torch.Tensor, marker: str) -> torch.Tensor:
    """Mean hidden state at the opening markers of an actor; zero where the text leaves the actor unnamed."""
    at = (ids == MARKERS[marker][0]).unsqueeze(-1).to(hidden.dtype)
    return (hidden * at).sum(1) / at.sum(1).clamp(min=1.0)


def prepare(row: Row, tokens: Tokenizer, rng: random.Random, train: bool, options: argparse.Namespace) -> Row:
    """An example as model input and targets; in training with mangling, actor swaps and A/B exchange."""
    if train and rng.random() < options.swap:
        row = swap_actors(row, rng)
    if train and rng.random() < options.mangle:
        row = mangle(row)
    flip = train and "choice" not in row and rng.random() < 0.5  # a given pair is from A to B
    first, second = ("b", "a") if flip else ("a", "b")
    spans = [[tuple(m["span"]) for m in row[side] if m["span"]] for side in (first, second, "c")]
    if train and len(spans[0]) > 1 and rng.random() < 0.15:
        spans[0] = [rng.choice(spans[0])]
    encoded = encode(tokenize(row["text"], tokens), *spans, focus=row.get("focus", 0), limit=options.length)
    return {"encoded": encoded, "flip": flip, **_targets(row, encoded, flip)}


def _targets(row: Row, encoded: Encoded, flip: bool) -> Row:
    turned = {"forward": "backward", "backward": "forward", "symmetric": "symmetric"}
    events = np.zeros((len(DIRECTIONS), len(EVENTS)), dtype=np.float32)
    weights = np.ones_like(events)
    choice = np.zeros(len(EVENTS), dtype=np.float32)
    status = np.full(len(EVENTS), -1, dtype=np.int64)
    context, evidence = -1, np.full(len(encoded.ids), -1.0, dtype=np.float32)
    if "choice" in row:
        choice[[EVENTS.index(name) for name in row["choice"]]] = 1
        return _row_targets(events, weights * 0, choice, status, context, evidence)
    spans = [r["evidence"] for r in row["relations"] if r["evidence"]]
    if spans:
        evidence = _evidence_targets(encoded, spans)
    for relation in row["relations"]:
        name = relation["direction"]
        d, e = DIRECTIONS.index(turned[name] if flip else name), EVENTS.index(relation["event"])
        events[d, e], weights[d, e] = 1.0, relation["weight"]
        status[e] = STATUSES.index(relation["status"])
        context = CONTEXTS.index(relation["context"])
    acts = events[0] + events[2]
    if np.count_nonzero(acts) == 1:  # else no single event is the right one
        choice[int(acts.argmax())] = 1
    return _row_targets(events, weights, choice, status, context, evidence)


def _row_targets(*arrays: Any) -> Row:
    names = ("events", "weights", "choice", "status", "context", "evidence")
    return dict(zip(names, arrays, strict=True))


def _evidence_targets(encoded: Encoded, spans: list[list[int]]) -> np.ndarray:
    inside = [
        -1.0 if o is None else float(any(o[0] < end and o[1] > start for start, end in spans)) for o in encoded.offsets
    ]
    return np.array(inside, dtype=np.float32)


def losses(output: tuple[torch.Tensor, ...], items: list[Row], options: argparse.Namespace) -> torch.Tensor:
    """The sum of the heads' losses over a batch."""
    events, choice, status, context, evidence = output
    stack = {name: torch.tensor(np.stack([i[name] for i in items])) for name in ("events", "weights", "choice")}
    raw = nn.functional.binary_cross_entropy_with_logits(events, stack["events"], reduction="none")
    known = (stack["weights"].sum((1, 2)) > 0).float()
    positive = 1 + (options.positive - 1) * stack["events"]
    total = (raw * stack["weights"] * positive).sum((1, 2)).sum() / known.sum().clamp(min=1)
    chosen = (stack["choice"].sum(1) > 0).nonzero().squeeze(-1)
    if len(chosen):
        total = total + options.choice * _choice_loss(choice[chosen], stack["choice"][chosen])
    states = torch.tensor(np.stack([i["status"] for i in items]))
    if (states >= 0).any():
        total = total + 0.5 * nn.functional.cross_entropy(status[states >= 0], states[states >= 0])
    contexts = torch.tensor([i["context"] for i in items])
    if (contexts >= 0).any():
        total = total + 0.5 * nn.functional.cross_entropy(context[contexts >= 0], contexts[contexts >= 0])
    width = evidence.shape[1]
    padded = [np.pad(i["evidence"], (0, width - len(i["evidence"])), constant_values=-1) for i in items]
    marks = torch.tensor(np.stack(padded))
    if (marks >= 0).any():
        total = total + 0.5 * nn.functional.binary_cross_entropy_with_logits(evidence[marks >= 0], marks[marks >= 0])
    return total


def _choice_loss(logits: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    inside = torch.logsumexp(logits + torch.log(allowed.clamp(min=1e-9)), dim=1)
    return (torch.logsumexp(logits, dim=1) - inside).mean()


def run_epoch(
    net: RelationNet, rows: list[Row], tokens: Tokenizer, rng: random.Random, step: Any, options: Any
) -> float:
    """One pass over the rows in random order; gives the mean loss."""
    net.train()
    items = [prepare(row, tokens, rng, True, options) for row in rows]
    # Batches of like length waste no padding; their order is random.
    order = sorted(range(len(items)), key=lambda i: len(items[i]["encoded"].ids) + rng.random() * 8)
    chunks = [order[i : i + options.batch] for i in range(0, len(order), options.batch)]
    rng.shuffle(chunks)
    total = 0.0
    for chunk in chunks:
        part = [items[i] for i in chunk]
        ids, mask = batch([item["encoded"] for item in part])
        loss = losses(net(torch.tensor(ids), torch.tensor(mask)), part, options)
        step(loss)
        total += float(loss.detach())
    return total / len(chunks)


def parse() -> argparse.Namespace:
    """The command line, with every setting of the training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the MiniLM encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--head-rate", type=float, default=8e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--mangle", type=float, default=0.3)
    parser.add_argument("--swap", type=float, default=0.3)
    parser.add_argument("--positive", type=float, default=2.0)
    parser.add_argument("--choice", type=float, default=1.0)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--start", type=Path, help="folder with weights to go on from, instead of the bare encoder")
    parser.add_argument("--all", action="store_true", help="learn from the held-back part too")
    return parser.parse_args()


def main() -> None:
    """Command line: see the module's docstring."""
    options = parse()
    rng = random.Random(options.seed)
    torch.manual_seed(options.seed)
    tokens = Tokenizer.from_file(str(options.encoder / "tokenizer.json"))
    tokens.no_truncation()
    tokens.no_padding()
    rows = [json.loads(line) for line in options.examples.open(encoding="utf-8")]
    train = [row for row in rows if options.all or row["split"] == "train"]
    held = [row for row in rows if row["split"] == "held"]
    net = RelationNet(AutoModel.from_pretrained(options.encoder, local_files_only=True, add_pooling_layer=False))
    if options.start:
        net.load_state_dict(torch.load(options.start / "weights.pt", weights_only=True), strict=False)
    heads = [p for name, p in net.named_parameters() if not name.startswith("encoder")]
    groups = [{"params": net.encoder.parameters(), "lr": options.rate}, {"params": heads, "lr": options.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    total = options.epochs * (len(train) // options.batch + 1)
    warm = max(1, total // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: n / warm if n < warm else max(0.02, (total - n) / (total - warm))
    )

    def step(loss: torch.Tensor) -> None:
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()

    from training.measure import measure  # noqa: PLC0415 - shares this module's names

    options.out.mkdir(parents=True, exist_ok=True)
    for epoch in range(options.epochs):
        start = time.time()
        loss = run_epoch(net, train, tokens, rng, step, options)
        figures = measure(net, held, tokens, options)
        print(f"epoch {epoch + 1} loss {loss:.3f} {time.time() - start:.0f}s", json.dumps(figures), flush=True)
        torch.save(net.state_dict(), options.out / "weights.pt")


if __name__ == "__main__":
    main()
