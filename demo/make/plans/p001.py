"""P-001 Sluis- en brugbediening op afstand: proef, twee reeksen sluizen en één reeks bruggen.

De PLC's van perceel 1 komen 52 kalenderdagen te laat en de proef in Oosterham liep uit; beide liggen op
het kritieke pad naar de ingebruikname.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock complex and what is particular about it."""

    name: str
    rebuild: str
    rebuild_days: int
    special: str
    special_days: int
    trial_days: int = 10
    closure: str = ""
    """From when the lock may be closed to shipping, as agreed; empty: no such agreement yet."""


SERIES_1 = (
    Lock("Wijnegem", "Ombouw deurbesturing kolk 1 tot 3", 20, "Kalibratie debietmeters", 4, 12),
    Lock("Olen", "Ombouw deurbesturing kolk 1 tot 3", 19, "Vervanging eindschakelaars rinketschuiven", 5),
    Lock("Ham", "Ombouw deurbesturing en pompregeling", 21, "Afstelling pomp- en waterkrachtinstallatie", 6),
    Lock("Hasselt", "Ombouw deurbesturing kolk 1 tot 3", 18, "Vernieuwing seinlichten kolk 2", 4),
    Lock("Diepenbeek", "Ombouw deurbesturing kolk 1 en 2", 17, "Inregeling pompinstallatie", 5),
    Lock("Genk", "Ombouw deurbesturing en scheepsdetectie", 18, "Plaatsing scheepsdetectie voorhaven", 5),
    Lock(
        "Zemst",
        "Ombouw schuif- en deurbesturing",
        17,
        "Herstel kabelgoot benedenhoofd",
        4,
        closure="01/07/27>27/09/27",
    ),
    Lock("Wintam", "Ombouw deurbesturing getijkolk", 23, "Koppeling met de getijmeting", 6, 15),
)
SERIES_2 = (
    Lock(
        "Merelbeke",
        "Ombouw deurbesturing kolk 1 en 2",
        15,
        "Koppeling met de stuwregeling",
        6,
        closure="13/09/27>22/11/27",
    ),
    Lock("Asper", "Ombouw deurbesturing", 11, "Vernieuwing niveaumeting opwaarts", 3),
    Lock("Oudenaarde", "Ombouw deurbesturing en seinen", 11, "Afregeling stuw en vispassage", 4),
    Lock("Kerkhove", "Aanpassing recente besturing", 7, "Overname bestaande camera’s", 3, 8),
    Lock("Sint-Baafs-Vijve", "Aanpassing recente besturing", 8, "Overname bestaande camera’s", 3, 8),
    Lock("Harelbeke", "Aanpassing recente besturing", 8, "Vergrendeling brug aan het sluishoofd", 4, 8),
    Lock("Menen", "Ombouw deurbesturing", 10, "Afstemming met de Waalse bediening", 5),
    Lock("Ooigem", "Ombouw deurbesturing en hevel", 11, "Kalibratie debietmeter hevel", 3),
    Lock("Denderbelle", "Nieuwe besturingskast", 12, "Vervanging hydraulische groep", 6),
    Lock("Aalst", "Nieuwe besturingskast en seinen", 12, "Afscherming bewegende delen", 4),
    Lock(
        "Dendermonde", "Ombouw deurbesturing en getijregeling", 13, "Koppeling met de waterstandsalarmen", 4
    ),
)
BRIDGES = (
    ("Schoten", "Vernieuwing slagbomen en verkeerslichten", 11),
    ("’s-Gravenwezel", "Vervanging aandrijfmotor brugklep", 13),
    ("Sint-Lenaarts", "Vernieuwing slagbomen", 11),
    ("Rijkevorsel", "Herstel kabeldoorvoer onder het kanaal", 12),
    ("Beerse", "Vernieuwing slagbomen en verkeerslichten", 11),
    ("Turnhout", "Koppeling met de verkeerslichten van de ring", 14),
    ("Ravels", "Vervanging noodstroomgroep", 11),
    ("Battel", "Afstelling vergrendeling brugdek", 12),
    ("Hofstade", "Vernieuwing slagbomen", 10),
    ("Boortmeerbeek", "Versterking camerapalen", 11),
    ("Tildonk", "Vervanging hydraulische slangen", 11),
    ("Steenbrugge", "Koppeling met de voorrang voor hulpdiensten", 13),
    ("Moerbrugge", "Vernieuwing bedieningslessenaar ter plaatse", 12),
    ("Beernem", "Vervanging eindschakelaars brugdek", 11),
)


