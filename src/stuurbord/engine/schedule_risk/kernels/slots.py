"""Slots for the rows of dates, as a compiler gives registers to variables."""

from __future__ import annotations

from stuurbord.engine.schedule_risk.kernels.columns import Column


def assign_slots(last_use: Column, order: Column, slots: Column, free: Column) -> int:
    """Write the slot of every row that is read, and return how many slots there are.

    Rows 2n and 2n + 1 belong to node n. A slot is free again after the node that reads it last; that node
    itself gets another, so that no row is read and written at once.

    Parameters
    ----------
    last_use
        Per row the last node that reads it, −1 if none.
    order
        Rows by last use.
    free
        Room for a stack of slots.
    """
    n_slots, n_free, at = 0, 0, 0
    for row in range(len(last_use)):
        if last_use[row] >= 0:
            if n_free > 0:
                n_free -= 1
                slots[row] = free[n_free]
            else:
                slots[row] = n_slots
                n_slots += 1
        if row % 2 == 1:
            node = row // 2
            while at < len(order) and last_use[order[at]] <= node:
                if last_use[order[at]] >= 0:
                    free[n_free] = slots[order[at]]
                    n_free += 1
                at += 1
    return n_slots
