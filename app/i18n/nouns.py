"""Labels inside of English sentences: `Your E-Mail` can be asked for as "your e-mail", `I accept the terms` can't.

Anybody writes labels, in any language. One that is not known to name a thing gets a sentence without it.
"""

from __future__ import annotations

import re

_LONGEST, _MOST = 40, 5
"""Characters and words of a label that still reads well within a sentence."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_THINGS = _words("""
    account address age alias allergies apartment area bank barcode bic bio birthdate birthday birthplace block
    bot branch brand budget building business callsign car card category channel citizenship city class club
    code codes color colour comment comments community company continent country county course currency date day
    degree department description diet diploma discipline district division dob domain e-mail education email
    emails employees employer extension facebook faculty family fax field firm firstname fleet floor gender
    github grade group handle headline height hobbies hobby homepage host house iban id identifier identity
    income industry initials instagram insurance interests iq isbn job key keyword keywords kind language
    languages lastname length level licence license line linkedin locale locality location login mail major
    manager mastodon message mobile model month motto municipality name names nationality neighborhood
    neighbourhood nick nickname note notes number numbers occupation office organisation organization origin
    passcode passphrase passport password phone phones pin place plan plate position postcode prefecture prefix
    premises product profile project pronouns province quantity race rank rate reason reference region
    registration relationship religion residence role room salary salutation school score sector seniority sex
    signature site size skills skype speciality specialty sport square ssn staff stage state status street
    studio subdivision subdomain subject suburb suffix suite surname swift tags team telegram telephone tenant
    territory time timezone title topic topics town trade twitter type unit university url username vat vehicle
    village visa volume ward web website weight whatsapp word words workplace year zip zipcode zone
    """)
_NOT_WITHIN = _words("""
    i i'm i've i'd me my mine myself you you're you've you'd your yours yourself we we're we've us our ours he
    she they them it it's this that these those there what what's which who who's whom whose when where why how
    am is are was were be been being do does did done have has had having can can't could will won't would shall
    should may might must not no yes any some every each both if then than because so please let let's without
    accepted agreed subscribed opted das dein deine der die el ihr ihre je il la las le les lo los mein meine mi
    mijn mon sein su tu un una une uw votre
    """)
_COMMANDS = _words("""
    accept add agree allow answer ask attach become begin book bring browse buy call change check choose click
    complete confirm connect consent consider create decide delete deny describe disable discover don't download
    edit email enable enter explain fill find follow forget get give go grant help hide include inform invite join
    keep leave let link list make match meet name notify opt pick prefer provide put read receive register remember
    remind remove repeat reply require reset retype say search see select send set share show sign specify start
    stop submit subscribe switch take tell tick try turn type unsubscribe update upload use verify view visit want
    wish write got own owned need like love prefer speak live understand attend drive hold possess promote grew
    """)
_THINGS_FIRST = _words("book call email invite link list name type answer match help")
"""Commands that are things as well: "Email address", "Name of the key", "Type of business"."""
_AFTER = _words("of for at in on with from per within by to over under above below")
_ARTICLES = _words("a an")
_TAME = _words("tax home work legal new old other main private mobile second and or the")
_KEPT = _words("""
    Apple Belgian British Discord Dutch English Europe European Facebook French German Instagram Italian LINE
    Mastodon PayPal Paypal Skype Slack Spanish Steam Swiss Telegram TikTok Twitch Twitter WhatsApp Google
    """)
_INITIALS = _words(
    "api bic bsn cpf cnpj cv dob dni ein eu gst hr iban id imei ip isbn it mac nif nin nhs pan pin po ssn swift "
    "tin uk uri url us uuid vat vin zip"
)
_PARTS = _words("first last middle given family full display nick maiden number id code type date size")


def inline(label: str) -> str:
    """`Your E-Mail` → `e-mail`; capitals that are more than a start or shouting stay: `Tax ID` → `tax ID`."""
    words = [_small(word) for word in bare(label).split()]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "your" else words)


def is_noun(label: str) -> bool:
    """Whether English can say "Enter your <label>."; False in doubt."""
    words = inline(label).lower().replace(",", "").split()
    plain = re.fullmatch(r"[A-Za-z0-9'’,/ -]+", bare(label))
    if not plain or not words or len(label) > _LONGEST or len(words) > _MOST:
        return False
    if (_NOT_WITHIN | _ARTICLES) & set(words) or words[0] == "the" or words[0] in _AFTER:
        return False
    told_to = {words[0], words[0].removesuffix("s")} & (_COMMANDS - _THINGS_FIRST)
    return not told_to and _head(words) in _THINGS


def bare(label: str) -> str:
    """`label` without what forms end labels with: `Name *`, `Name:`."""
    return label.strip().rstrip("*: ")


def has_article(label: str) -> bool:
    """Whether it holds a "the" of its own, as "Name of the key": that is not *your* name of the key."""
    return "the" in label.lower().split()


def _small(word: str) -> str:
    letters = word.strip(",")
    if letters.lower() in _INITIALS:
        return word.upper() if word.istitle() else word
    if letters in _KEPT or (len(letters) == 1 and letters.isupper()):
        return word
    shouted = letters.isupper() and (len(letters) > 4 or letters.lower() in _COMMON)
    return word.lower() if shouted or word.istitle() or word == word.capitalize() else word


_COMMON = (_THINGS | _PARTS | _NOT_WITHIN | _AFTER | _TAME) - _INITIALS


def _head(words: list[str]) -> str:
    """Return the word that the others belong to: `date` in "date of birth", `line` in "address line 1"."""
    end = next((at for at, word in enumerate(words) if word in _AFTER), len(words))
    end -= end > 1 and words[end - 1].isdigit()
    return words[end - 1].rpartition("/")[2]
