"""The sweep: one block of iterations through the whole network, forward and, for criticality, back."""

from __future__ import annotations

from typing import Any

import numpy as np

from stuurbord.engine.schedule_risk.kernels.columns import Answers, Column, Model, Room
from stuurbord.engine.schedule_risk.kernels.rows import (
    add_cost,
    add_cost_where,
    add_rate,
    add_seconds,
    add_seconds_where,
    add_weighed,
    after_one,
    after_two,
    also,
    bound_seconds,
    choose_scenario,
    copy,
    copy_marks,
    count,
    count_all,
    draw_numbers,
    draw_words,
    equals,
    fill,
    find_cells,
    finish_after,
    holds_finish,
    holds_start,
    latest_of,
    mapped,
    multiply,
    normals_from,
    occurs,
    only_where,
    set_seconds,
    settle,
    shape_values,
    start_after,
)
from stuurbord.engine.schedule_risk.random_numbers import QUANTUM

FROM_START = 1
TO_FINISH = 2
ZERO = np.float32(0.0)
NO_DRAW = -1
ONE_WHOLE = np.float32(1.0)
FIRST_DATE = np.int32(-(2**30))


def sweep(
    model: Model, room: Room, answers: Answers, first: int, begin: int, end: int, lane: int, last_lane: int
) -> None:
    """Run the quanta begin … end − 1 and write their answers.

    Parameters
    ----------
    first
        The quantum of column 0 of the answers.
    lane, last_lane
        Columns that count for the criticality: the others were not asked for.
    """
    width = len(room.z)
    for block in range(begin, end, width // QUANTUM):
        column = (block - first) * QUANTUM
        draw_causes(model, room, block)
        fill(room.cost, model.sure_cost)
        fill(room.latest, FIRST_DATE)
        draw_rows(model, room, block, 0)
        for node in range(len(model.nodes.duration)):
            run_node(model, room, answers, block, node, column)
        copy(answers.finish[column : column + width], room.latest)
        copy(answers.cost[column : column + width], room.cost)
        for event in range(len(room.occurred)):
            copy_marks(answers.occurred[event, column : column + width], room.occurred[event])
        if len(answers.critical_count) > 0:
            walk_back(model, room, answers.critical_count, lane - column, last_lane - column)


def draw_causes(model: Model, room: Room, block: int) -> None:
    """Draw what tasks share: factors, events, the weather."""
    n_factors = len(model.factor_key0)
    room.ahead[0] = NO_DRAW
    for factor in range(n_factors):
        key0, key1 = model.factor_key0[factor], model.factor_key1[factor]
        draw_words(room.words, block, key0, key1)
        normals_from(room.quarters, room.words)
        copy(room.factors[n_factors + factor], room.z)
    for factor in range(n_factors):
        fill(room.factors[factor], ZERO)
        for cause in range(factor + 1):
            if model.factor_mix[factor, cause] != ZERO:
                add_weighed(
                    room.factors[factor], room.factors[n_factors + cause], model.factor_mix[factor, cause]
                )
    for event in range(len(model.events.lower)):
        draw_event(model, room, block, event)
    if model.n_scenarios > 1:
        draw_numbers(room.number, room.words, block, model.scenario_key[0], model.scenario_key[1])
        choose_scenario(room.scenario, room.number, model.n_scenarios)


def draw_event(model: Model, room: Room, block: int, event: int) -> None:
    """Mark the lanes in which an event occurs."""
    events, occurred = model.events, room.occurred[event]
    draw_numbers(room.number, room.words, block, events.key0[event], events.key1[event])
    occurs(occurred, room.number, events.lower[event], events.upper[event])
    condition = events.condition_idx[event]
    if condition >= 0:
        only_where(occurred, room.occurred[condition], events.condition_occurs[event])
    room.n_occurred[event] = count_all(occurred)


def draw_rows(model: Model, room: Room, block: int, row: int) -> None:
    """Draw what belongs to a row of the draws: to node ``row − 1``, to the project in row 0."""
    draws, n_added = model.draws, 0
    for draw in range(draws.first[row], draws.first[row + 1]):
        event = draws.event_idx[draw]
        if event >= 0 and room.n_occurred[event] == 0:
            continue
        draw_value(model, room, block, draw)
        if draws.is_cost[draw]:
            if event >= 0:
                add_cost_where(room.cost, room.value, room.occurred[event])
            else:
                add_cost(room.cost, room.value)
        elif event >= 0:
            add_seconds_where(room.duration, room.value, room.occurred[event])
            n_added += 1
        elif draws.replaces[draw]:
            set_seconds(room.duration, room.value)
        else:
            add_seconds(room.duration, room.value)
            n_added += 1
    if n_added > 0:
        bound_seconds(room.duration)


def draw_value(model: Model, room: Room, block: int, draw: int) -> None:
    """Draw the values of one draw into ``room.value``; only ``shift`` where nothing varies."""
    draws = model.draws
    if draws.scale[draw] == ZERO:
        fill(room.value, draws.shift[draw])
        return
    draw_z(model, room, block, draw)
    find_cells(model, room, draws.shape_idx[draw])
    draw_ahead(model, room, block, draw + 1)
    shape_values(room, draws.shift[draw], draws.scale[draw])


def draw_ahead(model: Model, room: Room, block: int, draw: int) -> None:
    """Draw the words of the next draw now: what was looked up needs some time before it can be read."""
    draws = model.draws
    if draw < len(draws.scale) and draws.scale[draw] != ZERO and draws.event_idx[draw] < 0:
        draw_words(room.words, block, draws.key0[draw], draws.key1[draw])
        room.ahead[0] = draw


def draw_z(model: Model, room: Room, block: int, draw: int) -> None:
    """Draw z of one draw into ``room.z``."""
    draws = model.draws
    if room.ahead[0] != draw:
        draw_words(room.words, block, draws.key0[draw], draws.key1[draw])
    normals_from(room.quarters, room.words)
    if draws.own[draw] != ONE_WHOLE:
        multiply(room.z, draws.own[draw])
    for load in range(draws.load_first[draw], draws.load_first[draw + 1]):
        add_weighed(room.z, room.factors[draws.load_factor[load]], draws.load[load])


def run_node(model: Model, room: Room, answers: Answers, block: int, node: int, column: int) -> None:
    """Date one node in all lanes."""
    nodes = model.nodes
    fill(room.duration, nodes.duration[node])
    if model.draws.first[node + 1] < model.draws.first[node + 2]:
        draw_rows(model, room, block, node + 1)
        if nodes.cost_per_second[node] != ZERO:
            add_rate(room.cost, room.duration, nodes.cost_per_second[node])
    start, finish = room.dates[nodes.start_slot[node]], room.dates[nodes.finish_slot[node]]
    start_of(model, room, node, start)
    settle(
        start,
        finish,
        room.duration,
        nodes.earliest_finish[node],
        nodes.latest[node],
        nodes.latest_finish[node],
    )
    if len(answers.critical_count) > 0:
        mark_binding(model, room, node, start)
    keep(model, room, answers, node, column, start, finish)


def start_of(model: Model, room: Room, node: int, start: Column) -> None:
    """Write into ``start`` the latest that the links into a node ask."""
    links, nodes = model.links, model.nodes
    begin, end = links.first[node], links.first[node + 1]
    if end - begin == 1 and plain(model, begin):
        after_one(start, nodes.earliest[node], room.dates[links.slot[begin]], links.lag[begin])
    elif end - begin == 2 and plain(model, begin) and plain(model, begin + 1):
        after_two(
            start,
            nodes.earliest[node],
            room.dates[links.slot[begin]],
            links.lag[begin],
            room.dates[links.slot[begin + 1]],
            links.lag[begin + 1],
        )
    else:
        fill(start, nodes.earliest[node])
        for link in range(begin, end):
            row = room.dates[dates_of(model, room, link)]
            if links.how[link] & TO_FINISH:
                finish_after(start, room.duration, row, links.lag[link])
            else:
                start_after(start, row, links.lag[link])


def plain(model: Model, link: int) -> bool:
    """Tell whether a link holds a start, on the axis where it comes from."""
    return bool(model.links.map_idx[link] < 0 and not model.links.how[link] & TO_FINISH)


def dates_of(model: Model, room: Room, link: int) -> Any:
    """Return the slot of the dates that a link counts from, on the axis of the successor."""
    slot = model.links.slot[link]
    map_idx = model.links.map_idx[link]
    if map_idx < 0:
        return slot
    there = len(room.dates) - 1
    mapped(room.dates[there], room.dates[slot], room.scenario, model.maps, map_idx)
    return there


def mark_binding(model: Model, room: Room, node: int, start: Column) -> None:
    """Mark per link into a node the lanes in which it holds the node."""
    links = model.links
    for link in range(links.first[node], links.first[node + 1]):
        row = room.dates[dates_of(model, room, link)]
        if links.how[link] & TO_FINISH:
            holds_finish(room.binding[link], row, links.lag[link], start, room.duration)
        else:
            holds_start(room.binding[link], row, links.lag[link], start)


def keep(
    model: Model, room: Room, answers: Answers, node: int, column: int, start: Column, finish: Column
) -> None:
    """Keep the dates of a node that are asked for."""
    nodes, width = model.nodes, len(room.z)
    if nodes.watched_idx[node] >= 0:
        copy(answers.watched[nodes.watched_idx[node], column : column + width], finish)
    if nodes.watched_start_idx[node] >= 0:
        copy(answers.watched_start[nodes.watched_start_idx[node], column : column + width], start)
    exit_idx = nodes.exit_idx[node]
    if exit_idx >= 0:
        slot = nodes.finish_slot[node]
        if model.exit_map[exit_idx] >= 0:
            slot = len(room.dates) - 1
            mapped(room.dates[slot], finish, room.scenario, model.maps, model.exit_map[exit_idx])
        row = room.dates[slot]
        latest_of(room.latest, row)
        if len(room.exits) > 0:
            copy(room.exits[exit_idx], row)


def walk_back(model: Model, room: Room, critical_count: Column, lane: int, last_lane: int) -> None:
    """Count per node the lanes lane … last_lane − 1 in which it lies on a longest path."""
    links, width = model.links, len(room.z)
    begin, end = max(lane, 0), min(last_lane, width)
    room.critical[:] = 0
    for node in range(len(critical_count) - 1, -1, -1):
        critical = room.critical[node]
        if model.nodes.exit_idx[node] >= 0:
            equals(room.binding[len(links.lag)], room.exits[model.nodes.exit_idx[node]], room.latest)
            also(critical, room.binding[len(links.lag)], room.binding[len(links.lag)])
        n_critical = count_all(critical)
        if n_critical > 0:
            critical_count[node] += n_critical if end - begin == width else count(critical, begin, end)
            for link in range(links.first[node], links.first[node + 1]):
                also(room.critical[links.predecessor[link]], critical, room.binding[link])
