"""What a browser may fill into a trait by itself: the token of HTML's `autocomplete`, by the trait's name. Pure.

Only for data of the person who signs in (WCAG 1.3.5): of whatever an object speaks that is not known here, it may be
somebody else's. Source: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill.
"""

from __future__ import annotations

import re

_GROUPS = frozenset({"person", "personal", "personaldata", "personaldetails", "profile", "user", "home"})
"""Objects that only hold together what is the person's own."""
_PURPOSES = frozenset({"billing", "shipping"})

_ALONE = {
    "name": "name fullname",
    "honorific-prefix": "salutation honorific honorificprefix",
    "given-name": "firstname givenname forename",
    "additional-name": "middlename additionalname",
    "family-name": "lastname familyname surname",
    "honorific-suffix": "honorificsuffix",
    "nickname": "nickname displayname screenname",
    "username": "username loginname",
    "email": "email emailaddress",
    "tel": "phone phonenumber telephone telephonenumber tel mobile mobilephone mobilenumber cellphone",
    "url": "url website homepage",
    "photo": "photo avatar picture",
    "bday": "birthday birthdate dateofbirth dob bday",
    "sex": "sex gender",
    "language": "language preferredlanguage locale",
    "organization": "organization organisation organizationname organisationname company companyname",
    "organization-title": "jobtitle",
    "street-address": "address streetaddress",
    "address-line1": "street street1 address1 addressline1",
    "address-line2": "street2 address2 addressline2",
    "address-level1": "province",
    "address-level2": "city town",
    "postal-code": "zip zipcode postalcode postcode",
    "country": "countrycode",
    "country-name": "country countryname",
}
_WITHIN = {  # tokens that may stand in an object, and what they are called only there
    "name": {
        "name": "full",
        "honorific-prefix": "prefix title",
        "given-name": "first given",
        "additional-name": "middle additional",
        "family-name": "last family",
        "honorific-suffix": "suffix",
        "nickname": "nick display",
    },
    "address": {
        "street-address": "formatted full",
        "address-line1": "line1",
        "address-line2": "line2",
        "address-level1": "state region",
        "address-level2": "locality",
        "postal-code": "",
        "country": "",
        "country-name": "",
    },
    "phone": {"tel": "number mobile home", "tel-country-code": "countrycode"},
    "birth": {"bday": "date"},
    "company": {"organization": "name", "organization-title": "title position"},
}


def token(name: str) -> str:
    """Return the token for the trait `name`, "traits.name.first" → "given-name"; "" for what a browser can't know."""
    first, *parts = name.split(".")
    words = [re.sub(r"[^a-z0-9]", "", part.lower()) for part in parts]
    if first != "traits" or not words:
        return ""
    *above, last = words
    purpose = next((word for word in above if word in _PURPOSES), "")
    objects = [word for word in above if word not in _GROUPS and word != purpose]
    if len(objects) > 1:
        return ""
    found = _inside(objects[0], last) if objects else _TOKENS.get(last, "")
    return f"{purpose} {found}" if purpose and found else found


def _inside(parent: str, last: str) -> str:
    parent = {"organization": "company", "organisation": "company"}.get(parent, parent)
    if found := _PARTS.get((parent, last)):
        return found
    alone = _TOKENS.get(last, "")
    return alone if alone in _WITHIN.get(parent, ()) else ""


_TOKENS = {word: token for token, words in _ALONE.items() for word in words.split()}
_PARTS = {
    (parent, word): token
    for parent, tokens in _WITHIN.items()
    for token, words in tokens.items()
    for word in words.split()
}
