"""P-009 ERP-migratie: de datakwaliteit maakt de conversie duurder en langer dan geraamd."""

from datetime import date
from decimal import Decimal

from demo.make.project import DemoProject

# Module, dagen inrichting, proceseigenaar, eigen stap.
MODULES = (
    ("begroting en kredietbewaking", 18, "begroting", "Vastlegging en vereffening per begrotingsartikel"),
    ("grootboek en ESR-rapportering", 15, "boekhouding", "Rapportering volgens ESR-codes"),
    ("aankoop en bestelbonnen", 16, "aankoopdienst", "Delegatiebesluit in de goedkeuringsstroom"),
    ("contracten en overheidsopdrachten", 14, "aankoopdienst", "Prijsherziening en borgtochten"),
    ("inkomende facturen", 14, "boekhouding", "Elektronische facturen en behandelingstermijn van 30 dagen"),
    ("ontvangsten en concessies", 15, "boekhouding", "Herinneringen en afbetalingsplannen"),
    ("vaste activa en afschrijvingen", 14, "boekhouding", "Kunstwerken in aanbouw activeren"),
    ("magazijn en voorraad", 12, "logistiek", "Telling op tablet"),
    ("projecten en uren", 14, "pmo", "Uren toewijzen aan werkorders en projecten"),
    ("dienstreizen en onkosten", 8, "personeel", "Goedkeuring op de telefoon"),
    ("subsidies en Europese middelen", 10, "begroting", "Verantwoordingsstukken per dossier"),
)
OBJECTS = (
    ("leveranciers en ondernemingsnummers", 14, 22, "boekhouding"),
    ("klanten en concessiehouders", 12, 18, "boekhouding"),
    ("grootboekrekeningen en ESR-codes", 8, 8, "boekhouding"),
    ("begrotingsartikelen 2020–2027", 8, 8, "begroting"),
    ("openstaande vastleggingen", 15, 28, "begroting"),
    ("openstaande bestellingen", 10, 16, "aankoopdienst"),
    ("lopende contracten en borgtochten", 14, 25, "aankoopdienst"),
    ("openstaande facturen en creditnota’s", 8, 12, "boekhouding"),
    ("vaste activa (11.400 fiches)", 15, 29, "boekhouding"),
    ("magazijnartikelen en voorraad", 10, 13, "logistiek"),
    ("projecten, uren en tarieven", 10, 14, "pmo"),
    ("boekingen 2023–2026 (historiek)", 14, 22, "boekhouding"),
)
LINKS = (
    ("de bank (betaalopdrachten)", 12, "boekhouding"),
    ("Mercurius en Peppol (e-facturen)", 12, "boekhouding"),
    ("het personeelssysteem (kostenplaatsen)", 10, "personeel"),
    ("assetmanagement (werkorders en uren)", 12, "logistiek"),
    ("e-Procurement (gunningen)", 8, "aankoopdienst"),
    ("de rapporteringsomgeving", 12, "begroting"),
    ("het vergunningensysteem (retributies)", 10, "boekhouding"),
    ("het documentbeheer (bewijsstukken)", 8, "boekhouding"),
)


def _modules() -> str:
    made = []
    for number, (name, days, owner, special) in enumerate(MODULES, start=1):
        after = "kern" if number <= 2 else f"in{number - 2}"
        made.append(
            f"""  Module {name} | #mod{number}
    Detailanalyse {name} | {days // 3 + 2}d | na {after} FS-5d | door analist 60%, {owner} 40% | #an{number}
    Inrichting {name} | {days * 2 + 3}d | na an{number}, {after} | door integrator, {owner} 20% | €{days * 5}>{days * 5.3:.0f} | #in{number}
    {special} | {days // 3 + 1}d | na in{number} FS-3d | door integrator 60% | €{days * 2} | #eig{number}
    Rollen en functiescheiding module {name} | 3d | na in{number} FS-5d | door ciso 20%, integrator 30%
    Werkinstructie en oefening module {name} | 4d | na in{number} | door opleiding 50%, {owner} 20%
    Moduletest {name} | 4d | na in{number}, eig{number} | door {owner} 50%, analist 20%"""
        )
    return "\n".join(made)


