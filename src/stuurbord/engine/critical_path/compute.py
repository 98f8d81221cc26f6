"""The critical path method over a whole plan."""

from __future__ import annotations

from stuurbord.engine.critical_path.array_path import critical_path_of_arrays
from stuurbord.engine.critical_path.horizon import on_enough_days
from stuurbord.engine.critical_path.primavera import primavera_schedule
from stuurbord.engine.critical_path.primavera.network import longest_chain, network
from stuurbord.engine.critical_path.schedule import Schedule
from stuurbord.plan.model import Plan, RuleProfile


def critical_path(
    plan: Plan, *, unstarted_after_status_date: bool = False, computes_contours: bool = False
) -> Schedule:
    """Schedule a plan forward and backward and tell how far each task may move.

    Parameters
    ----------
    unstarted_after_status_date
        Work that is not done is not placed before the plan's status date: the forecast. Without it,
        unstarted tasks stay where links and constraints put them, as Microsoft Project does.
    computes_contours
        Named contours are laid out anew from work and units; only patterns edited by hand and splits are
        taken as stored.

    Raises
    ------
    InvalidPlan
        If the project calendar never works, or the dates lie centuries apart.
    ValueError
        If the plan has a cycle, which `stuurbord.plan.freeze` refuses.

    References
    ----------
    J. E. Kelley and M. R. Walker, "Critical-path planning and scheduling", Proceedings of the Eastern
    Joint Computer Conference (1959), 160–173. J. W. Fondahl, *A non-computer approach to the critical
    path method for the construction industry* (1961), for precedence networks.
    """
    if plan.rules.profile == RuleProfile.P6:
        net = network(plan)
        return on_enough_days(
            plan, longest_chain(plan, net), lambda clocks: primavera_schedule(plan, net, clocks)
        )
    return critical_path_of_arrays(
        plan, unstarted_after_status_date=unstarted_after_status_date, computes_contours=computes_contours
    )
