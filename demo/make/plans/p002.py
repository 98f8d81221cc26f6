"""P-002 Vernieuwing datacenter: twee zalen, een uitwijk en 140 servers, weekend na weekend verhuisd."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

# Verhuisgolf: naam, wat erin zit, aantal servers, bijzonderheid.
WAVES = (
    ("1", "test- en ontwikkelomgevingen", 22, "Terugvaltest golf 1 met het volledige team"),
    ("2", "bestandsdeling en afdrukken", 14, "Omleiding thuismappen en netwerkstations"),
    ("3", "intranet en samenwerking", 12, "Aanpassing externe toegang en certificaten"),
    ("4", "GIS-servers en rasterdata", 16, "Kopie van 40 TB rasterdata vooraf"),
    ("5", "meetnet waterstanden", 10, "Parallelle inname meetgegevens gedurende 14 dagen"),
    ("6", "assetmanagement en werkorders", 12, "Bevriezing werkorders van vrijdag tot zondag"),
    ("7", "personeel en tijdsregistratie", 11, "Afstemming met de loonverwerking"),
    ("8", "ERP-databanken", 17, "Proefverhuizing op schaduwomgeving"),
    ("9", "toegang, domein en beheerhulpmiddelen", 14, "Verplaatsing domeinrollen in twee stappen"),
    ("10", "scheepvaartinformatie en sluisplanning", 12, "Noodprocedure sluisplanning op papier"),
)


def _waves(first: str) -> str:
    made, after, pause = [], first, ""
    for number, content, servers, special in WAVES:
        made.append(
            f"""  Golf {number}: {content} ({servers} servers) | #golf{number}
    Afhankelijkheden en verhuisdraaiboek golf {number} | 5d | na {after} FS-8d | door architect 40%, toepassing 30% | #draai{number}
    {special} | 4d | na draai{number} | door server 40%, toepassing 20% | #bijz{number}
    Firewallregels en adressen golf {number} | 3d | na draai{number} | door netwerk 40% | #fw{number}
    Akkoord van de applicatie-eigenaars golf {number} | 2d | na draai{number} | door pl 20% | #akk{number}
    Verhuisweekend golf {number} | 2d | na {after}{pause}, bijz{number}, fw{number}, akk{number} | door server, netwerk 50% | kal weekend | €24 | #verhuis{number}
    Controle en opvolging na golf {number} | 4d | na verhuis{number} | door server 50%, servicedesk 30%
    Middelenlijst, bewaking en back-up bijgewerkt na golf {number} | 2d | na verhuis{number} +2d | door server 30%"""
        )
        after, pause = f"verhuis{number}", " +4d"  # two weekends between two moves
    return "\n".join(made)


OUTLINE = f"""
Opstart en verkenning | #opstart
  Intakenota einde levensduur datazalen | 12d | los | door pl 40%
  Audit stroom en koeling beide zalen | 25d | door facility 50%, technieken 30% | #audit
  Inventaris servers, opslag en licenties | 30d | na . SS | door server 50% | #inventaris
  Poort G0 Intake | 0d | na audit SS+10d | poort G0 | vanaf 05/03/25 | #g0
  Vergelijking eigen zalen, colocatie en publieke cloud | 30d | na g0, inventaris FS-10d | door architect 60%, controller 30%
  Business case en totale eigendomskosten | 20d | door pl 50%, controller 30%
