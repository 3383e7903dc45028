// The body that a web hook sends.
function(ctx) {
  identity: {
    id: ctx.identity.id,
    schema_id: ctx.identity.schema_id,
    traits: ctx.identity.traits,
    created_at: ctx.identity.created_at,
    updated_at: ctx.identity.updated_at,
  },
}
