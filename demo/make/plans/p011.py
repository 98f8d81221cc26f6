"""P-011 AI-cameradetectie wrakhout: in opstart, zonder basislijn; de AI-klasse is nog onbepaald."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

PLACES = (
    ("Melle, Zeeschelde", 6),
    ("Temse, Zeeschelde", 6),
    ("Wijnegem, Albertkanaal", 5),
    ("Wintam, Zeekanaal", 5),
    ("Harelbeke, Leie", 5),
)


def _places() -> str:
    made, after = [], "g3"
    for number, (place, days) in enumerate(PLACES, start=1):
        made.append(
            f"""  Cameramast en voeding {place} | {days}d | na {after}{", lev" if number == 1 else ""} | door aannemer | kal aannemer | €42 | #mast{number}
  Camera’s dag en nacht afregelen {place} | 3d | na mast{number} | door camera | €18 | #cam{number}
  Pictogram en privacymededeling {place} | 1d | na cam{number} | door pl 10%
  Rekentoestel ter plaatse en beveiligde verbinding {place} | 3d | na cam{number} | door netwerk 50%, ot 20% | €12"""
        )
        after = f"mast{number}"
    return "\n".join(made)


OUTLINE = f"""
Opstart | #opstart
  Idee uit de innovatieoproep: wrakhout tijdig zien | 8d | los | door pl 30%
  Poort G0 Intake | 0d | poort G0 | vanaf 18/03/26 | #g0
  Schadecijfers sluisdeuren en schroeven door wrakhout 2019–2025 | 20d | na g0 | door bediening 30%, data 30% | #schade
  Haalbaarheid: herkenbaarheid boomstammen bij laag licht | 30d | na g0 | door data 60% | #haal
  Verkenning bestaande systemen bij zusterorganisaties | 15d | na g0 +10d | door pl 30% | #zuster
  Opnames proefcamera Melle (dag) | 40d | na haal SS+15d | door data 30%, camera 40% | €14 | #opn
  Opnames proefcamera Melle (nacht) | 40d | na opn FS-20d | door data 30%, camera 40% | €14 | #opnn
  AI-klasse bepalen volgens de AI-verordening | 10d>36d | na haal +60d | vanaf 12/10/26 | door jurist 40%, dpo 20% | #klasse | nota Drie feiten ontbreken: is het een veiligheidscomponent van kritieke infrastructuur, wie is aanbieder, en stuurt het systeem zelf de sluis?
  Startnota met ethische toets | 12d | na klasse SS+5d | vanaf 02/11/26 | door pl 50%, jurist 20% | #nota
  Raming en subsidieaanvraag innovatiefonds | 15d | na haal +40d | door pl 30%, controller 20% | #sub
Poort G1 Opstart | 0d | na nota, klasse, opnn SS, sub, schade, zuster | poort G1 | vanaf 04/12/26 | #g1
Planning en ontwerp | na g1 | #planning
  Beoordeling van de gevolgen voor de grondrechten | 15d | door dpo 40%, jurist 30% | #fria
  GEB cameragebruik langs de waterweg | 20d | = | door dpo 50% | #geb
  Gegevensplan: labels, herkomst en bewaartermijn | 15d | = | door data 50% | #plan
  Interview met 12 bedieners over wrakhout en meldingen | 6d | = | door bediening 30%, ux 40%
  Meetlat: trefzekerheid, gemiste stammen, vals alarm | 5d | na plan | door data 40%
  Marktverkenning camera’s met warmtebeeld | 10d | = | door aankoop 30%, camera 30%
  Annotatierichtlijn wrakhout, boten, vogels en ijs | 8d | na plan FS-5d | door data 40%, bediening 20% | #richtlijn
  Menselijk toezicht: wat doet de bediener met een alarm? | 12d | = | door bediening 40%, ux 40% | #toezicht
  Architectuur: verwerking ter plaatse of in zaal 1 | 15d | = | door architect 50% | #archi
  Risicobeheerplan AI-systeem | 8d | na fria | door data 30%, jurist 20%
  Toets informatieveiligheid camera’s en rekentoestellen | 5d | na archi | door netwerk 20%, ot 20%
  Beslisboom alarm: wie doet wat binnen vijf minuten | 4d | na toezicht | door bediening 40%
  Opname in het algoritmeregister | 3d | na fria | door jurist 20%
  Overgangsplan en beheer van het model | 8d | na archi | door pl 30%, data 20%