def _lock(lock: Lock, number: str, after: str, crew: str) -> str:
    """Return the work at one lock; the crew goes on once its rebuild is done."""
    place = f"sluis {lock.name}"
    closure = (
        f" | vanaf {lock.closure} | nota Stremming afgesproken met de scheepvaart." if lock.closure else ""
    )
    # The trial in Oosterham taught that a rebuild in series 1 takes a day more.
    now = lock.rebuild_days + (1 if number.startswith("s") else 0)
    surveyed = "na g32" if "g32" in after else f"na {after.split(',')[0]} FS-10d"
    return f"""  Sluis {lock.name} | #{number}
    Opname ter plaatse en kabelplan {place} | 4d | {surveyed} | door studie 50% | #{number}-opname
    {lock.rebuild} {place} | {lock.rebuild_days}d>{now}d | na {number}-opname, {after} | door {crew}, ot 20% | kal aannemer | €115{closure} | #{number}-ombouw
    Camera’s, omroep en noodstop {place} | 8d | na {number}-ombouw SS+5d | door camera | €62 | #{number}-camera
    {lock.special} {place} | {lock.special_days}d | na {number}-ombouw | door {crew} 50% | kal aannemer | €14 | #{number}-eigen
    Koppeling met de bediencentrale en signaaltest {place} | 5d | na {number}-ombouw, {number}-camera | door ot 60%, netwerk 30% | #{number}-test
    Proefdraaien onder toezicht {place} | {lock.trial_days}d | na {number}-test, {number}-eigen | door bediening 50%, ot 20% | #{number}-proef
    Veiligheidskeuring en vrijgave {place} | 2d | na {number}-proef | door keuring 50%, nautisch 30% | €6 | #{number}-vrij{_as_built(place, number)}
    Sluis {lock.name} op afstand bediend | 0d | na {number}-vrij"""


def _as_built(place: str, number: str) -> str:
    """Return the drawing-up of as-built plans; series 2 does it under one item at acceptance."""
    if number.startswith("t"):
        return ""
    return f"\n    As-builtplannen en bedieningshandleiding {place} | 4d | na {number}-test | door studie 40%, ot 10%"


def _bridge(name: str, special: str, days: int, number: str, after: str) -> str:
    place = f"brug {name}"
    return f"""  Brug {name} | #{number}
    Ombouw brugbesturing {place} | {days}d | na {after} | door ploegb, ot 10% | kal aannemer | €70 | #{number}-ombouw
    {special} {place} | 5d | na {number}-ombouw SS+4d | door ploegb 40% | kal aannemer | €15 | #{number}-eigen
    Camera’s en omroep {place} | 5d | na {number}-ombouw SS+6d | door camera 50% | €28 | #{number}-camera
    Proefdraaien onder toezicht {place} | 6d | na {number}-ombouw, {number}-eigen, {number}-camera | door bediening 40% | #{number}-proef
    Keuring en vrijgave {place} | 1d | na {number}-proef | door keuring 50% | €3"""


def _series(locks: tuple[Lock, ...], letter: str, first: str, crew: str) -> str:
    made, after = [], first
    for number, lock in enumerate(locks, start=1):
        made.append(_lock(lock, f"{letter}{number}", after, crew))
        after = f"{letter}{number}-ombouw"
    return "\n".join(made)


def _bridges(first: str) -> str:
    made, after = [], first
    for number, (name, special, days) in enumerate(BRIDGES, start=1):
        made.append(_bridge(name, special, days, f"b{number}", after))
        after = f"b{number}-ombouw"
    return "\n".join(made)


