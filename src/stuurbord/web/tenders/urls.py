"""The addresses of tenders."""

from django.urls import path

from stuurbord.web.tenders.views import award, scores, tender

_FILE = "overheidsopdrachten/<str:reference>/offertes/"

urlpatterns = [
    path(_FILE, award.tenders, name="tenders"),
    path(f"{_FILE}beoordeling/", scores.tender_scores, name="tender_scores"),
    path(f"{_FILE}verslag/<int:number>.docx", award.award_report_file, name="award_report_file"),
    path(f"{_FILE}<int:number>/", tender.tender, name="tender"),
]
