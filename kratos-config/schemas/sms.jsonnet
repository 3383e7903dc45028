// The body that an SMS service gets.
function(ctx) { to: ctx.recipient, text: ctx.body }
