import assert from "node:assert/strict";
import type { Platform } from "../../src/jobs/platform";
import type { HttpRequest } from "../../src/net/http";
import { createIo } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import type { Settings } from "../../src/net/settings";
import { findPlatform, platforms } from "../../src/platforms/registry";
import { samples } from "../conformance/samples";
import { fakeClock } from "../fake-clock";
import { openGate } from "../gates";
import { FORBIDDEN, FOREIGN } from "../net/hostile";

const ORDER = { name: "sft", marker: "abcdefghijklmnopqrst", resource: "abcdefghijkl" };
/** An id of each platform's form. */
const ID = "425b7087-83de-49ed-9e40-5bb642be956f";

type Env = Readonly<Record<string, string>>;

/** What a platform sends anywhere when a job is submitted, looked at and stopped there, and how the calls end. */
async function tryAt(platform: Platform<object>, settings: Settings, env: Env) {
  const sample = samples[platform.name];
  assert.ok(sample);
  const sent: HttpRequest[] = [];
  const clock = fakeClock();
  const io = {
    ...createIo({ clock, env: () => env, random: () => 0.5, write: () => {}, limiters: createLimiters(clock) }),
    http: (request: HttpRequest) => {
      sent.push(request);
      return Promise.resolve({ status: 400, headers: {}, text: "" });
    },
  };
  const where = { settings, region: sample.region };
  const { jobs } = platform.connect(where, io);
  const calls = {
    submit: async () => {
      const outcome = await jobs.submit({ ...ORDER, spec: sample.spec }, openGate);
      assert.equal(outcome.kind, "refused", "a submission that never left may be repeated");
      throw outcome.error;
    },
    describe: () => jobs.describe([ID]),
    stop: () => jobs.stop(ID),
    verify: async () => platform.verify(where, io),
  };
  const failed: string[] = [];
  for (const [call, run] of Object.entries(calls)) {
    const [{ status }] = await clock.settle(Promise.allSettled([run()]));
    if (status === "rejected") failed.push(call);
  }
  return { sent, failed };
}

describe("An endpoint that is no platform's", () => {
  let tried = 0;

  for (const platform of platforms) {
    const env = samples[platform.name]?.env ?? {};
    const mustSendNothing = async (settings: Settings, more: Env = {}) => {
      const { sent, failed } = await tryAt(platform, settings, { ...env, ...more });
      const given = JSON.stringify([settings, more]);
      assert.deepEqual([sent, failed], [[], ["submit", "describe", "stop", "verify"]], given);
      tried += 1;
    };

    it(`is sent nothing for ${platform.title}, whatever its form`, async () => {
      for (const endpoint of [...FOREIGN, ...FORBIDDEN]) await mustSendNothing({ endpoint });
    });

    it(`is sent nothing for ${platform.title} when own endpoints are allowed and it is nobody's`, async () => {
      for (const endpoint of FORBIDDEN) await mustSendNothing({ endpoint, allowCustomEndpoint: true });
    });

    it(`is sent requests for ${platform.title} when it is allowed: else this test would see nothing`, async () => {
      const endpoint = "https://gateway.example.internal";
      const { sent } = await tryAt(platform, { endpoint, allowCustomEndpoint: true }, env);
      assert.ok(sent.some(({ url }) => url.startsWith(endpoint)));
    });
  }

  it("is sent no password either, where an address of its own signs in", async () => {
    const modelarts = findPlatform("modelarts");
    assert.ok(modelarts);
    const signIn = (address: string) =>
      tryAt(
        modelarts,
        {},
        {
          OS_USERNAME: "user",
          OS_PASSWORD: "a password",
          OS_DOMAIN_NAME: "domain",
          OS_PROJECT_ID: "p-1",
          OS_AUTH_URL: address,
        },
      );
    for (const address of [...FOREIGN, ...FORBIDDEN].filter(Boolean)) {
      assert.deepEqual((await signIn(address)).sent, [], address);
      tried += 1;
    }
    const { sent } = await signIn("https://iam.cn-north-4.myhuaweicloud.com/v3");
    assert.ok(sent.some(({ url }) => url.startsWith("https://iam.cn-north-4.myhuaweicloud.com/")));
  });

  it("was tried in more than two hundred forms and places", () => assert.ok(tried > 200, String(tried)));
});
