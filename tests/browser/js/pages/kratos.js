window.oryFutureInit = () => { document.querySelector("[name=started]").value = "yes"; };
window.oryFutureThing = () => { document.querySelector("h1").textContent = "Future"; };
