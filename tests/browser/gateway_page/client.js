// A single-page client of the gateway, on an origin of its own: passkeys by Kratos' browser flows.
'use strict'

const gateway = new URLSearchParams(location.search).get('gateway')
const result = document.getElementById('result')

async function call (path, body) {
  const headers = body ? { 'Content-Type': 'application/json' } : {}
  const method = body ? 'POST' : 'GET'
  const answer = await fetch(`${gateway}/api/auth/${path}`, {
    method, headers, credentials: 'include', body: body && JSON.stringify(body)
  })
  return answer.json()
}

const value = (flow, name) => flow.ui.nodes.find((node) => node.attributes.name === name).attributes.value

const submit = (kind, flow, fields) =>
  call(`flows/${kind}?type=browser`, { flow_id: flow.id, csrf_token: value(flow, 'csrf_token'), ...fields })

async function signUp () {
  const email = document.getElementById('email').value
  const { data: flow } = await call('flows/registration?type=browser')
  const { data: step } = await submit('registration', flow, { email })
  const { publicKey } = JSON.parse(value(step, 'passkey_create_data')).credentialOptions
  publicKey.user.name = publicKey.user.displayName = email
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey)
  const credential = await navigator.credentials.create({ publicKey: options })
  return submit('registration', step, { passkey_register: JSON.stringify(credential) })
}

async function signIn () {
  const { data: flow } = await call('flows/login?type=browser')
  const { publicKey } = JSON.parse(value(flow, 'passkey_challenge'))
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey)
  const credential = await navigator.credentials.get({ publicKey: options })
  return submit('login', flow, { passkey_login: JSON.stringify(credential) })
}

async function signOut () {
  const { data } = await call('flows/logout')
  location.assign(data.logout_url)
  return { leaving: true }
}

const actions = { 'sign-up': signUp, 'sign-in': signIn, who: () => call('whoami'), 'sign-out': signOut }
for (const [id, action] of Object.entries(actions)) {
  document.getElementById(id).addEventListener('click', async () => {
    result.textContent = ''
    result.textContent = JSON.stringify(await action().catch((error) => ({ thrown: String(error) })))
  })
}
