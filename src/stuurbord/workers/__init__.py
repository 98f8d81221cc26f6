"""Where heavy computations run: threads of this process, a pool of processes, or a Dask cluster.

The same iterations give the same bits everywhere, so where they run is only a matter of speed.

    run = runner()                        as the environment says: STUURBORD_WORKERS, _WORKER_COUNT, _DASK
    outcome = simulate(plan, model, run=run)
"""

from stuurbord.workers.cutting import merged, shards
from stuurbord.workers.placement import Place, Placement, placement_of
from stuurbord.workers.runner import RunIterations, runner

__all__ = ["Place", "Placement", "RunIterations", "merged", "placement_of", "runner", "shards"]
