"""P-003 Vervanging vergunningensysteem: in planning, poort G2 wacht op de GEB en het overgangsplan."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

# Vergunning of toelating, lopende dossiers, dagen configuratie, iets eigens.
PERMITS = (
    ("ligplaatsvergunning beroepsvaart", 640, 8, "Beurtrol en wachtlijst ligplaatsen"),
    ("ligplaatsvergunning woonboten", 410, 9, "Domicilieregels en overdracht van vergunningen"),
    ("vergunning oeverwerken en steigers", 520, 8, "Koppeling met de omgevingsvergunning"),
    ("captatievergunning", 780, 10, "Captatieverbod bij droogte en meldplicht debieten"),
    ("lozingstoelating", 260, 7, "Advies waterkwaliteit en meetfrequentie"),
    ("domeinconcessie watergebonden bedrijven", 190, 10, "Herberekening concessievergoeding"),
    ("toelating evenementen op het water", 330, 6, "Stremmingskalender en advies hulpdiensten"),
    ("toelating uitzonderlijk transport te water", 140, 6, "Controle doorvaarthoogte en diepgang"),
    ("vergunning kruisende leidingen en kabels", 870, 8, "Tracé op kaart en bundeling nutsbedrijven"),
    ("visvergunning en hengelplaatsen", 90, 4, "Verwijzing naar het bevoegde agentschap"),
    ("waterwegenvignet pleziervaart", 1200, 6, "Onlinebetaling en controle aan de sluis"),
    ("machtiging dienstwegen en jaagpaden", 450, 5, "Kentekens en tijdelijke machtigingen"),
)
LINKS = (
    ("het omgevingsloket", 12),
    ("de Kruispuntbank van Ondernemingen", 6),
    ("MAGDA persoons- en adresgegevens", 9),
    ("het GIS-platform (P-006)", 10),
    ("het ERP: facturen en ontvangsten (P-009)", 12),
    ("eBox voor burgers en ondernemingen", 6),
    ("het digitaal archief", 8),
)


def _analysis() -> str:
    return "\n".join(
        f"  Procesanalyse {name} | {max(3, days // 2)}d | "
        f"na {'g1' if number % 2 else 'analyse' + str(number)} | door {'an1' if number % 2 else 'an2'} 60%, dossier 30%"
        f" | #analyse{number + 1}\n"
        f"  Productbeschrijving en aanvaardingscriteria {name} | 2d | na analyse{number + 1} | "
        f"door {'an1' if number % 2 else 'an2'} 40%"
        for number, (name, _, days, _) in enumerate(PERMITS)
    ).replace("na analyse0 ", "na g1 ")


def _permits() -> str:
    made = []
    for number, (name, _, days, special) in enumerate(PERMITS, start=1):
        after = "basis" if number == 1 else f"cfg{number - 1}"
        made.append(
            f"""  {name[0].upper()}{name[1:]} | #soort{number}
    Configuratie {name} | {days + 5}d | na {after} | door bouwer, an{1 + number % 2} 30% | €{days * 9} | #cfg{number}
    {special} | {days // 2 + 2}d | na cfg{number} FS-2d | door bouwer 60% | €{days * 3} | #eigen{number}
    Brieven, sjablonen en termijnbewaking {name} | 3d | na cfg{number} | door dossier 50% | #brief{number}
    Mandaten en elektronische handtekening {name} | 2d | na cfg{number} | door bouwer 30%, jurist 20%
    Handleiding dossierbehandelaar {name} | 2d | na cfg{number} | door functioneel 50%
    Gebruikerstest {name} | 3d | na eigen{number}, brief{number} | door dossier 60%, an1 20%"""
        )
    return "\n".join(made)


def _migration() -> str:
    made = []
    for number, (name, files, _, _) in enumerate(PERMITS, start=1):
        after = "mapping" if number == 1 else f"mig{number - 1}"
        made.append(
            f"  Proefconversie {files} dossiers {name} | {2 + files // 400}d | na {after} | "
            f"door data 60%, dossier 20% | #mig{number}"
        )
    return "\n".join(made)


def _links() -> str:
    return "\n".join(
        f"""  Ontwerp koppeling met {name} | 4d | na basis +{5 * (number // 2)}d | door integratie 50% | #kop{number}
  Bouw koppeling met {name} | {days}d | na kop{number} | door integratie 60%, bouwer 30% | €{days * 6}
  Ketentest koppeling met {name} | 3d | door dossier 30%, integratie 30%"""
        for number, (name, days) in enumerate(LINKS)
    )


OUTLINE = f"""
Opstart | #opstart
  Intakenota einde ondersteuning huidig systeem | 12d | los | door pl 40%
  Poort G0 Intake | 0d | poort G0 | vanaf 15/10/25 | #g0
  Doorlichting huidig systeem en maatwerk (14 jaar) | 25d | na g0 | €22 | door architect 50%, functioneel 30% | #door
  Bevraging aanvragers: schippers, bedrijven, gemeenten | 25d | na g0 | door an1 50% | #bevraging
  Marktverkenning zaaksystemen en maatwerk | 30d | €14 | na door FS-10d | door architect 40%, aankoop 30%
  Business case en meerjarenraming | 20d | na ., bevraging | door pl 60%, controller 20%
Poort G1 Opstart | 0d | na opstart | poort G1 | vanaf 18/03/26 | #g1
Procesanalyse per vergunning | na g1 | #analyse
{_analysis()}
  Vereenvoudiging: één aanvraagformulier in plaats van negen | 20d | na analyse6 | door an1 50%, jurist 30% | #vereenvoudig
  Aanpassing reglementering en retributies | 60d | na vereenvoudig | door jurist 40% | #regels
Ontwerp en planning | na analyse4 | #planning
  Eisen loket, behandeling en handhaving | 35d>42d | €46>52 | door an1 50%, an2 50% | #eisen
  Gebruikersreis en klikbaar ontwerp loket | 25d | na eisen FS-15d | €38 | door ux 70%
  Doelarchitectuur en hergebruik Vlaamse bouwstenen | 25d | €28 | na eisen FS-20d | door architect 60% | #archi
  Migratiestrategie 5.880 lopende dossiers | 20d | na eisen FS-10d | door data 50% | #migstrat
  Informatieclassificatie en rolmodel | 10d | na archi | door ciso 40% | #ic
  Gegevensbeschermingseffectbeoordeling (GEB) | 25d>40d | na ic | vanaf 19/10/26>09/11/26 | door dpo 50%, an2 20% | #geb | nota Advies van de functionaris voor gegevensbescherming ontbreekt nog voor de captatiegegevens.
  Bewaartermijnen en archiefselectielijst | 12d | na ic | door archief 40%
  Toegankelijkheids- en taaleisen loket | 6d | na eisen | door ux 30%
  Overgangsplan: dubbel draaien, opleiding en beheer | 20d>32d | na migstrat, archi | vanaf 12/10/26>26/10/26 | door pl 30%, functioneel 40% | #overgang
  Kostenraming en totale eigendomskosten | 12d | na archi | door controller 30%, pl 30% | #raming
Poort G2 Planning | 0d | na geb, overgang, raming SS | poort G2 | vanaf 08/01/27>22/01/27 | #g2
Plaatsing van de opdracht | #plaatsing
  Bestek: technische bepalingen en prijzenblad | 35d | na eisen, archi | vanaf 26/10/26 | door aankoop 50%, an2 30% | #bestek
  Motivering procedurekeuze en percelen | 6d | na archi | door jurist 40% | #motivering
  Verwerkersovereenkomst en SLA-bijlage | 8d | na geb FS-10d | door jurist 30%, ciso 20% | #sla
  Juridisch nazicht bestek | 8d | na bestek, motivering, sla | door jurist 60% | #nazicht
  Advies Inspectie van Financiën | 14k | na nazicht, g2 | #if
  Machtiging van de ordonnateur | 3d | na if | door controller 30%
  Aankondiging in het Publicatieblad | 0d | na . | #aank
  Informatiesessie kandidaat-inschrijvers | 1d | na aank +8d | door aankoop 50%, pl 50%
  Termijn voor offertes, 40 dagen | 40k | na aank | #termijn | nota Wettelijk minimum 30 dagen bij elektronische indiening; verlengd wegens de omvang. | wet Wet 17/06/2016 art. 36
  Rechtzettingen en antwoorden op vragen | 10d | na aank +10d | door aankoop 40% | #vragen
  Opening van de offertes | 0d | na termijn, vragen | #opening
  Uitsluiting, selectie en regelmatigheid | 8d | na opening | door aankoop 60%
  Demonstraties met drie uitgewerkte dossiers | 6d | door an1 50%, dossier 50% | #demo
  Beoordeling en gunningsverslag | 18d | door aankoop 50%, architect 30%
  Gunningsbeslissing en kennisgeving | 0d | #gunning
  Wachttermijn, 15 dagen | 15k | #wacht | wet Wet 17/06/2013 art. 11
  Sluiting van de opdracht | 1d | door aankoop 20% | #sluiting
Poort G3 Fasegrens uitvoering | 0d | na sluiting, g2 | poort G3 | #g3
Inrichting | na g3 | #inrichting
  Startvergadering en plan van aanpak opdrachtnemer | 8d | door pl 50%, bouwer 50% | €30 | #start
  Omgevingen: ontwikkeling, test, aanvaarding, productie | 12d | na start SS+3d | door server 40%, bouwer 40% | €60 | #omgeving
  Basisinrichting zaaktypen, rollen en mandaten | 18d | na start | door bouwer, an1 40% | €140 | #basis
  Aanmelden met ACM/IDM en eID | 10d | na omgeving | door integratie 50%, bouwer 30% | €38
  Loket: aanvraag indienen en opvolgen | 30d | na basis | door bouwer | €190 | #loket
  Dossierbehandeling en taakverdeling | 30d | na basis +5d | door bouwer | €170 | #behandel
  Kaartweergave en intekenen van een tracé | 20d | na basis +15d | door bouwer 60%, gis 30% | €90
  Adviesrondes met externe instanties | 15d | na behandel FS-10d | door bouwer 60% | €70
  Retributies, facturatievoorstel en kwijting | 18d | na behandel FS-8d | door bouwer 60%, controller 20% | €85
  Handhaving: controle en vaststellingen op tablet | 22d | na behandel | door bouwer 60% | €95 | #handhaving
  Rapporten, termijnen en openstaand werk | 15d | na behandel | door bouwer 40% | €45
Vergunningen en toelatingen | na basis | #soorten
{_permits()}
Koppelingen | na basis | #koppelingen
{_links()}
Conversie | na g3 | #conversie
  Gegevensmodel en omzettingstabel | 20d | na basis | door data 60% | €45 | #mapping
  Opschoning adressen en ondernemingsnummers | 30d | na g3 | door dossier 40%, data 30% | #schoon
{_migration()}
  Proefconversie volledig, eerste ronde | 6d | na mig12, schoon, soorten FS-15d | door data, bouwer 30% | #vol1
  Verschillenlijst en herstel | 10d | na vol1 | door data 50%, dossier 40% | #verschil
  Proefconversie volledig, tweede ronde | 5d | na verschil, soorten | door data, bouwer 30% | #vol2
Aanvaarding en invoering | na soorten, koppelingen, inrichting | #invoering
  Integrale aanvaardingstest met 60 dossiers | 25d>26d | na soorten, koppelingen, inrichting, vol2 | door dossier, an1 50% | #iat
  Herstel bevindingen en hertest | 10d | na iat FS-4d | door bouwer, dossier 30% | €60 | #hertest
  Penetratietest loket | 8d | na iat FS-8d | door pentest | €26 | #pentest
  Toegankelijkheidsonderzoek loket | 6d | na iat FS-8d | door toegang | €9 | #toeg
  Belastingsproef vignettenpiek in april | 4d | na iat | door server 40% | #last
  Opleiding dossierbehandelaars (48) | 15d | na iat FS-5d | door opleiding, functioneel 40% | €35 | #opleiding
  Infosessies gemeenten en schippers | 8d | na hertest FS-5d | door comm 50% | #info
  Draaiboek omschakeling en go/no-go-beslissing | 4d | na hertest, pentest, last, opleiding, toeg | door pl 60% | #draaiboek
  Leesstand huidig systeem en eindconversie | 2d | na draaiboek | door data, bouwer | #eind
  Controle na conversie: steekproef 300 dossiers | 3d | na eind | door dossier 80% | #steekproef
Poort G4 Ingebruikname | 0d | na steekproef | poort G4 | #g4 | uiterlijk 30/06/28 | nota Het onderhoudscontract van het huidige systeem eindigt op 30/06/2028.
Nazorg en afsluiting | na g4 | #einde
  Nazorg met verhoogde bijstand | 40d | door bouwer 40%, functioneel 40% | €90 | #nazorg
  Overdrachtsdossier en aanvaarding in beheer | 15d | na g4 +15d | door functioneel 50%, pl 20% | #dossier
  Archivering van gesloten dossiers vóór 2016 | 40d | na g4 +5d | door archief 50%, data 30%
  Uitfasering huidig systeem en opzeg onderhoud | 10d | na nazorg | door server 40% | #uitfasering
  Definitieve oplevering | 5d | na nazorg, dossier | door aankoop 20%, pl 20%
  Projecteindrapport en geleerde lessen | 10d | na uitfasering, . | door pl 60%
Poort G5 Afsluiting | 0d | na einde, analyse, planning, plaatsing, info | poort G5 | #g5
Meting doorlooptijd en tevredenheid aanvragers | 15d | na g5 +150d | door an1 40%
Poort G6 Batentoets | 0d | na ., g5 +184d | poort G6
"""

PROJECT = DemoProject(
    code="P-003",
    name="Vervanging vergunningensysteem",
    author="S. Peeters",
    start=date(2025, 9, 15),
    budget=Decimal("3.90"),
    forecast=Decimal("3.98"),
    resources={
        "pl": ("Projectleider", 1),
        "an1": ("Businessanalist vergunningen", 1),
        "an2": ("Businessanalist domeinbeheer", 1),
        "architect": ("Toepassingsarchitect", 1),
        "ux": ("Gebruikersonderzoek en ontwerp", 1),
        "dossier": ("Dossierbehandelaars", 4),
        "functioneel": ("Functioneel beheer", 2),
        "data": ("Team Data en AI", 2),
        "integratie": ("Team Integratie", 2),
        "gis": ("Team GIS", 1),
        "server": ("Team Servers en opslag", 1),
        "ciso": ("Dienst CISO", 1),
        "dpo": ("Functionaris voor gegevensbescherming", 0.5),
        "jurist": ("Jurist", 1),
        "archief": ("Informatiebeheer en archief", 1),
        "aankoop": ("Team Aankoop", 1),
        "controller": ("Controller", 0.5),
        "comm": ("Communicatiedienst", 1),
        "opleiding": ("Opleidingscentrum", 1),
        "bouwer": ("Opdrachtnemer vergunningensysteem", 6),
        "toegang": ("Bureau toegankelijkheid", 1),
        "pentest": ("Extern testbureau", 1),
    },
    outline=OUTLINE,
)
