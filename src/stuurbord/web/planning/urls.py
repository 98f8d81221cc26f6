"""The plan of a project: its Gantt, proposals, revisions, variants and progress."""

from django.urls import path

from stuurbord.web.planning.views import (
    comparison,
    my_progress,
    portfolio,
    presence,
    progress_people,
    progress_sheets,
    proposals,
    revisions,
    status_date,
    trend,
    variants,
    workspace,
)

_PLAN = "portefeuille/<slug:key>/project/<str:code>/planning/"

_PORTFOLIO = "portefeuille/<slug:key>/planning/"

urlpatterns = [
    path("mijn-voortgang/", my_progress.my_progress, name="my_progress"),
    path(
        "mijn-voortgang/<slug:key>/<str:code>/<int:uid>/",
        my_progress.my_progress_report,
        name="my_progress_report",
    ),
    path(f"{_PLAN}voortgang/", status_date.plan_progress, name="plan_progress"),
    path(f"{_PLAN}voortgang/peildatum/", status_date.announced, name="progress_announce"),
    path(f"{_PLAN}voortgang/peildatum/<int:pk>/einde/", status_date.ended, name="progress_end"),
    path(f"{_PLAN}voortgang/voorstel/", status_date.proposed, name="progress_propose"),
    path(f"{_PLAN}voortgang/mensen/", progress_people.people, name="progress_people"),
    path(f"{_PLAN}voortgang/blad.xlsx", progress_sheets.sheet, name="progress_sheet"),
    path(f"{_PLAN}voortgang/blad/", progress_sheets.sheet_in, name="progress_sheet_in"),
    path(f"{_PLAN}voortgang/blad/<int:pk>/", progress_sheets.sheet_review, name="progress_sheet_review"),
    path(_PORTFOLIO, portfolio.portfolio_plan, name="portfolio_plan"),
    path(f"{_PORTFOLIO}gegevens.json", portfolio.data, name="portfolio_plan_data"),
    path(f"{_PORTFOLIO}proef.json", portfolio.preview, name="portfolio_plan_preview"),
    path(f"{_PORTFOLIO}voorstel.json", portfolio.propose, name="portfolio_plan_propose"),
    path(f"{_PLAN}gegevens.json", workspace.data, name="plan_data"),
    path(f"{_PLAN}proef.json", workspace.preview, name="plan_preview"),
    path(f"{_PLAN}voorstel.json", workspace.propose, name="plan_propose"),
    path(f"{_PLAN}voorstellen/", proposals.proposals, name="plan_proposals"),
    path(f"{_PLAN}voorstellen/<int:number>/", proposals.proposal, name="plan_proposal"),
    path(f"{_PLAN}voorstellen/<int:number>/aanvaarden/", proposals.proposal_accept, name="proposal_accept"),
    path(f"{_PLAN}voorstellen/<int:number>/verwerpen/", proposals.proposal_reject, name="proposal_reject"),
    path(
        f"{_PLAN}voorstellen/<int:number>/intrekken/", proposals.proposal_withdraw, name="proposal_withdraw"
    ),
    path(f"{_PLAN}aanwezig.json", presence.presence, name="plan_presence"),
    path(f"{_PLAN}p80.json", variants.p80, name="plan_p80"),
    path(f"{_PLAN}varianten/", variants.variants, name="plan_variants"),
    path(f"{_PLAN}varianten/nieuw.json", variants.add, name="plan_variant_add"),
    path(f"{_PLAN}varianten/<int:number>/", variants.variant, name="plan_variant"),
    path(f"{_PLAN}revisies/", revisions.revisions, name="plan_revisions"),
    path(f"{_PLAN}vergelijking/", comparison.compare, name="plan_compare"),
    path(f"{_PLAN}vergelijking.xlsx", comparison.compare_file, name="plan_compare_file"),
    path(f"{_PLAN}mijlpalen/", trend.trend, name="plan_trend"),
    path(f"{_PLAN}basislijn/", revisions.propose, name="baseline_propose"),
]
