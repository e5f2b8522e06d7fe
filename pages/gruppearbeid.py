"""Kriterieark and pool questions: a group's own sheet, or the secretariat's view of all of them."""

from pages._ui.groupwork.desk import group_page
from pages._ui.groupwork.secretariat import secretariat_page
from pages._ui.session import enter

store, actor, chosen = enter("gruppearbeid")
if actor.role == "gruppe":
    group_page(store, actor, chosen)
else:
    secretariat_page(store, actor, chosen)
