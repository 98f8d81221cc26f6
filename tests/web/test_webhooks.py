"""Another system hears of changes: signed, repeated until it is taken, never inside the own network."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from web import factories, register_lines
from web.api_client import Program, token

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import Membership, Role, Scope
from stuurbord.web.lists.actions import archive_line, save_line
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.webhooks import addresses, sending
from stuurbord.web.webhooks.actions import ask_test, change_webhook, create_webhook
from stuurbord.web.webhooks.addresses import Refused, checked, is_public, resolved
from stuurbord.web.webhooks.delivering import WAITS, deliver_due
from stuurbord.web.webhooks.models import Attempt, Delivery, DeliveryState, Webhook

pytestmark = pytest.mark.django_db

RISKS = REGISTERS["risicos"]


class Receiver(ThreadingHTTPServer):
    """Writes down what it gets and answers what it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status, self.headers, self.body = 200, {}, b"dank u"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/ontvangst?x=1"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    """Return a receiver on this machine, which the setting allows."""
    settings.STUURBORD_WEBHOOK_PRIVATE = True
    made = Receiver()
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def project():
    """Return a project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def manager(project):
    """Return who manages its portfolio."""
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)


def change(actor: Any, line: Any, **fields: Any) -> Any:
    """Return a line with other fields, saved as a page saves it."""
    form = changed_form(RISKS, actor, line, fields)
    assert form.is_valid(), form.errors
    return save_line(actor, RISKS, form, line.version)


def test_change_is_told_signed_with_what_it_was_and_became(receiver, project, manager):
    """The receiver verifies the signature with its secret, and knows a repetition by its number."""
    _webhook, secret = create_webhook(manager, project.portfolio, "Bord", receiver.url)
    change(manager, register_lines.risk(project, title="Oud"), title="Nieuw", impact_days=30)

    deliver_due()

    headers, body = receiver.got[0]
    told = json.loads(body)
    stamp, signed = (part.split("=", 1)[1] for part in headers["Stuurbord-Signature"].split(","))
    expected = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert signed == expected
    assert headers["Stuurbord-Event"] == told["event"]
    assert (told["action"], told["version"], told["register"]) == ("risk.change", 2, "risicos")
    assert told["changes"]["title"] == {"before": "Oud", "after": "Nieuw"}
    assert told["changes"]["impact_days"] == {"before": 20, "after": 30}
    assert Delivery.objects.get().state == DeliveryState.DELIVERED
    assert Attempt.objects.get().told == "dank u"


def test_nothing_is_told_of_a_change_that_was_taken_back(project, manager):
    """What has to be told is written in the transaction of the change."""
    create_webhook(manager, project.portfolio, "Bord", "https://voorbeeld.example/")
    risk = register_lines.risk(project)
    with transaction.atomic():
        change(manager, risk, title="Nieuw")
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()


def test_only_what_is_asked_of_the_own_portfolio_is_told(project, manager):
    """Another register, another verb, another portfolio: nothing."""
    create_webhook(manager, project.portfolio, "Bord", "https://voorbeeld.example/", ["risk.archive"])
    other = factories.project(factories.portfolio("B"))
    risk = register_lines.risk(project)
    elsewhere = register_lines.risk(other)
    archive_line(factories.OPERATOR, RISKS, elsewhere, 1)
    risk = change(manager, risk, title="Nieuw")
    archive_line(manager, RISKS, risk, 2)

    assert [one.action for one in Delivery.objects.all()] == ["risk.archive"]


