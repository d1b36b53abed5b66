"""Writes the mean of the weights of several networks that were trained from one another.

python -m training.average --weights student2 student3 --out student23
"""

import argparse
from pathlib import Path

import torch


def mean_weights(folders: list[Path]) -> dict[str, torch.Tensor]:
    """The mean of the weights in the folders, in float32, by their names."""
    states = [torch.load(folder / "weights.pt", weights_only=True, map_location="cpu") for folder in folders]
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    mean = mean_weights(options.weights)
    torch.save({name: value.half() for name, value in mean.items()}, options.out / "weights.pt")


if __name__ == "__main__":
    main()