Poort G1 Opstart | 0d | na opstart | poort G1 | vanaf 18/06/25 | #g1
Ontwerp | na g1 | #ontwerp
  Technisch ontwerp zaal 1 Antwerpen | 30d | door architect 60%, technieken 30% | €40 | #ontw1
  Technisch ontwerp zaal 2 Gent (uitwijk) | 30d | na ontw1 SS+10d | door architect 50%, technieken 30% | €38 | #ontw2
  Netwerkontwerp: ruggengraat, zones en segmentatie | 35d | na ontw1 SS+5d | door netwerk 70% | #netontw
  Opslag- en back-upontwerp, hersteltijden per toepassing | 30d | = | door server 60% | #opslagontw
  Bedrijfsimpactanalyse (34 toepassingen) | #bia
    Impactanalyse scheepvaart en bediening (6) | 8d | = | door ciso 30%, toepassing 40%
    Impactanalyse waterbeheer en meetnet (5) | 7d | door ciso 30%, toepassing 40%
    Impactanalyse financiën en personeel (8) | 10d | door ciso 30%, toepassing 40%
    Impactanalyse onderhoud en GIS (7) | 8d | door ciso 30%, toepassing 40%
    Impactanalyse kantooromgeving en telefonie (8) | 7d | door ciso 30%, toepassing 40%
  Informatieclassificatie en beheersmaatregelen ISO 27001 | 15d | na bia FS-10d | door ciso 40%
  Migratiestrategie en golfindeling | 15d | na bia, netontw FS-5d | door architect 40%, server 30% | #strategie
  Energieplan en vermogensaanvraag netbeheerder | 10d | na ontw1, ontw2 | door facility 40% | #energie
  Overgangsplan beheer en wachtdienst | 10d | na strategie | door pl 20%, servicedesk 30%
Poort G2 Planning | 0d | na ontwerp | poort G2 | vanaf 24/09/25 | #g2
Plaatsing van de opdrachten | na g2 | #plaatsing
  Perceel A: stroom en koeling (openbare procedure)
    Bestek perceel A | 15d | = | door aankoop 50%, technieken 40%
    Aankondiging perceel A | 0d
    Termijn voor offertes perceel A, 30 dagen | 30k | wet Wet 17/06/2016 art. 36
    Plaatsbezoeken zaal 1 en zaal 2 | 3d | na . SS+5d | door facility 50% | #bezoeka
    Onderzoek offertes perceel A | 12d | na bezoeka FS+18d | door aankoop 50%, technieken 40%
    Gunning en wachttermijn perceel A, 15 dagen | 15k
    Sluiting perceel A | 1d | door aankoop 20% | #sluita
  Perceel B: servers en opslag (minicompetitie raamovereenkomst)
    Opdracht tot minicompetitie servers en opslag | 8d | = | door aankoop 40%, server 40%
    Antwoordtermijn minicompetitie, 20 dagen | 20k
    Vergelijking en gunningsbeslissing perceel B | 10d | door aankoop 40%, server 30%
    Bestelling perceel B | 0d | #bestelb
  Perceel C: netwerkuitrusting datazalen (lopende raamovereenkomst)
    Behoeftebepaling switches en firewalls | 10d | = | door netwerk 50%
    Bestelling perceel C | 0d | #bestelc
Inrichting zaal 1 Antwerpen | na sluita | #zaal1
  Ontruiming noordzijde en compartimentering | 12d | door bouw 60% | kal aannemer | €70
  Verhoogde vloer en kabelgoten | 10d | door bouw | kal aannemer | €85
  Brandpreventie: detectie en blusgas | 12d | na . SS+6d | door technieken 60% | kal aannemer | €140 | #brand1
  UPS-installatie A-zijde | 12d | na brand1 SS+4d | door technieken | kal aannemer | €260 | #upsa
  UPS-installatie B-zijde | 10d | na upsa | door technieken | kal aannemer | €250 | #upsb
  Koelunits en koude gangen | 20d | na upsa SS+8d | door technieken 80% | kal aannemer | €310 | #koel1
  Bestelbevestiging en plaatsingsplan noodstroomgroep | 2d | na sluita +5d | door facility 20% | #groepplan
  Noodstroomgroep: levering en plaatsing | 120k>112k | na groepplan | €290 | #groep1
  Belastingsproef stroom zaal 1 onder 100 % | 4d | na upsb, koel1, groep1 | door technieken, facility 30% | #proef1
  Keuring elektrische installatie zaal 1 | 2d | na proef1 | door keuring | €6
  Oplevering zaal 1 | 0d | na ., brand1 | #zaal1klaar
