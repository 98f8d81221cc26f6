"""What a template may not hold though each of its parts can be read: unknown names, circles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.rulebooks.methods.model import SIZES, STAGES, Template, TemplateTask
from stuurbord.rulebooks.rule_pack.toml_lines import Place

Problem = tuple[Place, str, dict[str, Any]]
LINK: Final = re.compile(r"([A-Za-z][\w.-]*)(?: (FS|SS|FF|SF)([+-]\d+)?)?\Z")
"""``T-010``, ``T-010 SS``, ``T-010 FS+5``."""
_FINISHES: Final = 1e6


def contradictions_in(template: Template) -> Iterator[Problem]:
    """Yield place, sentence and its fields for each thing that is wrong."""
    yield from _repeated(template)
    yield from _stages_and_gates(template)
    yield from _unknown_gates(template)
    yield from _unknown_roles(template)
    yield from _fields(template)
    yield from _tasks(template)


def _repeated(template: Template) -> Iterator[Problem]:
    tables: dict[str, list[str]] = {
        "stage": [one.code for one in template.stages],
        "gate": [one.code for one in template.gates],
        "product": [one.key for one in template.products],
        "role": [one.key for one in template.roles],
        "tolerance": [one.target for one in template.tolerances],
        "task": [one.code for one in template.tasks],
        "check": [one.key for one in template.checks],
        "stakeholder": [one.key for one in template.stakeholders],
        "field": [one.key for one in template.fields],
    }
    for table, names in tables.items():
        for index, name in enumerate(names):
            if name in names[:index]:
                yield (table, index, ""), N_("{name} stands there twice."), {"name": name}


def _stages_and_gates(template: Template) -> Iterator[Problem]:
    stages = [one.code for one in template.stages]
    if not template.gates:
        yield ("", 0, "key"), N_("it has no gate."), {}
    for index, code in enumerate(stages):
        if index and STAGES.index(code) <= STAGES.index(stages[index - 1]):
            yield ("stage", index, "code"), N_("the stage {name} stands in the wrong place."), {"name": code}
    last = -1
    for index, gate in enumerate(template.gates):
        if gate.opens not in stages:
            yield ("gate", index, "opens"), N_("the stage {name} is not declared."), {"name": gate.opens}
        order = STAGES.index(gate.opens)
        if order < last:
            yield (
                ("gate", index, "opens"),
                N_("the gate {name} leads back to an earlier stage."),
                {"name": gate.code},
            )
        last = max(last, order)


def _unknown_gates(template: Template) -> Iterator[Problem]:
    for table, key, codes in (
        ("product", "gate", [one.gate for one in template.products]),
        ("check", "gate", [one.gate for one in template.checks]),
        ("field", "required_at", [one.required_at for one in template.fields]),
        ("task", "gate", [one.gate for one in template.tasks]),
    ):
        for index, code in enumerate(codes):
            if code and template.gate(code) is None:
                yield (table, index, key), N_("the gate {name} is not declared."), {"name": code}


def _unknown_roles(template: Template) -> Iterator[Problem]:
    known = {one.key for one in template.roles}
    for table, roles in (
        ("product", [one.role for one in template.products]),
        ("task", [one.role for one in template.tasks]),
    ):
        for index, role in enumerate(roles):
            if role and role not in known:
                yield (table, index, "role"), N_("the role {name} is not declared."), {"name": role}


def _fields(template: Template) -> Iterator[Problem]:
    for index, one in enumerate(template.fields):
        if (one.kind == "choice") != bool(one.choices):
            yield ("field", index, "choices"), N_("choices go with the kind choice, and only with it."), {}


def _tasks(template: Template) -> Iterator[Problem]:
    stages = {one.code for one in template.stages}
    by_code = {one.code: one for one in template.tasks}
    for index, task in enumerate(template.tasks):
        if task.stage not in stages:
            yield ("task", index, "stage"), N_("the stage {name} is not declared."), {"name": task.stage}
        if not task.low <= task.likely <= task.high or task.high >= _FINISHES:
            yield ("task", index, "low"), N_("the three points rise: low, likely, high."), {}
        for link in task.after:
            yield from _link(index, task, link, by_code)
    for index in _in_circles(template):
        name = template.tasks[index].code
        yield ("task", index, "after"), N_("the task {name} waits for itself."), {"name": name}


def _link(index: int, task: TemplateTask, link: str, by_code: dict[str, TemplateTask]) -> Iterator[Problem]:
    place = ("task", index, "after")
    found = LINK.match(link)
    if found is None:
        yield place, N_("{text} is no link: write “T-010 FS+5”."), {"text": link}
    elif found[1] not in by_code:
        yield place, N_("the task {name} is not declared."), {"name": found[1]}
    elif missing := [one for one in SIZES if one in task.sizes and one not in by_code[found[1]].sizes]:
        # Another predecessor may carry the order in that size; one alone would leave the task hanging.
        others = [LINK.match(one) for one in task.after if one != link]
        for size in missing:
            if not any(one and one[1] in by_code and size in by_code[one[1]].sizes for one in others):
                text = N_("in a project of size {size} the task {name} is not there to wait for.")
                yield place, text, {"size": size, "name": found[1]}


def _in_circles(template: Template) -> list[int]:
    """Return the tasks that can never begin, each waiting for another: positions in the order of the file."""
    waiting = {
        index: {found[1] for link in task.after if (found := LINK.match(link))}
        for index, task in enumerate(template.tasks)
    }
    done: set[str] = set()
    while ready := [index for index, codes in waiting.items() if codes <= done]:
        done |= {template.tasks[index].code for index in ready}
        for index in ready:
            del waiting[index]
    known = {one.code for one in template.tasks}
    return [index for index, codes in waiting.items() if codes <= known]
