// An OpenID Connect provider as it is in the world (the package oidc-provider), for the tests: on the loopback address,
// with whoever signs in told by the first line of its input, until its input closes or two minutes have passed.
import { createInterface } from "node:readline";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const lines = createInterface({ input: process.stdin });
const told = JSON.parse(await new Promise((resolve) => lines.once("line", resolve)));
setTimeout(() => process.exit(3), 120_000).unref();
lines.on("close", () => process.exit(0));

const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: told.clients,
  jwks: { keys: told.keys },
  acrValues: told.levels,
  claims: { openid: ["sub"], acr: null, auth_time: null, sid: null, [told.code]: null },
  conformIdTokenClaims: true,
  cookies: { keys: ["for-the-tests-only"] },
  features: {
    claimsParameter: { enabled: true },
    devInteractions: { enabled: false },
    requestObjects: { enabled: true },
    encryption: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: { enabled: false },
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, [told.code]: told.people[id] }) }),
  renderError: (ctx, out) => { ctx.body = JSON.stringify(out); },
});
const answer = provider.callback();
server.on("request", async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  const details = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: told.who, clientId: details.params.client_id });
  grant.addOIDCScope("openid");
  grant.addOIDCClaims([told.code, "acr"]);
  await provider.interactionFinished(request, response, {
    login: { accountId: told.who, acr: told.acr, remember: true },
    consent: { grantId: await grant.save() },
  });
});
console.log(issuer);
