"""P-006 GIS-platform: één kaartplatform, achttien lagen en zes kaarttoepassingen."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

LAYERS = (
    ("vaarwegas en kilometerpunten", 5, "Topologische controle"),
    ("oevers en kaaimuren", 8, "Aansluiting op het Grootschalig Referentiebestand"),
    ("sluizen, stuwen en pompgemalen", 6, "Afstemming met assetmanagement (P-008)"),
    ("bruggen en doorvaarthoogten", 6, "Herberekening op hoogste vaarpeil"),
    ("bodempeilingen en baggervakken", 9, "Automatische verwerking van peilingen"),
    ("betonning en vaarwegmarkering", 5, "Uitwisseling met de scheepvaartdiensten"),
    ("ligplaatsen en wachtplaatsen", 5, "Herziening nummering"),
    ("concessies en domeingrenzen", 8, "Vergelijking met het kadaster"),
    ("jaagpaden en dienstwegen", 4, "Ontsluiting voor het fietsnetwerk"),
    ("kabels en leidingen in eigen beheer", 9, "Diepteligging en betrouwbaarheid"),
    ("glasvezel en OT-netwerk", 7, "Afscherming als vertrouwelijke laag"),
    ("meetpunten waterstanden en debieten", 4, "Koppeling met het meetnet (P-010)"),
    ("overstromingsgebieden en dijken", 6, "Overname modelresultaten"),
    ("natuur- en vispassages", 4, "Metadata volgens INSPIRE"),
    ("laad- en loskaaien", 4, "Controle op terrein door de districten"),
    ("verkeerstellingen te water", 5, "Anonimisering van scheepsgegevens"),
    ("luchtfoto’s en hoogtemodel", 6, "Tegels voor gebruik op het terrein"),
    ("noodplannen en toegangswegen hulpdiensten", 5, "Validatie met de hulpdiensten"),
)
MAPS = (
    ("Vaarwegenkaart voor de bediencentrale", 18),
    ("Stremmingen intekenen en publiceren", 15),
    ("Inspectiekaart op tablet", 22),
    ("Domeinkaart voor vergunningen", 18),
    ("Baggerdashboard", 14),
    ("Crisiskaart hoogwater", 16),
)


def _layers() -> str:
    made = []
    for number, (name, days, special) in enumerate(LAYERS, start=1):
        after = "model, db" if number == 1 else f"laag{number - 1}"
        made.append(
            f"""  Laag {name} | #l{number}
    Opschoning en omzetting {name} | {days + 3}d | na {after} | door gis{1 + number % 2} | €{days * 3} | #laag{number}
    {special} | 3d | na laag{number} FS-1d | door gis{1 + number % 2} 50%, beheerder 30% | #spec{number}
    Symbolen en publicatie als kaartdienst {name} | 2d | na laag{number} | door ontwikkel 30%
    Kwaliteitscontrole en vrijgave {name} | 2d | na laag{number}, spec{number} | door beheerder 50%"""
        )
    return "\n".join(made)


def _maps() -> str:
    made = []
    for number, (name, days) in enumerate(MAPS, start=1):
        after = "g32" if number == 1 else f"app{number - 1}"
        made.append(
            f"""  {name} | #k{number}
    Ontwerp met gebruikers: {name} | 6d | na {after} FS-6d | door ux 60%, gebruiker 30% | #ontw{number}
    Bouw: {name} | {days + 4}d{">" + str(days + 6) + "d" if number == 3 else ""} | na ontw{number}, {after} | door ontwikkel | €{days * 5} | #app{number}
    Gebruikerstest: {name} | 4d | na app{number} | door gebruiker 60%
    Verbeterronde: {name} | 4d | door ontwikkel 60% | €8
    Handleiding en beheerfiche: {name} | 2d | na app{number} | door gis1 30%"""
        )
    return "\n".join(made)


OUTLINE = f"""
Opstart | #opstart
  Intakenota versnipperde kaarten (7 systemen) | 10d | los | door pl 40%
  Poort G0 Intake | 0d | poort G0 | vanaf 21/05/25 | #g0
  Inventaris kaartlagen, gebruikers en licenties | 25d | na g0 | door gis1 50%, gis2 50%
  Vergelijking open bron, licentieplatform en Vlaamse diensten | 25d | door architect 50%, aankoop 20%
  Business case en licentiescenario’s | 15d | door pl 50%, controller 20%
Poort G1 Opstart | 0d | na opstart | poort G1 | vanaf 22/10/25 | #g1
Planning en ontwerp | na g1 | #ontwerp
  Doelarchitectuur geodata | 25d | door architect 60% | #archi
  Eén gegevensmodel vaarwegen | 35d | na archi FS-10d | door gis1 60%, beheerder 30% | #model
  Rollen, eigenaarschap en gegevensbeleid | 15d | na archi | door beheerder 30%, pl 20%
  Informatieclassificatie kaartlagen | 8d | na model FS-8d | door ciso 40%
  Netwerk- en serverinrichting met P-002 | 10d | na archi | door server 40%
  Raming licenties en afname raamovereenkomst | 12d | na archi | door aankoop 40%, controller 20%
  Overgangsplan zeven oude kaartsystemen | 12d | na model FS-5d | door pl 30%, gis2 30%
  Opleidingsplan en kerngebruikers | 6d | na model | door pl 20%
