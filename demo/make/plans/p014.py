"""P-014 Toegangscontrole gebouwen: een kleine opdracht die vlak onder een drempel ligt."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

NORTH = (
    ("bediencentrale Noord", 3),
    ("sluisgebouw Wijnegem", 2),
    ("sluisgebouw Schoten", 2),
    ("sluisgebouw Olen", 2),
    ("sluisgebouw Ham", 2),
    ("sluisgebouw Genk", 2),
    ("sluisgebouw Diepenbeek", 2),
    ("districtsgebouw Turnhout", 3),
    ("districtsgebouw Hasselt", 3),
    ("werkplaats Herentals", 2),
    ("pompgemaal Kwaadmechelen", 1),
    ("technisch lokaal brug Kalverdonk", 1),
    ("datazaal 1 Antwerpen", 2),
    ("regiokantoor Antwerpen", 4),
)
SOUTH = (
    ("bediencentrale Zuid", 3),
    ("sluisgebouw Merelbeke", 2),
    ("sluisgebouw Sint-Baafs-Vijve", 2),
    ("sluisgebouw Harelbeke", 2),
    ("sluisgebouw Oudenaarde", 2),
    ("sluisgebouw Dendermonde", 2),
    ("districtsgebouw Kortrijk", 3),
    ("werkplaats Evergem", 2),
    ("meetstation Melle", 1),
    ("datazaal 2 Gent", 2),
    ("regiokantoor Gent", 4),
)


def _buildings(buildings: tuple[tuple[str, int], ...], crew: str) -> str:
    return "\n".join(
        f"    Plaatsing lezers en controllers {place} | {days}d | door {crew}, werkplek 20% | €2"
        for place, days in buildings
    )


def _surveys() -> str:
    made = []
    for side, buildings in (("n", NORTH), ("z", SOUTH)):
        for number, (place, _) in enumerate(buildings):
            key = f" | #opm{side}" if number == len(buildings) - 1 else ""
            start = " | =" if number == 0 else ""
            made.append(
                f"    Opmeting deuren en kabelwegen {place} | 1d{start} | door leverancier 30%, facility 20%{key}"
            )
    return "\n".join(made)


OUTLINE = f"""
Opstart | vanaf 12/01/26
  Intakenota toegangsbeheer gebouwen | 12d | door pl 40%
  Poort G0 Intake | 0d | poort G0 | vanaf 04/02/26
  Nulmeting sleutels, badges en sloten in 25 gebouwen | 30d | €12 | door werkplek, facility 50%
  Business case en startnota | 20d | na . SS+15d | door pl 50%, analist 40%
  Toetsing startnota door CISO en functionaris voor gegevensbescherming | 8d | door ciso 30%, dpo 20%
  Poort G1 Opstart | 0d | poort G1 | vanaf 29/04/26 | #g1
  Marktverkenning lezers met offline werking | 25d | na g1 | €8 | door aankoop 40%, pl 20% | #markt
Planning en ontwerp | na g1 | #planning
  Behoefteanalyse toegangsprofielen | 35d | €14 | vanaf 07/09/26 | door analist 60%, pl 30% | #behoefte
  Ontwerp toegangszones | 54d | €22 | na behoefte | door analist 50%, architect 40% | #zones | nota Vijf zones: publiek, kantoor, technisch, bediening en datazaal.
  Informatieclassificatie en GEB | 20d | na behoefte +15d | door ciso 30%, dpo 40% | #geb | nota De badgegegevens zijn persoonsgegevens; de gegevensbeschermingseffectbeoordeling is verplicht.
  Bewaartermijn badgelogboeken vastleggen | 5d | na geb FF+3d | door dpo 30%
  Advies vakbonden over toegangsregistratie | 10d | na geb | door pl 20%, hr 30% | #overleg
  Poort G2 Planning | 0d | na geb, overleg SS | poort G2 | vanaf 18/12/26 | #g2
  Badgeprofielen, koppeling personeel | 45d | na zones | door integratie 60%, hr 20% | #badge
  Badgeprofielen per groep | na zones | #groepen
    Badgeprofiel bedieners en wachtchefs | 3d | door analist 40%, facility 20%
    Badgeprofiel technici en veldploegen | 3d | door analist 40%, facility 20%
    Badgeprofiel ICT en datazaalbeheer | 2d | door analist 40%, ciso 10%
    Badgeprofiel kantoordiensten | 2d | door analist 40%, hr 10%
    Badgeprofiel schoonmaak en bewaking | 2d | door analist 30%, facility 30%
    Badgeprofiel aannemers en onderhoudsfirma’s | 4d | door analist 40%, facility 30%
    Badgeprofiel hulpdiensten en noodsleutel | 2d | door analist 30%, facility 20%
    Badgeprofiel bezoekers en stagiairs | 1d | door analist 30%
    Goedkeuring badgeprofielen door de veiligheidscel | 3d | door ciso 20%, facility 20%
  Bezoekersregeling en noodprocedure | 15d | na zones +5d | door facility 40% | #bezoek
