"""P-010 Meetnet waterstanden: zesentwintig meetpunten vernieuwd, op het ritme van de waterstanden."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

# Meetpunt: naam, sensor, bijzonder werk, dagen bijzonder werk.
ROUTES = (
    (
        "Zeeschelde en Rupel",
        (
            ("Melle", "radarsensor", "Nieuwe meetput in de kaaimuur", 4),
            ("Schoonaarde", "radarsensor", "Verlenging meetsteiger", 3),
            ("Dendermonde getij", "druksensor", "Duikinspectie sensorbuis", 2),
            ("Temse", "radarsensor", "Afscherming tegen drijvend hout", 2),
            ("Boom", "druksensor", "Reiniging meetput", 2),
            ("Walem", "radarsensor", "Vernieuwing peilschaal", 1),
        ),
    ),
    (
        "Albertkanaal en Kempen",
        (
            ("Wijnegem benedenpand", "druksensor", "Kalibratie debietmeters sluis Wijnegem", 4),
            ("Olen bovenpand", "druksensor", "Kalibratie debietmeters sluis Olen", 4),
            ("Ham benedenpand", "radarsensor", "Afstemming met de pompregeling", 2),
            ("Hasselt", "druksensor", "Kalibratie debietmeters sluis Hasselt", 4),
            ("Genk", "radarsensor", "Vernieuwing peilschaal", 1),
            ("Herentals", "druksensor", "Verplaatsing meetkast uit het overstromingsgebied", 3),
            ("Dessel", "radarsensor", "Herstel zonnepaneel en batterij", 1),
        ),
    ),
    (
        "Leie en Bovenschelde",
        (
            ("Menen grens", "ultrasone debietmeter", "IJking debiet met meetboot", 5),
            ("Harelbeke", "druksensor", "Reiniging meetput", 2),
            ("Sint-Baafs-Vijve", "radarsensor", "Vernieuwing peilschaal", 1),
            ("Kerkhove", "ultrasone debietmeter", "IJking debiet met meetboot", 5),
            ("Oudenaarde", "druksensor", "Herstel kabelbuis onder het jaagpad", 2),
            ("Asper", "radarsensor", "Afstemming met de stuwregeling", 2),
            ("Merelbeke opwaarts", "ultrasone debietmeter", "IJking debiet met meetboot", 4),
        ),
    ),
    (
        "Dender en Gentse kanalen",
        (
            ("Geraardsbergen", "radarsensor", "Vernieuwing peilschaal", 1),
            ("Pollare", "druksensor", "Reiniging meetput", 2),
            ("Denderleeuw", "radarsensor", "Afscherming tegen vandalisme", 1),
            ("Aalst", "druksensor", "Nieuwe meetbuis aan de stuw", 4),
            ("Evergem", "radarsensor", "Geleidbaarheidsmeting toegevoegd", 3),
            ("Schipdonk", "ultrasone debietmeter", "IJking debiet bij lage afvoer", 4),
        ),
    ),
)


def _routes() -> str:
    made = []
    for number, (name, points) in enumerate(ROUTES, start=1):
        made.append(f"Meetroute {number}: {name} ({len(points)}) | na g32 | #route{number}")
        after = "g32"
        for at, (point, sensor, special, days) in enumerate(points, start=1):
            key = f"r{number}p{at}"
            work = special if point.split()[0] in special else f"{special}, {point}"
            made.append(
                f"""  Vernieuwing meetkast en {sensor} {point} | 5d | na {after}, levering{number} | door veld{1 + number % 2} | €14 | #{key}
  {work} | {days}d | na {key} SS+1d | door veld{1 + number % 2} 50%, hydro 10% | €{2 + days} | #{key}b
  Modem en gegevensstroom {point} | 1d | na {key} | door veldtech 40%, netwerk 20%
  Nulpeil inmeten en vrijgave {point} | 1d | na {key}, {key}b | door landmeter"""
            )
            after = key
    return "\n".join(made)


OUTLINE = f"""
Opstart | #opstart
  Intakenota verouderd meetnet | 10d | los | door pl 40%
  Storingsanalyse 2020–2024 per meetpunt | 25d | door hydro 50%, data 30% | #storing
  Poort G0 Intake | 0d | na storing SS+8d | poort G0 | vanaf 02/04/25 | #g0
  Bevraging gebruikers: waterbeheer, scheepvaart, hulpdiensten | 20d | na g0 | door pl 30%, hydro 30%
  Business case en meetambitie 2030 | 20d | door pl 50%, hydro 30%