OUTLINE = f"""
Intake en opstart van het programma | #opstart
  Intakenota bediening op afstand | 15d | los | door pl 50%
  Poort G0 Intake | 0d | poort G0 | vanaf 12/02/25 | #g0
  Bezoeken aan drie bediencentrales in binnen- en buitenland | 20d | door pl 40%, bediening 20%
  Nulmeting bedieningsuren en wachttijden per sluis | 40d | na g0 | door bediening 30%, data 40% | #nulmeting
  Business case met drie varianten | 35d | na nulmeting SS+15d | door pl 60%, controller 20%
  Belanghebbenden: binnenvaart, gemeenten, hulpdiensten | 25d | na g0 +20d | door pl 30%, comm 40%
  Personeelsplan bediening en overleg met de vakbonden | 30d | na . FS-10d | door hr 40%, bediening 20%
  Programmaplan en toleranties | 15d | na nulmeting | door pl 60%
  Programmateam en stuurgroep geïnstalleerd | 5d | na nulmeting | door pl 40%
Poort G1 Opstart | 0d | na opstart | poort G1 | vanaf 24/06/25 | #g1
Concept en ontwerp | na g1 | #ontwerp
  Bedieningsconcept: van wal, boot en bediencentrale | 30d | door architect 60%, bediening 40% | #concept
  Nautische risicoanalyse bediening op afstand | 35d | na concept SS+10d | door nautisch 60% | €38 | #nautisch
  Machineveiligheid: risicobeoordeling deuren en bruggen | 40d | na concept SS+10d | door keuring 60% | €45 | #machine
  Functionele norm besturing (versie 1) | 45d | na concept | door ot 80%, architect 40% | #norm
  Ontwerp bedienlessenaar en schermen met bedieners | 40d | na concept FS-5d | door architect 40%, bediening 40% | €52 | #lessenaar
  Camerastudie: zicht, glasvezel en vertraging | 25d | na concept | door netwerk 50%, camera 30% | €24 | #camerastudie
  Netwerkontwerp OT, zones en doorgangen | 30d | na concept, camerastudie FS-10d | door netwerk 60%, ciso 20% | #netwerkontwerp
  Terugvalscenario bij uitval van de verbinding | 15d | na nautisch, netwerkontwerp | door ot 40%, bediening 30% | #terugval
  Informatieclassificatie en bedrijfsimpactanalyse | 12d | na netwerkontwerp SS | #bia | door ciso 40%
  Raming en meerjarenraming per perceel | 15d | na norm, lessenaar, machine FS-10d | door controller 30%, pl 30% | #raming
  Overgangsplan bediening en beheer | 15d | na terugval | door bediening 30%, pl 20%
  Poort G2 Planning | 0d | na raming, ., bia | poort G2 | vanaf 19/12/25 | #g2
Plaatsing van de opdrachten | #plaatsing
  Perceel 1: PLC’s en besturingskasten | na raming
    Bestek perceel 1 opmaken | 25d | door aankoop 50%, ot 40%
    Advies Inspectie van Financiën perceel 1 | 14k
    Aankondiging perceel 1 in het Publicatieblad | 0d
    Termijn voor offertes perceel 1, 35 dagen | 35k | wet Wet 17/06/2016 art. 36
    Onderzoek offertes en prijsbevraging perceel 1 | 20d | door aankoop 50%, ot 30%
    Gunningsbeslissing perceel 1 en kennisgeving | 0d
    Wachttermijn perceel 1, 15 dagen | 15k | wet Wet 17/06/2013 art. 11
    Sluiting perceel 1 | 1d | door aankoop 20% | #sluiting1
  Perceel 2: camera’s, omroep en glasvezelaansluiting | na camerastudie, raming
    Bestek perceel 2 opmaken | 20d | door aankoop 50%, netwerk 30%
    Aankondiging perceel 2 in het Publicatieblad | 0d
    Termijn voor offertes perceel 2, 30 dagen | 30k | wet Wet 17/06/2016 art. 36
    Onderzoek offertes perceel 2 met praktijktest bij nacht | 22d | door aankoop 40%, camera 40%
    Gunningsbeslissing perceel 2 en kennisgeving | 0d
    Wachttermijn perceel 2, 15 dagen | 15k | wet Wet 17/06/2013 art. 11
    Sluiting perceel 2 | 1d | door aankoop 20% | #sluiting2
  Perceel 3: bediencentrale en lessenaars | na lessenaar, raming
    Bestek perceel 3 opmaken | 25d | door aankoop 40%, architect 30%
    Aankondiging perceel 3 in het Publicatieblad | 0d
    Termijn voor offertes perceel 3, 35 dagen | 35k | wet Wet 17/06/2016 art. 36
    Onderzoek offertes perceel 3 | 18d | door aankoop 50%, architect 30%
    Gunningsbeslissing perceel 3 en kennisgeving | 0d
    Wachttermijn perceel 3, 15 dagen | 15k | wet Wet 17/06/2013 art. 11
    Sluiting perceel 3 | 1d | door aankoop 20% | #sluiting3
Gemeenschappelijke systemen | na sluiting1 | #gemeen
  Besturingsplatform: rekenkern, licenties en ontwikkelomgeving | 40d | door plc | €1650
  Bibliotheek besturingsblokken sluizen en bruggen | 60d | na . FS-15d | door plc, ot 40% | €1180 | #blokken
  Simulator en testbank bediening | 45d | na . FS-20d | door plc 50%, ot 30% | €640
  OT-netwerkkern en redundante doorgangen | 50d | na sluiting2 | door netwerk 60% | €1240
  Beeldplatform en opslag camerabeelden | 45d | na sluiting2 | door camera | €980
  Noodlijn- en omroepserver | 25d | na . | door camera 60% | €310
Proef Oosterham en Kalverdonk | na sluiting1, sluiting2, g2 | #proef
  Fabrieksproef besturingskast Oosterham | 10d | vanaf 04/05/26 | door plc, ot 30% | €210 | #fat
  Poort G3.1 Fasegrens proef | 0d | na fat | poort G3.1 | vanaf 05/06/26 | #g31
  Ombouw lokale bediening sluis Oosterham | 25d>38d | na g31 | door ploega, ot 30% | kal aannemer | €260>295 | #oombouw
  Straalverbinding en noodlijn brug Kalverdonk | 15d>24d | na g31 | door netwerk 50% | €48>61 | #straal
  Ombouw brugbesturing Kalverdonk | 18d | na g31 +10d | door ploegb, ot 20% | kal aannemer | €140 | #kombouw
  Camera’s en omroep Oosterham | 12d | na oombouw SS+8d | door camera | €85 | #ocamera
  Tijdelijke bedienpost in bediencentrale Noord | 20d | na g31 | door centrale 60% | €110 | #opost
  Koppeling en signaaltest Oosterham en Kalverdonk | 8d>12d | na oombouw, straal, kombouw, ocamera, opost | door ot 80%, netwerk 40% | #okoppel
  Opleiding proefbedieners (12) | 5d | na opost | door opleiding | €9 | #oopleiding
  Bediening op afstand: proef Oosterham | 40d>72d | na okoppel, oopleiding | door bediening 60%, ot 30% | €60>82 | #oproef | nota Proefdraaien begon zes weken later dan gepland: de straalverbinding haalde de gevraagde vertraging niet.
  Terugvalscenario brug Kalverdonk beproeven | 3d | na okoppel | vanaf 19/10/26>03/12/26 | door ot 50%, bediening 50% | #kterugval
  Penetratietest bediennetwerk | 15d | na okoppel +5d | door pentest | €32 | #pentest
  Hoge bevindingen penetratietest sluiten | 15d>48d | na pentest | door netwerk 40%, ciso 20% | #bevindingen
  Testprotocol nautische veiligheid opstellen | 10d | na oproef SS+10d | door nautisch 40%
  Evaluatie proef en fase-eindrapport 2 | 10d | na oproef FS-15d | door pl 60%, ot 30% | #evaluatie
Poort G3.2 Fasegrens uitrol | 0d | na evaluatie SS, kterugval, pentest | poort G3.2 | vanaf 30/10/26>11/12/26 | #g32
Leveringen | na sluiting1 | #leveringen
  Ontwerp standaardkast na proef, versie 2 | 15d | na okoppel +15d | door ot 60%, plc 30% | #kast2
  PLC’s: levering perceel 1 | #lplc
    Bestelling PLC’s reeks 1 | 2d | na kast2 | door aankoop 20%
    Fabricage en levering PLC’s reeks 1 | 112k>154k | na . | €980 | #plc1 | nota Fabrikant meldde op 18/11/2026 een levertermijn van 22 weken voor de veiligheidsmodules.
    Fabrieksproef kasten Wijnegem, Olen en Ham | 10d | na plc1 FS-10d | door ot 50%, plc | #fatr1
    PLC’s: levering perceel 1 volledig | 0d | na plc1, fatr1 | #plc1klaar
  Fabricage en levering besturingen bruggen | 120k>140k | na kast2 +10d | €640 | #plcb
  Fabricage en levering PLC’s reeks 2 | 150k | na plc1klaar | €890 | #plc2
  Camera’s en omroep: raamlevering 33 kunstwerken | 90k | na okoppel | €310 | #camlev
  Reservedelen en softwarelicenties besturing | 20d | na plc1klaar | door plc | €145
Glasvezel Albertkanaal, 6 sluizen | na sluiting2 | #glas
  Vergunningen en nutsleidingen Albertkanaal | 60d | door studie 40%, netwerk 20% | #vergun
  Sleufwerken Wijnegem–Olen | 35d | na vergun, g32 FS-20d | door graaf | kal aannemer | €420 | #sleuf1
  Sleufwerken Olen–Ham | 25d | door graaf | kal aannemer | €290 | #sleuf2
  Boring onder de sluisplateaus Hasselt en Diepenbeek | 18d | na sleuf1 | door boor | kal aannemer | €260 | #boring
  Sleufwerken Ham–Genk | 22d | na sleuf2 | door graaf | kal aannemer | €280 | #sleuf3
  Blazen en lassen glasvezel | 25d | na sleuf2, boring | door glasploeg | €165 | #lassen
  Actieve netwerkuitrusting 6 sluizen | 15d | na lassen FS-5d | door netwerk 60% | €120
  Ringtest en omschakeltijd onder 50 ms | 5d | na ., sleuf3 | door netwerk 60%
Uitrol sluizen reeks 1 (8) | na plc1klaar, g32 | #reeks1
{_series(SERIES_1, "s", "plc1klaar, g32", "ploega")}
Uitrol bruggen reeks 1 (14) | na plcb, g32 | #bruggen
{_bridges("plcb, g32")}
Bediencentrale: ombouw en opleiding | na sluiting3 | #centrale
  Detailontwerp bediencentrale Noord | 30d | door architect 40%, centrale 40% | €48 | #cdetail
  Bouwkundige aanpassing zaal en verlichting | 45d | na cdetail, g32 | door bouw | kal aannemer | €380 | #czaal
  Noodstroom en koeling bediencentrale | 30d | na czaal SS+15d | door bouw 50% | kal aannemer | €220 | #cnood
  Levering en montage 8 bedienlessenaars | 35d | na czaal, cnood | door centrale | €610 | #clessenaar
  Videomuur en beeldverdeling | 20d | na clessenaar FS-10d | door centrale 60%, camera 40% | €240 | #cvideo
  Alarmbeheer en logboek bediening | 30d | na clessenaar SS | door toepassing 60% | €95 | #calarm
  Bedienregels en roosters bediencentrale | 25d | na clessenaar | door bediening 40%, hr 30% | #croosters
  Opleiding bedieners groep 1 (14) | 15d | na clessenaar, cvideo | door opleiding | €26 | #copl1
  Opleiding bedieners groep 2 (16) | 15d | na copl1 | door opleiding | €28 | #copl2
  Uitwijkoefening naar bediencentrale Zuid | 5d | na copl2, calarm | door bediening 50%, ot 30%
Uitrol sluizen reeks 2 (11) | na s8-ombouw, plc2 | #reeks2
  Poort G3.3 Fasegrens reeks 2 | 0d | na s4-proef | poort G3.3 | #g33
{_series(SERIES_2, "t", "s8-ombouw, plc2, g33", "ploega")}
Verandering en communicatie | na g2 | #verandering
  Verandertraject bedieners: van kolk naar scherm | 120d | door hr 20%, bediening 10% | #verander
  Scheepvaartberichten en infosessies schippers reeks 1 | 20d | na g32 +20d | door comm 40%
  Nieuwe functiebeschrijvingen en toelagen | 60d | na verander FS-40d | door hr 40%
  Scheepvaartberichten reeks 2 | 15d | na reeks1 FF | door comm 40%
  Tevredenheidsmeting binnenvaart na reeks 1 | 15d | na s8-proef +20d | door comm 30%
Informatieveiligheid OT | na bevindingen | #otveilig
  Toegangsbeheer leveranciers op afstand | 20d | door ciso 30%, netwerk 30% | €24
  Bewaking van het OT-netwerk (sensoren op 12 plaatsen) | 40d | na . SS+10d | door netwerk 40% | €130
  Back-up en hersteltest PLC-programma’s | 15d | na plc1klaar +20d | door ot 40%
  Continuïteitsplan bediening op afstand | 25d | na centrale FF-20d | door bediening 20%, ciso 20%
Aanvaarding en veiligheidskeuring | na reeks2, bruggen, centrale | #aanvaarding
  Integrale aanvaardingstest 33 kunstwerken | 27d | door ot 60%, bediening 60% | #iat
  Herstel restpunten | 10d | na iat FS-5d | door plc 50%, ot 40% | €60 | #rest
  Externe keuring machineveiligheid, eindattest | 20d | na iat, rest FS-5d | door keuring | €48 | #attest
  Nautische vrijgave door de vaarwegbeheerder | 8d | na attest | door nautisch 50% | #vrijgave
  As-builtplannen reeks 2 en bruggen | 20d | na reeks2, bruggen | door studie 60%, ot 20% | #asbuilt
  Overdrachtsdossier besturing en bediening | 15d | na iat | door pl 30%, ot 30% | #dossier
  Voorlopige oplevering en proces-verbaal | 3d | na vrijgave, dossier, glas, otveilig, asbuilt | door pl 40%, aankoop 20%
  Poort G4 Ingebruikname | 0d | poort G4 | #g4
Afsluiting en baten | na g4
  Nazorg: verhoogde wacht bediencentrale | 30d | door bediening 30%, ot 20% | €40 | #nazorg
  Overdracht aan beheer OT en functioneel beheer | 20d | na g4 | door pl 30%, ot 30%
  Programma-eindrapport | 10d | na nazorg, ., verandering, leveringen, proef, gemeen | door pl 60%
  Poort G5 Afsluiting | 0d | poort G5 | #g5
  Batenmeting wachttijden en bedieningsuren | 20d | na g5 +150d | door data 40%
  Poort G6 Batentoets | 0d | na ., g5 +184d | poort G6
"""

