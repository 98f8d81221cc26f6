"""P-007 NIS2-programma: van nulmeting naar bewijs, met een uiterste datum die niet van ons is."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

# Maatregelgroep: functie, naam, wie trekt, dagen uitvoering, dagen bewijs, en hoe uitwerking, uitvoering
# en bewijs heten.
MEASURES = (
    ("Identificeren", "Middelenlijst kantoor-ICT", "werkplek", 20, 4,
     "Velden en eigenaars kantoortoestellen", "Scan en opname van 1.140 kantoortoestellen",
     "Volledigheidscontrole middelenlijst kantoor"),
    ("Identificeren", "Middelenlijst besturingssystemen kunstwerken", "ot", 35, 6,
     "Opnameformulier PLC’s, HMI’s en modems", "Opname ter plaatse van 96 kunstwerken",
     "Steekproef middelenlijst op vier kunstwerken"),
    ("Identificeren", "Kritieke diensten en afhankelijkheden", "ciso", 20, 4,
     "Lijst essentiële diensten met de directie", "Afhankelijkheden tot op leverancier en verbinding",
     "Goedgekeurde kaart van afhankelijkheden"),
    ("Identificeren", "Risicobeheer en risicobereidheid", "ciso", 25, 5,
     "Risicomethode en schalen", "Risicosessies met zeven teams", "Risicoregister met behandelbesluiten"),
    ("Identificeren", "Eisen aan leveranciers in de toeleveringsketen", "aankoop", 40, 6,
     "Indeling leveranciers naar toegang en belang", "Eisenpakket en vragenlijst voor negen leveranciers",
     "Ontvangen zelfverklaringen en contractbijlagen"),
    ("Identificeren", "Rollen en verantwoordelijkheid van de directie", "juridisch", 15, 3,
     "Nota aansprakelijkheid en opleidingsplicht", "Delegatiebesluit en benoeming verantwoordelijken",
     "Ondertekende taakomschrijvingen"),
    ("Beschermen", "Multifactorauthenticatie voor alle medewerkers", "werkplek", 40, 4,
     "Keuze sleutels en toestelbeleid", "Voorbereiding toegangsregels en uitreiking sleutels",
     "Rapport aanmeldingen zonder tweede factor"),
    ("Beschermen", "Multifactorauthenticatie voor leveranciers", "netwerk", 25, 4,
     "Ontwerp toegangspoort voor leveranciers", "Overzetting van 31 leveranciersverbindingen",
     "Lijst van afgesloten oude verbindingen"),
    ("Beschermen", "Bevoorrechte accounts en wachtwoordkluis", "server", 45, 5,
     "Inventaris beheeraccounts en gelaagd model", "Invoering kluis en gescheiden beheerstations",
     "Uittreksel gebruik bevoorrechte accounts"),
    ("Beschermen", "Fysieke toegang tot technische lokalen", "facility", 30, 5,
     "Lijst kritieke lokalen en sleutelhouders", "Tijdelijke sloten en bezoekersregister in vier gebouwen",
     "Voorlopig bewijs fysieke toegang"),
    ("Beschermen", "Segmentatie kantoornet en OT-netwerk", "netwerk", 60, 6,
     "Zonemodel en toegelaten verkeer", "Scheiding kantoornet en OT-netwerk in de kern",
     "Meting doorgelaten en geweigerd verkeer"),
    ("Beschermen", "Versleuteling draagbare toestellen", "werkplek", 15, 3,
     "Regeling verlies en diefstal", "Versleuteling 620 laptops en 210 tablets",
     "Rapport versleutelingsgraad"),
    ("Beschermen", "Veilige configuratie servers en netwerk", "server", 40, 5,
     "Configuratienormen per systeemsoort", "Verharding 140 servers en 85 netwerktoestellen",
     "Meting afwijkingen tegenover de norm"),
    ("Beschermen", "Kwetsbaarheden en correcties binnen 30 dagen", "server", 35, 5,
     "Termijnen en uitzonderingen voor correcties", "Maandelijkse scan en correctieronde op zondag",
     "Doorlooptijden correcties laatste kwartaal"),
    ("Beschermen", "Opleiding en phishingoefeningen", "opleiding", 60, 4,
     "Leerpad per doelgroep", "E-leren voor 1.010 medewerkers en bedieners", "Deelname en slaagcijfers"),
    ("Beschermen", "Back-up met onveranderlijke kopie", "server", 30, 4,
     "Bewaarschema en hersteltijden", "Kopie buiten het domein en maandelijkse hersteltest",
     "Verslagen hersteltesten back-up"),
    ("Beschermen", "Veilig wijzigingsbeheer besturingssoftware", "ot", 35, 5,
     "Wijzigingsprocedure PLC-programma’s", "Versiebeheer en vier ogen voor 96 kunstwerken",
     "Dossiers van vijf recente wijzigingen"),
    ("Beschermen", "Beveiliging van mobiele verbindingen meetnet", "netwerk", 25, 4,
     "Eigen toegangspunt bij de operator", "Vervanging simkaarten en sleutels op 60 modems",
     "Lijst modems met certificaat"),
    ("Detecteren", "Logverzameling in het SIEM", "soc", 45, 6,
     "Bewaartermijnen en toegang tot logboeken", "Verzamelaars in drie zones en tijdsynchronisatie",
     "Dekking van de logbronnen"),
    ("Detecteren", "Detectieregels en draaiboeken", "soc", 40, 5,
     "Dreigingsbeeld waterwegen", "Tachtig detectieregels met draaiboek", "Testverslag van twintig aanvalspaden"),
    ("Detecteren", "Sensoren in het OT-netwerk", "ot", 50, 6,
     "Plaatsingsplan passieve sensoren", "Plaatsing en inleren van veertien OT-sensoren",
     "Basisbeeld verkeer per sluizenreeks"),
    ("Detecteren", "Wachtdienst informatieveiligheid buiten de uren", "soc", 30, 4,
     "Wachtregeling en toelagen", "Rooster, bereikbaarheid en overdracht naar de SOC-dienst",
     "Logboek wachtdienst van twee maanden"),
    ("Reageren", "Meldproces significante incidenten (24 en 72 uur)", "juridisch", 20, 5,
     "Criteria significant incident", "Meldformulieren, mandaten en noodnummers", "Proefmelding met tijdsregistratie"),
    ("Reageren", "Incidentdraaiboeken kantoor-ICT", "soc", 20, 4,
     "Keuze van acht scenario’s kantoor", "Draaiboeken gijzelsoftware, lek en accountovername",
     "Oefenverslag kantoor-ICT"),
    ("Reageren", "Incidentdraaiboeken sluizen en bruggen", "ot", 30, 5,
     "Keuze van zes scenario’s besturing", "Draaiboeken verlies van zicht, verlies van besturing en stremming",
     "Oefenverslag sluizen en bruggen"),
    ("Reageren", "Crisiscommunicatie en bereikbaarheid", "comm", 12, 3,
     "Boodschappen voor scheepvaart en pers", "Bellijst en kanaal buiten het eigen netwerk",
     "Bereikbaarheidstest op zondag"),
    ("Herstellen", "Herstelplan kritieke toepassingen", "server", 30, 5,
     "Herstelvolgorde en hersteltijden", "Herstelplannen voor twaalf kritieke toepassingen",
     "Verslag van drie herstelproeven"),
    ("Herstellen", "Hersteltest besturingssystemen", "ot", 25, 4,
     "Reserveprogramma’s en reserve-PLC’s", "Herstel van een sluisbesturing op de testbank",
     "Gemeten hersteltijd sluisbesturing"),
    ("Herstellen", "Continuïteitsplan bediening zonder netwerk", "ot", 30, 5,
     "Minimale bediening per sluizencomplex", "Noodprocedures en oefening met twaalf wachtchefs",
     "Ondertekend continuïteitsplan bediening"),
)  # fmt: skip
AFTER = {11: "d2", 18: "d11", 20: "b19", 21: "d11", 22: "d20", 28: "b17"}
LATER = {11: (95, 101), 29: (32, 32)}
SITES = (
    ("bediencentrale Noord", 6),
    ("bediencentrale Zuid", 6),
    ("sluizen Albertkanaal", 9),
    ("sluizen Leie", 7),
    ("sluizen Bovenschelde", 7),
    ("sluizen Dender", 6),
    ("bruggen Kempen", 8),
    ("bruggen Gent", 6),
    ("stuwen en pompgemalen", 8),
    ("meetnet waterstanden", 4),
)
SUPPLIERS = (
    "besturingssoftware sluizen",
    "onderhoud elektromechanica",
    "camera’s en omroep",
    "datacenterdiensten",
    "netwerkbeheer",
    "werkplekbeheer",
    "ERP en financiën",
    "telefonie en noodlijnen",
    "meetapparatuur",
)


def _measures() -> str:
    made, function = [], ""
    last: dict[str, str] = {}
    for number, (group, name, who, days, proof_days, *words) in enumerate(MEASURES, start=1):
        if group != function:
            function = group
            made.append(f"Maatregelen: {group.lower()} | na g2 | #f{group.lower()}")
        design, work, proof = words
        base, now = LATER.get(number, (days * 8 // 5, days * 8 // 5))
        # A team takes its measures one by one; some also wait for another team's.
        after = f"{last[who]} FS-5d" if who in last else f"g2 +{(number * 7) % 25}d"
        after += f", {AFTER[number]}" if number in AFTER else ""
        last[who] = f"d{number}"
        made.append(
            f"""  {name} | #m{number}
    {design} | {5 + days // 8}d | na {after} | door {who} 40%, ciso 20% | #u{number}
    {work} | {base}d>{now}d | na u{number} | door {who} 70% | €{days} | #d{number}
    {proof} | {proof_days}d | na d{number} | door {who} 30%, ciso 20% | #b{number}
    Interne toetsing {name[0].lower()}{name[1:]} | 2d | na b{number} | door toetser 50%"""
        )
    return "\n".join(made)


def _sites() -> str:
    made, after = [], "d11 SS+15d"
    for number, (name, days) in enumerate(SITES, start=1):
        made.append(
            f"""  Verkeersmeting en doorgangenlijst {name} | 3d | na u11 +{number * 8}d | door netwerk 30%, ot 20% | #v{number}
  Zones en doorgangen {name} | {days}d | na {after}, v{number} | door netwerk 50%, ot 40% | €{days} | #z{number}
  Test bediening na segmentatie {name} | 2d | na z{number} | door ot 60%, bediening 30%"""
        )
        after = f"z{number}"
    return "\n".join(made)


def _suppliers() -> str:
    return "\n".join(
        f"  Beoordeling leverancier {name} | 4d | na u5 +{number * 6}d | door ciso 30%\n"
        f"  Contractbijlage informatieveiligheid leverancier {name} | 5d | door aankoop 30%, juridisch 20%"
        for number, name in enumerate(SUPPLIERS)
    )


GROUPS = (
    ("directie en stafdiensten", 62),
    ("ICT en beheerders", 48),
    ("financiën en aankoop", 71),
    ("districten noord", 188),
    ("districten zuid", 174),
    ("bediening en wachtdienst", 226),
    ("technici en veldploegen", 143),
    ("externe medewerkers", 95),
)
LOG_SOURCES = (
    ("firewalls en doorgangen", 5),
    ("domein en aanmeldingen", 4),
    ("e-mail en samenwerking", 3),
    ("servers zaal 1", 5),
    ("servers zaal 2", 4),
    ("ERP", 6),
    ("assetmanagement en GIS", 4),
    ("bediennetwerk sluizen", 8),
    ("meetnet", 3),
    ("toegangscontrole gebouwen", 3),
    ("toegang van leveranciers", 3),
)


def _groups() -> str:
    return "\n".join(
        f"  Multifactorauthenticatie {name} ({people} personen) | {2 + people // 45}d | door werkplek 60%"
        for name, people in GROUPS
    )


def _log_sources() -> str:
    return "\n".join(
        f"  Aansluiting en normalisatie: {name} | {days}d | door soc 50%, server 20%"
        for name, days in LOG_SOURCES
    )


OUTLINE = f"""
Opstart | #opstart
  Intakenota NIS2 en afbakening van het agentschap | 12d | los | door ciso 40%, juridisch 40%
  Poort G0 Intake | 0d | poort G0 | vanaf 26/02/25 | #g0
  Registratie bij het Centrum voor Cybersecurity België | 3d | na g0 | door ciso 30%
  Nulmeting CyFun, niveau belangrijk | 40d | na g0 | door ciso 60%, extern 50% | €45 | #nul
  Nulmeting OT: vier sluizen en twee bruggen | 25d | na nul SS+15d | door ot 40%, extern 30% | €25 | #nulot
  Bedrijfsimpactanalyse essentiële diensten | 30d | na nul SS+10d | door ciso 30%, bediening 20%
  Business case en verbeterplan 2026–2027 | 20d | na nul, nulot, . | door pl 60%, ciso 30% | #plan
  Verbeterplan voorgelegd aan de directie | 2d | na plan | door pl 30%
Poort G1 Opstart | 0d | na opstart | poort G1 | vanaf 10/09/25 | #g1
Planning | na g1 | #planning
  Prioritering 29 maatregelgroepen | 12d | door ciso 50%, pl 30% | #prio
  Capaciteitsafspraken met zeven teams | 15d | na prio | door pl 50%
  Informatieveiligheidsbeleid, herziening | 25d | na prio SS | door ciso 40%, juridisch 20% | #beleid
  Advies vakbonden over logging en controle | 15d | na beleid | door hr 30%
  Verwerkingsregister en GEB logverzameling | 15d | na beleid FS-10d | door dpo 40%
  Raming en bestelplan diensten | 10d | na prio | door aankoop 30%, controller 30%
Poort G2 Planning | 0d | na planning | poort G2 | vanaf 17/12/25 | #g2
Plaatsing SOC-dienstverlening | na g2 | #soc
  Bestek SOC-dienstverlening | 20d | door aankoop 50%, soc 40%
  Aankondiging in het Publicatieblad | 0d
  Termijn voor offertes SOC, 30 dagen | 30k | wet Wet 17/06/2016 art. 36
  Onderzoek offertes met aanvalsoefening | 15d | door soc 50%, aankoop 40%
  Gunningsbeslissing en kennisgeving | 0d
  Wachttermijn SOC, 15 dagen | 15k | wet Wet 17/06/2013 art. 11
  Sluiting en opstart dienstverlening | 5d | door soc 40% | €90 | #socstart
  SOC-dienstverlening, eerste jaar | 365k | €240 | #socjaar
{_measures()}
Segmentatie per locatie | #segmentatie
{_sites()}
Leveranciers (9) | #leveranciers
{_suppliers()}
Uitrol multifactorauthenticatie per groep | na u7 | #mfa
{_groups()}
Logbronnen aansluiten op het SIEM | na u19, soc | #logbronnen
{_log_sources()}
Oefeningen en bewustmaking | na g2 | #oefeningen
  Opleiding directie en raad van bestuur | 2d | na g2 +20d | door ciso 30%, opleiding
  Phishingoefening 1 | 3d | na d15 SS+15d | door soc 30%
  Phishingoefening 2 | 3d | na . +60d | door soc 30%
  Tafeloefening gijzelsoftware met de directie | 2d | na d24 +10d | door ciso 40%, soc 30%
  Oefening uitval bediencentrale met P-001 | 3d | na d25 +5d | door bediening 40%, ot 40% | #oefbc
  Meldoefening significant incident | 2d | na d23 +10d | door juridisch 40%, soc 20%
Fasegrenzen | #grenzen
  Poort G3.1 Fasegrens basismaatregelen | 0d | na m6, m12 | poort G3.1 | vanaf 17/06/26 | #g31
  Poort G3.2 Fasegrens herijking | 0d | na m23, g31 | poort G3.2 | vanaf 16/09/26 | #g32
  Fase-eindrapport 3 en bewijsoverzicht | 10d | na g32 +45d | door pl 50%, ciso 30% | #fer3
  Poort G3.3 Fasegrens bewijsvoering | 0d | na fer3 | poort G3.3 | vanaf 15/01/27 | #g33
Interne audit en directiebeoordeling | na g33 | #audit
  Interne audit kantoor-ICT | 12d | na fidentificeren, freageren, g33 | door toetser | €38 | #ia1
  Interne audit OT en kunstwerken | 12d | na segmentatie, fdetecteren, fherstellen, fbeschermen, oefbc | door toetser | €52 | #ia2
  Herstelplan tekortkomingen | 16d | €150>190 | na ia1, ia2 FS-8d | door pl 40%, ciso 30% | #hersteltek
  Directiebeoordeling en verklaring van toepasselijkheid | 5d | €8 | na hersteltek | door ciso 40%, pl 20% | #dirb
Conformiteitsbeoordeling | na dirb | #conform
  Plaatsing opdracht conformiteitsbeoordeling | 40d | na g33 | door aankoop 40% | €6 | #plcab
  Documentenonderzoek door de beoordelingsinstantie | 12d | na plcab, dirb | door instantie, ciso 20% | €90 | #doc
  Bewijs fysieke toegang uit P-014 verwerken | 4d | na m10, dirb | vanaf 20/09/27 | door ciso 30% | #bfys
  Beoordeling ter plaatse (5 locaties) | 8d | na doc | door instantie, ot 30% | €130 | #tp
  Wegwerken vaststellingen | 12d | na tp | door ciso 40%, ot 30% | €90>125 | #vast
  Eindverslag beoordelingsinstantie | 5d | na vast, bfys | door instantie | €9 | #eind
  Dossier voor de toezichthoudende overheid | 4d | na eind | #dossier | door ciso 50%, juridisch 30% | uiterlijk 25/11/27 | nota Het toezichtplan vraagt het dossier uiterlijk op 25/11/2027.
Poort G4 Bewijs ingediend | 0d | na conform, leveranciers, oefeningen, mfa, logbronnen | poort G4 | #g4
Afsluiting | na g4 | #einde
  Overdracht aan de doorlopende werking informatieveiligheid | 20d | door ciso 40%, pl 20% | #over
  Jaarplan 2028 en middelen | 12d | = | door ciso 30%, controller 20%
  Programma-eindrapport en geleerde lessen | 10d | na over | door pl 50%
Poort G5 Afsluiting | 0d | na einde, soc, grenzen | poort G5 | #g5
Batenmeting: hersteltijd en openstaande kwetsbaarheden | 10d | na g5 +150d | door soc 30%
Poort G6 Batentoets | 0d | na ., g5 +184d | poort G6
"""

PROJECT = DemoProject(
    code="P-007",
    name="NIS2-programma",
    author="I. Dewulf",
    start=date(2025, 1, 27),
    budget=Decimal("2.15"),
    forecast=Decimal("2.24"),
    resources={
        "pl": ("Programmamanager", 1),
        "ciso": ("Dienst CISO", 3),
        "soc": ("Beveiligingsoperaties", 2),
        "netwerk": ("Team Netwerken", 2),
        "server": ("Team Servers en opslag", 2),
        "werkplek": ("Team Werkplek", 2),
        "ot": ("Team Sturing en OT", 3),
        "bediening": ("Bedieners en wachtchefs", 2),
        "facility": ("Facilitair beheer", 1),
        "aankoop": ("Team Aankoop", 1),
        "juridisch": ("Juridische dienst", 1),
        "dpo": ("Functionaris voor gegevensbescherming", 0.5),
        "hr": ("Personeelsdienst", 0.5),
        "comm": ("Communicatiedienst", 1),
        "controller": ("Controller", 0.5),
        "opleiding": ("Opleidingscentrum", 1),
        "toetser": ("Interne auditdienst", 1),
        "extern": ("Adviesbureau informatieveiligheid", 1),
        "instantie": ("Conformiteitsbeoordelingsinstantie", 1),
    },
    outline=OUTLINE,
)