Plaatsing van de opdracht | na markt
  Bestek en raming afwerken | 26d | vanaf 23/11/26 | door aankoop 50%, analist 30% | €1 | #bestek | stap S05
  Goedkeuring lastvoorwaarden en procedurekeuze | 3d | na bestek | door aankoop 20% | #keuze | stap S08
  Uitnodiging van vier ondernemingen | 0d | na keuze | #uitnodiging | stap S09
  Termijn voor offertes, 15 dagen | 15k | na uitnodiging | #offertes | stap S12
  Onderzoek offertes | 5d | na offertes | door aankoop 50%, architect 40% | stap S14
  Onderhandeling en definitieve offertes | 3d | door aankoop 40%, pl 30% | stap S17
  Gunningsverslag | 2d | door aankoop 60% | stap S18
  Gunningsbeslissing en kennisgeving | 0d | #gunning | stap S21
  Sluiting van de opdracht | 0d | na gunning +5d | #sluiting | stap S24
  Startvergadering en bevel tot aanvang | 4d | na sluiting | door pl 40%, aankoop 20% | #start | stap S27
Poort G3 Fasegrens uitvoering | 0d | na start, badge, g2, bezoek, groepen | poort G3 | vanaf 26/03/27 | #g3
Uitvoering | na g3 | #uitvoering
  Levering lezers en controllers | 40d | door leverancier 50% | €240 | #levering
  Detailstudie bekabeling 25 gebouwen | #studie
{_surveys()}
    Kabelplannen en bestellijst per deur | 7d | na opmn, opmz FS-4d | door leverancier 60% | €18
  Inrichting toegangsserver in datazaal 1 | 10d | na studie | door server 50%, leverancier 40% | €34 | #server
  Versleuteling badges en sleutelbeheer | 8d | na server | door ciso 30%, leverancier 30% | €12
  Proefopstelling Oosterham | 15d | na levering, server | door leverancier, netwerk 20% | €14 | #proef
  Evaluatie proefopstelling met de bedieners van Oosterham | 3d | na proef FS-3d | door pl 50%, facility 30% | #evaluatie
  Installatie gebouwen noord (14) | na proef, evaluatie | #noord
{_buildings(NORTH, "ploegn")}
    Sleutelinname en uitreiking badges noord | 8d | na . FF+3d | door facility 60%
  Installatie gebouwen zuid (11) | na proef, evaluatie | #zuid
{_buildings(SOUTH, "ploegz")}
    Sleutelinname en uitreiking badges zuid | 6d | na . FF+3d | door facility 40%
  Personeelskoppeling: dagelijkse synchronisatie in- en uitdienst | 15d | na server, badge | door integratie 60% | €16 | #sync
  Logging naar SIEM | 25d | na proef +10d | door soc 40%, netwerk 20% | €15 | #siem
  Opleiding onthaal, wachtdienst en bedieners | 6d | na noord FF-5d | door leverancier 30%, facility 40% | €9
  Penetratietest en herstel | 22d | na noord, siem, sync, zuid | door ciso 30%, pentest | €28 | #pentest
  Aanvaardingstest, voorlopige oplevering | 14d | na pentest | door pl 40%, facility 40%, leverancier 40% | €10 | #aanvaarding
  CyFun-bewijs fysieke toegang aan P-007 bezorgen | 5d | na pentest | door ciso 20%, pl 20% | uiterlijk 15/11/27 | #bewijs
Poort G4 Ingebruikname | 0d | na aanvaarding | poort G4 | #g4
Afsluiting | na g4
  Nazorg en opvolging storingen | 40d | door leverancier 20%, facility 20% | €22 | #nazorg
  Overdracht aan facilitair beheer | 10d | na g4 +10d | door pl 30%, facility 30% | #overdracht
  Oud sleutelplan buiten dienst stellen | 15d | na g4 +10d | door facility 40% | #sleutelplan
  Projecteindrapport en geleerde lessen | 10d | na nazorg, overdracht, sleutelplan, uitvoering, planning | door pl 40%
  Poort G5 Afsluiting | 0d | poort G5 | #g5
  Meting baten: verloren sleutels en tijd tot intrekking badge | 5d | na g5 +120d | door facility 30%
  Poort G6 Batentoets | 0d | na g5 +124d, . | poort G6
"""

PROJECT = DemoProject(
    code="P-014",
    name="Toegangscontrole gebouwen",
    author="N. Vandersteene",
    start=date(2026, 1, 12),
    budget=Decimal("0.62"),
    forecast=Decimal("0.62"),
    resources={
        "pl": ("Projectleider", 1),
        "analist": ("Businessanalist", 1),
        "architect": ("Beveiligingsarchitect", 1),
        "aankoop": ("Team Aankoop", 2),
        "ciso": ("Dienst CISO", 1.5),
        "dpo": ("Functionaris voor gegevensbescherming", 0.5),
        "facility": ("Facilitair beheer", 2),
        "werkplek": ("Team Werkplek", 2),
        "hr": ("Personeelsdienst", 1),
        "integratie": ("Team Integratie", 2),
        "netwerk": ("Team Netwerken", 2),
        "server": ("Team Servers en opslag", 2),
        "soc": ("Beveiligingsoperaties", 1),
        "leverancier": ("Opdrachtnemer toegangscontrole", 2),
        "ploegn": ("Installatieploeg noord", 1),
        "ploegz": ("Installatieploeg zuid", 1),
        "pentest": ("Extern testbureau", 1),
    },
    outline=OUTLINE,
)
