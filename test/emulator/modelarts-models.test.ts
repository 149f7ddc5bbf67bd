import assert from "node:assert/strict";
import { ModelartsTester, project, type Answer } from "./modelarts-client";

const models = `/v1/${project}/models`;

describe("Models of ModelArts in the emulator", () => {
  let tester: ModelartsTester;
  beforeEach(async () => {
    tester = await ModelartsTester.start();
  });
  afterEach(() => tester.close());

  const said = ({ status, body }: Answer) => [status, body["error_code"]];
  const good = (members: object = {}) => ({
    model_name: "llm-sft",
    model_version: "1.0.0",
    model_type: "PyTorch",
    source_location: "https://ml-bucket.obs.cn-north-4.myhuaweicloud.com/out/7f3c",
    ...members,
  });
  const add = (members: object = {}) => tester.call("POST", models, good(members));
  const idOf = async (members: object = {}) => String((await add(members)).body["model_id"]);
  const show = (id: string) => tester.call("GET", `${models}/${id}`);
  const statusOf = async (id: string) => (await show(id)).body["model_status"];
  const list = async (query: string) => {
    const { body } = await tester.call("GET", `${models}?${query}`);
    const items = body["models"] as { model_name: string; model_version: string }[];
    return items.map(({ model_name, model_version }) => `${model_name} ${model_version}`);
  };

  for (const [what, members, seen] of [
    ["is published after a while", {}, ["publishing", "published", "published"]],
    ["is built first when it is an image", { model_type: "Image" }, ["building", "publishing", "published"]],
    ["fails when its name says so", { model_name: "will-fail" }, ["publishing", "failed", "failed"]],
    [
      "fails to be built when its name says so",
      { model_name: "will-fail", model_type: "Image" },
      ["building", "building_failed", "building_failed"],
    ],
  ] as const) {
    it(what, async () => {
      const id = await idOf(members);
      const words = [await statusOf(id)];
      for (let step = 0; step < 2; step += 1) {
        tester.advance(20_000);
        words.push(await statusOf(id));
      }
      assert.deepEqual(words, seen);
    });
  }

  it("answers an import with the id alone, and refuses a second of one name and version", async () => {
    const first = await add();
    assert.deepEqual([first.status, Object.keys(first.body)], [200, ["model_id"]]);
    assert.deepEqual(said(await add()), [409, "ModelArts.3002"]);
    assert.equal((await add({ model_version: "1.0.1" })).status, 200);
    assert.deepEqual(tester.jobs(), []);
    assert.deepEqual(
      tester.requests().map(({ action, committed }) => [action, committed]),
      [
        ["ImportModel", true],
        ["ImportModel", false],
        ["ImportModel", true],
      ],
    );
  });

  for (const [what, members, code] of [
    ["a member that the vendor does not know", { brand_new: 1 }, "ModelArts.3017"],
    ["a version with a leading zero", { model_version: "1.01.0" }, "ModelArts.3017"],
    ["a version of two parts", { model_version: "1.0" }, "ModelArts.3017"],
    ["a name with a space", { model_name: "a b" }, "ModelArts.3017"],
    ["a description of 101 characters", { description: "x".repeat(101) }, "ModelArts.3017"],
    ["a description with a quote", { description: 'a "b"' }, "ModelArts.3017"],
    ["metrics that are no text", { model_metrics: { f1: 1 } }, "ModelArts.3017"],
    ["a configuration that is no JSON", { initial_config: "{" }, "ModelArts.3015"],
    ["no source", { source_location: undefined }, "ModelArts.3016"],
    ["a source that is no URL of OBS", { source_location: "obs://bucket/out/" }, "ModelArts.3016"],
    ["a template beside a source", { template: { template_id: "t", template_inputs: [] } }, "ModelArts.3017"],
    ["the type Template without a template", { model_type: "Template", source_location: undefined }, "ModelArts.3017"],
    [
      "a package's version without a restraint",
      { dependencies: [{ installer: "pip", packages: [{ package_name: "numpy", package_version: "1.0" }] }] },
      "ModelArts.3017",
    ],
  ] as const) {
    it(`refuses an import with ${what}`, async () => {
      const answer = await add(members);
      assert.deepEqual(said(answer), [400, code]);
      assert.equal(typeof answer.body["error_message"], "string");
      assert.deepEqual(await list(""), []);
    });
  }

  describe("a list", () => {
    beforeEach(async () => {
      await idOf({ model_name: "a_b", model_version: "2.0.0" });
      await idOf({ model_name: "a_b", model_version: "10.0.0" });
      await idOf({ model_name: "axb", model_type: "Image", description: "one of a kind" });
      await idOf({ model_name: "elsewhere", workspace_id: "ws" });
    });

    for (const [query, names] of [
      ["", ["axb 1.0.0", "a_b 10.0.0", "a_b 2.0.0"]],
      ["order=asc&limit=2", ["a_b 2.0.0", "a_b 10.0.0"]],
      ["order=asc&limit=2&offset=1", ["axb 1.0.0"]],
      ["sort_by=model_version", ["a_b 10.0.0", "a_b 2.0.0", "axb 1.0.0"]],
      // An underscore is read as any character unless the match is exact.
      ["model_name=a_b", ["axb 1.0.0", "a_b 10.0.0", "a_b 2.0.0"]],
      ["model_name=a_b&exact_match=true", ["a_b 10.0.0", "a_b 2.0.0"]],
      ["model_name=a_b&exact_match=true&model_version=2.0.0", ["a_b 2.0.0"]],
      ["model_status=building", ["axb 1.0.0"]],
      ["model_type=Image", ["axb 1.0.0"]],
      ["not_model_type=Image", ["a_b 10.0.0", "a_b 2.0.0"]],
      ["description=kind", ["axb 1.0.0"]],
      ["workspace_id=ws", ["elsewhere 1.0.0"]],
    ] as const) {
      it(`of ${query || "everything"} has ${names.join(", ")}`, async () => {
        assert.deepEqual(await list(query), names);
      });
    }

    for (const query of ["limit=0", "model_type=Image&not_model_type=Image", "order=up", "exact_match=yes"]) {
      it(`is refused with ${query}`, async () => {
        assert.deepEqual(said(await tester.call("GET", `${models}?${query}`)), [400, "ModelArts.3017"]);
      });
    }
  });

  it("spells types in a list in another way than in the detail, and gives structures back as text", async () => {
    const id = await idOf({ install_type: ["real-time"], initial_config: '{"runtime":"x"}', apis: [{ url: "/" }] });
    const { body } = await tester.call("GET", models);
    const [item] = body["models"] as Record<string, unknown>[];
    assert.deepEqual([item?.["model_type"], item?.["install_type"]], ["pytorch", ["realtime"]]);
    const detail = (await show(id)).body;
    assert.deepEqual([detail["model_type"], detail["install_type"]], ["PyTorch", ["real-time"]]);
    assert.deepEqual(JSON.parse(String(detail["config"])), { model_type: "PyTorch", runtime: "x" });
    assert.equal(detail["apis"], '[{"url":"/"}]');
    assert.equal("initial_config" in detail, false);
  });

  describe("a delete", () => {
    const drop = (id: string, query = "") => tester.call("DELETE", `${models}/${id}${query}`);

    it("removes one version, after which it is not found", async () => {
      const [id, other] = [await idOf(), await idOf({ model_version: "1.0.1" })];
      assert.deepEqual((await drop(id, "?cascade=false")).body, { delete_success_list: [id], delete_failed_list: [] });
      assert.deepEqual(said(await show(id)), [404, "ModelArts.3001"]);
      assert.deepEqual(said(await drop(id)), [404, "ModelArts.3001"]);
      assert.equal((await show(other)).status, 200);
    });

    it("removes every version of the name when it cascades, twenty at most", async () => {
      tester.turn({ tokenBucket: false });
      const ids: string[] = [];
      for (let part = 0; part < 22; part += 1) ids.push(await idOf({ model_version: `1.0.${part}` }));
      await idOf({ model_name: "other" });
      const { body } = await drop(ids[21] ?? "", "?cascade=true");
      const gone = body["delete_success_list"] as string[];
      assert.deepEqual([gone.length, gone[0]], [20, ids[21]]);
      assert.equal((await list("")).length, 3);
    });

    it("says under HTTP 200 that a deployed model stays", async () => {
      const id = await idOf({ model_name: "deployed-llm" });
      const { status, body } = await drop(id);
      assert.equal(status, 200);
      assert.deepEqual(body, {
        delete_success_list: [],
        delete_failed_list: [
          { model_id: id, error_code: "ModelArts.3009", error_message: "model already deploy service" },
        ],
      });
      assert.equal((await show(id)).status, 200);
    });
  });
});
