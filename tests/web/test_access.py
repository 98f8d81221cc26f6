"""Who may do what: every address, every method, every role, as one table.

A cell is the status code. For who is not logged in, 302 is the way to the log-in page; for others it is a
change that was made, or a page that leads on. What one may not see does not exist (404); what one may see but
not do is refused (403). An address or a method that is missing here fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from web import (
    contract_access,
    factories,
    procurement_access,
    procurement_desk_access,
    procurement_plan_access,
    tender_access,
)

from stuurbord.engine.editing import SetFacts, edited
from stuurbord.exchange import mspdi
from stuurbord.web.accounts.models import Membership, Role, Scope, User
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.api.models import ApiToken
from stuurbord.web.clock import today
from stuurbord.web.gates.forms import seal
from stuurbord.web.gates.models import Evidence, GateDecision, Waiver
from stuurbord.web.imports.actions import receive
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.jobs.models import Job
from stuurbord.web.lists.models import Attachment, Comment, FileContent, Link, SavedView, SheetReview
from stuurbord.web.meetings.models import AgendaItem, Meeting
from stuurbord.web.methods.actions import adopt_method
from stuurbord.web.methods.editing import copy_to_draft
from stuurbord.web.methods.models import ProjectMethod, StartDraft
from stuurbord.web.methods.storing import published
from stuurbord.web.planning.actions import Wanted, propose
from stuurbord.web.planning.models import PlanVariant, ProgressSheet, Proposal, StatusRound
from stuurbord.web.planning.progress.judging import Told
from stuurbord.web.planning.progress.reporting import report
from stuurbord.web.planning.progress.sheets_out import sheet_of
from stuurbord.web.projects.models import Portfolio, Programme, Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of
from stuurbord.web.registers.models import Risk
from stuurbord.web.reporting.actions import create_report
from stuurbord.web.rules.queries import pack_in_force
from stuurbord.web.scenarios.models import Goal, Scenario
from stuurbord.web.steering.models import StoredSnapshot
from stuurbord.web.steering.snapshots import take_snapshot
from stuurbord.web.tolerances.models import ExceptionReport, PortfolioException
from stuurbord.web.webhooks.models import Webhook

pytestmark = pytest.mark.django_db

ACTORS = (
    "anonymous stranger reader project_manager project_owner controller portfolio_manager auditor "
    "administrator"
).split()
METHODS = ("GET", "POST")
TOGETHER = (
    ("stranger", "portfolio_manager", "auditor"),
    ("anonymous", "reader", "project_manager"),
    ("project_owner", "controller", "administrator"),
)
"""Who ask one after the other in one test, about what was made once for them."""
RENAMED = {"base": 1, "edits": [{"edit": "SetFacts", "uids": [2], "facts": {"name": "Anders"}}]}
OF_REVISIONS = ("plan_revisions", "plan_compare", "plan_compare_file", "plan_trend", "baseline_propose")

# A column per actor, in that order.
TABLE = """
GET  account             302  404  404  404  404  404  200  404  200
GET  account_new         302  403  404  404  404  404  403  404  200
POST account_new         302  403  404  404  404  404  403  404  200
POST account_password    302  404  404  404  404  404  403  404  200
POST account_state       302  404  404  404  404  404  403  404  302
GET  api                 401  200  200  200  200  200  200  200  200
POST api                 401  403  403  403  403  403  403  403  403
GET  api_docs            302  200  200  200  200  200  200  200  200
POST api_token_revoke    302  404  404  404  404  404  302  404  404
GET  api_tokens          302  200  200  200  200  200  200  200  200
POST api_tokens          302  200  200  200  200  200  200  200  200
GET  audit               302  200  403  403  403  403  200  200  200
GET  audit_export        302  403  403  403  403  403  403  403  403
GET  audit_selection     302  200  403  403  403  403  200  200  200
POST audit_verify        302  403  403  403  403  403  403  403  302
GET  baseline_propose    302  404  403  200  200  403  200  403  404
POST baseline_propose    302  404  403  302  302  403  302  403  404
GET  calendar_feed       404  404  404  404  404  404  404  404  404
GET  date_reason         302  404  200  200  200  200  200  200  404
GET  gate                302  404  200  200  200  200  200  200  404
POST gate_attest         302  404  403  403  302  403  403  403  404
POST gate_decide         302  404  403  403  403  403  422  403  404
GET  gate_decision       302  404  200  200  200  200  200  200  404
GET  gate_evidence       302  404  403  200  200  403  200  403  404
POST gate_evidence       302  404  403  302  302  403  302  403  404
POST gate_review         302  404  403  403  302  403  302  403  404
POST gate_submit         302  404  403  422  422  403  422  403  404
GET  gate_waiver         302  404  403  200  200  403  200  403  404
POST gate_waiver         302  404  403  302  302  403  302  403  404
POST gate_waiver_decide  302  404  403  403  403  403  302  403  404
GET  gates               302  404  200  200  200  200  200  200  404
POST grant               302  404  404  404  404  404  403  404  302
GET  home                302  302  302  302  302  302  302  302  302
GET  import              302  404  404  200  404  404  200  404  404
POST import_accept       302  404  404  403  404  404  302  404  404
POST import_discard      302  404  404  302  404  404  302  404  404
GET  import_mapping      302  404  404  404  404  404  200  404  404
POST import_mapping      302  404  404  404  404  404  200  404  404
POST import_propose      302  404  404  302  404  404  302  404  404
GET  imports             302  404  403  200  403  403  200  403  404
POST imports             302  404  403  302  403  403  302  403  404
POST imports_accept      302  404  404  302  404  404  302  404  404
GET  job_progress        302  404  200  200  200  200  200  200  404
POST job_stop            302  404  403  403  403  403  302  403  404
GET  jobs                302  200  200  200  200  200  200  200  200
POST line_attachment_archive 302  404  403  302  302  403  302  403  404
GET  line_attachment     302  404  200  200  200  200  200  200  404
POST line_attachments    302  404  403  302  302  403  302  403  404
GET  line_comments       302  404  200  200  200  200  200  200  404
POST line_comments       302  404  302  302  302  302  302  302  404
POST line_comment_withdraw 302  404  403  403  403  403  403  403  404
GET  line_links          302  404  200  200  200  200  200  200  404
POST line_links          302  404  403  302  302  403  302  403  404
POST line_link_remove    302  404  403  302  302  403  302  403  404
GET  login               200  302  302  302  302  302  302  302  302
POST login               200  302  302  302  302  302  302  302  302
POST logout              302  302  302  302  302  302  302  302  302
POST matter_finish       302  404  403  302  302  403  302  403  404
POST matter_postpone     302  404  403  302  302  403  302  403  404
POST matter_undo         302  404  403  302  302  403  302  403  404
GET  meeting             302  404  200  404  404  200  200  200  404
POST meeting_agree       302  404  403  404  404  403  302  403  404
POST meeting_approve     302  404  403  404  404  403  403  403  404
POST meeting_attendance  302  404  403  404  404  403  302  403  404
POST meeting_decide      302  404  403  404  404  403  302  403  404
GET  meeting_edit        302  404  403  404  404  403  200  403  404
POST meeting_edit        302  404  403  404  404  403  302  403  404
POST meeting_item        302  404  403  404  404  403  302  403  404
POST meeting_item_new    302  404  403  404  404  403  302  403  404
POST meeting_lead        302  404  403  404  404  403  302  403  404
GET  meeting_minutes     302  404  200  404  404  200  200  200  404
GET  meeting_minutes_file 302 404  200  404  404  200  200  200  404
POST meeting_move        302  404  403  404  404  403  302  403  404
GET  meeting_new         302  404  403  403  403  403  200  403  404
POST meeting_new         302  302  403  403  403  403  302  403  403
POST meeting_next        302  404  403  404  404  403  409  403  404
POST meeting_proposals   302  404  403  404  404  403  302  403  404
GET  meeting_show        302  404  200  404  404  200  200  200  404
GET  meetings            302  200  200  200  200  200  200  200  200
GET  my_week             302  200  200  200  200  200  200  200  200
GET  notices             302  200  200  200  200  200  200  200  200
POST notices             302  302  302  302  302  302  302  302  302
GET  own_account         302  200  200  200  200  200  200  200  200
POST own_account         302  302  302  302  302  302  302  302  302
GET  pack                302  404  200  403  403  200  200  200  404
GET  pack_workbook       302  404  200  403  403  200  200  200  404
GET  parts               302  200  200  200  200  200  200  200  200
GET  people              302  200  404  404  404  404  200  404  200
POST plan_presence       302  404  200  200  200  200  200  200  404
GET  plan_proposal       302  404  200  200  200  200  200  200  404
GET  plan_proposals      302  404  200  200  200  200  200  200  404
GET  plan_data           302  404  200  200  200  200  200  200  404
POST plan_preview        302  404  200  200  200  200  200  200  404
POST plan_propose        302  404  403  201  201  403  201  403  404
GET  plan_table          302  404  200  200  200  200  200  200  404
POST plan_why            302  404  200  200  200  200  200  200  404
GET  plan_compare        302  404  200  200  200  200  200  200  404
GET  plan_compare_file   302  404  200  200  200  200  200  200  404
POST plan_p80            302  404  200  200  200  200  200  200  404
GET  my_progress         302  200  200  200  200  200  200  200  200
POST my_progress_report  302  404  403  302  403  403  302  403  404
GET  plan_progress       302  404  200  200  200  200  200  200  404
POST progress_announce   302  404  403  302  403  403  302  403  404
POST progress_end        302  404  403  302  403  403  302  403  404
POST progress_propose    302  404  403  302  403  403  302  403  404
GET  progress_people     302  404  403  200  403  403  200  403  404
POST progress_people     302  404  403  302  403  403  302  403  404
GET  progress_sheet      302  404  403  200  403  403  200  403  404
GET  progress_sheet_in   302  404  200  200  200  200  200  200  404
POST progress_sheet_in   302  404  403  302  403  403  302  403  404
GET  progress_sheet_review 302 404 404  404  404  404  200  404  404
POST progress_sheet_review 302 404 404  404  404  404  302  404  404
GET  plan_quality        302  404  200  200  200  200  200  200  404
GET  plan_variant        302  404  200  200  200  200  200  200  404
POST plan_variant        302  404  403  302  302  403  302  403  404
POST plan_variant_add    302  404  403  201  201  403  201  403  404
GET  plan_variants       302  404  200  200  200  200  200  200  404
GET  quality_mends       302  404  200  200  200  200  200  200  404
POST quality_propose     302  404  403  302  302  403  302  403  404
GET  plan_revisions      302  404  200  200  200  200  200  200  404
GET  plan_trend          302  404  200  200  200  200  200  200  404
GET  portfolio           302  404  200  200  200  200  200  200  404
GET  portfolio_plan      302  404  200  200  200  200  200  200  404
GET  portfolio_plan_data 302  404  200  200  200  200  200  200  404
POST portfolio_plan_preview 302 404 200  200  200  200  200  200  404
POST portfolio_plan_propose 302 404 403  201  201  403  201  403  404
GET  portfolio_forecast  302  404  200  200  200  200  200  200  404
GET  portfolios          302  200  200  200  200  200  200  200  200
POST portfolios          302  403  403  403  403  403  403  403  302
GET  project             302  404  200  200  200  200  200  200  404
POST project_compute     302  404  302  302  302  302  302  302  404
GET  project_forecast    302  404  200  200  200  200  200  200  404
GET  project_imports     302  404  200  200  200  200  200  200  404
GET  project_plan        302  404  200  200  200  200  200  200  404
GET  project_plan_file   302  404  200  200  200  200  200  200  404
POST project_proposal    302  404  403  302  302  403  302  403  404
GET  project_what_if     302  404  200  200  200  200  200  200  404
POST project_what_if     302  404  302  302  302  302  302  302  404
POST proposal_accept     302  404  403  302  403  403  302  403  404
POST proposal_reject     302  404  403  302  302  403  302  403  404
POST proposal_withdraw   302  404  403  403  403  403  403  403  404
GET  projects            302  200  200  200  200  200  200  200  200
GET  project_report      302  404  200  200  200  200  200  200  404
POST project_report      302  404  403  302  302  403  302  403  404
GET  project_reports     302  404  200  200  200  200  200  200  404
POST project_reports     302  404  403  302  302  403  302  403  404
GET  report_file         302  404  200  200  200  200  200  200  404
GET  register            302  200  200  200  200  200  200  200  200
GET  register_archive    302  404  403  200  200  403  200  403  404
POST register_archive    302  404  403  302  302  403  302  403  404
GET  register_cells      302  404  403  200  200  403  200  403  404
POST register_cells      302  404  403  200  200  403  200  403  404
GET  register_edit       302  404  403  200  200  403  200  403  404
POST register_edit       302  404  403  302  302  403  302  403  404
GET  register_line       302  404  200  200  200  200  200  200  404
GET  register_new        302  403  403  200  200  403  200  403  403
POST register_new        302  403  403  302  302  403  302  403  403
POST register_restore    302  404  403  302  302  403  302  403  404
GET  register_sheet      302  200  200  200  200  200  200  200  200
GET  register_sheet_in   302  403  403  200  200  403  200  403  403
POST register_sheet_in   302  403  403  302  302  403  302  403  403
POST register_state      302  404  403  302  302  403  302  403  404
POST register_undo       302  409  409  409  409  409  409  409  409
POST register_view       302  404  403  403  403  403  403  403  404
POST register_views      302  302  302  302  302  302  302  302  302
GET  registers           302  200  200  200  200  200  200  200  200
POST revoke              302  404  404  404  404  404  403  404  302
GET  scenarios           302  404  200  403  403  200  200  200  404
POST scenarios           302  404  403  403  403  403  302  403  404
GET  scenario            302  404  200  403  403  200  200  200  404
POST scenario            302  404  403  403  403  403  302  403  404
POST scenario_state      302  404  403  403  403  403  302  403  404
GET  dependencies        302  404  200  200  200  200  200  200  404
GET  exception           302  404  200  200  200  200  200  200  404
POST exception           302  404  403  422  422  403  422  403  404
GET  project_agreements  302  404  200  200  200  200  200  200  404
POST project_agreements  302  404  403  302  302  403  302  403  404
GET  portfolio_agreements 302  404  200  200  200  200  200  200  404
POST portfolio_agreements 302  404  403  403  403  403  302  403  404
GET  portfolio_exception 302  404  200  403  403  200  200  200  404
POST portfolio_exception 302  404  403  403  403  422  422  403  404
GET  goals               302  404  200  403  403  200  200  200  404
POST goals               302  404  403  403  403  403  302  403  404
GET  goal                302  404  200  403  403  200  200  200  404
POST goal                302  404  403  403  403  403  302  403  404
GET  portfolio_rollup    302  404  200  200  200  200  200  200  404
GET  programme           302  404  200  200  200  200  200  200  404
GET  methods             302  200  200  200  200  200  200  200  200
GET  method              302  200  200  200  200  200  200  200  200
POST method_copy         302  403  403  403  403  403  403  403  403
GET  method_edit         302  403  403  403  403  403  403  403  403
POST method_edit         302  403  403  403  403  403  403  403  403
POST method_publish      302  403  403  403  403  403  403  403  403
POST method_discard      302  403  403  403  403  403  403  403  403
GET  project_brief       302  404  200  200  200  200  200  200  404
GET  project_data        302  404  200  200  200  200  200  200  404
POST project_data        302  404  403  302  302  403  302  403  404
GET  project_method      302  404  200  200  200  200  200  200  404
GET  project_method_preview 302 404 403 403  403  403  200  403  404
POST project_method_preview 302 404 403 403  403  403  302  403  404
POST project_method_steps 302 404 403  302  302  403  302  403  404
POST project_method_back 302  404  403  403  403  403  302  403  404
GET  project_start       302  404  403  403  403  403  200  403  404
POST project_start       302  404  403  403  403  403  302  403  404
GET  project_start_step  302  404  403  403  403  403  200  403  404
POST project_start_step  302  404  403  403  403  403  302  403  404
POST project_start_discard 302 404 403 403  403  403  302  403  404
GET  rule_book           302  200  200  200  200  200  200  200  200
GET  rule_book_difference 302 200  200  200  200  200  200  200  200
GET  rule_book_new       302  403  403  403  403  403  403  403  403
POST rule_book_new       302  403  403  403  403  403  403  403  403
POST rule_book_restore   302  403  403  403  403  403  403  403  403
GET  rule_book_source    302  200  200  200  200  200  200  200  200
GET  rule_book_text      302  403  403  403  403  403  403  403  403
POST rule_book_text      302  403  403  403  403  403  403  403  403
GET  rule_books          302  200  200  200  200  200  200  200  200
GET  search              302  200  200  200  200  200  200  200  200
GET  sheet_review        302  404  404  404  404  404  200  404  404
POST sheet_review        302  404  404  404  404  404  302  404  404
GET  snapshots           302  404  200  200  200  200  200  200  404
POST snapshots           302  404  403  403  403  403  302  403  404
GET  template            302  200  200  200  200  200  200  200  200
GET  webhook             302  404  404  404  404  404  200  404  404
POST webhook_archive     302  404  404  404  404  404  302  404  404
GET  webhook_new         302  200  403  403  403  403  200  403  403
POST webhook_new         302  200  403  403  403  403  200  403  403
POST webhook_pause       302  404  404  404  404  404  302  404  404
POST webhook_test        302  404  404  404  404  404  302  404  404
GET  webhooks            302  200  403  403  403  403  200  403  403
GET  workbook            302  404  200  200  200  200  200  200  404
GET  tenders             302  404  200  200  200  200  200  200  404
POST tenders             302  404  403  302  302  403  302  403  404
GET  tender              302  404  403  200  200  403  200  200  404
POST tender              302  404  403  302  302  403  302  403  404
GET  tender_scores       302  404  403  403  403  403  200  403  404
POST tender_scores       302  404  403  403  403  403  422  403  404
GET  award_report_file   302  404  403  200  200  403  200  200  404
GET  contract            302  404  200  200  200  200  200  200  404
POST contract            302  404  403  302  302  403  302  403  404
GET  contract_indices    302  200  200  200  200  200  200  200  200
POST contract_indices    302  403  403  403  403  403  403  403  403
GET  procurement_deadlines 302 200  200  200  200  200  200  200  200
GET  procurement_overview 302 200  200  200  200  200  200  200  200
GET  procurement_file_deadlines 302 404 200 200 200 200 200 200  404
POST procurement_term      302 404  403  302  302  403  302  403  404
POST procurement_return    302  403  403  302  302  403  302  403  403
GET  procurement_tie     302  404  403  200  200  403  200  403  404
POST procurement_tie     302  404  403  302  302  403  302  403  404
GET  procurement_propose 302  404  302  302  302  302  302  302  404
POST procurement_propose 302  404  403  302  302  403  302  403  404
POST procurement_proposal_accept 302 404 403 302 403 403 302 403  404
POST procurement_proposal_reject 302 404 403 302 302 403 302 403  404
POST procurement_proposal_withdraw 302 404 403 403 403 403 403 403 404
GET  project_procurements 302 404  200  200  200  200  200  200  404
POST procurement_chances 302  404  302  302  302  302  302  302  404
GET  procurement_law_change 302 200 200 200  200  200  200  200  200
GET  procurements        302  200  200  200  200  200  200  200  200
GET  procurement_new     302  403  403  200  200  403  200  403  403
POST procurement_new     302  403  403  302  302  403  302  403  403
GET  procurement_notice  302  403  403  200  200  403  200  403  403
POST procurement_notice  302  403  403  302  302  403  302  403  403
GET  procurement_agreed  302  200  200  200  200  200  200  200  200
POST procurement_agreed  302  403  403  403  403  403  403  403  403
GET  procurement_file    302  404  200  200  200  200  200  200  404
GET  procurement_facts   302  404  302  302  302  302  302  302  404
POST procurement_facts   302  404  403  302  302  403  302  403  404
POST procurement_choice  302  404  403  302  302  403  302  403  404
GET  procurement_choice_kept 302 404 200 200  200  200  200  200  404
POST procurement_ruling  302  404  403  403  302  403  302  403  404
GET  procurement_note    302  404  200  200  200  200  200  200  404
GET  procurement_dossier 302  404  200  200  200  200  200  200  404
POST procurement_mark    302  404  403  302  302  403  302  403  404
POST procurement_answer  302  404  403  302  302  403  302  403  404
POST procurement_moment  302  404  403  302  302  403  302  403  404
POST procurement_stage   302  404  403  302  302  403  302  403  404
GET  procurement_data    302  404  403  200  200  403  200  403  404
POST procurement_data    302  404  403  302  302  403  302  403  404
GET  procurement_lots    302  404  403  200  200  403  200  403  404
POST procurement_lots    302  404  403  302  302  403  302  403  404
"""


LIST = b"Onderwerp;Wanneer\nSluis;01/12/2026\n"


@dataclass(frozen=True)
class World:
    """One portfolio with a project, a risk, files to review, a snapshot and an account; and a neighbour."""

    portfolio: Portfolio
    project: Project
    risk: Risk
    plan_file: Import
    table_file: Import
    snapshot: StoredSnapshot
    job: Job
    account: User
    membership: Membership
    actors: dict[str, User | None]
    client: Client
    """One for everybody: what makes an answer slow is starting the application."""
    cookies: dict[str, SimpleCookie]
    """Of each actor, who logged in once."""


@pytest.fixture
def world(client: Client) -> World:
    """Return the world with one person per role."""
    plan = mspdi.write(factories.plan(6))
    portfolio, neighbour = factories.portfolio("A"), factories.portfolio("B")
    project = factories.project(portfolio, "P-001")
    factories.revision(project)
    factories.forecast(project)
    account = factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)
    whole, own = (Scope.PORTFOLIO, portfolio.pk), (Scope.PROJECT, project.pk)
    made = World(
        portfolio=portfolio,
        project=project,
        risk=Risk.objects.create(project=project, code="R-1", title="Levertijd"),
        plan_file=receive(factories.OPERATOR, portfolio, "P-001.xml", plan, project),
        table_file=receive(factories.OPERATOR, portfolio, "lijst.csv", LIST),
        snapshot=take_snapshot(factories.OPERATOR, portfolio, date(2026, 11, 20)),
        job=Job.objects.create(
            kind="gone", subject=project.subject, scope=own[0], scope_id=own[1], portfolio_id=portfolio.pk
        ),
        account=account,
        membership=account.memberships.get(),
        actors={
            "anonymous": None,
            "stranger": factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, neighbour.pk),
            "reader": factories.user(Role.READER, *whole),
            "project_manager": factories.user(Role.PROJECT_MANAGER, *own),
            "project_owner": factories.user(Role.PROJECT_OWNER, *own),
            "controller": factories.user(Role.CONTROLLER, *whole),
            "portfolio_manager": factories.user(Role.PORTFOLIO_MANAGER, *whole),
            "auditor": factories.user(Role.AUDITOR, *whole),
            "administrator": factories.user(Role.ADMINISTRATOR),
        },
        client=client,
        cookies={},
    )
    for name, user in made.actors.items():
        client.cookies = SimpleCookie()
        if user is not None:
            client.force_login(user)
        made.cookies[name] = client.cookies
    assert (made.plan_file.state, made.table_file.state) == (ImportState.READY, ImportState.NEEDS_MAPPING)
    return made


WHOLE_REGISTER = {
    "register",
    "register_cells",
    "register_new",
    "register_sheet",
    "register_sheet_in",
    "register_undo",
    "register_views",
}
AS_JSON = {
    "plan_p80",
    "plan_variant_add",
    "register_cells",
    "register_undo",
    "plan_presence",
    "plan_preview",
    "plan_propose",
    "plan_why",
    "portfolio_plan_preview",
    "portfolio_plan_propose",
}


def asked(world: World, name: str) -> str:
    """Return what follows the question mark where an address alone asks nothing."""
    if name == "gate_waiver":
        return "?rule=G0-PAS-01"
    if name == "meeting_new":
        return f"?portfolio={world.portfolio.key}"
    return f"?line={world.risk.pk}&field=title" if name == "register_cells" else ""


def arguments(world: World, name: str) -> tuple[Any, ...]:
    """Return what an address needs."""
    if name in ("portfolio", "portfolio_forecast", "snapshots", "imports", "imports_accept", "workbook"):
        return (world.portfolio.key,)
    if name in ("scenarios", "dependencies", "goals", "portfolio_rollup", "portfolio_agreements"):
        return (world.portfolio.key,)
    if name.startswith("portfolio_plan"):
        return (world.portfolio.key,)
    if name in ("scenario", "scenario_state"):
        own = {"portfolio": world.portfolio, "name": "Uitstel"}
        return (world.portfolio.key, Scenario.objects.get_or_create(**own)[0].pk)
    if name == "project_reports":
        return (world.portfolio.key, world.project.code)
    if name in ("project_report", "report_file"):
        made = world.project.reports.first() or create_report(
            Operator("test"), world.project, "highlight", today()
        )
        own = (world.portfolio.key, world.project.code, made.number)
        return (*own, "pdf") if name == "report_file" else own
    if name == "goal":
        own = {"portfolio": world.portfolio, "code": "D1"}
        return (world.portfolio.key, Goal.objects.get_or_create(**own)[0].pk)
    if name == "programme":
        made = Programme.objects.get_or_create(portfolio=world.portfolio, name="Vaarwegen")[0]
        Project.objects.filter(pk=world.project.pk).update(programme=made)
        return (world.portfolio.key, made.pk)
    if name == "audit_selection":
        return ("csv",)
    if name == "rule_book_source":
        return ("project-size", pack_in_force("project-size").sha256)
    if name in ("rule_book", "rule_book_difference", "rule_book_restore", "rule_book_text"):
        return ("project-size",)
    if name == "exception":
        own = {"project": world.project, "code": "AFW-001", "target": "quality"}
        ExceptionReport.objects.get_or_create(**own)
        return (world.portfolio.key, world.project.code, "AFW-001")
    if name == "portfolio_exception":
        own = {"portfolio": world.portfolio, "code": "PAFW-001", "target": "cost", "state": "reported"}
        PortfolioException.objects.get_or_create(**own, defaults={"raised_on": today()})
        return (world.portfolio.key, "PAFW-001")
    if name == "date_reason":
        return (world.portfolio.key, world.project.code, 1)
    if name.startswith(("method", "project_method", "project_start", "project_brief")):
        return method_arguments(world, name)
    if name in OF_REVISIONS or name == "plan_quality" or (name.startswith("project") and name != "projects"):
        return (world.portfolio.key, world.project.code)
    if name in ("plan_p80", "plan_variants", "plan_variant_add"):
        return (world.portfolio.key, world.project.code)
    if name in ("quality_mends", "quality_propose"):
        return (world.portfolio.key, world.project.code, 1)
    if name == "plan_variant":
        own = {"project": world.project, "number": 1, "base": world.project.current_revision}
        PlanVariant.objects.get_or_create(**own, defaults={"name": "Anders", "edits": RENAMED["edits"]})
        return (world.portfolio.key, world.project.code, 1)
    if name.startswith(("progress_", "plan_progress", "my_progress_")):
        return (world.portfolio.key, world.project.code, *beside_progress(world, name))
    if name == "plan_why":
        return (world.portfolio.key, world.project.code, 2)
    if name in ("plan_proposals", "plan_presence", "plan_data", "plan_preview", "plan_propose", "plan_table"):
        return (world.portfolio.key, world.project.code)
    if name in ("plan_proposal", "proposal_accept", "proposal_reject", "proposal_withdraw"):
        return (world.portfolio.key, world.project.code, proposal_in(world).number)
    if name == "register_view":
        own = {"register": "risicos", "owner": world.account, "shared_with": world.portfolio}
        return ("risicos", SavedView.objects.get_or_create(name="Alle", **own)[0].pk)
    if name == "api":
        return ("me",)
    if name == "api_token_revoke":
        own = {"user": world.actors["portfolio_manager"], "expires_on": date(2026, 12, 31)}
        return (ApiToken.objects.get_or_create(name="Bord", digest="0" * 64, defaults=own)[0].pk,)
    if name == "gates":
        return (world.portfolio.key, world.project.code)
    if name.startswith("gate"):
        return (world.portfolio.key, world.project.code, "G0", *at_gate(world, name))
    if name.startswith("webhook") and name not in ("webhooks", "webhook_new"):
        own = {"owner": world.actors["portfolio_manager"], "portfolio": world.portfolio}
        return (Webhook.objects.get_or_create(name="Bord", defaults=own)[0].pk,)
    if name == "calendar_feed":
        return ("geen-geheim",)
    if name.startswith("matter_"):
        return ("risicos", world.risk.pk)
    if name == "sheet_review":
        own = {"register": "risicos", "created_by": world.actors["portfolio_manager"], "size": 1}
        return ("risicos", SheetReview.objects.get_or_create(file_name="blad.xlsx", **own)[0].pk)
    if name.startswith("meeting") and name not in ("meetings", "meeting_new"):
        return meeting_arguments(world, name)
    if name in procurement_access.NAMES:
        return procurement_access.arguments(world, name)
    if name in procurement_desk_access.NAMES:
        return procurement_desk_access.arguments(world, name)
    if name in tender_access.NAMES:
        return tender_access.arguments(world, name)
    if name in contract_access.NAMES:
        return contract_access.arguments(world, name)
    if name in procurement_plan_access.NAMES:
        return procurement_plan_access.arguments(world, name)
    if name.startswith("register") and name != "registers":
        line = () if name in WHOLE_REGISTER else (world.risk.pk,)
        return ("risicos", *line)
    if name.startswith("line_"):
        return ("risicos", world.risk.pk, *beside_line(world, name))
    single: dict[str, int] = {
        "import": world.plan_file.pk,
        "import_accept": world.plan_file.pk,
        "import_discard": world.plan_file.pk,
        "import_propose": world.plan_file.pk,
        "import_mapping": world.table_file.pk,
        "pack": world.snapshot.pk,
        "pack_workbook": world.snapshot.pk,
        "job_progress": world.job.pk,
        "job_stop": world.job.pk,
        "account": world.account.pk,
        "account_state": world.account.pk,
        "account_password": world.account.pk,
        "grant": world.account.pk,
        "revoke": world.membership.pk,
    }
    return (single[name],) if name in single else ()


def proposal_in(world: World) -> Proposal:
    """Return a proposal that stays within what was agreed, made where it is not there."""
    base = world.project.current_revision or Project.objects.get(pk=world.project.pk).current_revision
    plan = edited(plan_of(base.pk), [SetFacts([2], {"name": "Anders"})], forecast_schedule)
    found = world.project.proposals.first()
    return found or propose(factories.OPERATOR, world.project, base, plan, Wanted("Andere naam"))


def beside_progress(world: World, name: str) -> tuple[int, ...]:
    """Return the number of the task, round or sheet that an address of the progress needs."""
    if name == "my_progress_report":
        return (2,)
    if name == "progress_end":
        own = {"project": world.project, "status_date": today(), "report_by": today()}
        return (StatusRound.objects.get_or_create(**own)[0].pk,)
    if name == "progress_sheet_review":
        own = {"project": world.project, "created_by": world.actors["portfolio_manager"]}
        return (ProgressSheet.objects.get_or_create(file_name="blad.xlsx", **own)[0].pk,)
    return ()


def report_in(world: World) -> int:
    """Return the number of a report on a task, made where it is not there."""
    project = Project.objects.get(pk=world.project.pk)
    return report(factories.OPERATOR, project, 2, Told(50, actual_start=date(2026, 11, 23)), today()).pk


def at_gate(world: World, name: str) -> tuple[int, ...]:
    """Return the number of what lies at a gate, made where it is not there."""
    own = {"project": world.project, "title": "Regel", "code": "X-1"}
    if name == "gate_decision":
        old = {"by_name": "Stuurgroep", "on": date(2025, 1, 1), "at": timezone.now(), "is_imported": True}
        GateDecision.objects.get_or_create(project=world.project, gate="G0", number=1, defaults=old)
        return (1,)
    if name == "gate_review":
        return (Evidence.objects.get_or_create(**own, kind="BC", defaults={"state": "for_review"})[0].pk,)
    if name == "gate_waiver_decide":
        asked = {"gate": "G0", "rule": "G0-PAS-01", "reason": "Zo", "measure": "Zo", "residual_risk": "Zo"}
        asked |= {"owner": world.account.person, "state": "requested", "expires_on": today()}
        return (Waiver.objects.get_or_create(**own, defaults=asked)[0].pk,)
    return ()


def method_arguments(world: World, name: str) -> tuple[Any, ...]:
    """Return what an address of a template, of a project's method or of a start needs."""
    place = (world.portfolio.key, world.project.code)
    template = published().get(key="prince2-application") if name != "methods" else None
    if name in ("methods", "method", "method_copy"):
        return (template.pk,) if template and name != "methods" else ()
    if name.startswith("method"):
        return (copy_to_draft(factories.OPERATOR, template).pk,)
    if name == "project_brief":
        return (*place, "docx")
    if name == "project_method_preview":
        return (*place, template.pk)
    if name.startswith("project_method"):
        if name == "project_method_back":
            for key in ("flemish-application", "hybrid-application"):
                adopt_method(factories.OPERATOR, world.project, key)
        return place
    if name == "project_start":
        return (world.portfolio.key,)
    own = {"portfolio": world.portfolio, "user": world.actors["portfolio_manager"]}
    draft = StartDraft.objects.get_or_create(**own)[0]
    return (world.portfolio.key, draft.pk, *(["idee"] if name == "project_start_step" else []))


