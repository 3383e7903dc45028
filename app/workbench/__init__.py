"""`kratos-ui preview`: the gallery with tools around it, on a themer's own machine; no part of a live server."""