Poort G2 Planning | 0d | na planning | poort G2 | vanaf 24/02/27 | #g2
Model | na g2 | #model
  Annotatie dagbeelden (12.000) | na g2, richtlijn | #ann1
    Annotatie dagbeelden Melle, helder weer | 10d | door annot | €12
    Annotatie dagbeelden Melle, regen en mist | 8d | door annot | €10
    Annotatie dagbeelden Temse, scheepvaartdrukte | 10d | door annot | €12
    Annotatie dagbeelden Wintam, tij en tegenlicht | 7d | door annot | €8
    Annotatie beelden zonder wrakhout (controle) | 5d | door annot | €6
  Annotatie nachtbeelden (6.000) | na ann1 FS-10d, opnn | #ann2
    Annotatie nachtbeelden met straatverlichting | 7d | door annot | €12
    Annotatie nachtbeelden zonder verlichting | 8d | door annot | €15
    Annotatie schemering en tegenlicht | 5d | door annot | €9
  Aanvullende beelden bij was en hoogwater | 40d | na g2 | door camera 40%, data 20% | €18 | #was
  Basismodel detectie | 25d | na ann1 | door data | €40 | #basis
  Model voor nacht en mist | 20d | na ann2, was, basis | door data | €45 | #nacht
  Nalezing annotaties door tweede annotator (10 %) | 8d | na ann1 | door annot 50%
  Herleidbaarheid gegevens en modelversies | 6d | na basis | door data 30%
  Verkleining van het model voor het rekentoestel | 8d | na nacht | door data 50%
  Toets op afwijkingen: seizoen, licht, vaartuigtype | 8d | na nacht | door data 60%, toetser 30% | #afw
  Onafhankelijke toetsing nauwkeurigheid (doel 90 %) | 8d | na afw | door toetser | €22 | #toets
Plaatsing van de opdracht camera’s | na g2 | #plaatsing
  Bestek camera’s en rekentoestellen | 15d | door aankoop 50%, ot 20%
  Bekendmaking vereenvoudigde onderhandelingsprocedure | 0d
  Termijn voor offertes, 22 dagen | 22k
  Praktijkproef nachtbeelden in Temse | 6d | door camera 50%, data 40%
  Onderhandeling en gunningsverslag | 12d | door aankoop 50%
  Gunningsbeslissing en sluiting | 0d | #sluiting
  Levering camera’s en rekentoestellen | 45k | €150 | #lev
Poort G3 Fasegrens pilot | 0d | na toets, sluiting | poort G3 | #g3
Plaatsing op vijf locaties | na g3, lev | #locaties
{_places()}
Pilot | na g3 | #pilot
  Alarmen in het scherm van de bediener | 20d | door toepassing 60% | €45 | #scherm
  Schaduwdraaien zonder alarm, Melle en Temse | 35d | na cam1, cam2 | door data 40% | #schaduw
  Pilot met alarm: vier bedienposten | 58d | na schaduw, scherm, locaties | door bediening 40%, data 30% | #pilotd
  Meting vals alarm per wacht (doel: hoogstens twee) | 8d | na pilotd FS-5d | door data 50%
  Opleiding AI-geletterdheid bedieners | 4d | na pilotd SS | door opleiding | €6
  Technische documentatie en logboek | 12d | na schaduw | door data 40%, jurist 20%
  Penetratietest rekentoestellen | 5d | na locaties | door pentest | €14
  Evaluatie en aanvaarding | 14d | na pilotd | door pl 50%, bediening 30% | #eval
Poort G4 Ingebruikname | 0d | na pilot, locaties | poort G4 | #g4
Afsluiting | na g4 | #einde
  Bewaking van de modelprestaties, eerste kwartaal | 60d | door data 20% | #bewaking
  Overdracht aan beheer OT en Data en AI | 15d | = | door pl 30%, ot 20%
  Projecteindrapport en geleerde lessen | 8d | na bewaking | door pl 50%
Poort G5 Afsluiting | 0d | na einde, planning, model, locaties, pilot | poort G5 | #g5
Batenmeting vermeden schade en stremmingen | 10d | na g5 +150d | door data 30%
Poort G6 Batentoets | 0d | na ., g5 +184d | poort G6
"""

PROJECT = DemoProject(
    code="P-011",
    name="AI-cameradetectie wrakhout",
    author="J. Claes",
    start=date(2026, 2, 23),
    budget=Decimal("0.94"),
    forecast=Decimal("0.97"),
    has_baseline=False,
    resources={
        "pl": ("Projectleider", 1),
        "data": ("Team Data en AI", 3),
        "architect": ("Infrastructuurarchitect", 1),
        "ux": ("Gebruikersonderzoek en ontwerp", 1),
        "toepassing": ("Team Toepassingen", 1),
        "netwerk": ("Team Netwerken", 1),
        "ot": ("Team Sturing en OT", 1),
        "bediening": ("Bedieners en wachtchefs", 2),
        "jurist": ("Jurist", 1),
        "dpo": ("Functionaris voor gegevensbescherming", 1),
        "aankoop": ("Team Aankoop", 1),
        "controller": ("Controller", 0.5),
        "opleiding": ("Opleidingscentrum", 1),
        "camera": ("Cameratechnicus", 2),
        "annot": ("Annotatieploeg", 2),
        "toetser": ("Onafhankelijke toetser", 1),
        "aannemer": ("Aannemer masten en voeding", 1),
        "pentest": ("Extern testbureau", 1),
    },
    outline=OUTLINE,
)