@pytest.mark.parametrize(
    ("status", "headers"), [(500, {}), (404, {}), (302, {"Location": "http://127.0.0.1:1/"})]
)
def test_what_is_not_taken_comes_back_later_and_is_given_up_in_the_end(
    receiver, project, manager, status, headers
):
    """Eight attempts, each with its answer in the log; a redirect is no way on."""
    receiver.status, receiver.headers = status, headers
    webhook, _secret = create_webhook(manager, project.portfolio, "Bord", receiver.url)
    ask_test(manager, webhook)
    now = timezone.now()
    for wait in (*WAITS, None):
        deliver_due(now)
        assert deliver_due(now) == 0
        now += wait or timedelta()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.n_attempts) == (DeliveryState.GIVEN_UP, 8)
    assert [one.status for one in delivery.attempts.all()] == [status] * 8
    assert len({headers["Stuurbord-Event"] for headers, _body in receiver.got}) == 1
    assert deliver_due(now + timedelta(days=9)) == 0


def test_receiver_that_does_not_answer_is_noted_and_holds_nobody_up(project, manager, settings):
    """The others of the same receiver wait for the next round."""
    settings.STUURBORD_WEBHOOK_PRIVATE = True
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    webhook, _secret = create_webhook(manager, project.portfolio, "Bord", f"http://127.0.0.1:{port}/")
    ask_test(manager, webhook)
    ask_test(manager, webhook)

    assert deliver_due() == 1
    assert Attempt.objects.get().status is None
    assert "refused" in Attempt.objects.get().told.lower()


def test_answer_without_end_ends(receiver, project, manager):
    """Of an answer no more is read than is kept."""
    receiver.body = b"x" * 1_000_000
    webhook, _secret = create_webhook(manager, project.portfolio, "Bord", receiver.url)
    ask_test(manager, webhook)
    deliver_due()

    assert len(Attempt.objects.get().told) == 300


