// SPDX-License-Identifier: GPL-3.0-or-later
// Checks a Sigstore bundle with npm's @sigstore/verify: node verifybundle.mjs NODE_MODULES PUBLIC.pem BUNDLE
// Exit code 0: accepted; 1: refused; 2: could not be tried.
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, keyFile, bundleFile] = process.argv.slice(2);
let bundleFromJSON, Verifier, toSignedEntity, toTrustMaterial;
try {
  const require = createRequire(modules + "/");
  ({ bundleFromJSON } = require("@sigstore/bundle"));
  ({ Verifier, toSignedEntity, toTrustMaterial } = require("@sigstore/verify"));
} catch (error) {
  console.log("cannot load @sigstore/verify:", error.message);
  process.exit(2);
}

const json = JSON.parse(readFileSync(bundleFile, "utf8"));
const key = { publicKey: createPublicKey(readFileSync(keyFile)), validFor: () => true };
const root = {
  mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
  tlogs: [], certificateAuthorities: [], ctlogs: [], timestampAuthorities: [],
};
const finder = (hint) => {
  if (hint !== json.verificationMaterial.publicKey.hint) throw new Error("asked for another key: " + hint);
  return key;
};
try {
  const verifier = new Verifier(toTrustMaterial(root, finder), { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
  verifier.verify(toSignedEntity(bundleFromJSON(json)));
  console.log("accepted");
} catch (error) {
  console.log("refused:", error.code ?? "", error.message);
  process.exit(error.code === "MODULE_NOT_FOUND" ? 2 : 1);
}
