"""The API keeps its own description: schemathesis asks each operation well and badly.

More examples: ``STUURBORD_API_EXAMPLES=50 pytest tests/web/test_api_contract.py``.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from web import api_client, factories, register_lines

from stuurbord.web.accounts.models import Role
from stuurbord.web.api.application import description
from stuurbord.web.contracts.models import Contract
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.procurements.actions import open_file
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.projects.models import Project
from stuurbord.web.tenders.models import Tender, TenderEvaluation
from stuurbord.web.wsgi import application

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("STUURBORD_API_EXAMPLES", "2"))
"""Per operation, of each kind: well formed and badly formed."""
PARTS = 4
"""So that several cores share the work."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_QUIET = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def project(settings) -> Project:
    """Return a project with a plan and a line in every register."""
    settings.STUURBORD_API_RATE = 0
    made = factories.project(factories.portfolio("ASN"), "P-001")
    factories.revision(made)
    return made


@pytest.fixture
def procured(project) -> dict[str, Any]:
    """Return what names a procurement file whose tenders were opened, and a contract of it."""
    file = open_file(factories.OPERATOR, project, title="Toegangscontrole", facts={"estimate": 139_000})
    now = timezone.now()
    ProcurementFile.objects.filter(pk=file.pk).update(procedure="OP", published_on=now.date())
    TenderEvaluation.objects.create(file=file, opened_at=now)
    Tender.objects.create(file=file, number=1, tenderer="Sluis nv", received_at=now, recorded_at=now)
    contract = Contract.objects.create(file=file, contractor="Sluis nv", concluded_on=now.date())
    return {"reference": file.reference, "contract": contract.pk}


@pytest.fixture
def one_connection():
    """Keep the connection of the test, and its transaction, over the end of a request."""
    signals = (request_started, request_finished)
    for one in signals:
        one.disconnect(close_old_connections)
    yield
    for one in signals:
        one.connect(close_old_connections)


@pytest.fixture
def headers(project) -> dict[str, str]:
    """Return what names a person who may change everything."""
    person = factories.user(Role.PORTFOLIO_MANAGER)
    return {"Authorization": f"Bearer {api_client.token(person)}"}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_operation_keeps_the_description(project, headers, one_connection, procured, part):
    """No fault of ours, no status, type, header or body that the description does not tell."""
    lines = {slug: register_lines.line(slug, project).pk for slug in REGISTERS}
    schema = schemathesis.openapi.from_dict(description())
    schema.app = application
    seen: Counter[int] = Counter()
    for found in list(schema.get_all_operations())[part::PARTS]:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _ask(found.ok(), mode, lines | procured, headers, seen)

    # Who only meets refusals has tried nothing.
    assert seen[200] > 10, seen
    assert seen[422] > 10, seen


def _ask(
    operation: Any, mode: GenerationMode, lines: dict[str, Any], headers: dict[str, str], seen: Counter[int]
) -> None:
    turn = iter(range(10**6))

    @_QUIET
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if next(turn) % 2 == 0:
            _aim(case, lines)
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        seen[answer.status_code] += 1
        checks = [*CHECKS, negative_data_rejection] if _is_badly_sent(case) else CHECKS
        case.validate_response(answer, checks=checks)

    # Some operations take nothing that could be written badly.
    passed_over = [schemathesis.errors.SchemathesisError] if mode is GenerationMode.NEGATIVE else []
    with suppress(*passed_over):
        ask()


def _is_badly_sent(case: Any) -> bool:
    """Return whether the body is wrong: a wrong path or header we may have put right ourselves."""
    body = case.meta.components.get(ParameterLocation.BODY)
    return body is not None and body.mode is GenerationMode.NEGATIVE


def _aim(case: Any, lines: dict[str, Any]) -> None:
    """Name what exists, in the version that it has: half of the requests get past the door."""
    named = case.path_parameters or {}
    if "line" in named:
        slug = named.get("slug") or case.operation.path.split("/")[4]
        named["line"] = lines.get(slug, named["line"])
    for name in ("reference", "contract"):
        if name in named:
            named[name] = lines[name]
    if "key" in named:
        named["key"] = "ASN"
    if "code" in named:
        named["code"] = "P-001"
    if case.headers and "If-Match" in case.headers:
        case.headers["If-Match"] = '"1"'
    if isinstance(case.body, dict) and "project" in case.body and not _is_badly_sent(case):
        case.body["project"] = "ASN/P-001"
