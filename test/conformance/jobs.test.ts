import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startEmulator } from "../../src/emulator";
import { openConnection } from "../../src/jobs/connection";
import type { Claim, JobApi, JobOrder, JobSnapshot, JobState } from "../../src/jobs/job";
import { stackOf } from "../../src/jobs/marker";
import { isSettled } from "../../src/jobs/wait";
import { systemClock } from "../../src/net/clock";
import { PlatformError } from "../../src/net/errors";
import { createIo } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import { platforms } from "../../src/platforms/registry";
import { openGate } from "../gates";
import { samples } from "./samples";

const SPEED = 600;
const MARKERS = ["abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", "cdefghijklmnopqrstuv"] as const;
const RESOURCE = "abcdefghijkl";
const CANARY = "canary-of-the-conformance-suite";

/** A platform whose name this variable holds is run against the real account of the environment. It costs money. */
const LIVE = process.env.PULUMI_TRAINING_LIVE;

for (const platform of platforms) {
  describe(`${platform.title} keeps the promises of the port`, function () {
    this.timeout(LIVE === platform.name ? 3_600_000 : 60_000);
    const sample = samples[platform.name];
    assert.ok(sample, `test/conformance/samples.ts has nothing for ${platform.name}`);
    const isLive = LIVE === platform.name;
    let emulator: Awaited<ReturnType<typeof startEmulator>>;
    let api: JobApi<object>;

    const connect = (env: NodeJS.ProcessEnv, endpoint?: string): JobApi<object> => {
      const clock = systemClock(isLive ? 1 : SPEED);
      const io = createIo({
        clock,
        env: () => env,
        random: Math.random,
        write: () => {},
        limiters: createLimiters(clock),
      });
      return platform.connect({ settings: { ...(endpoint && { endpoint }) }, region: sample.region }, io).jobs;
    };
    const order = (name: string, marker: string = MARKERS[0]): JobOrder<object> => ({
      name,
      spec: sample.spec,
      marker,
      resource: RESOURCE,
    });
    const submit = async (name: string, marker?: string, spec = sample.spec): Promise<string> => {
      const outcome = await api.submit({ ...order(name, marker), spec }, openGate);
      assert.equal(outcome.kind, "done", JSON.stringify(outcome));
      return outcome.value;
    };
    const control = async (route: string, body?: object): Promise<unknown> => {
      const answer = await fetch(`${emulator.url}/_emulator/${route}`, {
        method: body ? "POST" : "GET",
        ...(body && { body: JSON.stringify(body) }),
      });
      assert.ok(answer.ok, await answer.clone().text());
      return answer.json();
    };
    const foresee = (outcome: string) => control("scenario", { match: { name: "*" }, outcome });
    const fault = (call: keyof typeof sample.actions, fault: string, more: object = {}) =>
      control("faults", { action: sample.actions[call], times: 1, fault, ...more });
    const liveJobs = async () => ((await control("jobs")) as { live: boolean }[]).filter(({ live }) => live).length;
    const stateOf = async (id: string) => (await api.describe([id])).get(id)?.status;
    const until = async (
      id: string,
      wanted: (state: JobState | undefined) => boolean,
    ): Promise<JobState | undefined> => {
      for (;;) {
        const state = await stateOf(id);
        if (wanted(state)) return state;
        await systemClock().sleep(isLive ? 5_000 : 20);
      }
    };
    const stopAndSettle = async (id: string): Promise<JobState | undefined> => {
      for (;;) {
        const isAccepted = await api.stop(id).then(
          () => true,
          (error: unknown) => {
            assert.ok(error instanceof PlatformError && error.kind === "notNow", String(error));
            return false;
          },
        );
        if (isAccepted) return until(id, (state) => state === undefined || isSettled(state));
        await systemClock().sleep(isLive ? 5_000 : 20);
      }
    };

    before(async function () {
      if (isLive) api = connect(process.env);
      else emulator = await startEmulator({ speed: SPEED });
    });
    beforeEach(async () => {
      if (isLive) return;
      await control("reset", {});
      api = connect(emulator.env);
    });
    after(async () => {
      if (!isLive) await emulator.close();
    });

    it("lacks no verb but those that the vendor lacks", () => {
      const absent = (["find", "moving", "repeat", "delete"] as const).filter((verb) => api[verb] === undefined);
      assert.deepEqual(absent, sample.lacks ?? []);
    });

    it("submits, describes, stops twice and deletes twice", async () => {
      if (!isLive) await foresee("runs-forever");
      const id = await submit("whole-life");
      assert.equal((await api.describe([id])).get(id)?.jobId, id);
      assert.ok(["stopped", "succeeded", "failed"].includes((await stopAndSettle(id)) ?? ""));
      await api.stop(id);
      if (!api.delete) return;
      await api.delete(id);
      await api.delete(id);
      await assert.rejects(api.stop(id), { kind: "notNow" });
      assert.equal(await stateOf(id), undefined);
    });

    if (isLive) return;
    // What follows needs faults, and a cloud that one may hurt.
    if (LIVE === undefined)
      console.warn(
        `      (${platform.title}: emulated; PULUMI_TRAINING_LIVE=${platform.name} runs the first test on a real account)`,
      );

    it("describes many at once, and leaves unknown ids out", async () => {
      const ids = [await submit("one", MARKERS[0]), await submit("two", MARKERS[1]), await submit("three", MARKERS[2])];
      const [known] = ids;
      const unknown = (known ?? "").replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
      const snapshots = await api.describe([...ids, unknown]);
      assert.deepEqual([...snapshots.keys()].sort(), [...ids].sort());
      for (const snapshot of snapshots.values())
        assert.match(snapshot.createdAt ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
    });

    it("can stop a job as soon as the platform lets it, also one that is being submitted", async () => {
      await foresee("runs-forever");
      const id = await submit("stop-early");
      assert.equal(await stopAndSettle(id), "stopped");
      assert.equal(await liveJobs(), 0);
    });

    it("takes any end for an end when the job finishes while it is being stopped", async () => {
      await foresee("succeed");
      const id = await submit("race");
      await until(id, (state) => state === "running");
      await control("clock", { advanceMs: 86_400_000 });
      assert.ok(isSettled((await stopAndSettle(id)) ?? "unknown"));
    });

    it("goes on after it was throttled", async () => {
      await fault("create", "throttle", { times: 2 });
      const id = await submit("throttled");
      await fault("describe", "throttle", { times: 2 });
      assert.equal((await api.describe([id])).size, 1);
      assert.equal(((await control("jobs")) as unknown[]).length, 1);
    });

    for (const [words, fault_, committed] of [
      ["the reply is lost before the platform acted", "drop-before-commit", 0],
      ["the reply is lost after the platform acted", "drop-after-commit", 1],
      ["the reply is cut off", "truncate", 1],
      ["the reply is no JSON", "garbage", 1],
      ["a gateway answers instead", "html-502", 0],
      ["the platform fails inside", "http-500", 0],
    ] as const) {
      it(`says "unknown" when ${words}, and sends nothing again`, async () => {
        await fault("create", fault_);
        const outcome = await api.submit(order("lost"), openGate);
        assert.equal(outcome.kind, "unknown");
        assert.equal(((await control("jobs")) as unknown[]).length, committed);
        if (!api.find) return;
        const holders = (await api.find(["lost"])).get("lost") ?? [];
        assert.deepEqual(
          holders.map(({ marker }) => marker),
          committed ? [MARKERS[0]] : [],
        );
      });
    }

    for (const status of [302, 401, 403, 404, 500, 502, 503]) {
      it(`does not take a page with status ${status} for the absence of a job, nor for its end`, async () => {
        const server = await serve(status);
        try {
          const other = connect(sample.env, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
          const id = await submit("there");
          await assert.rejects(other.describe([id]), PlatformError);
          await assert.rejects(other.stop(id), PlatformError);
          if (other.delete) await assert.rejects(other.delete(id), PlatformError);
        } finally {
          server.close();
          server.closeAllConnections();
        }
      });
    }

    it("passes a state word that it does not know on as unknown", async () => {
      await foresee("unknown-state");
      const id = await submit("strange");
      assert.equal(await until(id, (state) => state === "unknown"), "unknown");
    });

    it("takes no refusal for an end while reads are behind", async () => {
      await foresee("runs-forever");
      await control("switches", { listLagMs: 600_000 });
      const id = await submit("lagging");
      const isTaken = await api.stop(id).then(
        () => true,
        (error: unknown) => {
          assert.ok(error instanceof PlatformError && error.kind === "notNow", String(error));
          return false;
        },
      );
      await control("clock", { advanceMs: 30_000 });
      assert.equal(await liveJobs(), isTaken ? 0 : 1);
      await control("clock", { advanceMs: 600_000 });
      assert.equal(await stopAndSettle(id), "stopped");
      assert.equal(await liveJobs(), 0);
    });

    it("tells whose a job is, and which of ours have not ended", async () => {
      if (!api.moving) return;
      await foresee("runs-forever");
      const ids = [await submit("ours", MARKERS[0]), await submit("other", MARKERS[1])];
      const claims = MARKERS.slice(0, 2).map((marker) => ({ marker, resource: RESOURCE, isReleased: false }));
      const told = (jobs: Iterable<JobSnapshot>) => new Map([...jobs].map((job) => [job.jobId, job.claim]));
      const [first, second] = ids.map((id, index): [string, Claim | undefined] => [id, claims[index]]);
      assert.ok(first && second);
      assert.deepEqual(told((await api.describe(ids)).values()), new Map([first, second]));
      assert.deepEqual(told(await api.moving()), new Map([first, second]));
      assert.deepEqual(told(await api.moving(stackOf(MARKERS[1]))), new Map([second]));
      await stopAndSettle(second[0]);
      assert.deepEqual(told(await api.moving()), new Map([first]));
    });

    it("knows its own job from another's of the same name, and from its twin of another state", async () => {
      if (!api.find) return;
      await submit("shared", MARKERS[1]);
      const holders = (await api.find(["shared"])).get("shared") ?? [];
      assert.deepEqual(
        holders.map(({ marker }) => marker),
        [MARKERS[1]],
      );
      const connection = openConnection(api, { clock: systemClock(SPEED) });
      assert.equal((await connection.find?.("shared", { marker: MARKERS[0], resource: RESOURCE }))?.kind, "foreign");
      assert.equal((await connection.find?.("shared", { marker: MARKERS[1], resource: RESOURCE }))?.kind, "ours");
      const found = await connection.find?.("shared", { marker: MARKERS[1], resource: "bcdefghijklm" });
      assert.deepEqual(found?.kind === "foreign" && found.isTwin, true);
    });

    it("calls a job absent that the platform purged", async () => {
      await foresee("succeed");
      const id = await submit("purged");
      await control("clock", { advanceMs: 86_400_000 });
      assert.equal(await stateOf(id), "succeeded");
      await control("switches", { purgeAfterMs: 1_000 });
      assert.equal(await stateOf(id), undefined);
    });

    it("never repeats what the user's environment holds", async () => {
      const environment = sample.environment?.({ TOKEN: CANARY });
      if (!environment) return;
      const id = await submit("secretive", MARKERS[0], { ...sample.spec, ...environment });
      const told = [await api.describe([id]), await api.evidence?.(id)];
      assert.ok(
        !JSON.stringify(told, (_key, value: unknown) => (value instanceof Map ? [...value] : value)).includes(CANARY),
      );
    });
  });
}

/** A gateway. Its redirect has no text, as the answer to a change that was made. */
function serve(status: number): Promise<Server> {
  const server = createServer((_request, response) => {
    if (status === 302) response.writeHead(status, { location: "/elsewhere" }).end();
    else response.writeHead(status, { "content-type": "text/html" }).end("<html><title>no</title></html>");
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
