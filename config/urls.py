"""Every address of Rejoinder."""

from django.contrib import admin
from django.urls import include, path

from accounts.web.language import language
from config.api.description.views import Description, docs

urlpatterns = [
    path("api/v1/openapi.json", Description.as_view(), name="api-description"),
    path("api/v1/docs/", docs, name="api-docs"),
    path("api/v1/", include("classroom.api.urls")),
    path("api/v1/", include("debate.api.urls")),
    path("accounts/", include("accounts.urls")),
    path("languages/", language, name="language"),
    path("admin/", admin.site.urls),
    path("", include("classroom.urls")),
    path("", include("debate.urls")),
]

handler400 = "config.refusals.bad_request"
handler403 = "config.refusals.forbidden"
handler404 = "config.refusals.not_found"
handler500 = "config.refusals.fault"
