// The body that a web hook sends.
function(ctx) { identity: { id: ctx.identity.id, traits: ctx.identity.traits } }