def _objects() -> str:
    made, after = [], "meet"
    last: dict[str, str] = {}
    for number, (name, base, now, owner) in enumerate(OBJECTS, start=1):
        # Each owner cleans one object at a time.
        waits = f", {last[owner]}" if owner in last else ""
        last[owner] = f"schoon{number}"
        made.append(
            f"""  {name[0].upper()}{name[1:]} | #obj{number}
    Profilering en kwaliteitsmeting {name} | 4d | na {after} | door data 50% | #prof{number}
    Opschoning aan de bron: {name} | {base * 2}d>{now * 2}d | na prof{number}{waits} | door {owner} 50%, data 30% | €{base * 2}>{now * 3} | #schoon{number}
    Omzettingsregels {name} | 5d | na prof{number} +3d | door data 40%, integrator 30% | €12>16 | #regel{number}
    Conversieprogramma en proef {name} | 6d | na regel{number}, schoon{number} FF | door data 60%, integrator 30% | €16>22 | #conv{number}
    Verschillenrapport en beslissing per afwijking {name} | 3d | na conv{number} | door {owner} 40%, data 20%
    Aansluiting en aanvaarding {name} | 3d | na conv{number}, schoon{number} | door {owner} 50%"""
        )
        after = f"prof{number} +2d"
    return "\n".join(made)


def _links() -> str:
    made = []
    for number, (name, days, owner) in enumerate(LINKS, start=1):
        after = "g31 -20d" if number <= 2 else f"kop{number - 2}"
        made.append(
            f"""  Ontwerp koppeling met {name} | 4d | na {after} | door integratie 50%, {owner} 20% | #ko{number}
  Bouw koppeling met {name} | {days}d | na ko{number} | door integratie 70%, integrator 30% | €{days * 6} | #kop{number}
  Foutafhandeling en bewaking koppeling met {name} | 2d | na kop{number} | door integratie 40%
  Ketentest koppeling met {name} | 3d | na kop{number} | door {owner} 40%"""
        )
    return "\n".join(made)