def test_drip_feed_ends(settings, monkeypatch):
    """Whoever sends a byte at a time does not keep us longer than the whole may take."""
    settings.STUURBORD_WEBHOOK_PRIVATE = True
    monkeypatch.setattr(sending, "TIMEOUT", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        peer, _address = listening.accept()
        with peer:
            peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while not stop.wait(0.1):
                try:
                    peer.sendall(b".")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    answer = sending.send(f"http://127.0.0.1:{listening.getsockname()[1]}/", "s", {}, "1")
    stop.set()
    thread.join(5)
    listening.close()

    assert answer.status is None
    assert answer.milliseconds < 3000


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
    ],
)
def test_own_network_is_not_called(address):
    """However the address is written."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["193.191.1.1", "2a02:2c40::1", "::ffff:193.191.1.1"])
def test_outside_world_is(address):
    """As the opposite."""
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "127.1"])
def test_way_in_by_another_spelling_is_closed(host, settings):
    """What the name resolves to is judged, not the name."""
    settings.STUURBORD_WEBHOOK_PRIVATE = False

    with pytest.raises(Refused):
        resolved(f"http://{host}:8000/")


def test_name_that_answers_otherwise_the_second_time_leads_nowhere_else(monkeypatch, settings):
    """The connection goes to the address that was judged; a name with one private address is refused."""
    settings.STUURBORD_WEBHOOK_PRIVATE = False
    answers = iter([["193.191.1.1"], ["127.0.0.1"]])

    def found(*arguments: Any, **more: Any) -> list[Any]:
        return [(0, 0, 0, "", (one, 80)) for one in next(answers)]

    called = []

    def connected(place: tuple[str, int], timeout: float) -> socket.socket:
        called.append(place)
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", found)
    monkeypatch.setattr(sending.socket, "create_connection", connected)
    first = sending.send("http://wisselend.example/", "s", {}, "1")
    second = sending.send("http://wisselend.example/", "s", {}, "1")

    assert called == [("193.191.1.1", 80)]
    assert (first.status, second.status) == (None, None)
    assert "own network" in second.told


@pytest.mark.parametrize(
    "url",
    [
        "ftp://voorbeeld.example/",
        "file:///etc/passwd",
        "voorbeeld.example",
        "https://",
        "https://gebruiker:geheim@voorbeeld.example/",
        "https://voorbeeld.example/\r\nHost: ander",
        "https://voorbeeld.example:99999/",
        "https://[::1",
        "https://voorbeeld.example/" + "x" * 500,
        "https://ví.example/",
    ],
)
def test_what_is_no_address_is_refused_at_once(url):
    """With a sentence, before anything is stored."""
    with pytest.raises(Refused):
        checked(url)


def test_who_may_not_see_any_more_is_not_told(receiver, project, manager):
    """Neither what happens afterwards, nor what still waited."""
    create_webhook(manager, project.portfolio, "Bord", receiver.url)
    risk = change(manager, register_lines.risk(project), title="Nieuw")
    Membership.objects.filter(user=manager).delete()
    deliver_due()
    change(factories.OPERATOR, risk, title="Nieuwer")
    deliver_due()

    assert receiver.got == []
    withheld = Delivery.objects.get()
    assert (withheld.state, withheld.payload) == (DeliveryState.WITHHELD, {})


def test_paused_webhook_hears_nothing(receiver, project, manager):
    """And goes on with what happens after that."""
    webhook, _secret = create_webhook(manager, project.portfolio, "Bord", receiver.url)
    change_webhook(manager, webhook, 1, is_paused=True)
    risk = change(manager, register_lines.risk(project), title="Twee")
    change_webhook(manager, webhook, 2, is_paused=False)
    change(manager, risk, title="Drie")
    deliver_due()

    assert [json.loads(body)["changes"]["title"]["after"] for _headers, body in receiver.got] == ["Drie"]


def test_only_who_manages_the_portfolio_makes_one(project):
    """Not its reader, not the manager of another."""
    reader = factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id)
    stranger = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, factories.portfolio().pk)

    for person in (reader, stranger):
        with pytest.raises(NotPermitted):
            create_webhook(person, project.portfolio, "Bord", "https://voorbeeld.example/")


def test_page_makes_shows_tests_pauses_and_ends_one(client, receiver, project, manager):
    """The secret shows once; the log shows what came of the test."""
    client.force_login(manager)
    sent = {"portfolio": project.portfolio_id, "name": "Bord", "url": receiver.url, "events": ["risk.*"]}
    made = client.post("/webhooks/nieuw/", sent)
    webhook = Webhook.objects.get()
    client.post(f"/webhooks/{webhook.pk}/proef/")
    deliver_due()
    shown = client.get(f"/webhooks/{webhook.pk}/").content.decode()
    client.post(f"/webhooks/{webhook.pk}/pauze/", {"version": 1})
    listed = client.get("/webhooks/").content.decode()
    client.post(f"/webhooks/{webhook.pk}/archiveren/", {"version": 2})
    webhook.refresh_from_db()

    assert webhook.secret in made.content.decode()
    assert webhook.secret not in shown + listed
    assert "dank u" in shown
    assert "Bord" in listed
    assert (webhook.is_paused, webhook.is_archived) == (True, True)


def test_program_manages_webhooks(client, project, manager):
    """With versions, as everything else."""
    program = Program(client, token(manager))
    sent = {"portfolio": "ASN", "name": "Bord", "url": "https://voorbeeld.example/", "events": ["risk.*"]}
    made = program.post("/webhooks", sent)
    path = f"/webhooks/{made.json()['id']}"
    changed = program.patch(path, {"is_paused": True}, If_Match=made["ETag"])
    tested = program.post(f"{path}/test")
    wrong = program.post("/webhooks", sent | {"events": ["risk.bestaat-niet"]})
    inside = program.post("/webhooks", sent | {"url": "gopher://x/"})
    told = program.get(f"{path}/deliveries").json()["items"]
    ended = program.delete(path, If_Match=changed["ETag"])

    assert made.json()["secret"].startswith("whsec_")
    assert (changed.json()["is_paused"], "secret" in changed.json()) == (True, False)
    assert (tested.status_code, [one["action"] for one in told]) == (202, ["webhook.test"])
    assert [one.json()["errors"][0]["field"] for one in (wrong, inside)] == ["events", "url"]
    assert (ended.status_code, program.get(path).status_code) == (204, 404)
