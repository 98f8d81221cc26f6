"""What is kept beside the lines of every register: their versions, what people say of them, how they look."""

from stuurbord.web.lists.models.attachment import Attachment, FileContent, ScanState
from stuurbord.web.lists.models.comment import Comment, Mention
from stuurbord.web.lists.models.line_revision import LineRevision
from stuurbord.web.lists.models.link import Link
from stuurbord.web.lists.models.saved_view import SavedView
from stuurbord.web.lists.models.sheet_review import SheetReview

__all__ = [
    "Attachment",
    "Comment",
    "FileContent",
    "LineRevision",
    "Link",
    "Mention",
    "SavedView",
    "ScanState",
    "SheetReview",
]
