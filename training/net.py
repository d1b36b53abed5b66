"""The relation network: an encoder and its heads."""

from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel

from seeds.reader import CONTEXTS, EVENTS, STATUSES
from tasks.extract.encoding import CLS, MARKERS, PAD, SEP
from training.arrays import DIRECTIONS


class RelationNet(nn.Module):
    """forward(ids, mask) gives event, choice, status, context and evidence logits.

    The heads read the first token, the mean at A's and at B's opening markers, and what these three together attend to.
    `remap` turns the ids of BERT's vocabulary into those of an encoder that has the same word pieces at other places.
    """

    def __init__(self, encoder: nn.Module, remap: torch.Tensor | None = None) -> None:
        super().__init__()
        self.encoder = encoder
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
        """Shapes (n, 3, events), (n, events), (n, events, statuses), (n, contexts), (n, length)."""
        own = ids if self.remap is None else self.remap[ids]
        hidden = self.dropout(self.encoder(input_ids=own, attention_mask=mask).last_hidden_state)
        actors = torch.cat([hidden[:, 0], mean_at(hidden, ids, "A"), mean_at(hidden, ids, "B")], dim=-1)
        pooled = self.pool(torch.cat([actors, self._attended(actors, hidden, mask)], dim=-1))
        events = self.event(pooled).view(-1, len(DIRECTIONS), len(EVENTS))
        status = self.status(pooled).view(-1, len(EVENTS), len(STATUSES)) + self.status_shared(pooled).unsqueeze(1)
        wide = pooled.unsqueeze(1).expand(-1, hidden.shape[1], -1)
        evidence = self.evidence(torch.cat([hidden, wide], dim=-1)).squeeze(-1)
        return events, self.choice(pooled), status, self.context(pooled), evidence

    def _attended(self, actors: torch.Tensor, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The mean of the hidden states, weighed by what the two actors ask for."""
        scores = (hidden @ self.query(actors).unsqueeze(-1)).squeeze(-1) / hidden.shape[-1] ** 0.5
        weights = torch.softmax(scores.float().masked_fill(mask == 0, -1e4), dim=-1).to(hidden.dtype)
        return (weights.unsqueeze(-1) * hidden).sum(1)


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
