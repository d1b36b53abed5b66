"""The relation network: an encoder and its heads."""

from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel

from seeds.reader import CONTEXTS, EVENTS, STATUSES
from tasks.extract.encoding import CLS, MARKERS, PAD, SEP
from training.arrays import DIRECTIONS

# After this many of the encoder's layers the gate says whether the others need to be asked.
GATE_LAYERS = 2


class RelationNet(nn.Module):
    """forward(ids, mask) gives event, choice, status, context, evidence and gate logits.

    The heads read the first token, the mean at A's and at B's opening markers, and what these three together attend to.
    The gate reads the same of the first GATE_LAYERS layers, and learns whether the pair does anything at all.
    `remap` turns the ids of BERT's vocabulary into those of an encoder that has the same word pieces at other places.
    """

    def __init__(self, encoder: nn.Module, remap: torch.Tensor | None = None) -> None:
        super().__init__()
        self.encoder = encoder
        self.gate = Gate(encoder.config.hidden_size)
        self.register_buffer("remap", remap, persistent=False)
        width = encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.query = nn.Linear(3 * width, width)
        self.pool = nn.Sequential(nn.Linear(4 * width, width), nn.GELU(), nn.Dropout(0.1))
        self.event = nn.Linear(width, len(DIRECTIONS) * len(EVENTS))
        self.choice = nn.Linear(width, len(EVENTS))
        self.status = nn.Linear(width, len(EVENTS) * len(STATUSES))
        self.status_shared = nn.Linear(width, len(STATUSES))
        self.context = nn.Linear(width, len(CONTEXTS))
        self.evidence = nn.Linear(2 * width, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Shapes (n, 3, events), (n, events), (n, events, statuses), (n, contexts), (n, length), (n,)."""
        own = ids if self.remap is None else self.remap[ids]
        states = self.encoder(input_ids=own, attention_mask=mask, output_hidden_states=True).hidden_states
        return *self.answer(states[-1], ids, mask), self.gate(states[GATE_LAYERS], ids, mask)

    def answer(self, hidden: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor | None) -> tuple[torch.Tensor, ...]:
        """The five heads over the last layer's hidden states."""
        hidden = self.dropout(hidden)
        actors = at_actors(hidden, ids)
        pooled = self.pool(torch.cat([actors, attended(self.query(actors), hidden, mask)], dim=-1))
        events = self.event(pooled).view(-1, len(DIRECTIONS), len(EVENTS))
        status = self.status(pooled).view(-1, len(EVENTS), len(STATUSES)) + self.status_shared(pooled).unsqueeze(1)
        wide = pooled.unsqueeze(1).expand(-1, hidden.shape[1], -1)
        evidence = self.evidence(torch.cat([hidden, wide], dim=-1)).squeeze(-1)
        return events, self.choice(pooled), status, self.context(pooled), evidence


class Gate(nn.Module):
    """One logit a pair, from the hidden states of a lower layer: whether the pair does anything."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query = nn.Linear(3 * width, width)
        self.out = nn.Sequential(nn.Linear(4 * width, width // 2), nn.GELU(), nn.Linear(width // 2, 1))

    def forward(self, hidden: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Shape (n,)."""
        actors = at_actors(hidden, ids)
        return self.out(torch.cat([actors, attended(self.query(actors), hidden, mask)], dim=-1)).squeeze(-1)


def attended(query: torch.Tensor, hidden: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    """The mean of the hidden states, weighed by what the query asks for; no mask where nothing is padded."""
    scores = (hidden @ query.unsqueeze(-1)).squeeze(-1).float() / hidden.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e4)
    return (torch.softmax(scores, dim=-1).to(hidden.dtype).unsqueeze(-1) * hidden).sum(1)


def at_actors(hidden: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    """What stands at the first token, at A's and at B's markers, side by side."""
    return torch.cat([hidden[:, 0], mean_at(hidden, ids, "A"), mean_at(hidden, ids, "B")], dim=-1)


def mean_at(hidden: torch.Tensor, ids: torch.Tensor, marker: str) -> torch.Tensor:
    """Mean hidden state at the opening markers of an actor; zero where the text leaves the actor unnamed."""
    at = (ids == MARKERS[marker][0]).unsqueeze(-1).to(hidden.dtype)
    return (hidden * at).sum(1) / at.sum(1).clamp(min=1.0)


def build_net(folder: Path) -> RelationNet:
    """A network on the encoder in the folder: BERT's own vocabulary (MiniLM) or MPNet's, which moves it by four."""
    encoder = AutoModel.from_pretrained(folder, local_files_only=True, add_pooling_layer=False)
    if encoder.config.model_type != "mpnet":
        return RelationNet(encoder)
    remap = torch.arange(encoder.config.vocab_size) + 4
    remap[[PAD, CLS, SEP]] = torch.tensor([1, 0, 2])
    return RelationNet(encoder, remap.clamp(max=encoder.config.vocab_size - 1))
