"""P-008 Assetmanagement: in gebruik, in nazorg; nog één baat te halen vóór de batentoets."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

DISTRICTS = (
    ("Antwerpen", 34, 6),
    ("Turnhout", 26, 5),
    ("Hasselt", 28, 5),
    ("Gent", 38, 7),
    ("Kortrijk", 24, 5),
    ("Aalst", 22, 4),
)
# Soort kunstwerk of onderdeel, aantal, dagen opbouw, eigen stap.
CLASSES = (
    ("sluisdeuren", 164, 8, "Inspectiefrequentie volgens schadegevoeligheid"),
    ("schuiven en rinketten", 410, 6, "Reservedelen gekoppeld aan het magazijn"),
    ("beweegbare bruggen", 112, 9, "Smeerplan en draaiuren"),
    ("vaste bruggen", 238, 7, "Inspectiecyclus volgens de Europese norm"),
    ("stuwen", 46, 7, "Onderhoud afgestemd op het hoogwaterseizoen"),
    ("pompgemalen", 71, 7, "Draaiuren uit de besturing overnemen"),
    ("kaaimuren en oevers", 690, 10, "Peilingen en verzakkingsmetingen koppelen"),
    ("elektrische installaties", 520, 8, "Wettelijke keuringen met herinnering"),
    ("hydraulische groepen", 188, 6, "Olieanalyse en lekregister"),
    ("seinen, camera’s en omroep", 930, 6, "Garantietermijnen en leveranciers"),
)


def _classes() -> str:
    made = []
    for number, (name, pieces, days, special) in enumerate(CLASSES, start=1):
        after = "boom" if number <= 2 else f"soort{number - 2}"
        made.append(
            f"""  {name[0].upper()}{name[1:]} ({pieces})
    Decompositie en kenmerken {name} | {days}d | na {after} | door asset 50%, technicus 50% | #soort{number}
    Gegevens overzetten {name} | {4 + pieces // 120}d | na soort{number} | door data 60% | €{6 + pieces // 60}
    {special} | {days // 2 + 1}d | na soort{number} | door asset 50% | €5
    Foutenlijst en herstel {name} | 3d | na soort{number} +6d | door data 50%, asset 20%
    Steekproef op terrein {name} | 3d | door technicus 60%"""
        )
    return "\n".join(made)


def _districts() -> str:
    made, after = [], "g31"
    for number, (name, users, days) in enumerate(DISTRICTS, start=1):
        made.append(
            f"""  District {name} | #d{number}
    Werkprocessen en rollen district {name} | {days}d | na {after} | door asset 40%, district 40% | #proc{number}
    Openstaande werkorders overzetten district {name} | 3d | na proc{number} | door data 50%, district 30% | #wo{number}
    Tablets klaarmaken en uitreiken district {name} | 2d | na proc{number} | door district 20%, functioneel 30% | #tab{number}
    Opleiding {users} gebruikers district {name} | {2 + users // 10}d | na proc{number} | door opleiding, asset 20% | €{users // 3} | #opl{number}
    Ingebruikname district {name} | 0d | na wo{number}, opl{number}, tab{number} | #in{number}
    Bijstand ter plaatse district {name} | 8d | na in{number} | door asset 40% | €6
    Evaluatie na zes weken district {name} | 2d | na in{number} +30d | door asset 30%, district 20%"""
        )
        after = f"proc{number} +6d"
    return "\n".join(made)


OUTLINE = f"""
Opstart | #opstart
  Intakenota onderhoud met vijf systemen en 200 rekenbladen | 10d | los | door pl 40%
  Poort G0 Intake | 0d | poort G0 | vanaf 07/02/24 | #g0
  Volwassenheidsmeting assetmanagement | 20d | na g0 | door asset 60%
  Business case: storingen, reservedelen, keuringen | 20d | door pl 50%, controller 20%
Poort G1 Opstart | 0d | na opstart | poort G1 | vanaf 12/06/24 | #g1
Planning en plaatsing | na g1 | #planning
  Functionele eisen werkorders en inspecties | 30d | door asset 70% | #eisen
  Gegevensmodel objecten volgens de Vlaamse objecttypebibliotheek | 30d | na eisen SS+10d | door asset 40%, data 40% | #boom
  Bestek en openbare procedure assetmanagementsysteem | 25d | na eisen | door aankoop 60%
  Termijn voor offertes, 35 dagen | 35k | wet Wet 17/06/2016 art. 36
  Onderzoek offertes met werkbezoek | 15d | door aankoop 40%, asset 40%
  Gunning en wachttermijn, 15 dagen | 15k
  Sluiting van de opdracht | 1d | door aankoop 20% | #sluiting
  Informatieclassificatie en GEB tablets | 10d | na eisen | door ciso 40%, dpo 20%
  Overgangsplan uitdoving vijf oude systemen | 10d | na boom | door pl 30%
Poort G2 Planning | 0d | na planning | poort G2 | vanaf 05/02/25 | #g2
Inrichting | na g2 | #inrichting
  Basisinrichting en omgevingen | 20d | door leverancier | €190 | #basis
  Werkorders: melden, plannen, afwerken | 25d | na basis | door leverancier, asset 40% | €180 | #wo
  Inspecties op tablet, ook zonder verbinding | 25d | na basis +10d | door leverancier | €170 | #insp
  Magazijn en reservedelen | 20d | na wo FS-8d | door leverancier 60%, magazijn 40% | €110 | #mag
  Keuringen en wettelijke termijnen | 15d | na wo | door leverancier 60% | €80 | #keur
  Koppeling met het GIS-platform | 15d | na basis +15d | door integratie 60% | €60 | #kgis
  Koppeling met de boekhouding: bestellingen en uren | 20d | na mag FS-5d | door integratie 60% | €75 | #kboek
  Rapporten beschikbaarheid en storingen | 12d | na wo, keur | door data 50% | €40 | #rap
  Penetratietest | 6d | na insp, kgis | door pentest | €20 | #pentest
  Keten- en aanvaardingstest | 15d | na rap, kboek, pentest | door asset 60%, district 60%
Objectenboom en gegevens (10 soorten) | na boom, g2 | #objecten
{_classes()}
Poort G3.1 Fasegrens uitrol | 0d | na inrichting, objecten | poort G3.1 | vanaf 08/10/25 | #g31
Uitrol per district | na g31 | #uitrol
{_districts()}
  Alarm bij herhaalde storing aan hetzelfde onderdeel | 10d | na d3 | door leverancier 60% | €30
  Overzicht storingen voor de directie | 6d | na d4 | door data 50%
Voorlopige oplevering en decharge uitrol | 4d | na uitrol | door pl 40%, aankoop 20% | #vo
Poort G4 Ingebruikname | 0d | na vo | poort G4 | vanaf 25/03/26 | #g4
Afsluiting | na g4 | #einde
  Uitdoving oude systemen en archivering rekenbladen | 30d | door server 30%, informatie 30% | €25
  Overdracht aan functioneel en technisch beheer | 20d | = | door pl 30%, functioneel 50%
  Opleiding sleutelgebruikers, tweede ronde | 6d | na g4 +30d | door opleiding | €8
  Definitieve afrekening opdrachtnemer | 10d | na g4 +40d | door controller 20% | €45
  Projecteindrapport en geleerde lessen | 12d | na einde0 | door pl 50% | #rapport
  Aanvaarding in beheer | 5d | na g4 +45d | door functioneel 40% | #einde0
Poort G5 Afsluiting | 0d | na einde | poort G5 | vanaf 08/07/26 | #g5
Nazorg en batenopvolging | na g5 | #nazorg
  Verbeterronde inspectie-app met inspecteurs | 25d | na g5 +30d | door leverancier 60%, asset 30% | €38 | #app
  Begeleiding districten met laag gebruik (Kortrijk, Aalst) | 40d | na app FS-10d | door asset 40%, district 30% | #begel
  Nulmeting tegenover meting 1: storingsduur | 8d | na g5 +20d | door data 40%
  Batenmeting 1: doorlooptijd werkorders (gehaald) | 6d | na . | door data 30%, asset 20%
  Batenmeting 2: keuringen op tijd (gehaald) | 5d | na . | door asset 30% | #b2
  Batenmeting 3: voorraad reservedelen (gehaald) | 5d | na b2 | door magazijn 30%, controller 20% | #b3
  Gebruik van de inspectie-app in het veld, tussenmeting | 5d | na begel | door data 30% | #tussen
  Wekelijks spreekuur inspectie-app per district | 70d | na tussen SS | door asset 20% | €40
  Routes en controlelijsten inspectieseizoen 2027 | 20d | na tussen | vanaf 04/01/27 | door asset 40%, technicus 20% | #routes
  Terugkomdag inspectie-app met de zes districten | hand 09/12/26 09/12/26 | los | door asset, district 50%
  Opfrissing veilig gebruik tablets op het water | 6d | na app | door preventie 30% | #opfris
  Inspectieseizoen voorjaar 2027 met de app | 45d | na tussen, opfris, routes | vanaf 15/02/27 | door technicus 40% | €60 | #seizoen
  Batenmeting 4: inspecties digitaal op het terrein | 10d | €12 | na seizoen | door data 40%, asset 30%
  Nota batentoets voor de stuurgroep | 11d | door pl 30%
Poort G6 Batentoets | 0d | na nazorg | poort G6
"""

PROJECT = DemoProject(
    code="P-008",
    name="Assetmanagement",
    author="K. Aerts",
    start=date(2024, 1, 15),
    budget=Decimal("1.95"),
    forecast=Decimal("1.93"),
    resources={
        "pl": ("Projectleider", 1),
        "asset": ("Assetbeheerders", 3),
        "technicus": ("Technici kunstwerken", 4),
        "district": ("Kerngebruikers districten", 4),
        "magazijn": ("Magazijn", 1),
        "data": ("Team Data en AI", 2),
        "integratie": ("Team Integratie", 2),
        "server": ("Team Servers en opslag", 1),
        "functioneel": ("Functioneel beheer", 1),
        "informatie": ("Informatiebeheer en archief", 1),
        "ciso": ("Dienst CISO", 0.5),
        "dpo": ("Functionaris voor gegevensbescherming", 0.5),
        "aankoop": ("Team Aankoop", 1),
        "controller": ("Controller", 0.5),
        "preventie": ("Preventiedienst", 0.5),
        "opleiding": ("Opleidingscentrum", 1),
        "leverancier": ("Opdrachtnemer assetmanagement", 4),
        "pentest": ("Extern testbureau", 1),
    },
    outline=OUTLINE,
)
