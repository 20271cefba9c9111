"""The agent's addresses that Django answers; streams and POST /agents/chat are raw routes in `agent.stream`."""

from django.urls import path

from agent import api, views

urlpatterns = [
    path("", views.chat, name="chat"),
    path("c/<uuid:conversation_id>/", views.chat, name="conversation"),
    path("agents/tool-calls/<uuid:call_id>/card", views.tool_call_card, name="tool-call-card"),
    path("agents/runs/<uuid:run_id>", api.run),
    path("agents/runs/<uuid:run_id>/cancel", api.cancel, name="cancel-run"),
    path("agents/conversations", api.conversations),
    path("agents/conversations/<uuid:conversation_id>", api.conversation),
    path("agents/chat-history", api.chat_history),
]