OUTLINE = f"""
Opstart | #opstart
  Intakenota einde ondersteuning ERP | 12d | los | door pl 40%
  Poort G0 Intake | 0d | poort G0 | vanaf 12/02/25 | #g0
  Doorlichting maatwerk: 212 aanpassingen | 25d | na g0 | door analist 60%
  Vergelijking upgrade, nieuw pakket en dienst in de cloud | 25d | na . SS+10d | door architect 50%, controller 20%
  Business case en totale eigendomskosten over tien jaar | 20d | door pl 50%, controller 30%
  Advies Inspectie van Financiën over de business case | 14k
Poort G1 Opstart | 0d | na opstart | poort G1 | vanaf 18/06/25 | #g1
Planning en plaatsing | na g1 | #planning
  Procesontwerp: standaard tenzij | 40d | door analist, begroting 20%, boekhouding 20% | #proces
  Architectuur, omgevingen en uitwijk | 20d | na proces SS+10d | door architect 60%
  Informatieclassificatie en functiescheiding | 15d | na proces FS-10d | door ciso 40%, analist 20%
  GEB personeels- en leveranciersgegevens | 12d | na proces | door dpo 40%
  Afname raamovereenkomst ERP-integratie: minicompetitie | 25k | na proces | #mini
  Beoordeling offertes en gunningsbeslissing | 12d | na mini | door aankoop 50%, architect 30%
  Bestelbon en startvergadering | 4d | door aankoop 30%, pl 40% | #start
  Conversiestrategie en omvang historiek | 15d | na proces | door data 60% | #strategie
  Overgangsplan: jaarovergang, sleutelgebruikers, bijstand | 12d | na proces | door pl 30%
Poort G2 Planning | 0d | na planning | poort G2 | vanaf 10/12/25 | #g2
Licenties en omgevingen | na g2, start | #omgevingen
  Licenties ERP, eerste schijf | 5d | door aankoop 20% | €480
  Omgevingen ontwikkeling en test | 15d | = | door server 50%, integrator 30% | €90 | #omg
  Aanmelding, rollen en functiescheiding | 20d | na omg | door ciso 30%, integrator 50% | €80 | #rollen
  Omgevingen aanvaarding en productie | 15d | na omg +60d | door server 50% | €110
  Back-up, hersteltijd en uitwijktest ERP | 8d | na . | door server 40%
Kernmodel | na g2, start | #kernmodel
  Organisatie, boekhoudplan en nummering | 25d | door integrator, boekhouding 40% | €210 | #kern1
  Begrotingsstructuur en kredietcontrole | 20d | na kern1 FS-10d | door integrator, begroting 40% | €190 | #kern
  Kernmodel getoond aan sleutelgebruikers | 5d | na kern | door pl 30%, integrator 40% | #demo
  Verschillenlijst en keuze uit 41 wensen | 10d | na demo | door analist 60%
Inrichting modules (11) | na kern | #modules
{_modules()}
Opschoning en conversie (12 objecten) | na strategie, g2 | #conversie
  Meetplan datakwaliteit en eigenaars | 8d | na strategie, demo | door data 40% | #meet
{_objects()}
  Dubbele leveranciers samenvoegen (4.310) | 30d>45d | na obj1 SS+15d | vanaf 05/10/26 | door boekhouding 40%, data 20% | €30>78 | #dubbel | nota De proefconversie toonde 2,3 keer meer afwijkingen dan geraamd.
  Proefconversie 1: stamgegevens | 6d | na conv3, conv1, conv2, dubbel | door data, integrator 30% | €28>36 | #pc1
Poort G3.1 Fasegrens conversie | 0d | na pc1, demo, conv5 SS | poort G3.1 | vanaf 15/01/27>29/01/27 | #g31
Koppelingen (8) | na demo | #koppelingen
{_links().replace("g31 -20d", "rollen +60d")}
Proefconversies en ketentest | na g31 | #proeven
  Proefconversie 2: stam- en openstaande gegevens | 15d | na g31, conversie, modules | door data, integrator 40% | €140>165 | #pc2
  Aansluiting met de boekhouding 2026 | 15d | na pc2 | door boekhouding 60%, data 30% | #aansl
  Herstel en bijkomende opschoning na proef 2 | 30d>35d | na aansl FS-5d | door data 60%, boekhouding 40% | €120>260 | #her2
  Ketentest van bestelbon tot betaling | 20d | €90 | na pc2, koppelingen | door aankoopdienst 50%, boekhouding 50% | #keten1
  Ketentest van concessie tot ontvangst | 10d | na keten1 FS-8d | door boekhouding 50%
  Ketentest begroting tot rekening | 12d | €60 | na keten1 FS-5d | door begroting 60%
  Proefconversie 3: volledige generale repetitie | 20d | na her2, keten1 | door data, integrator 50% | €130>160 | #pc3
  Maandafsluiting in proef | 15d | na pc3 | door boekhouding, begroting 40% | #maand
  Prestatietest einde maand | 4d | na pc3 | door server 40%, integrator 20%
  Penetratietest en test functiescheiding | 8d | na pc2 | door pentest | €26
Aanvaarding | na proeven | #aanvaarding
  Gebruikersaanvaarding per module | 40d | €180 | na maand | door boekhouding 50%, aankoopdienst 50%, begroting 40% | #ga
  Herstel blokkerende bevindingen | 25d | na ga FS-5d | door integrator | €160 | #blok
  Controle door de revisor op de openingsbalans (proef) | 6d | na ga | door revisor | €18 | #revisor
  Controle van de documentatie voor het Rekenhof | 5d | na ga | door controller 40%
  Licenties ERP, tweede schijf (productie) | 5d | na ga | door aankoop 20% | €520 | #lic2
  Go/no-go-beslissing ingebruikname | 1d | na blok, revisor, lic2 | door pl | #gonogo
Opleiding en verandering | na demo | #verandering
  Netwerk van 42 sleutelgebruikers | 20d | door pl 20%, opleiding 30%
  Handleidingen en oefenomgeving | 30d | na modules FS-20d | door opleiding 60% | €45 | #hand
  Opleiding sleutelgebruikers (42) | 12d | na hand | door opleiding | €32 | #os
  Opleiding gebruikers hoofdkantoor (118) | 8d | na os, pc2 | door opleiding | €16
  Opleiding gebruikers district Antwerpen (84) | 6d | door opleiding | €11
  Opleiding gebruikers district Turnhout (46) | 4d | door opleiding | €7
  Opleiding gebruikers district Hasselt (52) | 4d | door opleiding | €7
  Opleiding gebruikers district Gent (76) | 5d | door opleiding | €10
  Opleiding gebruikers district Kortrijk (44) | 4d | door opleiding | €7
  Opleiding gebruikers district Aalst (40) | 4d | door opleiding | €6
  Communicatie aan leveranciers over e-facturen | 15d | na koppelingen | door comm 40%
Omschakeling | na gonogo | #omschakeling
  Draaiboek en bevriezing oude ERP | 8d | door pl 60%, server 30% | #bevries
  Eindconversie en aansluiting | 8d | door data, integrator, boekhouding 60% | €120>150
  Openstelling in golven: begroting, aankoop, ontvangsten | 12d | door integrator 60% | €110 | #open
  Eerste betaalrun onder toezicht | 2d | door boekhouding, controller 30%
Poort G4 Ingebruikname | 0d | na omschakeling, verandering | poort G4 | #g4 | uiterlijk 31/12/27 | nota De rekeningen van 2028 moeten in het nieuwe systeem beginnen.
Nazorg en afsluiting | na g4 | #einde
  Nazorg: bijstand bij drie maandafsluitingen | 75d | door integrator 50%, analist 40% | €420 | #nazorg
  Jaarovergang 2027–2028 begeleid | 10d | na g4 | vanaf 03/01/28 | door integrator 50%, boekhouding 40% | €70 | #jaar
  Uitfasering oude ERP: leesstand en archief | 12d | na jaar | door server 40%, informatie 40% | €30
  Overdracht aan functioneel beheer en dienstverleningsovereenkomst | 20d | na g4 +20d | door pl 30%, functioneel 50% | #over
  Projecteindrapport en geleerde lessen | 10d | na nazorg, over, jaar | door pl 50%
Poort G5 Afsluiting | 0d | na einde, aanvaarding, omgevingen, kernmodel, proeven | poort G5 | #g5
Batenmeting doorlooptijd facturen en maandafsluiting | 15d | na g5 +150d | door controller 40%
Poort G6 Batentoets | 0d | na ., g5 +205d | poort G6
"""

