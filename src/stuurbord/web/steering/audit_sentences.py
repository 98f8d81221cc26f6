"""Audit entries as sentences: who reads a log reads what happened, not codes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from stuurbord.errors import N_
from stuurbord.web.accounts.models import Role
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.contracts import told as contract
from stuurbord.web.gates.models import AttestedAnswer, GateVerdict
from stuurbord.web.jobs.telling import label_of
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.procurements import told as procurement
from stuurbord.web.reader import reader

SENTENCES = {
    "portfolio.create": N_("Portfolio {name} created"),
    "plan.revise": N_("Plan revision {revision} taken over from {file}"),
    "progress.say_people": N_("People behind resources changed: {n_resources}"),
    "progress.announce": N_("Status date {status_date} announced, to report by {report_by}"),
    "progress.end": N_("Status date {status_date} is asked about no longer"),
    "progress.report": N_("{percent} % of {task} reported as of {as_of}"),
    "progress.propose": N_("Proposal {proposal} made of reports: {n_reports}"),
    "progress.receive_sheet": N_("{file} received; lines: {rows}"),
    "progress.take_sheet": N_("{file}: reports taken: {rows}"),
    "progress.discard_sheet": N_("{file} rejected"),
    "snapshot.take": N_("Snapshot of {as_of} taken"),
    "scenario.create": N_("Scenario {name} made"),
    "scenario.change": N_("Scenario {name} changed"),
    "scenario.add_change": N_("Change of {project} added to scenario {name}"),
    "scenario.remove_change": N_("Change of {project} taken out of scenario {name}"),
    "scenario.propose": N_("Scenario {name} proposed for decision"),
    "scenario.choose": N_("Scenario {name} chosen"),
    "scenario.drop": N_("Scenario {name} dropped"),
    "variant.add": N_("Variant {name} of the plan made"),
    "variant.change": N_("Variant {name} of the plan changed"),
    "variant.archive": N_("Variant {name} of the plan archived"),
    "variant.restore": N_("Variant {name} of the plan taken back"),
    "variant.rebase": N_("Variant {name} brought onto the plan as it is now"),
    "variant.promote": N_("Variant {name} proposed as {proposal}"),
    "goal.create": N_("Goal {goal} made"),
    "goal.change": N_("Goal {goal} changed"),
    "goal.archive": N_("Goal {goal} archived"),
    "goal.contribute": N_("Contribution of {project} to goal {goal} changed"),
    "import.receive": N_("{file} received"),
    "import.review": N_("{file} compared anew"),
    "import.map": N_("Columns of {file} mapped"),
    "proposal.make": N_("Proposal {subject} made: {title}"),
    "proposal.accept": N_("Proposal {subject} accepted as plan revision {revision}: {title}"),
    "proposal.keep_rest": N_("Proposal {subject} made of what was not accepted of {whole}: {title}"),
    "proposal.reject": N_("Proposal {subject} rejected: {reason}"),
    "proposal.withdraw": N_("Proposal {subject} withdrawn: {title}"),
    "baseline.set": N_("Baseline {number} set as {name}, with the dates of revision {revision}: {reason}"),
    "import.propose": N_("{file} made into proposal {proposal}"),
    "import.accept": N_("{file} accepted; lines changed: {changes}"),
    "import.discard": N_("{file} rejected"),
    "sheet.receive": N_("{file} received; lines: {lines}"),
    "sheet.accept": N_("{file} accepted; lines made: {created}, changed: {changed}"),
    "sheet.discard": N_("{file} rejected"),
    "job.ask": N_("{work} asked"),
    "job.stop": N_("{work} stopped"),
    "account.create": N_("Account created for {name}"),
    "account.deactivate": N_("Account of {name} closed"),
    "account.reactivate": N_("Account of {name} opened again"),
    "account.reset_password": N_("New first password made for {name}"),
    "account.change_password": N_("{name} chose a new password"),
    "account.change_language": N_("{name} chose another language"),
    "account.change_digest": N_("{name} chose how often the digest comes"),
    "account.make_calendar": N_("{name} made an address for the calendar"),
    "account.revoke_calendar": N_("{name} revoked the address of the calendar"),
    "account.substitute": N_("{substitute} stands in for {name} from {first} to {last}"),
    "account.end_substitute": N_("{substitute} no longer stands in for {name}"),
    "comment.add": N_("Comment written on {subject}"),
    "comment.withdraw": N_("Comment on {subject} withdrawn"),
    "attachment.add": N_("File {file} added to {subject}"),
    "attachment.archive": N_("File {file} of {subject} archived"),
    "attachment.restore": N_("File {file} of {subject} brought back"),
    "attachment.refuse": N_("File {file} for {subject} refused: the virus scanner finds it infected"),
    "link.add": N_("Link added to {subject}"),
    "link.remove": N_("Link of {subject} removed"),
    "savedview.create": N_("View {view} kept"),
    "savedview.change": N_("View {view} changed"),
    "savedview.archive": N_("View {view} removed"),
    "token.create": N_("Access token {name} made"),
    "token.revoke": N_("Access token {name} revoked"),
    "webhook.create": N_("Webhook {name} made"),
    "webhook.change": N_("Webhook {name} changed"),
    "webhook.archive": N_("Webhook {name} archived"),
    "webhook.test": N_("Webhook {name} tried out"),
    "gate.submit": N_("Dossier of gate {gate} submitted for decision"),
    "gate.withdraw": N_("Dossier of gate {gate} taken back"),
    "gate.decide": N_("Decided at gate {gate}: {verdict}"),
    "gate.import": N_("Earlier decision at gate {gate} taken over: {verdict}"),
    "gate.close": N_("Gate {gate} closed: gate {by} was passed"),
    "gate.reopen": N_("Gate {gate} re-opened by itself. {reason}"),
    "gate.attest": N_("Attested {rule} at gate {gate}: {answer}"),
    "method.copy": N_("Draft made of method {name}, version {from}"),
    "method.edit": N_("Draft of method {name} changed"),
    "method.publish": N_("Method {name} published"),
    "method.discard": N_("Draft of method {name} thrown away"),
    "method.adopt": N_("{subject} follows method {name}, version {version}"),
    "method.roll_back": N_("{subject} went back to method {name}, version {version}"),
    "rulebook.create": N_("Rule book {subject} put in force"),
    "rulebook.install": N_("Rule book {subject} got another text"),
    "rulebook.restore": N_("Rule book {subject} went back to an earlier text"),
    "rulebook.follow": N_("Rule book {subject} follows the text of this version of Stuurbord"),
    "report.create": N_("Report {number} made as of {as_of}"),
    "report.refresh": N_("Facts of report {number} gathered anew"),
    "report.write": N_("Texts of report {number} written"),
    "report.submit": N_("Report {number} submitted for approval"),
    "report.return": N_("Report {number} sent back: {remark}"),
    "report.approve": N_("Report {number} approved and frozen"),
    "report.withdraw": N_("Report {number} withdrawn: {remark}"),
    "project.create": N_("Project {name} created"),
    "project.data": N_("Data of project {subject} changed"),
    "project.role": N_("Role of the method in project {subject} filled"),
    "project.estimate": N_("{n} estimates of project {subject} taken from the template"),
    "project.renumber": N_("{n} estimates of project {subject} follow their tasks to another number"),
    "project.stage": N_("Stage of the project changed by gate {gate}"),
    "project.judge": N_("Status of {subject} judged by a person"),
    "project.agree": N_("Tolerances of {subject} changed"),
    "portfolio.agree": N_("Thresholds and limits of the portfolio changed"),
    "portfolioexception.raise": N_("Exception {code} of the portfolio raised by itself: {title}"),
    "portfolioexception.withdraw": N_("Exception {code} of the portfolio withdrawn. {outcome}"),
    "portfolioexception.report": N_("Report of exception {code} of the portfolio written"),
    "portfolioexception.ask": N_("Decision asked on exception {code} of the portfolio"),
    "portfolioexception.decide": N_("Decided on exception {code} of the portfolio: {option}"),
    "portfolioexception.close": N_("Exception {code} of the portfolio closed"),
    "meeting.plan": N_("Meeting planned"),
    "meeting.change": N_("Meeting changed"),
    "meeting.lead": N_("Meeting brought to another state"),
    "meeting.attend": N_("Attendance of the meeting noted"),
    "meeting.carry": N_("Items brought along from {from}"),
    "agenda.add": N_("“{title}” put on the agenda"),
    "agenda.skip": N_("“{title}” left out of the agenda"),
    "agenda.change": N_("Agenda item “{title}” changed"),
    "agenda.move": N_("Agenda item “{title}” moved from place {from} to {position}"),
    "agenda.remove": N_("“{title}” taken off the agenda"),
    "agenda.decide": N_("Decided at the meeting on “{title}”: {outcome}"),
    "agenda.carry": N_("Agenda item “{title}” left for the next meeting, or taken up again"),
    "agenda.agree": N_("Action {action} agreed with {owner}: {what}"),
    "minutes.approve": N_("Minutes approved"),
    "file.damaged": N_("{file} was asked and not given: it is no longer what was approved"),
    "membership.grant": N_("Role {role} given to {name}"),
    "membership.revoke": N_("Role {role} of {name} withdrawn"),
    # Tenders and award
    "tender.criteria": N_("Award criteria set: {n}"),
    "tender.record": N_("Tender {number} received"),
    "tender.refuse_late": N_("Tender {number} came too late and was refused"),
    "tender.withdraw": N_("Tender {number} withdrawn: {reason}"),
    "tender.amounts": N_("Amount of tender {number} written down"),
    "tender.begin_opening": N_("Opening of the tenders begun"),
    "tender.open": N_("Tenders opened by two people, {first} first: {n}"),
    "tender.examine": N_("Examination of tender {number} kept"),
    "tender.lines": N_("Bill of tender {number} checked, lines: {n}"),
    "tender.correct": N_("Amount of tender {number} corrected: {reason}"),
    "tender.ask_price": N_("Justification of the price of tender {number} asked"),
    "tender.answer_price": N_("Answer on the price of tender {number} received"),
    "tender.price": N_("Price of tender {number} judged"),
    "tender.assign": N_("{name} asked to score the tenders"),
    "tender.release": N_("{name} scores the tenders no longer: {reason}"),
    "tender.declare": N_("Declaration on conflicts of interest given"),
    "tender.score": N_("Scores given: {n}"),
    "tender.negotiate": N_("Round {round} of the negotiation written down"),
    "tender.report": N_("Award report {report} made"),
    "tender.withdraw_report": N_("Award report {report} withdrawn: {reason}"),
    "tender.decide": N_("Award decision {decision} taken"),
    "tender.inform": N_("Tenderers told of decision {decision}: {n}"),
    "tender.conclude": N_("Conclusion of the contract recorded"),
    "tender.compare": N_("Tenders compared with reasons: {n}"),
    "index.add": N_("Index {code} added: {title}"),
    "index.value": N_("Value of index {code} for {month} written down"),
}
SENTENCES |= procurement.SENTENCES | contract.SENTENCES
_LINES = {
    "create": N_("{one} {code} added"),
    "change": N_("{one} {code} changed: {fields}"),
    "archive": N_("{one} {code} archived"),
    "restore": N_("{one} {code} brought back"),
}


def sentence(entry: AuditEntry) -> str:
    """Return what an entry tells, in the reader's language."""
    model_name, _dot, verb = entry.action.partition(".")
    register = next((one for one in REGISTERS.values() if one.model._meta.model_name == model_name), None)
    if register is not None and verb in _LINES:
        code = _code(register, entry.subject)
        fields = changed_fields(register.model, entry.data) if verb == "change" else ""
        return _(_LINES[verb]).format(one=register.one, code=code, fields=fields)
    if entry.action in SENTENCES:
        words = {name: _written(value) for name, value in entry.data.items()}
        if entry.data.get("role") in Role.values:
            words["role"] = str(Role(entry.data["role"]).label).lower()
        if model_name == "gate" and entry.data.get("verdict") in GateVerdict.values:
            words["verdict"] = str(GateVerdict(entry.data["verdict"]).label)
        if model_name == "gate" and entry.data.get("answer") in AttestedAnswer.values:
            words["answer"] = str(AttestedAnswer(entry.data["answer"]).label)
        words["subject"] = entry.subject.rpartition("/")[2]
        if model_name == "procurement":
            words |= procurement.words_of(entry.action, entry.data)
            words["subject"] = entry.subject.rpartition(":")[2]
        if model_name == "contract":
            words["subject"] = entry.subject.rpartition(":")[2]
        if model_name == "job":
            words["work"] = label_of(str(entry.data.get("work", "")))
        try:
            return _(SENTENCES[entry.action]).format(**words)
        except KeyError:  # an older entry that lacks a field of today's sentence
            pass
    return f"{entry.action}: {entry.subject}"


