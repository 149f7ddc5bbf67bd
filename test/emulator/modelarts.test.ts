import assert from "node:assert/strict";
import { AKSKSigner } from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner";
import { BasicCredentials } from "@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials";
import { dummyCredentials } from "../../src/platforms/modelarts/dummy";
import { authorizationOf, signingDate } from "../../src/platforms/modelarts/signature";
import { goodJob, ModelartsTester, project, type Answer } from "./modelarts-client";

const { access, secret, user, password, domain, region } = dummyCredentials;

describe("ModelArts in the emulator", () => {
  let tester: ModelartsTester;
  beforeEach(async () => {
    tester = await ModelartsTester.start();
  });
  afterEach(() => tester.close());

  const said = ({ status, body }: Answer) => [status, body["error_code"]];

  describe("a job", () => {
    it("goes through its phases as time passes, each at its time", async () => {
      const id = await tester.create("resnet");
      const seen = [await tester.phase(id)];
      for (const ms of [5_000, 15_000, 600_000]) {
        tester.advance(ms);
        seen.push(await tester.phase(id));
      }
      assert.deepEqual(seen, ["Creating", "Pending", "Running", "Completed"]);
    });

    it("is terminated while it moves, and refuses it with 409 while it ends and once it has", async () => {
      const id = await tester.create("resnet");
      const terminate = () => tester.call("POST", `/training-jobs/${id}/actions`, { action_type: "terminate" });
      const answers = [await terminate(), await terminate()];
      tester.advance(5_000);
      answers.push(await terminate());
      assert.deepEqual(answers.map(said), [
        [202, undefined],
        [409, "ModelArts.2796"],
        [409, "ModelArts.2796"],
      ]);
      assert.equal(await tester.phase(id), "Terminated");
      const other = await tester.call("POST", `/training-jobs/${id}/actions`, { action_type: "restart" });
      assert.deepEqual(said(other), [400, "ModelArts.2812"]);
    });

    it("holds its name in its workspace until it is deleted, and says so", async () => {
      const id = await tester.create("resnet");
      const again = () => tester.call("POST", "/training-jobs", goodJob("resnet"));
      const isTaken = async () =>
        (await tester.call("GET", "/training-job-names?job_name=resnet")).body["is_duplicate"];
      assert.deepEqual([said(await again()), await isTaken()], [[400, "ModelArts.2751"], true]);
      await tester.create("resnet", { metadata: { name: "resnet", workspace_id: "ws" } });
      assert.equal((await tester.call("DELETE", `/training-jobs/${id}`)).status, 202);
      assert.equal(await isTaken(), false);
      assert.equal((await again()).status, 201);
      assert.equal(await tester.phase(id), "ModelArts.2775");
    });

    it("is known to writes before a search shows it", async () => {
      tester.turn({ listLagMs: 3_000 });
      const id = await tester.create("resnet");
      const found = async () =>
        ((await tester.call("POST", "/training-job-searches", {})).body["items"] as unknown[]).length;
      assert.equal(await found(), 0);
      assert.equal((await tester.call("POST", "/training-jobs", goodJob("resnet"))).status, 400);
      tester.advance(3_000);
      assert.deepEqual([await found(), await tester.phase(id)], [1, "Creating"]);
    });

    it("is stopped, changed and deleted while no read shows it", async () => {
      tester.turn({ listLagMs: 60_000 });
      const id = await tester.create("resnet");
      const at = `/training-jobs/${id}`;
      for (const path of [at, `${at}/stages`, `/modelarts-training-job/${id}/tags`])
        assert.deepEqual(said(await tester.call("GET", path)), [400, "ModelArts.2775"], path);
      assert.equal((await tester.call("PUT", at, { description: "mine" })).status, 200);
      assert.equal((await tester.call("POST", `${at}/actions`, { action_type: "terminate" })).status, 202);
      tester.advance(10_000);
      assert.equal(await tester.phase(id), "ModelArts.2775");
      assert.deepEqual(
        tester.jobs().map(({ state }) => state),
        ["Terminated"],
      );
      assert.equal((await tester.call("DELETE", at)).status, 202);
      assert.deepEqual(tester.jobs(), []);
    });

    it("comes back with what the platform fills in", async () => {
      const id = await tester.create("resnet");
      const { body } = await tester.call("GET", `/training-jobs/${id}`);
      assert.equal((body["metadata"] as { description: string }).description, "NULL");
      assert.deepEqual((body["metadata"] as { annotations: object }).annotations, {
        job_template: "Template DL",
        key_task: "worker",
      });
      assert.deepEqual((body["spec"] as { log_export_path: object }).log_export_path, {});
    });

    it("is refused without stock", async () => {
      tester.turn({ stock: { "modelarts.vm.gpu.8v100": 3 } });
      await tester.create("a");
      assert.deepEqual(said(await tester.call("POST", "/training-jobs", goodJob("b"))), [400, "ModelArts.2815"]);
    });
  });

  for (const [what, members, code] of [
    ["a member that the vendor does not know", { brand_new: 1 }, "ModelArts.2788"],
    ["a name with a space", { metadata: { name: "a b" } }, "ModelArts.2788"],
    ["a number as text", { spec: { resource: { flavor_id: "f", node_count: "2" } } }, "ModelArts.2825"],
    ["an image without a command", { algorithm: { engine: { image_url: "o/i:1" } } }, "ModelArts.2806"],
    [
      "a pool's flavor on the public pool",
      { spec: { resource: { flavor_id: "modelarts.pool.visual.xlarge" } } },
      "ModelArts.2763",
    ],
    ["code without an engine", { algorithm: { code_dir: "/b/c/", boot_file: "/b/c/t.py" } }, "ModelArts.2780"],
    ["a flavor that there is not", { spec: { resource: { flavor_id: "modelarts.vm.gpu.none" } } }, "ModelArts.2781"],
    [
      "a flavor that a dedicated pool has not",
      { spec: { resource: { pool_id: "pool-1", flavor_id: "modelarts.vm.gpu.8v100" } } },
      "ModelArts.2781",
    ],
    [
      "a flavor on a pool of CPU",
      {
        spec: {
          resource: {
            pool_id: "pool-cpu-00000000000000000000000000000000003",
            flavor_id: "modelarts.pool.visual.xlarge",
          },
        },
      },
      "ModelArts.2763",
    ],
    [
      "more machines than the flavor goes on",
      { spec: { resource: { flavor_id: "modelarts.vm.cpu.2u", node_count: 2 } } },
      "ModelArts.2793",
    ],
    ["an engine beside an algorithm", { algorithm: { id: "x", engine: { engine_id: "y" } } }, "ModelArts.2814"],
    ["volumes on the public pool", { spec: { resource: { flavor_id: "f" }, volumes: [] } }, "ModelArts.2788"],
  ] as const) {
    it(`refuses a create with ${what}`, async () => {
      const answer = await tester.call("POST", "/training-jobs", goodJob("resnet", members));
      assert.deepEqual(said(answer), [400, code]);
      assert.deepEqual(tester.jobs(), []);
    });
  }

  const detail = async (id: string) => (await tester.call("GET", `/training-jobs/${id}`)).body;

  it("shows ways in of a job that asked for them, and of no other", async () => {
    const plain = await tester.create("plain");
    const empty = await tester.create("empty", { endpoints: {} });
    for (const id of [plain, empty]) assert.equal("endpoints" in (await detail(id)), false);
    await tester.call("PUT", `/training-jobs/${plain}`, { description: "mine" });
    assert.equal("endpoints" in (await detail(plain)), false);

    const ssh = await tester.create("ssh", { endpoints: { ssh: { key_pair_names: ["mine"] } } });
    assert.deepEqual((await detail(ssh))["endpoints"], { ssh: { key_pair_names: ["mine"] } });
    tester.advance(60_000);
    const { task_urls } = ((await detail(ssh))["endpoints"] as { ssh: { task_urls: { task: string }[] } }).ssh;
    assert.deepEqual(
      task_urls.map(({ task }) => task),
      ["worker-0", "worker-1"],
    );

    const annotations = { "tensorboard/enable": "true", "mindstudio-insight/enable": "false" };
    const board = await tester.create("board", { metadata: { name: "board", annotations } });
    assert.deepEqual(Object.keys((await detail(board))["endpoints"] as object), ["tensorboard"]);
  });

  it("shows what the platform fills in of the machines, the engine and the policy", async () => {
    const open = (await detail(await tester.create("open")))["spec"] as { resource: Record<string, unknown> };
    assert.match(String(open.resource["flavor_name"]), /8\*NVIDIA-V100/);
    assert.equal((open.resource["flavor_detail"] as { flavor_type: string }).flavor_type, "GPU");
    assert.deepEqual(open.resource["main_container_allocated_resources"], {
      cpu_arch: "x86",
      cpu_core_num: 72,
      mem_size: 512,
      accelerator_num: 8,
      accelerator_type: "NVIDIA-V100",
    });
    const [pool_id, flavor_id] = ["pool-prod-a100-000000000000000000000000001", "modelarts.pool.visual.2xlarge"];
    const { body } = await tester.call(
      "POST",
      "/training-jobs",
      goodJob("pooled", { spec: { resource: { pool_id, flavor_id } } }),
    );
    const pooled = body["spec"] as { schedule_policy: object; resource: Record<string, unknown> };
    assert.deepEqual(pooled.schedule_policy, { priority: 1, preemptible: false });
    assert.equal(pooled.resource["pool_name"], "prod-a100");

    const engine = { engine_id: "pytorch_1.8.0-cuda_10.2-py_3.7-ubuntu_18.04-x86_64" };
    const coded = await tester.create("coded", {
      algorithm: { code_dir: "/b/c/", boot_file: "/b/c/t.py", engine },
    });
    const { algorithm } = (await detail(coded)) as { algorithm: { engine: object; command: string } };
    assert.deepEqual(
      [algorithm.command, algorithm.engine],
      ["", { ...engine, engine_name: "PyTorch", engine_version: engine.engine_id }],
    );
  });

  it("takes affinity as the vendor's own clients write it", async () => {
    const preference = { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: ["10.0.0.1"] }] };
    const schedule_policy = { preferred_affinity: { node_affinity: [{ weight: 100, preference }] } };
    const resource = { pool_id: "pool-1", node_count: 1 };
    await tester.create("affine", { spec: { resource, schedule_policy } });
  });

  it("takes no wider update than is documented", async () => {
    const id = await tester.create("resnet");
    const change = (body: object) => tester.call("PUT", `/training-jobs/${id}`, body);
    assert.deepEqual(said(await change({ algorithm: {} })), [400, "ModelArts.2788"]);
    assert.equal((await change({ metadata: { annotations: {} } })).status, 400);
    const answer = await change({ description: "x", metadata: { annotation: { "jupyter-lab/enable": "true" } } });
    assert.deepEqual(said(answer), [200, undefined]);
    const policy = { spec: { schedule_policy: { priority: 2 } } };
    assert.deepEqual(said(await change(policy)), [400, "ModelArts.2788"]);
  });

  it("deletes many at once or none", async () => {
    const ids = [await tester.create("a"), await tester.create("b")];
    const batch = (all: readonly string[]) =>
      tester.call("POST", "/training-jobs/batch-delete", {
        jobs: all.map((id) => ({ kind: "job", metadata: { id } })),
      });
    assert.deepEqual(said(await batch([...ids, "missing"])), [400, "ModelArts.2775"]);
    assert.equal(tester.jobs().length, 2);
    assert.equal((await batch(ids)).status, 200);
    assert.equal(tester.jobs().length, 0);
  });

  describe("a search", () => {
    const search = (body: object) => tester.call("POST", "/training-job-searches", body);

    it("counts pages, not jobs, by its offset, and gives fifty at most", async () => {
      tester.turn({ tokenBucket: false });
      for (let index = 0; index < 5; index += 1) await tester.create(`job-${index}`);
      const page = await search({ offset: 1, limit: 2, order: "asc" });
      assert.deepEqual(
        (page.body["items"] as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name),
        ["job-2", "job-3"],
      );
      assert.deepEqual(said(await search({ limit: 51 })), [400, "ModelArts.2788"]);
    });

    it("takes ten values of a filter that exists", async () => {
      const filter = (key: string, count: number) => ({
        filters: [{ key, operator: "in", value: Array.from({ length: count }, String) }],
      });
      assert.equal((await search(filter("id", 10))).status, 200);
      assert.deepEqual(said(await search(filter("id", 11))), [400, "ModelArts.2788"]);
      await tester.create("a");
      assert.deepEqual(said(await search(filter("colour", 1))), [400, "ModelArts.2788"]);
    });
  });

  describe("lets nobody in", () => {
    const get = "/training-job-names?job_name=a";
    for (const [what, options, code] of [
      ["with another key", { access: "OTHER" }, "APIGW.0301"],
      ["with a wrong signature", { secret: "wrong" }, "APIGW.0301"],
      ["with a security token that is not the key's", { headers: { "X-Security-Token": "x" } }, "APIGW.0301"],
      ["sixteen minutes late", { wallMs: Date.now() - 16 * 60_000 }, "APIGW.0303"],
      // Written down before the other tests run: a margin is left for them.
      ["an hour early", { wallMs: Date.now() + 3_600_000 }, "APIGW.0303"],
      ["with a token that it did not issue", { token: "e30.0" }, "ModelArts.0203"],
    ] as const) {
      it(what, async () => {
        const answer = await tester.call("GET", get, undefined, options);
        assert.deepEqual(said(answer), [401, code]);
        assert.match(answer.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
      });
    }

    it("to another project, each generation in its own words", async () => {
      const other = "fedcba9876543210fedcba9876543210";
      assert.deepEqual(said(await tester.call("GET", `/v2/${other}/training-jobs/x`)), [404, "ModelArts.2786"]);
      assert.deepEqual(said(await tester.call("GET", `/v1/${other}/training-jobs`)), [403, "ModelArts.0210"]);
    });

    it("to a route that there is not", async () => {
      assert.deepEqual(said(await tester.call("GET", "/nothing")), [404, "APIGW.0101"]);
    });
  });

  it("still lets a client in whose clock is right when the emulated one was moved", async () => {
    tester.advance(3_600_000);
    assert.equal((await tester.call("GET", "/training-job-names?job_name=a")).status, 200);
  });

  it("takes signatures of the vendor's Node SDK", async () => {
    const endpoint = `${tester.url}/v2/${project}/training-job-names`;
    const headers = { "content-type": "application/json", "X-Project-Id": project };
    const request = { endpoint, method: "GET", headers, queryParams: { job_name: "a", workspace_id: "" } };
    const signed = AKSKSigner.sign(
      request, // its own clients give it no more
      new BasicCredentials().withAk(access).withSk(secret),
    ) as Record<string, string>; // headers, which its type does not say
    const { host: _host, ...sent } = signed;
    const reply = await fetch(`${endpoint}?job_name=a&workspace_id=`, { headers: sent });
    assert.equal(reply.status, 200);
  });

  it("takes signatures over the user agent and an escaped path, as the vendor's Python SDK makes them", async () => {
    const url = `${tester.url}/v2/${project}/training-jobs/a%20b`;
    const headers = {
      "Content-Type": "application/json;charset=UTF-8",
      "User-Agent": "huaweicloud-usdk-python/3.0",
      "X-Project-Id": project,
      "X-Sdk-Date": signingDate(Date.now()),
    };
    const toSign = { method: "GET", url, body: "", headers: { ...headers, Host: new URL(url).host } };
    const Authorization = authorizationOf(toSign, { access, secret });
    assert.match(Authorization, /SignedHeaders=content-type;host;user-agent;x-project-id;x-sdk-date,/);
    const reply = await fetch(url, { headers: { ...headers, Authorization } });
    assert.equal(((await reply.json()) as { error_code: string }).error_code, "ModelArts.2775");
  });

  it("gives tokens for its user's name and password only, which live a day", async () => {
    const ask = (given: string) =>
      tester.call("POST", "/v3/auth/tokens", {
        auth: {
          identity: {
            methods: ["password"],
            password: { user: { name: user, password: given, domain: { name: domain } } },
          },
          scope: { project: { name: region } },
        },
      });
    const refused = await ask("wrong");
    assert.deepEqual(
      [refused.status, refused.body],
      [401, { error: { code: 401, message: "The username or password is wrong.", title: "Unauthorized" } }],
    );
    const granted = await ask(password);
    const token = granted.headers.get("x-subject-token") ?? "";
    assert.equal(granted.status, 201);
    const use = () => tester.call("GET", "/training-job-names?job_name=a", undefined, { token });
    assert.equal((await use()).status, 200);
    tester.advance(24 * 3_600_000);
    assert.deepEqual(said(await use()), [401, "ModelArts.0202"]);
  });

  it("refuses too many requests of one action a second as the gateway does, at 200 or what a person sets", async () => {
    const names = () => tester.call("GET", "/training-job-names?job_name=a");
    assert.ok((await Promise.all(Array.from({ length: 150 }, names))).every(({ status }) => status === 200));
    tester.turn({ requestsPerSecond: 10 });
    const answers = await Promise.all(Array.from({ length: 30 }, names));
    const refused = answers.filter(({ status }) => status === 429);
    assert.ok(refused.length > 0);
    assert.equal(refused[0]?.body["error_code"], "APIG.0308");
  });

  describe("v1", () => {
    const jobs = `/v1/${project}/training-jobs`;
    const config = { worker_server_num: 1, model_id: 4, data_url: "/b/d/", spec_id: 1 };

    it("refuses a specification that there is not, and more workers than it goes on", async () => {
      for (const wrong of [
        { spec_id: 99 },
        { spec_id: 1, worker_server_num: 2 },
        { spec_id: undefined, flavor: { code: "x" } },
      ]) {
        const answer = await tester.call("POST", jobs, { job_name: "a", config: { ...config, ...wrong } });
        assert.deepEqual([answer.status, answer.body["error_code"]], [400, "ModelArts.0104"]);
      }
    });

    it("shows every member that a version has, unset ones as null", async () => {
      const asked = { job_name: "a", config: { ...config, spec_id: 5, engine_id: 4 } };
      const created = await tester.call("POST", jobs, asked);
      const { text } = await tester.call("GET", `${jobs}/${/"job_id":(\d+)/.exec(created.text)?.[1]}/versions`);
      for (const member of ["engine_type", "core", "gpu_type", "dataset_name", "nas_type", "system_metric_list"])
        assert.match(text, new RegExp(`"${member}":`));
      assert.match(text, /"core":"72"/);
      assert.match(text, /"dataset_name":null/);
    });

    it("refuses a bad argument in its own shape", async () => {
      const answer = await tester.call("POST", jobs, { job_name: "a", config: { ...config, dataset_id: "x" } });
      assert.deepEqual(
        [answer.status, answer.body["is_success"], answer.body["error_code"]],
        [400, false, "ModelArts.0104"],
      );
    });

    it("says no to a missing job under HTTP 200", async () => {
      const answer = await tester.call("GET", `${jobs}/1/versions`);
      assert.deepEqual(
        [answer.status, answer.body["is_success"], answer.body["error_code"]],
        [200, false, "ModelArts.0105"],
      );
    });

    it("writes ids as numbers that JavaScript's own cannot hold", async () => {
      await tester.call("POST", jobs, { job_name: "a", config });
      const { body } = await tester.call("GET", jobs);
      const [job] = body["jobs"] as { job_id: number }[];
      assert.equal(Number.isSafeInteger(job?.job_id), false);
      assert.match(tester.jobs()[0]?.id ?? "", /^\d{17}$/);
    });

    it("knows a job for writes before any read shows it", async () => {
      tester.turn({ listLagMs: 60_000 });
      await tester.call("POST", jobs, { job_name: "shown", config });
      tester.advance(60_000);
      const idsIn = ({ text }: { text: string }) => /"job_id":(\d+).*"version_id":(\d+)/.exec(text)?.slice(1) ?? [];
      const [shown = "", shownVersion = ""] = idsIn(await tester.call("GET", jobs));
      const hidden = await tester.call("POST", jobs, { job_name: "hidden", config });
      const [id = "", version = ""] = idsIn(hidden);
      const answers = async (job: string, part: string) =>
        Promise.all(
          [`/versions`, `/versions/${part}`, `/versions/${part}/log/file-names`].map(
            async (path) => (await tester.call("GET", `${jobs}/${job}${path}`)).body["is_success"],
          ),
        );
      assert.deepEqual(await answers(shown, shownVersion), [true, true, true]);
      assert.deepEqual(await answers(id, version), [false, false, false]);
      for (const [method, path, body] of [
        ["POST", `/versions/${version}/stop`, undefined],
        ["PUT", "", { job_desc: "mine" }],
        ["DELETE", "", undefined],
      ] as const)
        assert.equal((await tester.call(method, `${jobs}/${id}${path}`, body)).body["is_success"], true, method);
    });

    it("has no creates once it is switched to retired", async () => {
      tester.turn({ v1Retired: true });
      assert.deepEqual(said(await tester.call("POST", jobs, { job_name: "a", config })), [404, "APIGW.0101"]);
      assert.equal((await tester.call("GET", jobs)).status, 200);
    });
  });
});
