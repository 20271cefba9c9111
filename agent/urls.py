"""The agent's addresses that Django answers; streams and POST /agents/chat are raw routes in `agent.stream`."""

from django.urls import path

from agent import api, views

urlpatterns = [
    path("", views.chat, name="chat"),
    path("c/<uuid:conversation_id>/", views.chat, name="conversation"),
    path("c/<uuid:conversation_id>/rename/", views.rename, name="rename-conversation"),
    path("c/<uuid:conversation_id>/delete/", views.delete, name="delete-conversation"),
    path("c/<uuid:conversation_id>/export/", views.export, name="export-conversation"),
    path("runs/<uuid:run_id>/stop/", views.stop, name="stop"),
    path("messages/<uuid:message_id>/actions/", views.message_actions, name="message-actions"),
    path("messages/<uuid:message_id>/retry/", views.retry, name="retry"),
    path("messages/<uuid:message_id>/edit/", views.edit, name="edit"),
    path("messages/<uuid:message_id>/feedback/", views.feedback, name="rate"),
    path("profile/usage/", views.usage, name="usage"),
    path("agents/tool-calls/<uuid:call_id>/card", views.tool_call_card, name="tool-call-card"),
    path("agents/runs/<uuid:run_id>", api.run),
    path("agents/runs/<uuid:run_id>/cancel", api.cancel, name="cancel-run"),
    path("agents/conversations", api.conversations),
    path("agents/conversations/<uuid:conversation_id>", api.conversation),
    path("agents/messages/<uuid:message_id>/feedback", api.feedback, name="feedback"),
    path("agents/chat-history", api.chat_history),
    path("agents/chat-history-stats", api.chat_history_stats),
]
