"""What stays in memory as long as the process lives."""

import gc


def settle() -> None:
    """Keep what start-up made out of every later collection.

    A full collection otherwise walks all modules, models and sentences: a tenth of a second, and it likes to begin
    in the middle of a rebuild, where somebody who publishes waits for it.
    """
    gc.collect()
    gc.freeze()
