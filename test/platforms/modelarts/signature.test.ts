import assert from "node:assert/strict";
import { AKSKSigner } from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner";
import { BasicCredentials } from "@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials";
import fc from "fast-check";
import { authorizationOf, signingDate, type Signable } from "../../../src/platforms/modelarts/signature";

const PROJECT = "0123456789abcdef0123456789abcdef";
const JOB = "425b7087-83de-49ed-9e40-5bb642be956f";
const HOST = "modelarts.cn-north-4.myhuaweicloud.com";

const upstream = { access: "AccessKey", secret: "SecretKey" };
const ours = { access: "EXAMPLEAK", secret: "EXAMPLESK" };
const dated = { "x-sdk-date": "20260101T000000Z" };
const json = { "content-type": "application/json", host: HOST, "x-project-id": PROJECT, ...dated };
const old = { test_underscore: "TEST_VALUE", "x-sdk-date": "20060102T150405Z" };

// The first two are unit tests of the vendor's Go SDK; the others agree with its Python signer.
const VECTORS = [
  [
    upstream,
    { method: "GET", url: "https://example.com/path?limit=1", headers: old, body: "" },
    "daeadcf4a306599f7422401cc55d3718a23ef159fed370c62c551a2c45ae9655",
  ],
  [
    upstream,
    {
      method: "POST",
      url: "https://example.com/path?key=value",
      headers: { "content-type": "application/json", ...old },
      body: '{"Name":"test","Id":1}',
    },
    "0238c3bedddfe8bf113c7530f783322380dedf720d514861623cfe5f73aa8f64",
  ],
  [
    ours,
    { method: "GET", url: `https://${HOST}/v2/${PROJECT}/training-jobs/${JOB}`, headers: json, body: "" },
    "a3f02f8fd4f71b37fbbf1972188deeaf2d1f4f5a459c7fb798e0e8d3aef41926",
  ],
  [
    ours,
    {
      method: "POST",
      url: `https://${HOST}/v2/${PROJECT}/training-jobs/${JOB}/actions`,
      headers: json,
      body: '{"action_type":"terminate"}',
    },
    "11ac5be2312fa8a51197be2d26afdda0f46b28df0f0e2fec33ceb5a49acc98e3",
  ],
  [
    ours,
    {
      method: "GET",
      url: `https://${HOST}/v1/${PROJECT}/training-jobs?per_page=10&page=1&search_content=a%20b%2F%E4%B8%AD`,
      headers: { host: HOST, ...dated },
      body: "",
    },
    "5079a2ed70c8cf5d57284424aec25fdbce6d67caa219a9e4f433de91d8fecc5d",
  ],
] as const satisfies readonly (readonly [{ access: string; secret: string }, Signable, string])[];

describe("the signature of a ModelArts request", () => {
  for (const [keys, request, expected] of VECTORS) {
    it(`is the published one of ${request.method} ${new URL(request.url).pathname}`, () => {
      assert.match(authorizationOf(request, keys), new RegExp(`, Signature=${expected}$`));
    });
  }

  it("is, byte for byte, that of the vendor's own SDK", () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9_.~-]{1,20}$/).filter((text) => !/^\.+$/.test(text));
    const value = fc.string({ unit: "grapheme", maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 1, maxLength: 5 }),
        fc.dictionary(segment, value, { maxKeys: 4 }),
        fc.option(fc.dictionary(segment, value, { minKeys: 1, maxKeys: 3 }), { nil: undefined }),
        fc.stringMatching(/^[A-Z0-9]{20}$/),
        fc.stringMatching(/^[A-Za-z0-9]{40}$/),
        (segments, query, data, access, secret) => {
          const headers = { "content-type": "application/json", "X-Project-Id": PROJECT };
          const endpoint = `https://${HOST}/${segments.join("/")}`;
          const theirs = AKSKSigner.sign(
            { endpoint, method: "POST", headers, queryParams: query, data }, // its own clients give it no more
            new BasicCredentials().withAk(access).withSk(secret),
          ) as Record<string, string>; // headers, which its type does not say
          const url = `${endpoint}?${new URLSearchParams(query).toString()}`;
          const body = data === undefined ? "" : JSON.stringify(data);
          const date = theirs["X-Sdk-Date"] ?? "";
          const mine = authorizationOf(
            { method: "POST", url, body, headers: { ...headers, Host: HOST, "X-Sdk-Date": date } },
            { access, secret },
          );
          assert.equal(mine, theirs["Authorization"]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("carries the date in the vendor's form", () => {
    assert.equal(signingDate(Date.UTC(2026, 0, 2, 3, 4, 5, 678)), "20260102T030405Z");
  });
});
