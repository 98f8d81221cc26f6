"""Public code lists in three languages: CPV 2008, Belgian territorial units, the lists of eForms.

Source, licence and changes stand in ``data/NOTICE.txt``; `build` makes the files.
"""

from stuurbord.exchange.code_lists.model import Code, CodeList
from stuurbord.exchange.code_lists.search import search_cpv
from stuurbord.exchange.code_lists.shipped import NAMES, code_list, is_social, label, with_label

__all__ = ["NAMES", "Code", "CodeList", "code_list", "is_social", "label", "search_cpv", "with_label"]