Levering en opbouw servers, opslag en netwerk | na bestelb | #opbouw
  Levering servers en opslag | 75k | €640 | #levserver
  Levering netwerkuitrusting datazalen | 60k | na bestelc | €300 | #levnet
  Racks en bekabeling zaal 1 | 12d | na zaal1klaar FS-5d, levnet | door netwerk 60%, server 30% | €95 | #rack1
  Ruggengraat en firewalls zaal 1 | 15d | na rack1 FS-4d | door netwerk 80% | #rug1
  Virtualisatieplatform zaal 1 | 20d>17d | na rack1, levserver | door server 80% | €180 | #virt1
  Opslagcluster en replicatie | 15d | na rack1, levserver | door server 60% | €140 | #opslag1
  Beheerzone en bevoorrechte toegang | 12d | na rug1 | door ciso 30%, server 40%
  Back-up met onveranderlijke kopie | 15d | na opslag1 | door server 50% | €165 | #backup
  Bewaking en alarmen naar de wachtdienst | 10d | na virt1 | door server 40%, servicedesk 20%
  Hersteltest steekproef 5 toepassingen | 4d | na backup, virt1 | door server 50%, toepassing 30% | #herstel1
Poort G3.1 Fasegrens zaal 1 | 0d | na herstel1, rug1 | poort G3.1 | vanaf 08/07/26 | #g31
Verhuisgolven | na g31 | #golven
{_waves("g31")}
Inrichting zaal 2 Gent (uitwijk) | na zaal1klaar +20d | #zaal2
  Compartimentering en verhoogde vloer zaal 2 | 15d | vanaf 24/08/26 | door bouw | kal aannemer | €95
  Brandpreventie zaal 2 | 10d | na . SS+8d | door technieken 50% | kal aannemer | €85 | #brand2
  Verzwaring laagspanningsaansluiting door de netbeheerder | 90k>86k | = | vanaf 17/07/26 | €60 | #verzwaar
  UPS en verdeelborden zaal 2 | 18d | na verzwaar, brand2 | door technieken | kal aannemer | €240 | #ups2
  Koeling zaal 2 | 16d | na ups2 SS+6d | door technieken 80% | kal aannemer | €210 | #koel2
  Belastingsproef stroom zaal 2 | 4d | na ups2, koel2 | door technieken, facility 30% | #stroom2
  Keuring stroomvoorziening zaal 2 | 3d | na stroom2 | door keuring | €6 | #keur2
  Herstel opmerkingen keuring zaal 2 | 8d>4d | na keur2 | door technieken 50% | kal aannemer | #keurok
  Racks, bekabeling en netwerk zaal 2 | 15d | na keurok FS-5d | door netwerk 60%, server 30% | €210 | #rack2
  Servers en opslag zaal 2 opbouwen | 15d | na rack2 FS-5d | door server 70% | €720 | #server2
  Replicatie zaal 1 naar zaal 2 | 10d | na server2 | door server 50%, netwerk 20% | €240 | #repl
  Bezettingssimulatie en koelproef zaal 2 | 5d | na server2 | door facility 40%
