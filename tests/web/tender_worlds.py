"""A procurement with the people who work on its tenders, made the way the product makes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from web import factories

from stuurbord.web.accounts.models import Role, Scope, User
from stuurbord.web.procurements.actions import NewLot, choose_procedure, open_file, set_lots, set_moment
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.tenders.actions.assessing import ScoreRow, assign_assessor, declare, score
from stuurbord.web.tenders.actions.criteria import CriterionRow, set_criteria
from stuurbord.web.tenders.actions.examining import examine, judge_price
from stuurbord.web.tenders.actions.opening import begin_opening, complete_opening
from stuurbord.web.tenders.actions.receiving import NewTender, record_tender
from stuurbord.web.tenders.actions.reporting import make_report
from stuurbord.web.tenders.models import (
    Assessor,
    AwardCriterion,
    AwardReport,
    Tender,
    TenderEvaluation,
)

FACTS = {
    "buyer": "subcentral",
    "sector": "classic",
    "kind": "services",
    "estimate": 230_000,
    "date": "2026-09-01",
}
WEIGHTED = (
    CriterionRow("Prijs", "price", Decimal(40), "proportional"),
    CriterionRow("Plan van aanpak", "quality", Decimal(60)),
)
PRICE_ONLY = (CriterionRow("Prijs", "price", Decimal(100), "proportional"),)


def moment(text: str) -> datetime:
    """Return a moment in Brussels."""
    return timezone.make_aware(datetime.fromisoformat(text))


DUE = "2026-10-15T10:00"


@dataclass
class World:
    """One file with a manager, a second person, somebody who decides, an assessor and a reader."""

    file: ProcurementFile
    manager: User
    second: User
    owner: User
    assessor: User
    reader: User
    auditor: User
    stranger: User

    @property
    def version(self) -> int:
        """Of the evaluation as it stands."""
        found = TenderEvaluation.objects.filter(file=self.file).first()
        return found.version if found else 1

    def fresh(self) -> ProcurementFile:
        """Return the file as it stands."""
        return ProcurementFile.objects.select_related("project__portfolio").get(pk=self.file.pk)

    def criteria(self, rows: Any = WEIGHTED, **more: Any) -> None:
        set_criteria(self.manager, self.file, more.pop("lot", None), self.version, rows, **more)

    def tender(self, name: str = "Sluis nv", amount: str | None = "200000", **more: Any) -> Tender:
        at = moment(more.pop("at", "2026-10-14T09:00"))
        money = None if amount is None else Decimal(amount)
        return record_tender(self.manager, self.file, NewTender(name, at, amount=money, **more))

    def open(self) -> None:
        begin_opening(self.manager, self.file, self.version)
        complete_opening(self.second, self.file, self.version)

    def examine(self, tender: Tender, **other: tuple[str, str]) -> None:
        """Find nothing against a tender, but for the steps that are given."""
        steps = {
            "exclusion": ("no_ground", ""),
            "selection": ("selected", ""),
            "regularity": ("regular", ""),
        } | other
        for step, (verdict, reason) in steps.items():
            tender.refresh_from_db()
            examine(self.manager, tender, tender.version, step, verdict, reason)
        tender.refresh_from_db()
        judge_price(self.manager, tender, tender.version, "normal", "In de lijn van de raming.")

    def scores(self, *points: str) -> None:
        """Let the assessor score the quality of the tenders in play, in their order."""
        if not Assessor.objects.filter(file=self.file).exists():
            assign_assessor(self.manager, self.file, self.version, self.assessor)
            declare(self.assessor, self.file, 1, "no_conflict")
        own = Assessor.objects.get(file=self.file)
        quality = AwardCriterion.objects.get(file=self.file, kind="quality")
        tenders = Tender.objects.filter(file=self.file, is_late=False).order_by("number")
        rows = [
            ScoreRow(quality.pk, tender.pk, Decimal(given), "Helder en haalbaar.")
            for tender, given in zip(tenders, points, strict=False)
        ]
        score(self.assessor, self.file, own.version, rows)

    def report(self) -> AwardReport:
        return make_report(self.manager, self.file, None, self.version)

    def to_ranking(self) -> tuple[Tender, Tender]:
        """Bring two tenders to their ranking: the first is dearer and better, and comes first."""
        self.criteria(reason="Rechtzetting")
        made = self.tender("Kade nv", "210000"), self.tender("Sluis nv", "200000")
        self.open()
        for one in made:
            self.examine(one)
        self.scores("9", "7")
        return made


def world(
    facts: dict[str, Any] | None = None,
    procedure: str = "OP",
    lots: tuple[str, ...] = (),
    published: str = "2026-09-01",
    due: str | None = DUE,
) -> World:
    """Return a published procurement whose closing moment has passed."""
    portfolio = factories.portfolio()
    project = factories.project(portfolio)
    here = (Scope.PROJECT, project.pk)
    manager = factories.user(Role.PROJECT_MANAGER, *here, name="M. Manager")
    file = open_file(manager, project, title="Toegangscontrole", facts=FACTS | (facts or {}))
    if lots:
        file = set_lots(manager, file, [NewLot(one, Decimal(115_000)) for one in lots], file.version)
    if procedure:
        choose_procedure(manager, file, procedure, "De marktbevraging wijst hierop.", file.version)
        file.refresh_from_db()
    why = "Het dossier op papier is volledig."
    file = set_moment(manager, file, "published_on", date.fromisoformat(published), file.version, why)
    if due:
        file = set_moment(manager, file, "tenders_due", moment(due), file.version)
    return World(
        file=file,
        manager=manager,
        second=factories.user(Role.PROJECT_MANAGER, *here, name="T. Tweede"),
        owner=factories.user(Role.PROJECT_OWNER, *here, name="O. Opdrachtgever"),
        assessor=factories.user(Role.READER, *here, name="B. Beoordelaar"),
        reader=factories.user(Role.READER, *here),
        auditor=factories.user(Role.AUDITOR, *here),
        stranger=factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, factories.portfolio().pk),
    )