PROJECT = DemoProject(
    code="P-009",
    name="ERP-migratie",
    author="M. Hendrickx",
    start=date(2025, 1, 20),
    budget=Decimal("6.80"),
    forecast=Decimal("7.64"),
    resources={
        "pl": ("Projectleider", 1),
        "analist": ("Businessanalisten financiën", 2),
        "architect": ("Toepassingsarchitect", 1),
        "begroting": ("Dienst Begroting", 2),
        "boekhouding": ("Dienst Boekhouding", 4),
        "aankoopdienst": ("Sleutelgebruikers aankoop", 2),
        "logistiek": ("Magazijn en logistiek", 1),
        "personeel": ("Personeelsdienst", 1),
        "pmo": ("Projectmanagementbureau", 1),
        "data": ("Team Data en AI", 3),
        "integratie": ("Team Integratie", 2),
        "server": ("Team Servers en opslag", 1),
        "functioneel": ("Functioneel beheer", 1),
        "informatie": ("Informatiebeheer en archief", 1),
        "ciso": ("Dienst CISO", 0.5),
        "dpo": ("Functionaris voor gegevensbescherming", 0.5),
        "aankoop": ("Team Aankoop", 1),
        "controller": ("Controller", 1),
        "comm": ("Communicatiedienst", 1),
        "opleiding": ("Opleidingscentrum", 2),
        "integrator": ("Opdrachtnemer ERP-integratie", 8),
        "revisor": ("Bedrijfsrevisor", 1),
        "pentest": ("Extern testbureau", 1),
    },
    outline=OUTLINE,
)