Poort G1 Opstart | 0d | na opstart | poort G1 | vanaf 02/07/25 | #g1
Planning en ontwerp | na g1 | #ontwerp
  Meetplan: ligging, frequentie en nauwkeurigheid | 30d | door hydro 70% | #meetplan
  Keuze sensortechniek per meetpunt | 15d | na meetplan FS-5d | door hydro 50%, veldtech 30%
  Ontwerp energiezuinige meetkast | 20d | na meetplan SS+10d | door veldtech 60% | #kast
  Communicatie: 4G, LoRaWAN en reserve via satelliet | 15d | na meetplan SS+10d | door netwerk 50% | #comm
  Gegevensstroom naar het hydrologisch platform | 20d | na meetplan | door data 60% | #stroom
  Kwaliteitscontrole metingen: regels en vlaggen | 15d | na stroom FS-5d | door hydro 40%, data 40%
  Vergunningen en toelatingen oeverwerken | 60k | na meetplan | #vergun
  Informatieclassificatie meetgegevens | 6d | na stroom | door ciso 30%
  Veiligheids- en gezondheidsplan werken aan het water | 10d | na kast | door preventie 40% | #vgp
  Afstemming met P-012 over publicatie meetreeksen | 4d | na stroom | door data 20%
Poort G2 Planning | 0d | na ontwerp | poort G2 | vanaf 26/11/25 | #g2
Plaatsing van de opdracht | na g2 | #plaatsing
  Bestek meetapparatuur en plaatsing | 20d | door aankoop 50%, veldtech 40%
  Aankondiging in het Publicatieblad | 0d
  Termijn voor offertes, 30 dagen | 30k | wet Wet 17/06/2016 art. 36
  Praktijkproef sensoren in de meetgoot | 8d | door hydro 60%, veldtech 40%
  Onderzoek offertes en gunningsverslag | 12d | door aankoop 50%, hydro 20%
  Gunningsbeslissing en kennisgeving | 0d
  Wachttermijn, 15 dagen | 15k | wet Wet 17/06/2013 art. 11
  Sluiting van de opdracht | 1d | door aankoop 20%
  Borgtocht en startvergadering | 5d | door aankoop 20%, pl 30%
Poort G3.1 Fasegrens proef | 0d | na plaatsing | poort G3.1 | vanaf 22/04/26 | #g31
Proef met drie meetpunten | na g31 | #proef
  Levering proefset | 21k | €30 | #pset
  Vernieuwing meetpunt Melle proef (getij) | 4d | na pset | door veld1 | €10
  Vernieuwing meetpunt Olen proef (kanaalpand) | 3d | door veld1 | €9
  Vernieuwing meetpunt Kerkhove proef (debiet) | 5d | door veld1 | €14
  Parallelle meting oud en nieuw | 20d | door hydro 40%, data 30% | #parallel
  Verslag proef: afwijking onder 1 cm | 6d | na parallel FS-3d | door hydro 50%
Poort G3.2 Fasegrens uitrol | 0d | na proef | poort G3.2 | vanaf 08/07/26 | #g32
Leveringen | na g31 | #leveringen
  Levering meetkasten en sensoren route 1 | 60k>53k | na g32 FS-10d | €120 | #levering1
  Levering meetkasten en sensoren route 2 | 45k | na levering1 | €135 | #levering2
  Levering meetkasten en sensoren route 3 | 45k | na levering2 | €150 | #levering3
  Levering meetkasten en sensoren route 4 | 35k | na levering3 | €120 | #levering4
  Reservesensoren en kalibratieset | 40k | na levering2 | €60
{_routes()}
Gegevensplatform meetnet | na stroom, g2 | #platform
  Inrichting ontvangst en buffering | 20d | door data 60%, integratie 30% | €60 | #buffer
  Koppeling met het hydrologisch platform | 20d | door integratie 60% | €45 | #koppel
  Automatische kwaliteitscontrole | 25d | na buffer | door data 60% | €50 | #kc
  Alarmdrempels wachtdienst waterbeheer | 10d | na koppel | door hydro 40%, data 30% | #alarm
  Kaart en grafieken voor de wachtdienst | 20d | na kc SS+10d | door toepassing 60% | €40 | #kaart
  Historische reeksen 1985–2025 overzetten | 30d | na koppel | door data 60% | €35 | #reeksen
  Belastingsproef bij stormtij (10 keer meer metingen) | 5d | na kc, kaart, alarm | door data 40%, server 20% | #last
  Levering meetreeksen aan het opendataportaal | 8d | na kc | door data 30%
  Verhuis naar zaal 1 (golf 5 van P-002) | 2d | na last | vanaf 03/10/26 | door server 50% | kal weekend
  Nazicht volledigheid na verhuis | 5d | door data 40%
