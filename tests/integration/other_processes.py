"""What the tests let other processes do. Such a process imports this module first, so it imports little."""

from warehouse.connection import open_reader
from warehouse.publish import exclusive


def hold(warehouse: str, ready, stop) -> None:
    """Holds the lock of a warehouse until told to stop."""
    with exclusive(warehouse):
        ready.set()
        stop.wait(120)


def read(warehouse: str, ready, stop, answers) -> None:
    """Asks the published file again and again; answers with how often, with what was wrong, and with what it saw."""
    count, errors, states = 0, [], []
    while not stop.is_set():
        try:
            with open_reader(warehouse) as con:
                runs = con.execute("SELECT count(*) FROM run").fetchone()[0]
                gap = con.execute("SELECT count(*) FROM article ANTI JOIN coding USING (article_id)").fetchone()[0]
                loaded = con.execute("SELECT sum(articles_new) FROM run").fetchone()[0]
                articles = con.execute("SELECT count(*) FROM article").fetchone()[0]
            states.append(runs)
            if gap or loaded != articles:
                errors.append(f"half a state: {runs} runs, {articles} of {loaded} articles, {gap} uncoded")
            count += 1
        except Exception as error:  # every kind of failure counts
            errors.append(repr(error))
        ready.set()
    answers.put((count, errors, states))
