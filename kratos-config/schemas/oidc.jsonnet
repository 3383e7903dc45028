// What an OpenID provider's claims become: traits of the default schema. Addresses nobody has verified are left out.
local claims = { email_verified: false } + std.extVar('claims');
{
  identity: {
    traits: {
      [if 'email' in claims && claims.email_verified then 'email']: claims.email,
    },
  },
}
