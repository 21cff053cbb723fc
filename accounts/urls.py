"""The addresses of people: signing up, in and out.

They carry allauth's names, which it looks up by itself; its other pages are not part of this site.
"""

from django.urls import path

from accounts.web.views import SignIn, SignOut, SignUp

urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("signup/", SignUp.as_view(), name="account_signup"),
    path("logout/", SignOut.as_view(), name="account_logout"),
]