PROJECT = DemoProject(
    code="P-001",
    name="Sluis- en brugbediening op afstand",
    author="T. Callewaert",
    start=date(2025, 1, 13),
    budget=Decimal("18.40"),
    forecast=Decimal("19.12"),
    resources={
        "pl": ("Programmamanager", 1),
        "architect": ("Architect bediening", 1.5),
        "bediening": ("Bedieners en wachtchefs", 6),
        "nautisch": ("Nautisch adviseur", 1),
        "ot": ("Team Sturing en OT", 5),
        "netwerk": ("Team Netwerken", 3),
        "ciso": ("Dienst CISO", 1),
        "data": ("Team Data en AI", 1),
        "toepassing": ("Team Toepassingen", 2),
        "aankoop": ("Team Aankoop", 2),
        "controller": ("Controller", 0.5),
        "hr": ("Personeelsdienst", 1),
        "comm": ("Communicatiedienst", 1),
        "opleiding": ("Opleidingscentrum", 1),
        "studie": ("Studiebureau kabels en leidingen", 2),
        "keuring": ("Keuringsinstelling", 1),
        "plc": ("Opdrachtnemer perceel 1", 3),
        "camera": ("Opdrachtnemer perceel 2", 2),
        "centrale": ("Opdrachtnemer perceel 3", 2),
        "ploega": ("Montageploeg A", 1),
        "ploegb": ("Montageploeg B", 1.5),
        "graaf": ("Aannemer sleufwerken", 2),
        "boor": ("Boorploeg", 1),
        "glasploeg": ("Lasploeg glasvezel", 1),
        "bouw": ("Aannemer bediencentrale", 2),
        "pentest": ("Extern testbureau", 1),
    },
    outline=OUTLINE,
)