Uitwijk en continuïteit | na repl | #uitwijk
  Uitwijkdraaiboeken | #draaiboeken
    Uitwijkdraaiboek ERP en betalingen | 4d | na repl FS-10d | door server 40%, toepassing 30%
    Uitwijkdraaiboek scheepvaartinformatie | 3d | door server 40%, toepassing 30%
    Uitwijkdraaiboek meetnet en alarmen | 3d | door server 40%, toepassing 30%
    Uitwijkdraaiboek assetmanagement | 2d | door server 40%, toepassing 30%
    Uitwijkdraaiboek GIS | 2d | door server 40%, toepassing 30%
    Uitwijkdraaiboek aanmelding en domein | 3d | na repl FS-5d | door server 60%
    Uitwijkdraaiboek telefonie en e-mail | 2d | door netwerk 40%, server 20%
  Technische uitwijktest zonder gebruikers | 2d | na draaiboeken, repl | door server, netwerk | kal weekend | #uwtest1
  Herstel bevindingen technische test | 6d | na uwtest1 | door server 50% | #uwherstel
  Uitwijktest met sleutelgebruikers, golf 1 tot 10 | 2d | na uwherstel, golven | door server, toepassing 60% | kal weekend | #uwtest2
  Verslag uitwijktest en aanpassing continuïteitsplan | 5d | na uwtest2 | €30 | door ciso 30%, pl 30%
Informatieveiligheid en naleving | na g31 | #veilig
  Nulmeting CyFun datacenter | 8d | door ciso 40%
  Afwijking logbewaring wegwerken | 30d | na g31 +60d | door ciso 20%, server 30% | uiterlijk 20/12/26
  Penetratietest beheerzone | 8d | na golf9 | door pentest | €48
  Interne audit ISO 27001 datazalen | 10d | na uitwijk | door ciso 50%
Poort G4 Ingebruikname | 0d | na uwherstel, golf8 | poort G4 | vanaf 05/03/27>26/02/27 | #g4
Ontmanteling en afsluiting | na g4, golven | #einde
  Gegevensdragers wissen en vernietigingsattesten | 10d | door server 40%, ciso 10% | €22 | #wissen
  Ontmanteling oude zalen | na wissen FS-5d | #strip
    Oude racks rij A en B verwijderen | 4d | door bouw 60% | €15
    Oude racks rij C en D verwijderen | 4d | door bouw 60% | €15
    Koperbekabeling en oude UPS afvoeren | 4d | door bouw 60% | €15
  Opzeggen van 11 onderhoudscontracten | 8d | = | door aankoop 30%
  Overdrachtsdossier en beheerdocumentatie | 18d | = | door pl 30%, server 30% | #dossier
  Aanvaarding in beheer door de wachtdienst | 8d | €180 | na dossier | door servicedesk 40% | #beheer
  Definitieve meting energieverbruik (PUE) | 20d | na uwtest2 | door facility 30% | #pue
  Projecteindrapport en geleerde lessen | 13d | na strip, beheer, pue FS-10d, veilig, uitwijk | door pl 60% | #eindrapport
Poort G5 Afsluiting | 0d | na einde, zaal1, opbouw, zaal2 | poort G5 | #g5
Batenmeting beschikbaarheid en energie | 10d | na g5 +180d | door facility 30%, pl 10%
Poort G6 Batentoets | 0d | na ., g5 +205d | poort G6
"""

PROJECT = DemoProject(
    code="P-002",
    name="Vernieuwing datacenter",
    author="B. Lemmens",
    start=date(2025, 1, 20),
    budget=Decimal("5.25"),
    forecast=Decimal("5.11"),
    resources={
        "pl": ("Projectleider", 1),
        "architect": ("Infrastructuurarchitect", 1.5),
        "server": ("Team Servers en opslag", 4),
        "netwerk": ("Team Netwerken", 3),
        "toepassing": ("Team Toepassingen", 2),
        "servicedesk": ("Servicedesk en wachtdienst", 2),
        "ciso": ("Dienst CISO", 1),
        "facility": ("Facilitair beheer", 1),
        "aankoop": ("Team Aankoop", 2),
        "controller": ("Controller", 0.5),
        "technieken": ("Opdrachtnemer stroom en koeling", 3),
        "bouw": ("Aannemer afwerking", 2),
        "keuring": ("Keuringsinstelling", 1),
        "pentest": ("Extern testbureau", 1),
    },
    outline=OUTLINE,
)
