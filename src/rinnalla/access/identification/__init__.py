"""A client says who they are at an identity provider: OpenID Connect or SAML 2.0 (decision 20, goal C2).

The story of one sign-in: `views.begin` → the provider → `views.answer` (OIDC) or `views.assertion` and `views.finish`
(SAML) → `actions.answered` → whose code it is → `views.enter`. What is proven is an identity code and nothing else.
"""
