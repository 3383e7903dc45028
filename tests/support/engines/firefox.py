"""Firefox as Debian has it: started once, forgetful between tests."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import NEVER_PAST
from tests.support.engines.webdriver import Driver, Marionette
from tests.support.ports import free_port

PREFERENCES = {
    # nobody but us is asked
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "localhost,.localhost,127.0.0.1",
    # keys of software alone
    "security.webauth.webauthn_enable_softtoken": True,
    "security.webauth.webauthn_enable_usbtoken": False,
    "intl.accept_languages": "en-US",
}
_FORGET = """
const [done] = arguments;
Services.console.reset();
Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, () => done());
"""
_ALLOW = """
const [scripts, cookies] = arguments;
Services.prefs.setBoolPref("javascript.enabled", scripts);
Services.prefs.setIntPref("network.cookie.cookieBehavior", cookies ? 0 : 2);
"""
_CONSOLE = """
return Services.console.getMessageArray()
  .filter((each) => each instanceof Ci.nsIScriptError && !(each.flags & Ci.nsIScriptError.warningFlag))
  .filter((each) => /^https?:/.test(each.sourceName) || /Content-Security-Policy/.test(each.errorMessage))
  .map((each) => `${each.errorMessage} ${each.sourceName}:${each.lineNumber}`);
"""


class Firefox(Driver):
    """The browser; `fresh()` makes it that of somebody else."""

    def __init__(self, wire: Marionette) -> None:
        super().__init__(wire, NEVER_PAST)
        self._command = wire.command

    def fresh(self, scripts: bool = True, cookies: bool = True) -> None:
        """Forgets everything, in a tab without a past."""
        new = self.send("NewWindow", type="tab")["handle"]
        self.send("CloseWindow")
        self.send("SwitchToWindow", handle=new)
        self.behind("ExecuteAsyncScript", _FORGET)
        self.behind("ExecuteScript", _ALLOW, scripts, cookies)

    def behind(self, command: str, script: str, *arguments: Any) -> Any:
        """Runs a script in the browser itself, not in its page."""
        self._command("Marionette:SetContext", value="chrome")
        try:
            return self.send(command, script=script, args=arguments)
        finally:
            self._command("Marionette:SetContext", value="content")

    def key(self, act: str, **parameters: Any) -> Any:
        """Adds or removes a virtual authenticator."""
        return self._command(f"WebAuthn:{act}VirtualAuthenticator", **parameters)

    def faults(self) -> list[str]:
        """What pages did wrong, as the console has it."""
        return [str(line) for line in self.behind("ExecuteScript", _CONSOLE)]


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """The browser, for as long as the block runs; its profile is `folder`."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.fail("Firefox is not installed: `apt-get install firefox-esr`", pytrace=False)
    port = free_port()
    values = {**PREFERENCES, "marionette.port": port}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in values.items()]
    (folder / "user.js").write_text("".join(lines))
    command = [
        program,
        "--headless",
        "--marionette",
        "--remote-allow-system-access",
        "--no-remote",
        "--profile",
        str(folder),
    ]
    with (folder / "firefox.log").open("w") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wire = Marionette(port)
        yield Firefox(wire)
        wire.close()
    finally:
        running.terminate()
        running.wait()