def meeting_of(world: World) -> Meeting:
    """Return the meeting of the portfolio that is being held, made where it is not there."""
    own = {"portfolio": world.portfolio, "kind": "portfolio_board", "title": "Stuurgroep"}
    own |= {"at": datetime(2026, 12, 11, 14, tzinfo=timezone.get_default_timezone()), "state": "running"}
    return Meeting.objects.get_or_create(body="Stuurgroep", defaults=own)[0]


def meeting_item(world: World) -> AgendaItem:
    """Return an item on its agenda."""
    own = {"meeting": meeting_of(world), "project": world.project, "position": 1}
    return AgendaItem.objects.get_or_create(title="Rondvraag", defaults=own)[0]


def meeting_arguments(world: World, name: str) -> tuple[Any, ...]:
    """Return what an address of a meeting needs."""
    if name in ("meeting_item", "meeting_move", "meeting_decide", "meeting_agree"):
        return (meeting_of(world).pk, meeting_item(world).pk)
    return (meeting_of(world).pk, "docx") if name == "meeting_minutes_file" else (meeting_of(world).pk,)


def meeting_form() -> dict[str, Any]:
    """Return when and where a meeting is."""
    made = {"title": "Stuurgroep", "body": "Stuurgroep", "kind": "portfolio_board"}
    return made | {"day": "2026-12-11", "time": "14:00", "length_minutes": 90, "interval_days": 28}