def _code(register: Register, subject: str) -> str:
    """Return how the log names a line; a choice at the end of its name by its label, not by its key."""
    *before, last = subject.rpartition("/")[2].split(" ")
    fields = (register.model._meta.get_field(name) for name in register.identity)
    labels = {key: label for one in fields for key, label in getattr(one, "flatchoices", None) or ()}
    return " ".join([*before, str(labels.get(last, last)).lower() if before and last in labels else last])


def changed_fields(model: type[models.Model], data: dict[str, Any]) -> str:
    """Return the one field changed with its old and new value, or the names of all."""
    labels = {name: _label(model, name) for name in data}
    if len(data) == 1:
        name, (old, new) = next(iter(data.items()))
        return f"{labels[name]} {_value(model, name, old)} → {_value(model, name, new)}"
    return ", ".join(labels.values())


def _label(model: type[models.Model], name: str) -> str:
    try:
        return str(model._meta.get_field(name).verbose_name).lower()  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name


def _value(model: type[models.Model], name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    field = model._meta.get_field(name)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))  # type: ignore[union-attr]
    if isinstance(field, models.DateField):
        return reader().day(date.fromisoformat(value))
    if name == "probability":
        return reader().percent(float(value))
    if isinstance(field, models.DecimalField):
        return reader().euro(round(float(value)))
    return _written(value)


def _written(value: Any) -> str:
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        try:
            return reader().day(date.fromisoformat(value))
        except ValueError:
            return value  # a name that looks like a date
    if isinstance(value, int) and not isinstance(value, bool):
        return reader().number(value)
    return str(value)
