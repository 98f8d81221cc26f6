"""Method templates: stages, gates, products, roles, tolerances and a first plan, as data."""

from stuurbord.rulebooks.methods.difference import Change, changes_between
from stuurbord.rulebooks.methods.first_plan import first_plan
from stuurbord.rulebooks.methods.library import KINDS, METHODS, shipped_templates, shipped_texts
from stuurbord.rulebooks.methods.model import SIZES, Gate, Template, said
from stuurbord.rulebooks.methods.read import InvalidTemplate, read_template

__all__ = [
    "KINDS",
    "METHODS",
    "SIZES",
    "Change",
    "Gate",
    "InvalidTemplate",
    "Template",
    "changes_between",
    "first_plan",
    "read_template",
    "said",
    "shipped_templates",
    "shipped_texts",
]