def beside_line(world: World, name: str) -> tuple[int, ...]:
    """Return the number of what stands beside a line, made where it is not there."""
    about = {"register": "risicos", "line_id": world.risk.pk, "project": world.project}
    if name.startswith("line_attachment") and name != "line_attachments":
        content, _made = FileContent.objects.get_or_create(
            sha256="0" * 64, defaults={"size": 2, "content": b"ja"}
        )
        by = {"added_by": world.account, "content": content, "media_type": "text/plain"}
        return (Attachment.objects.get_or_create(file_name="a.txt", **about, defaults=by)[0].pk,)
    if name == "line_comment_withdraw":
        return (Comment.objects.get_or_create(text="Ja", author=world.account, **about)[0].pk,)
    if name == "line_link_remove":
        ends = {"from_kind": "risicos", "from_id": world.risk.pk, "to_kind": "project"}
        return (Link.objects.get_or_create(to_id=world.project.pk, **ends)[0].pk,)
    return ()


def posted(world: World, name: str) -> dict[str, Any]:
    """Return a form that would succeed for who may send it."""
    risk = {"project": world.project.pk, "title": "Nieuw", "state": "identified"}
    if name in procurement_access.FORMS:
        return procurement_access.FORMS[name]
    if name in procurement_desk_access.FORMS:
        return procurement_desk_access.FORMS[name]
    if name in tender_access.FORMS:
        return tender_access.FORMS[name]
    if name in contract_access.FORMS:
        return contract_access.FORMS[name]
    if name in procurement_plan_access.FORMS:
        return procurement_plan_access.FORMS[name]
    forms: dict[str, Callable[[], dict[str, Any]]] = {
        "my_progress_report": lambda: {"step": "0"},
        "progress_announce": lambda: {"status_date": today().isoformat(), "report_by": today().isoformat()},
        "progress_end": lambda: {"version": 1},
        "progress_propose": lambda: {
            "report": [report_in(world)],
            "status_date": today().isoformat(),
            "do": "propose",
        },
        "progress_people": lambda: {"resource": "Team", "people": ""},
        "progress_sheet_in": lambda: {
            "file": SimpleUploadedFile("b.xlsx", sheet_of(Project.objects.get(pk=world.project.pk)))
        },
        "progress_sheet_review": lambda: {"do": "discard"},
        "plan_presence": lambda: {"base": 1, "n_edits": 1, "tasks": [2]},
        "plan_p80": lambda: RENAMED,
        "plan_variant": lambda: {"do": "archive", "version": 1},
        "plan_variant_add": lambda: RENAMED | {"title": "Een andere naam"},
        "quality_propose": lambda: {"revision": 1, "m": ["0"]},
        "plan_preview": lambda: RENAMED,
        "plan_propose": lambda: RENAMED | {"title": "Een andere naam"},
        "plan_why": lambda: RENAMED,
        "portfolio_plan_preview": lambda: {"edits": {world.project.code: RENAMED}},
        "portfolio_plan_propose": lambda: {"edits": {world.project.code: RENAMED}, "title": "Andere naam"},
        "proposal_accept": lambda: {"version": 1},
        "proposal_reject": lambda: {"version": 1, "reason": "Niet nodig"},
        "proposal_withdraw": lambda: {"version": 1},
        "portfolios": lambda: {"key": "NIEUW", "name": "Nieuw"},
        "exception": lambda: {"version": 1},
        "portfolio_exception": lambda: {"do": "ask", "version": 1},
        "project_data": lambda: {"form": "data", "version": 0},
        "project_method_preview": lambda: {"current": ""},
        "project_method_back": lambda: {
            "current": ProjectMethod.objects.filter(project=world.project, is_current=True).get().pk
        },
        "project_start_step": lambda: {"name": "Sluis", "kind": "ai", "goal": "Vlot", "version": 1},
        "project_start_discard": lambda: {"version": 1},
        "project_agreements": lambda: {
            "do": "judge",
            "version": Project.objects.get(pk=world.project.pk).version,
        },
        "portfolio_agreements": lambda: {"max_changes": 5, "version": 0},
        "project_reports": lambda: {"kind": "highlight"},
        "project_report": lambda: {"do": "write", "version": 1, "text-done": "Klaar"},
        "scenarios": lambda: {"name": "Nog een"},
        "scenario": lambda: {"do": "header", "name": "Anders", "version": 1},
        "scenario_state": lambda: {"to": "dropped", "version": 1},
        "goals": lambda: {"code": "D2", "title": "Vlot varen", "weight": 1},
        "goal": lambda: {"do": "goal", "code": "D1", "title": "Vlot", "weight": 1, "version": 1},
        "snapshots": lambda: {"as_of": "2026-11-20"},
        "imports": lambda: {"files": SimpleUploadedFile("P-001.xml", mspdi.write(factories.plan(5)))},
        "register_new": lambda: risk | {"code": "R-2"},
        "register_edit": lambda: risk | {"code": "R-1", "version": 1},
        "register_archive": lambda: {"version": 1},
        "register_restore": lambda: {"version": 1},
        "register_state": lambda: {"version": 1, "target": "closed"},
        "line_comments": lambda: {"text": "Akkoord"},
        "line_attachments": lambda: {"files": SimpleUploadedFile("b.txt", b"nee")},
        "line_links": lambda: {"to": f"project:{world.project.pk}"},
        "register_cells": lambda: {"lines": [[world.risk.pk, 1]], "changes": {"title": "Nieuw"}},
        "register_undo": lambda: {"done": [[world.risk.pk, 1]]},
        "register_sheet_in": lambda: {
            "file": SimpleUploadedFile("r.csv", b"Project;Nr.;Risico\nP-001;R-9;Nieuw")
        },
        "sheet_review": lambda: {"do": "discard"},
        "api_tokens": lambda: {"name": "Bord", "expires_on": "2026-12-01"},
        "webhook_new": lambda: {
            "portfolio": world.portfolio.pk,
            "name": "Bord",
            "url": "https://voorbeeld.example/",
        },
        "webhook_pause": lambda: {"version": 1},
        "webhook_archive": lambda: {"version": 1},
        "register_views": lambda: {"name": "Mijn", "query": ""},
        "register_view": lambda: {"name": "Anders", "version": 1},
        "account_new": lambda: {"name": "N. Nieuw", "email": "nieuw@voorbeeld.example", "language": "nl"},
        "account_state": lambda: {"change": "close", "version": world.account.version},
        "account_password": lambda: {"version": world.account.version},
        "grant": lambda: {"role": Role.AUDITOR, "portfolio": world.portfolio.key},
        "own_account": lambda: {"form": "language", "language": "fr"},
        "notices": lambda: {"form": "digest", "rhythm": "daily"},
        "gate_attest": lambda: {"rule": "G0-PAS-01", "answer": "yes", "last": "0"},
        "gate_decide": lambda: {"version": "1", "seen": seal({}), "verdict": "go"},
        "gate_evidence": lambda: {
            "kind": "BC",
            "title": "Zaak",
            "reviewer": world.account.person.pk,
            "reference": "12",
        },
        "gate_review": lambda: {"do": "approve", "version": 1},
        "gate_submit": lambda: {"version": 1},
        "gate_waiver": lambda: {
            **dict.fromkeys(("reason", "measure", "residual_risk"), "Zo"),
            "rule": "G0-PAS-01",
            "expires_on": today().isoformat(),
        },
        "gate_waiver_decide": lambda: {"do": "approve", "outcome": "Goed", "version": 1},
        "meeting_agree": lambda: {
            "title": "Bellen",
            "owner": world.account.person.pk,
            "due": "2026-12-20",
            "project": world.project.pk,
        },
        "meeting_approve": lambda: {"version": 1},
        "meeting_attendance": lambda: {"person": world.account.person.pk},
        "meeting_decide": lambda: {"ruling": "noted", "item_version": 1},
        "meeting_edit": lambda: meeting_form() | {"version": 1},
        "meeting_item": lambda: {"version": 1, "title": "X", "purpose": "inform", "minutes": 5},
        "meeting_item_new": lambda: {"title": "X", "purpose": "inform", "minutes": 5},
        "meeting_lead": lambda: {"version": 1, "target": "held"},
        "meeting_move": lambda: {"way": "up"},
        "meeting_new": meeting_form,
        "meeting_next": lambda: {"version": 1},
        "meeting_proposals": lambda: {"all": "1"},
        "baseline_propose": lambda: {"number": "5", "name": "Tussentijds", "reason": "Zo"},
        "matter_finish": lambda: {"ask": "risk", "version": 1},
        "matter_postpone": lambda: {"ask": "risk", "version": 1},
        "matter_undo": lambda: {"version": 1},
    }
    return forms.get(name, dict)()


