"""Files come in: received and reviewed first, then accepted as a whole or discarded.

A file is read outside any transaction. Receiving stores what it would change and nothing else; accepting
compares anew and refuses when something moved since it was reviewed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import N_, Finding, Severity, VersionConflict, Where, errors_in
from stuurbord.exchange.foreign_table import from_toml, signature, to_toml
from stuurbord.exchange.records import PortfolioRecords, ProjectRecord
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.audit.chain import record
from stuurbord.web.imports.announced import Announced, announced_before, awaited_findings, followers
from stuurbord.web.imports.changes import Preparation, digest
from stuurbord.web.imports.date_checks import kept_checks
from stuurbord.web.imports.legal_periods import legal_findings
from stuurbord.web.imports.models import ColumnMapping, Import, ImportState
from stuurbord.web.imports.operations import carry_out, prepare
from stuurbord.web.imports.plan_arrivals import PlanArrival, matched
from stuurbord.web.imports.plan_mandates import can_propose, mandate_findings, require_mandate
from stuurbord.web.imports.reading import TABLE, WORKBOOK, Question, Reading, read, table_of
from stuurbord.web.imports.risk_checks import risk_findings
from stuurbord.web.lists.file_names import plain_name
from stuurbord.web.planning.actions import Refused, Wanted, propose
from stuurbord.web.planning.models import Proposal, ProposalSource
from stuurbord.web.projects.actions import Provenance, revise_plan
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import visible_projects

UNDECIDED = (ImportState.READY, ImportState.NEEDS_MAPPING)


def receive(
    actor: Any, portfolio: Portfolio, file_name: str, content: bytes, project: Project | None = None
) -> Import:
    """Read a file and store what it would change, for somebody to review.

    A file that cannot be read gives an import that is refused: its findings and hash stay, its content not.

    Raises
    ------
    NotPermitted
        If the actor may not import this file here: a plan of his project is all a project manager may.
    """
    _require_some_import(actor, portfolio, project)
    one = Import(
        portfolio=portfolio,
        project=project,
        file_name=plain_name(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        created_by=actor if actor.pk else None,
    )
    _review(actor, one)
    with transaction.atomic():
        one.save()
        _tell(actor, "import.receive", one)
    _review_followers(actor, one)
    return one


def review_again(actor: Any, one: Import) -> Import:
    """Compare an import anew with what is stored now, after something moved since it was reviewed."""
    _require_decision(actor, one)
    _review(actor, one)
    with transaction.atomic():
        _lock_undecided(one)
        one.save()
        _tell(actor, "import.review", one)
    return one


def map_columns(actor: Any, one: Import, mapping_toml: str) -> Import:
    """Read a foreign table through a mapping, and remember it for tables with the same columns.

    Raises
    ------
    UnreadableFile
        If the text is no mapping.
    VersionConflict
        If the import is decided already.
    """
    _require_decision(actor, one)
    one.mapping = to_toml(from_toml(mapping_toml))
    one.state = ImportState.READY
    reading = _review(actor, one)
    with transaction.atomic():
        _lock_undecided(one)
        one.save()
        if one.state == ImportState.READY:  # a mapping that leads to errors is not worth remembering
            _remember(actor, one, reading)
        _tell(actor, "import.map", one)
    _review_followers(actor, one)
    return one


def accept(actor: Any, one: Import) -> Import:
    """Make all changes of an import, or none.

    Raises
    ------
    NotPermitted
        If the actor may not import this here, or a plan goes beyond what was agreed: see `propose_plan`.
    VersionConflict
        If it is decided already, would no longer change what was reviewed, or has to wait for another file.
    """
    _require_decision(actor, one)
    if one.state == ImportState.NEEDS_MAPPING:
        raise VersionConflict(_("First say which columns are which; nothing was changed."))
    reading = _read(one)
    announced = announced_before(one, reading.reader)
    arrivals, new_projects = _arrivals(one, reading, announced)
    for arrival in arrivals:
        arrival.problems()  # dates it now, so that no transaction waits for it
    try:
        with transaction.atomic():
            locked = _lock_undecided(one)
            records = _records(reading, new_projects)
            preparation = prepare(locked.portfolio, records, arrivals, announced)
            if preparation.awaited:
                raise VersionConflict(_comes_first(preparation.awaited))
            if digest(preparation.changes) != locked.changes_sha256 or errors_in(preparation.findings):
                raise VersionConflict(_moved())
            _require_for(actor, locked, reading, preparation)
            require_mandate(actor, locked.portfolio, [arrival for _change, arrival in preparation.plans])
            _carry_out(actor, one, preparation)
            _decide(actor, one, ImportState.APPLIED)
            _tell(actor, "import.accept", one, changes=len(preparation.changes))
    except IntegrityError as error:  # somebody added the same row between comparing and writing
        raise VersionConflict(_moved()) from error
    return one


def propose_plan(actor: Any, one: Import) -> Proposal:
    """Make a proposal of the plan in a file, for a project that has a plan; its plan stays as it is.

    Raises
    ------
    NotPermitted
        If the actor may not import this here.
    Refused
        If the file is more than such a plan, or says nothing new.
    VersionConflict
        If it is decided already, or would no longer change what was reviewed.
    """
    _require_decision(actor, one)
    if not can_propose(one):
        raise Refused(_("Only a newer plan of one project can be proposed."))
    reading = _read(one)
    announced = announced_before(one, reading.reader)
    arrivals, new_projects = _arrivals(one, reading, announced)
    with transaction.atomic():
        locked = _lock_undecided(one)
        preparation = prepare(locked.portfolio, _records(reading, new_projects), arrivals, announced)
        if digest(preparation.changes) != locked.changes_sha256 or errors_in(preparation.findings):
            raise VersionConflict(_moved())
        _require_for(actor, locked, reading, preparation)
        ((_change, arrival),) = preparation.plans
        project = locked.portfolio.projects.select_related("current_revision").get(pk=one.project_id)
        wanted = Wanted(_("File {name}").format(name=one.file_name), ProposalSource.IMPORT)
        proposal = propose(actor, project, project.current_revision, arrival.plan, wanted)
        _decide(actor, one, ImportState.PROPOSED)
        _tell(actor, "import.propose", one, proposal=proposal.number)
    return proposal


def discard(actor: Any, one: Import) -> Import:
    """Decide that a file changes nothing; its content is dropped, its hash stays.

    Raises
    ------
    VersionConflict
        If it is decided already.
    """
    _require_decision(actor, one)
    with transaction.atomic():
        _lock_undecided(one)
        _decide(actor, one, ImportState.DISCARDED)
        _tell(actor, "import.discard", one)
    _review_followers(actor, one)
    return one


# -- who may ---------------------------------------------------------------------------------------


def may_import_in(actor: Any, portfolio: Portfolio) -> bool:
    """Return whether somebody may import anything here: registers, or the plan of one of his projects."""
    if may(actor, Permission.IMPORT_PORTFOLIO, portfolio.scopes):
        return True
    return visible_projects(actor, Permission.IMPORT_PLAN).filter(portfolio=portfolio).exists()


def may_decide(actor: Any, one: Import) -> bool:
    """Return whether somebody may decide about an import."""
    if may(actor, Permission.IMPORT_PORTFOLIO, one.portfolio.scopes):
        return True
    return one.project is not None and may(actor, Permission.IMPORT_PLAN, one.project.scopes)


def _require_some_import(actor: Any, portfolio: Portfolio, project: Project | None) -> None:
    if project is not None and project.portfolio_id != portfolio.pk:
        raise ValueError(f"project {project.pk} is not of portfolio {portfolio.pk}")
    if project is not None:
        require(actor, Permission.IMPORT_PLAN, project.scopes)
    elif not may_import_in(actor, portfolio):
        require(actor, Permission.IMPORT_PORTFOLIO, portfolio.scopes)


def _require_decision(actor: Any, one: Import) -> None:
    if not may_decide(actor, one):
        require(actor, Permission.IMPORT_PORTFOLIO, one.portfolio.scopes)
    if one.content is None or one.state not in UNDECIDED:
        raise VersionConflict(_decided(one))


def _require_for(actor: Any, one: Import, reading: Reading, preparation: Preparation) -> None:
    """Refuse whoever may only bring the plans of his projects anything that changes more than one of them."""
    if may(actor, Permission.IMPORT_PORTFOLIO, one.portfolio.scopes):
        return
    is_plan_of_project = one.project is not None and bool(reading.plans) and not preparation.operations
    if not is_plan_of_project:
        require(actor, Permission.IMPORT_PORTFOLIO, one.portfolio.scopes)
    require(actor, Permission.IMPORT_PLAN, one.project.scopes)


# -- reading and comparing -------------------------------------------------------------------------


def _read(one: Import) -> Reading:
    def remembered(of_headers: str) -> str:
        kept = ColumnMapping.objects.filter(portfolio=one.portfolio, signature=of_headers)
        return kept.values_list("mapping", flat=True).first() or ""

    # A suggestion is no mapping yet: nothing is read through it before somebody agrees.
    mapping = "" if one.state == ImportState.NEEDS_MAPPING else one.mapping
    code = one.project.code if one.project else ""
    return read(Question(bytes(one.content), one.sha256, one.file_name, code, mapping), remembered)


def _arrivals(
    one: Import, reading: Reading, announced: Mapping[str, Announced]
) -> tuple[list[PlanArrival], list[ProjectRecord]]:
    """Return the plans a file brings, each with its project, and the projects that are new."""
    arrivals, new = matched(reading.plans, one.file_name, one.portfolio, one.project, announced)
    of_sheet = [
        PlanArrival(code, plan, reading.reader, file_name=one.file_name)
        for code, plan in reading.records.plans.items()
    ]
    return [*arrivals, *of_sheet], new


def _records(reading: Reading, new_projects: list[ProjectRecord]) -> PortfolioRecords:
    if not new_projects:
        return reading.records
    return replace(reading.records, projects=[*reading.records.projects, *new_projects])


def _review(actor: Any, one: Import) -> Reading:
    """Fill an import with what its file holds and would change, as of now."""
    reading = _read(one)
    findings = [*reading.findings, *_seen_before(one)]
    preparation = Preparation()
    one.date_checks = []
    if not reading.needs_mapping and not errors_in(findings):
        announced = announced_before(one, reading.reader)
        arrivals, new_projects = _arrivals(one, reading, announced)
        preparation = prepare(one.portfolio, _records(reading, new_projects), arrivals, announced)
        one.date_checks = kept_checks(reading.plans, arrivals)
        findings += [*preparation.findings, *awaited_findings(preparation.awaited, one.file_name)]
        findings += risk_findings(one.portfolio, reading.records, arrivals)
        if not errors_in(findings):  # a plan that cannot be dated has no goal to compare
            coming = [each for _change, each in preparation.plans]
            findings += [*mandate_findings(one.portfolio, coming), *legal_findings(coming)]
        if one.project is None and len(arrivals) == 1 and reading.plans:
            one.project = one.portfolio.projects.filter(code=arrivals[0].project_code).first()
        _require_for(actor, one, reading, preparation)
    elif reading.reader:
        _require_for(actor, one, reading, preparation)
    one.state = _state(reading, findings)
    one.reader, one.mapping = reading.reader, reading.mapping
    one.findings = [storable(finding) for finding in findings]
    changes = preparation.changes if one.state == ImportState.READY else []
    one.changes = [change.as_json() for change in changes]
    one.n_new = sum(change.action == "create" for change in changes)
    one.n_changed = len(changes) - one.n_new
    one.changes_sha256 = digest(preparation.changes)
    if one.state == ImportState.REFUSED:
        one.content = None
    return reading


def _review_followers(actor: Any, one: Import) -> None:
    """Compare anew the waiting files for which it matters whether this one brings its projects."""
    for other in followers(one):
        with suppress(VersionConflict):  # somebody decided about it meanwhile
            review_again(actor, other)


def _state(reading: Reading, findings: Iterable[Finding]) -> ImportState:
    """Return where an import stands after reading; a person may still mend the mapping he made."""
    is_mended_by_mapping = reading.reader == TABLE and not reading.is_shipped_mapping
    if reading.needs_mapping or (is_mended_by_mapping and errors_in(findings)):
        return ImportState.NEEDS_MAPPING
    return ImportState.REFUSED if errors_in(findings) else ImportState.READY


def _seen_before(one: Import) -> list[Finding]:
    """Tell when this very file was accepted before."""
    before = Import.objects.filter(portfolio=one.portfolio, sha256=one.sha256, state=ImportState.APPLIED)
    last = before.order_by("-decided_at").values_list("decided_at", flat=True).first()
    if last is None:
        return []
    text = N_("This very file was accepted before, on {day}.")
    fields = {"day": f"{timezone.localtime(last):%d/%m/%Y}"}
    return [Finding("accepted_before", text, Severity.INFO, Where(one.file_name), fields)]


def storable(finding: Finding) -> dict[str, Any]:
    """Return a finding as a database can hold it as JSON: PostgreSQL refuses the null character."""
    plain = {
        name: value if isinstance(value, (int, float, bool, type(None))) else str(value).replace("\0", "␀")
        for name, value in finding.fields.items()
    }
    return replace(finding, fields=plain).to_record()


def _remember(actor: Any, one: Import, reading: Reading) -> None:
    table = table_of(bytes(one.content), one.file_name, from_toml(reading.mapping).sheet)
    ColumnMapping.objects.update_or_create(
        portfolio=one.portfolio,
        signature=signature(table.headers),
        defaults={"mapping": reading.mapping, "changed_by": actor if actor.pk else None},
    )


# -- deciding --------------------------------------------------------------------------------------


def _lock_undecided(one: Import) -> Import:
    """Return the stored import, locked with its portfolio, if nobody decided about it yet."""
    portfolio = Portfolio.objects.select_for_update().get(pk=one.portfolio_id)
    locked = Import.objects.select_for_update(of=("self",)).select_related("project").defer("content")
    stored = locked.get(pk=one.pk)
    stored.portfolio = portfolio
    if stored.state not in UNDECIDED:
        raise VersionConflict(_decided(stored))
    return stored


def _carry_out(actor: Any, one: Import, preparation: Preparation) -> None:
    """Make the changes, the plan revisions after the rows they belong to; dashboards are told once."""
    since = timezone.now()
    touched = carry_out(actor, one.portfolio, preparation)
    codes = [arrival.project_code for _change, arrival in preparation.plans]
    projects = {each.code: each for each in one.portfolio.projects.filter(code__in=codes)}
    for _change, arrival in preparation.plans:
        findings = tuple(Finding.from_record(storable(finding)) for finding in arrival.findings)
        provenance = Provenance(one.file_name, one.sha256, arrival.reader, findings)
        revise_plan(actor, projects[arrival.project_code], arrival.plan, provenance, since=since)
    touched |= projects
    if touched:
        ids = sorted(project.pk for project in touched.values())
        projects_changed.send(sender=Project, project_ids=ids)
    if one.project is None and len(codes) == 1 and one.reader not in (TABLE, WORKBOOK):
        one.project = projects[codes[0]]


def _decide(actor: Any, one: Import, state: ImportState) -> None:
    one.state, one.content = state, None
    one.decided_at, one.decided_by = timezone.now(), actor if actor.pk else None
    one.save(update_fields=["state", "content", "decided_at", "decided_by", "project"])


def _tell(actor: Any, action: str, one: Import, **more: Any) -> None:
    facts = {"file": one.file_name, "sha256": one.sha256, "reader": one.reader, "state": one.state}
    facts["changes_sha256"] = one.changes_sha256  # the lines themselves stay with the import: this seals them
    record(
        actor,
        action,
        f"import:{one.portfolio.key}/{one.pk}",
        facts | more,
        portfolio_id=one.portfolio_id,
        project_id=one.project_id,
    )


def _moved() -> str:
    return _(
        "What this file would change is no longer what was reviewed. Nothing was changed; look at it again."
    )


def _comes_first(awaited: Mapping[str, Announced]) -> str:
    first = next(iter(awaited.values()))
    text = _("First accept “{file}”, which brings project {project}; nothing was changed.")
    return text.format(file=first.file_name, project=first.code)


def _decided(one: Import) -> str:
    text = _("“{file}” was decided already: {state}.")
    return text.format(file=one.file_name, state=one.get_state_display())
