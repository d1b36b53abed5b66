"""What holds for every test."""

import importlib.util
import sys

from hypothesis import settings


class NoPandas:
    """Says at once that pandas is not there: DuckDB asks for each value that is bound, and a search takes longer."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=name)


if importlib.util.find_spec("pandas") is None:
    sys.meta_path.insert(0, NoPandas())
# A busy machine is no failure: no test is judged by its time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
