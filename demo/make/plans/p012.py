"""P-012 Opendataportaal: in gebruik sinds juni, decharge gevraagd, de eindrekening volgt nog."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

# Gegevensset, gegevensbeheerder, dagen opschoning.
DATASETS = (
    ("vaarwegennet en kilometerpunten", "team GIS", 6),
    ("sluizen en stuwen", "team GIS", 5),
    ("beweegbare en vaste bruggen", "team GIS", 5),
    ("bedieningstijden", "afdeling Exploitatie", 4),
    ("stremmingen en scheepvaartberichten", "afdeling Exploitatie", 7),
    ("actuele waterstanden", "hydrologen", 5),
    ("historische waterstanden", "hydrologen", 9),
    ("debieten", "hydrologen", 6),
    ("scheepspassages per sluis (geanonimiseerd)", "team Data en AI", 8),
    ("ligplaatsen en aanlegsteigers", "districten", 6),
    ("diepgang en doorvaarthoogte", "landmeters", 5),
    ("jaagpaden en dienstwegen", "districten", 4),
    ("overheidsopdrachten van het agentschap", "team Aankoop", 4),
)


def _datasets() -> str:
    made = []
    for number, (name, keeper, days) in enumerate(DATASETS, start=1):
        after = "standaard" if number <= 3 else f"ds{number - 3}"
        made.append(
            f"""  Gegevensset {name} | #ds{number}
    Opschoning en eigenaarschap: {name} | {days}d | na {after} | door data 40%, beheerder 40% | nota Gegevensbeheerder: {keeper}.
    Metadata en licentie: {name} | 2d | door data 40%
    Leeswijzer voor hergebruikers: {name} | 1d | door data 20%, ux 10%
    Automatische levering en controle: {name} | 3d | door integratie 50% | €3"""
        )
    return "\n".join(made)


OUTLINE = f"""
Opstart | #opstart
  Intakenota hergebruik van overheidsinformatie | 8d | los | door pl 40%
  Poort G0 Intake | 0d | poort G0 | vanaf 30/04/25 | #g0
  Inventaris gegevenssets en aanvragen van derden | 20d | na g0 | door data 50%
  Juridische toets: open data, AVG en intellectuele rechten | 12d | na . SS+5d | door jurist 40%, dpo 20%
  Startnota en business case | 12d | door pl 50%
Poort G1 Opstart | 0d | na opstart | poort G1 | vanaf 02/07/25 | #g1
Ontwerp | na g1 | #ontwerp
  Gebruikersonderzoek | #onderzoek
    Interviews rederijen en binnenschippers | 5d | = | door ux 60%
    Interviews kano- en roeiverenigingen | 4d | door ux 60%
    Interviews kennisinstellingen en studiebureaus | 4d | door ux 60%
    Interviews gemeenten en hulpdiensten | 4d | door ux 60%
    Samenvatting: twaalf gebruikersvragen | 3d | door ux 50%, pl 20%
  Keuze standaarden DCAT-AP Vlaanderen en INSPIRE | 12d | = | door data 50% | #standaard
  Architectuur portaal en programmeerinterface | 15d | na onderzoek FS-8d | door architect 50% | #architectuur
  Ontwerp zoeken, kaart en download | 18d | na onderzoek | door ux 70% | #schermen
  Toegankelijkheid: eisen en testplan | 6d | na schermen FS-6d | door ux 30%
  Anonimisering scheepspassages: methode | 12d | na standaard | door data 40%, dpo 20%
  Afname bij de raamovereenkomst toepassingsontwikkeling | 20d | na architectuur | door aankoop 30% | #afname
  Overgangsplan en kostenraming beheer | 8d | na architectuur | door pl 30%
Poort G2 Planning | 0d | na ontwerp | poort G2 | vanaf 22/10/25 | #g2
Ontwikkeling portaal | na g2 | #bouw
  Sprint 1: basisinrichting en aanmelding beheerders | 10d | door ontwikkel | €26 | #s1
  Sprint 2: catalogus en zoeken | 10d | door ontwikkel | €26
  Sprint 3: kaartweergave vaarwegennet | 10d | door ontwikkel | €26
  Sprint 4: download en formaten | 10d | door ontwikkel | €26 | #s4
  Sprint 5: programmeerinterface en sleutels | 10d | door ontwikkel | €26
  Sprint 6: actuele waterstanden, om de 10 minuten | 10d | door ontwikkel | €26 | #s6
  Sprint 7: abonnementen op scheepvaartberichten | 10d | door ontwikkel | €24
  Sprint 8: statistieken en beheerdersscherm | 10d | door ontwikkel | €22 | #s8
  Toegankelijkheidsonderzoek door derden | 8d | na s4 | door toegang | €7 | #toegank
  Herstel bevindingen toegankelijkheid | 6d | na toegank, s6 | door ontwikkel 40% | #toegankok
  Belastingstest 2.000 gelijktijdige bezoekers | 4d | na s8 | door ontwikkel 30%, server 30% | #last
  Penetratietest portaal | 6d | na s8 | door pentest | €11 | #pentest
  Herstel bevindingen penetratietest | 4d | na pentest | door ontwikkel 60% | #pentestok