Poort G2 Planning | 0d | na ontwerp | poort G2 | vanaf 18/03/26 | #g2
Plaatsing van de opdracht | na g2 | #plaatsing
  Bestelling licenties via de aankoopcentrale | 15d | door aankoop 30% | €180
  Minicompetitie ontwikkelingsdiensten | 20k | =
  Beoordeling offertes en bestelbon | 12d | door aankoop 40%, architect 30%
  Startvergadering opdrachtnemer | 1d | door pl 50% | #start
Basisplatform | na start | #basis
  Inrichting databank en kaartserver | 20d | door server 60%, ontwikkel 40% | €60 | #db
  Catalogus en zoekfunctie | 15d | na db | door ontwikkel | €50 | #cat
  Aanmelden en rechten per laag | 12d | na db | door integratie 50%, ontwikkel 30% | €35 | #rechten
  Achtergrondkaarten en tegels | 10d | na db | door ontwikkel 60% | €25
  Offline gebruik op tablet | 20d>26d | na rechten | door ontwikkel | €65 | #offline
  Verhuis rasterdata naar zaal 1 (golf 4 van P-002) | 2d | na db | vanaf 12/09/26 | door server | kal weekend | #raster
  Belastingsproef 300 gelijktijdige gebruikers | 4d | na cat, raster | door server 40%, ontwikkel 30% | #last
  Penetratietest kaartdiensten | 6d | na rechten, cat | door pentest | €18 | #pentest
  Proefgebruik door district Gent | 15d | na last | door gebruiker 40% | #proef
Poort G3.1 Fasegrens basisplatform | 0d | na last | poort G3.1 | vanaf 14/10/26 | #g31
Kaartlagen (18) | na model, db | #lagen
{_layers()}
Poort G3.2 Fasegrens kaarttoepassingen | 0d | na l10, proef, pentest, offline | poort G3.2 | vanaf 10/02/27>12/02/27 | #g32
Kaarttoepassingen (6) | na g32 | #toepassingen
{_maps()}
Koppelingen | na g31 | #koppelingen
  Koppeling assetmanagement (P-008) | 15d | door integratie 60% | €30 | #kasset
  Koppeling meetnet (P-010) | 10d | na kasset | door integratie 60% | €22
  Koppeling vergunningen: kaartdiensten voor P-003 | 12d | na l8 | door integratie 60% | €26
  Levering lagen aan het opendataportaal (P-012) | 8d | na l9 | door gis2 50%
  Kaartdiensten voor de scheepvaartinformatie | 10d | na g32 | door integratie 50% | €20
Verandering en opleiding | na g32 | #verandering
  Opleiding kerngebruikers (18) | 8d | na k1 | door opleiding | €14
  Opleiding inspecteurs met tablet (64) | 16d | na k3 | door opleiding, gebruiker 20% | €24 | #oplinsp
  Handleiding en korte films | 10d | na k2 | door comm 40%
  Spreekuur in de districten | 20d | na oplinsp SS | door gis2 30%
Aanvaarding en omschakeling | na toepassingen | #aanvaarding
  Aanvaardingstest platform en toepassingen | 18d | na toepassingen, lagen, koppelingen | door gebruiker 60%, gis1 40% | #at
  Herstel bevindingen | 8d | na at FS-3d | door ontwikkel | €20 | #herstel
  Crisisoefening hoogwater met de crisiskaart | 1d | na herstel | door gebruiker, gis1 | #crisis
  Omschakeling zeven oude kaartsystemen | 4d | na herstel, verandering | door server 60%, gis1 60% | #om
Poort G4 Ingebruikname | 0d | na om, crisis | poort G4 | #g4
Nazorg en afsluiting | na g4 | #einde
  Nazorg en wekelijkse verbeterronde | 30d | door ontwikkel 40% | €40 | #nazorg
  Uitfasering oude kaartservers | 12d | na g4 +15d | door server 50%
  Overdrachtsdossier en aanvaarding in beheer | 15d | na g4 +10d | door pl 30%, gis1 30%
  Opzeggen drie licentiecontracten | 5d | na g4 | door aankoop 20%
  Projecteindrapport en geleerde lessen | 10d | na nazorg | door pl 50%
Poort G5 Afsluiting | 0d | na einde, basis, ontwerp, plaatsing | poort G5 | #g5
Meting baten: zoektijd, licentiekosten en fouten in kaarten | 10d | na g5 +150d | door gis1 30%
Poort G6 Batentoets | 0d | na ., g5 +184d | poort G6
"""

PROJECT = DemoProject(
    code="P-006",
    name="GIS-platform",
    author="E. Wouters",
    start=date(2025, 5, 5),
    budget=Decimal("1.48"),
    forecast=Decimal("1.46"),
    resources={
        "pl": ("Projectleider", 1),
        "architect": ("Geodata-architect", 1),
        "gis1": ("Team GIS, ploeg 1", 1.5),
        "gis2": ("Team GIS, ploeg 2", 1.5),
        "beheerder": ("Gegevensbeheerders", 3),
        "gebruiker": ("Kerngebruikers districten", 4),
        "ux": ("Gebruikersonderzoek en ontwerp", 1),
        "ontwikkel": ("Opdrachtnemer ontwikkeling", 3),
        "integratie": ("Team Integratie", 1),
        "server": ("Team Servers en opslag", 1),
        "ciso": ("Dienst CISO", 0.5),
        "aankoop": ("Team Aankoop", 1),
        "controller": ("Controller", 0.5),
        "comm": ("Communicatiedienst", 1),
        "opleiding": ("Opleidingscentrum", 1),
        "pentest": ("Extern testbureau", 1),
    },
    outline=OUTLINE,
)
