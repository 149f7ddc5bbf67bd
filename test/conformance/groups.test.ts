import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startEmulator } from "../../src/emulator";
import type { GroupQuery, GroupSnapshot } from "../../src/jobs/groups";
import type { JobApi } from "../../src/jobs/job";
import { isSettled } from "../../src/jobs/wait";
import { systemClock } from "../../src/net/clock";
import { PlatformError } from "../../src/net/errors";
import { createIo } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import { platforms } from "../../src/platforms/registry";
import { openGate } from "../gates";
import { samples } from "./samples";

const SPEED = 600;

for (const platform of platforms) {
  describe(`${platform.title}'s compute groups keep the promises of the port`, function () {
    this.timeout(60_000);
    const sample = samples[platform.name];
    assert.ok(sample, `test/conformance/samples.ts has nothing for ${platform.name}`);
    const { group } = sample;
    let emulator: Awaited<ReturnType<typeof startEmulator>>;

    const connectTo = (env: Readonly<Record<string, string>>, endpoint?: string) => {
      const clock = systemClock(SPEED);
      const limiters = createLimiters(clock);
      const io = createIo({ clock, env: () => env, random: Math.random, write: () => {}, limiters });
      const settings = { ...(endpoint && { endpoint }) };
      const { jobs, groups } = platform.connect({ settings, region: sample.region }, io);
      assert.ok(groups);
      return { jobs, groups };
    };
    const connect = (env: Readonly<Record<string, string>> = {}) => connectTo({ ...emulator.env, ...env });
    const place = { ...(group.workspaceId && { workspaceId: group.workspaceId }) };
    const find = (query: GroupQuery): Promise<readonly GroupSnapshot[]> =>
      connect(group.env).groups.find({ ...query, ...place });
    const one = async (query: GroupQuery): Promise<GroupSnapshot> => {
      const [found, ...others] = await find(query);
      assert.ok(found && others.length === 0, `one group expected, ${others.length + Number(!!found)} found`);
      return found;
    };
    const control = async (route: string, body?: object): Promise<unknown> => {
      const answer = await fetch(`${emulator.url}/_emulator/${route}`, {
        method: body ? "POST" : "GET",
        ...(body && { body: JSON.stringify(body) }),
      });
      assert.ok(answer.ok, await answer.clone().text());
      return answer.json();
    };
    const run = async (jobs: JobApi<object>): Promise<string> => {
      await control("scenario", { match: { name: "*" }, outcome: "runs-forever" });
      const outcome = await jobs.submit(
        { name: "holds-cards", spec: group.job, marker: "abcdefghijklmnopqrst", resource: "abcdefghijkl" },
        openGate,
      );
      assert.equal(outcome.kind, "done", JSON.stringify(outcome));
      return outcome.value;
    };
    const stop = async (jobs: JobApi<object>, id: string): Promise<void> => {
      for (;;) {
        await jobs.stop(id).catch((error: unknown) => {
          assert.ok(error instanceof PlatformError && error.kind === "notNow", String(error));
        });
        const state = (await jobs.describe([id])).get(id)?.status;
        if (state === undefined || isSettled(state)) return;
        await systemClock().sleep(20);
      }
    };

    before(async () => {
      emulator = await startEmulator({ speed: SPEED });
    });
    beforeEach(() => control("reset", {}));
    after(() => emulator.close());

    it("are found by id, and by exact name, and are the same", async () => {
      const byId = await one({ id: group.id });
      assert.deepEqual(
        [byId.groupId, byId.groupName, byId.status, byId.isVerified],
        [group.id, group.name, "ready", true],
      );
      assert.equal(byId.statusReason, undefined);
      assert.deepEqual(await one({ name: group.name }), byId);
      assert.deepEqual(await one({ id: group.id, name: group.name }), byId);
    });

    it("are not there under a part of their name or id, another's name, or an id that nobody has", async () => {
      const [other = ""] = group.others;
      for (const query of [
        { name: group.name.slice(0, -1) },
        { name: group.name.toUpperCase() },
        { id: group.id.slice(0, -1) },
        { id: group.unknownId },
        { id: group.id, name: other },
      ]) {
        assert.deepEqual(await find(query), [], JSON.stringify(query));
      }
    });

    itIf(group.twin)("are told as several when several have one name", async (name) => {
      const twins = await find({ name });
      assert.equal(new Set(twins.map(({ groupId: id }) => id)).size, 2);
      assert.deepEqual(
        twins.map((twin) => twin.groupName),
        [name, name],
      );
      for (const twin of twins) assert.deepEqual(await one({ id: twin.groupId }), twin);
    });

    itIf(group.unusable)("say why no job can run on them", async ([name, reason]) => {
      const found = await one({ name });
      assert.equal(found.status, "unusable");
      assert.match(found.statusReason ?? "", reason);
      assert.deepEqual(
        found.nodes.filter(({ isUsable }) => isUsable),
        [],
      );
      assert.deepEqual(found.gpus, []);
    });

    it("have the cards of their usable machines, free ones too, whatever runs", async () => {
      const { jobs } = connect();
      await run(jobs);
      for (const name of [group.name, ...group.others]) {
        const { gpus, nodes, nodesTotal, nodesFree } = await one({ name });
        for (const { total = Infinity, free } of gpus)
          assert.ok(free >= 0 && free <= total, `${name}: ${free} of ${total}`);
        if (nodes.length === 0) continue;
        const usable = nodes.filter(({ isUsable }) => isUsable);
        const sums = (each: readonly { type: string; total?: number; free: number }[]) =>
          Object.fromEntries(
            [...new Set(each.map(({ type }) => type))].map((type) => {
              const same = each.filter((gpu) => gpu.type === type);
              const sum = (what: "total" | "free") => same.reduce((all, gpu) => all + (gpu[what] ?? NaN), 0);
              return [type, [sum("total"), sum("free")]];
            }),
          );
        assert.deepEqual(sums(gpus), sums(usable.flatMap((node) => node.gpus)), name);
        assert.equal(new Set(gpus.map(({ type }) => type)).size, gpus.length, `${name} tells one type twice`);
        assert.equal(nodesTotal, nodes.length);
        assert.ok((nodesFree ?? 0) <= usable.length);
      }
    });

    it("have fewer free cards while a job runs, and all of them again when it was stopped", async () => {
      const { jobs } = connect();
      const free = async () => (await one({ id: group.id })).gpus.reduce((sum, gpu) => sum + gpu.free, 0);
      const nodesFree = async () => (await one({ id: group.id })).nodesFree ?? 0;
      const [cards, machines] = [await free(), await nodesFree()];
      const id = await run(jobs);
      assert.equal(await free(), cards - group.cards);
      assert.ok((await nodesFree()) < machines);
      await stop(jobs, id);
      assert.deepEqual([await free(), await nodesFree()], [cards, machines]);
    });

    it("are only looked at", async () => {
      for (const name of [group.name, ...group.others]) await find({ name });
      await find({ id: group.id });
      const requests = (await control("requests")) as { committed: boolean }[];
      assert.ok(requests.length > 0);
      assert.deepEqual(
        requests.filter(({ committed }) => committed),
        [],
      );
    });

    itIf(group.env)("are taken at their word where nobody may see them, and not found by name", async () => {
      const { groups } = connect();
      const [found, ...others] = await groups.find({ id: group.id });
      assert.deepEqual(others, []);
      assert.deepEqual([found?.status, found?.isVerified, found?.gpus, found?.nodes], ["unknown", false, [], []]);
      await assert.rejects(groups.find({ name: group.name }), { name: "PlatformError", kind: "unsupported" });
    });

    for (const status of [401, 403, 404, 500, 502, 503]) {
      it(`are not taken for absent because of a page with status ${status}`, async () => {
        const server = createServer((_request, reply) => {
          reply.writeHead(status, { "content-type": "text/html" }).end("<html><title>no</title></html>");
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        try {
          const { port } = server.address() as AddressInfo; // it listens on a port
          const { groups } = connectTo({ ...sample.env, ...group.env }, `http://127.0.0.1:${port}`);
          for (const query of [{ id: group.id }, { name: group.name }]) {
            await assert.rejects(groups.find({ ...query, ...place }), { name: "PlatformError" });
          }
        } finally {
          server.close();
          server.closeAllConnections();
        }
      });
    }
  });
}

/** A test that needs something of the sample: without it there is nothing to be seen, and the test is not there. */
function itIf<Given>(given: Given | undefined): (title: string, test: (given: Given) => Promise<void>) => void {
  return (title, test) => given !== undefined && it(title, () => test(given));
}
