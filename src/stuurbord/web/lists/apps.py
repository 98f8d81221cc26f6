from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "stuurbord.web.lists"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from stuurbord.web.lists import search_texts
        from stuurbord.web.lists.events import lines_changed
        from stuurbord.web.lists.models import Attachment, Comment
        from stuurbord.web.search.sources import declare

        declare("lines", search_texts.documents)
        lines_changed.connect(search_texts.on_lines_changed, dispatch_uid="lists.search")
        post_save.connect(search_texts.on_comment_saved, sender=Comment, dispatch_uid="lists.search.comments")
        post_save.connect(
            search_texts.on_attachment_saved, sender=Attachment, dispatch_uid="lists.search.files"
        )