Ontsluiting gegevenssets | na standaard, g2 | #sets
{_datasets()}
Poort G3.1 Fasegrens lancering | 0d | na s8, sets SS | poort G3.1 | vanaf 22/04/26 | #g31
Lancering | na g31, pentestok, last, toegankok | #lancering
  Gesloten proef met 20 hergebruikers | 15d>18d | door ux 30%, data 30% | #proef
  Verwerking opmerkingen proefgroep | 8d>10d | door ontwikkel 60% | #opm
  Toegankelijkheidsverklaring en privacyverklaring | 3d | na proef | door jurist 30%, ux 20%
  Gebruiksvoorwaarden en modellicentie | 4d | na proef SS | door jurist 40%
  Aanvaardingstest en voorlopige oplevering | 6d | na opm | door pl 40%, data 30% | #aanvaard
  Zoekmachines en vermelding op de Vlaamse datavindplaats | 3d | na proef | door data 30%
  Storingspagina en meldpunt voor fouten | 3d | na proef | door functioneel 40%
  Communicatieplan en persmoment waterbus | 5d | na proef | door comm 50%
  Opleiding gegevensbeheerders (9) | 4d | na proef | door opleiding
Poort G4 Ingebruikname | 0d | na lancering, sets | poort G4 | vanaf 30/06/26 | #g4
Afsluiting en nazorg | na g4 | #einde
  Nazorg ontwikkelaar (60 dagen) | 60d | door ontwikkel 20% | €22 | #nazorg
  Overdracht functioneel beheer | 15d | = | door pl 30%, functioneel 50% | #fb
  Overdrachtsdossier technisch beheer en hersteltest | 12d | na fb SS+5d | door server 30%, ontwikkel 20%
  Waardenbundel: gebruikscijfers eerste kwartaal | 10d | na nazorg FS-15d | door data 40%
  Definitieve oplevering en vrijgave borgtocht | 5d | na nazorg | door aankoop 20%, pl 20% | #do
  Eindafrekening opdrachtnemer | 10d>16d | na do | door controller 20%, pl 20% | €8 | #afrekening
  Projecteindrapport en geleerde lessen | 12d | na fb, nazorg | door pl 60% | #rapport
  Vraag om decharge aan de projectstuurgroep | 2d | na rapport | door pl 30% | #decharge
Poort G5 Afsluiting | 0d | na decharge | poort G5 | vanaf 09/12/26 | #g5
Batentoets | na g5, einde | #baten
  Telling hergebruik: 40 toepassingen en diensten | 6d>8d | €8 | door data 40% | #telling
  Tevredenheidsmeting hergebruikers | 6d | €9 | = | door ux 30%
  Besparing op manuele gegevensaanvragen | 3d>6d | na telling | door data 30%, controller 20%
  Nota batentoets | 6d | door pl 30%
Poort G6 Batentoets | 0d | na baten | poort G6
"""

PROJECT = DemoProject(
    code="P-012",
    name="Opendataportaal",
    author="H. Maes",
    start=date(2025, 4, 7),
    budget=Decimal("0.38"),
    forecast=Decimal("0.36"),
    resources={
        "pl": ("Projectleider", 1),
        "data": ("Team Data en AI", 2),
        "beheerder": ("Gegevensbeheerders", 4),
        "integratie": ("Team Integratie", 1),
        "architect": ("Toepassingsarchitect", 1),
        "ux": ("Gebruikersonderzoek en ontwerp", 1),
        "ontwikkel": ("Opdrachtnemer ontwikkeling", 3),
        "server": ("Team Servers en opslag", 1),
        "functioneel": ("Functioneel beheer", 1),
        "jurist": ("Jurist", 0.5),
        "dpo": ("Functionaris voor gegevensbescherming", 0.5),
        "aankoop": ("Team Aankoop", 1),
        "controller": ("Controller", 0.5),
        "comm": ("Communicatiedienst", 1),
        "opleiding": ("Opleidingscentrum", 1),
        "toegang": ("Bureau toegankelijkheid", 1),
        "pentest": ("Extern testbureau", 1),
    },
    outline=OUTLINE,
)
