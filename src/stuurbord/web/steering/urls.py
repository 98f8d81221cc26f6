"""The pages that look over everything: portfolio, project, week, snapshots, log."""

from django.urls import path

from stuurbord.web.steering.views import (
    audit,
    date_reason,
    plan,
    plan_mends,
    plan_quality,
    portfolio,
    project,
    rollup,
    search,
    snapshots,
    week,
)

urlpatterns = [
    path("", week.home, name="home"),
    path("mijn-week/", week.my_week, name="my_week"),
    path("portefeuilles/", portfolio.portfolios, name="portfolios"),
    path("portefeuille/<slug:key>/", portfolio.portfolio, name="portfolio"),
    path("portefeuille/<slug:key>/overzicht/", rollup.portfolio_rollup, name="portfolio_rollup"),
    path("portefeuille/<slug:key>/programma/<int:pk>/", rollup.programme, name="programme"),
    path("portefeuille/<slug:key>/momentopnamen/", snapshots.snapshots, name="snapshots"),
    path("portefeuille/<slug:key>/project/<str:code>/", project.overview, name="project"),
    path("portefeuille/<slug:key>/project/<str:code>/planning/", plan.workspace, name="project_plan"),
    path("portefeuille/<slug:key>/project/<str:code>/planning/tabel/", plan.table, name="plan_table"),
    path("portefeuille/<slug:key>/project/<str:code>/planning/waarom/<int:uid>/", plan.why, name="plan_why"),
    path(
        "portefeuille/<slug:key>/project/<str:code>/planning/kwaliteit/",
        plan_quality.quality,
        name="plan_quality",
    ),
    path(
        "portefeuille/<slug:key>/project/<str:code>/planning/kwaliteit/<int:number>/",
        plan_mends.mends,
        name="quality_mends",
    ),
    path(
        "portefeuille/<slug:key>/project/<str:code>/planning/kwaliteit/<int:number>/voorstel/",
        plan_mends.quality_propose,
        name="quality_propose",
    ),
    path(
        "portefeuille/<slug:key>/project/<str:code>/planning/waarom/<int:uid>.json",
        date_reason.why,
        name="date_reason",
    ),
    path(
        "portefeuille/<slug:key>/project/<str:code>/planning.xml", project.plan_file, name="project_plan_file"
    ),
    path("portefeuille/<slug:key>/project/<str:code>/invoer/", project.imports, name="project_imports"),
    path("momentopname/<int:pk>/pakket.pptx", snapshots.pack, name="pack"),
    path("momentopname/<int:pk>/pakket.xlsx", snapshots.pack_workbook, name="pack_workbook"),
    path("projecten/", portfolio.projects, name="projects"),
    path("logboek/", audit.entries, name="audit"),
    path("logboek/controle/", audit.verify, name="audit_verify"),
    path("logboek/selectie.<slug:form>", audit.selection, name="audit_selection"),
    path("logboek.jsonl", audit.export, name="audit_export"),
    path("zoek/", search.search, name="search"),
    path("onderdelen/", search.parts, name="parts"),
]
