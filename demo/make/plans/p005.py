"""P-005 Raamcontract netwerkapparatuur: een Europese openbare procedure, de wachttermijn loopt."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

# Modelconfiguratie: wat de catalogus na de sluiting moet bevatten.
MODELS = (
    "toegangsswitch 24 poorten",
    "toegangsswitch 48 poorten met voeding",
    "distributieswitch",
    "industriële switch voor kunstwerken",
    "firewall kleine vestiging",
    "firewall datazaal",
    "draadloos toegangspunt binnen",
    "draadloos toegangspunt buiten",
    "glasvezelmodules",
)
CALL_OFFS = (
    ("Vervanging switches regiokantoor Antwerpen", 64),
    ("Vervanging switches regiokantoor Gent", 58),
    ("Industriële switches sluizen Albertkanaal", 72),
    ("Firewalls districtsgebouwen", 12),
    ("Draadloos netwerk werkplaatsen", 46),
)


def _models() -> str:
    return "\n".join(
        f"  Modelconfiguratie {model} | 3d | = | door netwerk 30%, leverancier 30%" for model in MODELS
    )


def _call_offs() -> str:
    made = []
    for number, (name, pieces) in enumerate(CALL_OFFS, start=1):
        after = "g4 +5d" if number == 1 else f"bestel{number - 1} +15d"
        made.append(
            f"""  {name} ({pieces} stuks) | #afname{number}
    Behoeftebepaling en bestelbon afname {number} | 6d | na {after} | door netwerk 40%, aankoop 20% | #bestel{number}
    Levertermijn afname {number}, 45 dagen | 45k | €{pieces * 9}
    Keuring en registratie in de middelenlijst afname {number} | 5d | door netwerk 40%
    Plaatsing en omschakeling afname {number} | {8 + pieces // 8}d | door netwerk 80%"""
        )
    return "\n".join(made)