Hoogwaterseizoen: proefdraaien en ijking | na platform | #proefdraai
  Proefdraaien routes 1 en 2 in het hoogwaterseizoen | 40d | na route1, route2 | vanaf 04/01/27 | door hydro 30%, data 20% | €110 | #pd12
  IJking debieten bij hoge afvoer Leie en Bovenschelde | 10d | na route3 | vanaf 18/01/27 | door hydro 50%, veld1 40% | €95 | #ijk3
  IJking debieten bij hoge afvoer Schipdonk | 4d | na route4, ijk3 | door hydro 50%, veld2 40% | €12 | #ijk4
  Vergelijking met modelvoorspelling bij twee wassen | 15d | na pd12 SS+25d | door hydro 60%
  Oefening wachtdienst met alarmdrempels | 2d | na pd12 | door hydro 40%
  Opleiding veldploegen en wachtdienst | 6d | na pd12 SS+20d | door veldtech 40%, opleiding
  Aanvaardingstest en voorlopige oplevering | 6d | na pd12, ijk3, ijk4, platform | door pl 40%, hydro 40% | #aanvaard
Poort G4 Ingebruikname | 0d | na proefdraai, aanvaard | poort G4 | vanaf 31/03/27 | #g4
Afsluiting | na g4 | #einde
  Ontmanteling oude meetkasten routes 1 en 2 | 15d | door veld1 | €25 | #sloop1
  Ontmanteling oude meetkasten routes 3 en 4 | 15d | = | door veld2 | €25 | #sloop2
  Onderhoudsplan en kalibratiekalender | 12d | = | door veldtech 40% | #plan
  Overdrachtsdossier naar beheer meetnetten | 20d | na plan FS-5d | door pl 30%, veldtech 30% | #dossier
  Aanvaarding in beheer en eerste onderhoudsronde | 23d>20d | €60 | na dossier, sloop1, sloop2 | door veld1 50%, hydro 20% | #beheer
  Uitfasering modems 3G | 8d | na sloop1, sloop2 | door netwerk 40%
  Projecteindrapport en geleerde lessen | 13d | na beheer, leveringen | door pl 50%
Poort G5 Afsluiting | 0d | na einde | poort G5 | #g5
Meting baten: beschikbaarheid en herstelduur | 10d | na g5 +180d | door hydro 30%
Poort G6 Batentoets | 0d | na ., g5 +205d | poort G6
"""

PROJECT = DemoProject(
    code="P-010",
    name="Meetnet waterstanden",
    author="P. Segers",
    start=date(2025, 2, 24),
    budget=Decimal("2.30"),
    forecast=Decimal("2.27"),
    resources={
        "pl": ("Projectleider", 1),
        "hydro": ("Hydrologen", 2),
        "data": ("Team Data en AI", 2),
        "integratie": ("Team Integratie", 1),
        "toepassing": ("Team Toepassingen", 1),
        "netwerk": ("Team Netwerken", 1),
        "server": ("Team Servers en opslag", 1),
        "ciso": ("Dienst CISO", 0.5),
        "aankoop": ("Team Aankoop", 1),
        "preventie": ("Preventiedienst", 0.5),
        "veldtech": ("Technici meetnetten", 2),
        "veld1": ("Veldploeg Schelde", 1),
        "veld2": ("Veldploeg Kempen en Leie", 1),
        "landmeter": ("Landmeter", 1),
        "opleiding": ("Opleidingscentrum", 1),
    },
    outline=OUTLINE,
)
