"""The losses of the relation network's heads, against labels and against teachers."""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce
from torch.nn.functional import cross_entropy

Tensors = dict[str, torch.Tensor]
HEADS = ("events", "choice", "status", "context", "evidence")
# How much each head's loss counts.
SHARES = {"events": 1.0, "choice": 1.0, "status": 0.5, "context": 0.5, "evidence": 0.5, "gate": 0.5}


def label_losses(out: tuple[torch.Tensor, ...], batch: Tensors, positive: float) -> Tensors:
    """The loss of each head against the labels that there are."""
    events, choice, status, context, evidence, gate = out
    known = (batch["weights"].sum((1, 2)) > 0).sum().clamp(min=1)
    weights = batch["weights"] * (1 + (positive - 1) * batch["events"])
    losses = {"events": (bce(events, batch["events"], reduction="none") * weights).sum() / known}
    emphasis = batch["emphasis"] * (batch["choice"].sum(1) > 0)
    allowed = torch.logsumexp(choice + torch.log(batch["choice"].clamp(min=1e-9)), dim=1)
    missed = torch.logsumexp(choice, dim=1) - allowed
    losses["choice"] = (missed * emphasis).sum() / emphasis.sum().clamp(min=1e-6)
    losses["status"] = cross_entropy(status.flatten(0, 1), batch["status"].flatten(), ignore_index=-1, reduction="sum")
    losses["status"] = losses["status"] / (batch["status"] >= 0).sum().clamp(min=1)
    losses["context"] = cross_entropy(context, batch["context"], ignore_index=-1, reduction="sum")
    losses["context"] = losses["context"] / (batch["context"] >= 0).sum().clamp(min=1)
    marked = batch["evidence"] >= 0
    raw = bce(evidence, batch["evidence"].clamp(min=0).float(), reduction="none")
    losses["evidence"] = (raw * marked).sum() / marked.sum().clamp(min=1)
    told = (batch["weights"].sum((1, 2)) > 0).float()
    losses["gate"] = (bce(gate, batch["events"].amax((1, 2)), reduction="none") * told).sum() / told.sum().clamp(min=1)
    return losses


def teacher_losses(out: tuple[torch.Tensor, ...], batch: Tensors) -> Tensors:
    """The loss of each head against the teachers' mean answers, status and context where they see a relation.

    Rows that are not `taught` learn from their labels alone.
    """
    events, choice, status, context, evidence, gate = out
    said = {name: batch[f"said_{name}"].float() for name in HEADS}
    mask, taught = batch["mask"].float(), batch["taught"].float()
    rows = taught.sum().clamp(min=1)
    there = said["events"].amax((1, 2)) * taught
    acts = said["events"].amax(1) * taught.unsqueeze(1)
    losses = {"events": (bce(events, said["events"], reduction="none").sum((1, 2)) * taught).sum() / rows}
    # Of a given pair the one event is learned whole; where the pair may do nothing, as far as it does something.
    sure = torch.where(batch["emphasis"] >= 0.5, taught, there)
    losses["choice"] = (_soft(choice, said["choice"]) * sure).sum() / sure.sum().clamp(min=1e-6)
    losses["status"] = (_soft(status, said["status"]) * acts).sum() / acts.sum().clamp(min=1e-6)
    losses["context"] = (_soft(context, said["context"]) * there).sum() / there.sum().clamp(min=1e-6)
    weights = mask * there.unsqueeze(1)
    losses["evidence"] = (bce(evidence, said["evidence"], reduction="none") * weights).sum() / weights.sum().clamp(1e-6)
    losses["gate"] = (bce(gate, there, reduction="none") * taught).sum() / rows
    return losses


def _soft(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    return -(wanted * torch.log_softmax(logits, dim=-1)).sum(-1)


def soften(out: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
    """Logits as probabilities."""
    events, choice, status, context, evidence = (part.float() for part in out[: len(HEADS)])
    return torch.sigmoid(events), choice.softmax(-1), status.softmax(-1), context.softmax(-1), torch.sigmoid(evidence)