OUTLINE = f"""
Opstart | #opstart
  Evaluatie aflopende raamovereenkomst 2022–2026 | 15d | los | door aankoop 40%, netwerk 30% | #evaluatie
  Behoefteraming 2027–2030 | #behoefte
    Behoefteraming hoofdkantoor en regiokantoren | 5d | na evaluatie | door netwerk 50%
    Behoefteraming districtsgebouwen en werkplaatsen | 4d | door netwerk 50%
    Behoefteraming sluizen en stuwen | 6d | door netwerk 50%, ot 20%
    Behoefteraming beweegbare bruggen | 4d | door netwerk 50%, ot 20%
    Behoefteraming meetstations en camerapalen | 3d | door netwerk 50%
    Behoefteraming datazalen en doorgangen | 3d | door netwerk 50%
  Poort G0 Intake | 0d | na evaluatie +10d | poort G0 | vanaf 19/11/25 | #g0
  Onderzoek afname via aankoopcentrale | 10d | na g0, behoefte | door aankoop 40% | #centrale
  Marktconsultatie zes fabrikanten en integratoren | 30d | na centrale | door aankoop 40%, netwerk 40%
  Startnota met aankoopstrategie | 12d | door pl 50%
Poort G1 Opstart | 0d | na opstart | poort G1 | vanaf 11/03/26 | #g1
Voorbereiding van de opdracht | na g1 | #voorbereiding
  Technische minimumeisen per productfamilie | 25d | door netwerk 60% | #eisen
  Eisen cyberveiligheid en toeleveringsketen | 15d | na eisen SS+8d | door ciso 50%
  Duurzaamheidscriteria: levensduur, herstelling, terugname | 10d | na eisen SS+8d | door duurzaam 40%
  Motivering geen verdeling in percelen | 5d | na eisen | door aankoop 40% | nota Wet 17/06/2016, art. 58: boven de drempel is de keuze te motiveren.
  Raming en maximumwaarde raamovereenkomst | 8d | na eisen | door aankoop 30%, controller 30% | nota Maximum 4,20 miljoen euro over vier jaar, boven de Europese drempel van 216.000 euro.
  Gunningscriteria en praktijkproef uitwerken | 10d | na eisen | door aankoop 40%, netwerk 40%
  Bestek en prijzenblad | 20d | na eisen FS-5d | door aankoop 60%, netwerk 20% | #bestek
  Juridisch nazicht bestek | 6d | na bestek | door jurist 50% | #nazicht
  Advies Inspectie van Financiën | 14k | na nazicht | #if
Poort G2 Planning | 0d | na voorbereiding | poort G2 | vanaf 01/07/26 | #g2
Plaatsing | na g2 | #plaatsing
  Verzending aankondiging naar het Publicatieblad | 0d | #aankondiging
  Termijn voor offertes, 40 dagen | 40k | nota Wettelijk minimum 30 dagen bij elektronische indiening; verlengd wegens de zomermaanden. | #offertes | wet Wet 17/06/2016 art. 36
  Vragen en antwoorden, rechtzetting nr. 1 | 8d | na aankondiging +12d | door aankoop 40%, netwerk 20% | #vragen
  Opening van de offertes (5 ontvangen) | 0d | na offertes, vragen | #opening
  Onderzoek uitsluiting en selectie | 8d | na opening | door aankoop 50% | #selectie
  Onderzoek regelmatigheid | 6d | na selectie | door aankoop 50%, jurist 20% | #regel
  Prijsonderzoek en bevraging abnormale prijzen | 12k | na regel | #prijs
  Praktijkproef met vijf inschrijvers | na selectie | #praktijk
    Proefopstelling 20 switches in zaal 1 | 2d | door netwerk 80%
    Proef geautomatiseerde uitrol en terugval | 3d | door netwerk 80%
    Proef beheer, bewaking en alarmen | 2d | door netwerk 60%
    Proef temperatuur en trillingen industriële switch | 2d | door netwerk 40%, ot 40%
    Scoreverslag praktijkproef | 1d | door netwerk 50%, aankoop 20%
  Beoordeling gunningscriteria | 8d | na praktijk, prijs | door aankoop 40%, netwerk 40%
  Gunningsverslag en juridisch nazicht | 5d | door aankoop 50%, jurist 30%
  Gunningsbeslissing door de administrateur-generaal | 0d | vanaf 13/11/26 | #gunning
  Kennisgeving aan alle inschrijvers | 0d | na gunning | vanaf 16/11/26 | #kennisgeving
  Wachttermijn, 15 dagen (tot en met 01/12) | 15k | na kennisgeving | #wacht | nota Wet 17/06/2013, art. 11: geen sluiting vóór het einde van de termijn. | wet Wet 17/06/2013 art. 11
  Controle schulden en Telemarc gekozen inschrijver | 2d | na gunning | door aankoop 20% | #telemarc
Poort G2b Gunning en sluiting | 0d | na wacht, telemarc | poort G2b | vanaf 02/12/26 | #g2b
Ingangsetting | na g2b | #ingang
  Sluiting van de raamovereenkomst | 0d | #sluiting
  Borgtocht stellen en nazien | 8d | na sluiting | door aankoop 20%
  Startvergadering met de opdrachtnemer | 1d | na sluiting +2d | door pl 50%, netwerk 30% | #start
  Aankondiging van de gegunde opdracht (30 dagen) | 30k | na sluiting | #agd
  Catalogus en prijzen in het bestelplatform | 7d | na start | door aankoop 40% | #catalogus
  Bestelprocedure en delegaties vastleggen | 5d | na start | door controller 30%
  Vrijgave door de leidend ambtenaar | 2d | na catalogus | door pl 20% | #vrijgave
Poort G4 Raamovereenkomst open voor bestellingen | 0d | na vrijgave | poort G4 | #g4
Modelconfiguraties | na g4 | #modellen
{_models()}
  Veiligheidsbaseline en geautomatiseerde uitrol | 15d | na g4 +5d | door netwerk 50%, ciso 20%
Eerste afnames | na g4 | #afnames
{_call_offs()}
Opvolging en overdracht | na g4 | #opvolging
  Kwartaaloverleg 1: leverbetrouwbaarheid | 1d | na g4 +60d | door aankoop 30%
  Kwartaaloverleg 2: prijsherziening | 1d | na . +60d | door aankoop 30%
  Contractdossier naar contractbeheer | 6d | na g4 +20d | door aankoop 30%
  Projecteindrapport | 6d | na afnames, modellen, ingang | door pl 50%
Poort G5 Afsluiting | 0d | na opvolging, agd, ingang | poort G5 | #g5
Batentoets prijsvoordeel en levertijd | 5d | na g5 +180d | door controller 30%
Poort G6 Batentoets | 0d | na ., g5 +205d | poort G6
"""

PROJECT = DemoProject(
    code="P-005",
    name="Raamcontract netwerkapparatuur",
    author="L. Goossens",
    start=date(2025, 10, 13),
    budget=Decimal("4.20"),
    forecast=Decimal("4.06"),
    resources={
        "pl": ("Projectleider", 1),
        "aankoop": ("Team Aankoop", 2),
        "jurist": ("Jurist overheidsopdrachten", 1),
        "netwerk": ("Team Netwerken", 3),
        "ot": ("Team Sturing en OT", 1),
        "ciso": ("Dienst CISO", 1),
        "controller": ("Controller", 0.5),
        "duurzaam": ("Adviseur duurzame aankopen", 0.5),
        "leverancier": ("Opdrachtnemer netwerkapparatuur", 2),
    },
    outline=OUTLINE,
)