def answers(world: World, method: str, name: str, actors: Sequence[str]) -> list[int]:
    """Return the status that each of these people gets; what they ask about is made once for all."""
    with transaction.atomic():
        address = reverse(name, args=arguments(world, name))
        statuses = [answer(world, method, name, address, actor) for actor in actors]
        transaction.set_rollback(True)
    return statuses


def answer(world: World, method: str, name: str, address: str, actor: str) -> int:
    """Return the status of one request; what it changed is taken back."""
    client = world.client
    client.cookies = SimpleCookie(world.cookies[actor].output(header="", sep=";"))
    with transaction.atomic():
        if method == "GET":
            status = client.get(address + asked(world, name)).status_code
        else:
            kind = {"content_type": "application/json"} if name in AS_JSON else {}
            status = client.post(address, posted(world, name), **kind).status_code
        transaction.set_rollback(True)
    return status


def expected() -> dict[tuple[str, str], list[int]]:
    """Return the table as (method, name) → a status per actor."""
    made = {}
    for line in TABLE.strip().splitlines():
        method, name, *cells = line.split()
        made[method, name] = [int(cell) for cell in cells]
    return made


def names() -> set[str]:
    """Return the names of all addresses."""
    return {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}


def test_every_address_stands_in_the_table():
    """With GET; and with POST where it takes one."""
    listed = {name for _method, name in expected()}

    assert names() == listed


def test_everybody_asks():
    """In one of the three tests that follow."""
    assert sorted(actor for together in TOGETHER for actor in together) == sorted(ACTORS)


@pytest.mark.parametrize("actors", TOGETHER, ids=lambda actors: actors[-1])
def test_each_role_gets_what_the_table_says(world, actors):
    """Nine people ask every address by every method; what one of them changes is taken back."""
    other = {}
    for (method, name), row in expected().items():
        statuses = dict(zip(ACTORS, row, strict=True))
        for actor, found in zip(actors, answers(world, method, name, actors), strict=True):
            if found != statuses[actor]:
                other[method, name, actor] = (statuses[actor], found)

    assert other == {}


def test_what_the_table_leaves_out_is_not_taken(world):
    """A POST that is not in the table is answered with 405 for who may see the page, and changes nothing."""
    for name in sorted(names()):
        if ("POST", name) not in expected():
            assert answers(world, "POST", name, ["portfolio_manager"])[0] in (405, 404), name
        if ("GET", name) not in expected():
            assert answers(world, "GET", name, ["portfolio_manager"]) == [405], name
