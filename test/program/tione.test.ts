import assert from "node:assert/strict";
import { tioneJobSpec } from "../../src/platforms/tione/jobs/schema";
import * as tione from "../../src/program/tione";

const imageInfo = { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1.4" };

describe("TI-ONE helpers", () => {
  it("turn cores, GiB and cards into the vendor's units", () => {
    assert.deepEqual(tione.prepaid({ cores: 32, memoryGiB: 256, gpus: 8, gpuType: "A100", instances: 2, rdma: true }), {
      role: "WORKER",
      cpu: 32_000,
      memory: 262_144,
      gpu: 800,
      gpuType: "A100",
      instanceNum: 2,
      rdmaConfig: { enable: true },
    });
    assert.deepEqual(tione.prepaid({ role: "PS", cores: 0.5, memoryGiB: 1.5 }), {
      role: "PS",
      cpu: 500,
      memory: 1536,
      gpu: 0,
      instanceNum: 1,
    });
  });

  it("round what a computer cannot write exactly", () => {
    assert.equal(tione.prepaid({ cores: 1, memoryGiB: 1, gpus: 0.29 }).gpu, 29);
    assert.equal(tione.prepaid({ cores: 1.005, memoryGiB: 1 }).cpu, 1005);
  });

  for (const [machines, says] of [
    [
      { cores: 0.0005, memoryGiB: 1 },
      "cores is 0.0005; TI-ONE counts in steps of 1/1000, from 0; the nearest value it takes is 0.001",
    ],
    [
      { cores: 1, memoryGiB: 1.0001 },
      "memoryGiB is 1.0001; TI-ONE counts in steps of 1/1024, from 0; the nearest value it takes is 1",
    ],
    [
      { cores: 1, memoryGiB: 1, gpus: 0.333 },
      "gpus is 0.333; TI-ONE counts in steps of 1/100, from 0; the nearest value it takes is 0.33",
    ],
    [{ cores: -1, memoryGiB: 1 }, "cores is -1; TI-ONE counts in steps of 1/1000, from 0"],
    [{ cores: NaN, memoryGiB: 1 }, "cores is NaN; TI-ONE counts in steps of 1/1000, from 0"],
  ] as const) {
    it(`refuse ${JSON.stringify(machines)}`, () => {
      assert.throws(() => tione.prepaid(machines), { name: "RangeError", message: says });
    });
  }

  it("read a bucket and path", () => {
    assert.deepEqual(tione.cos("ml-1250000000/runs/a/"), { bucket: "ml-1250000000", paths: ["runs/a/"] });
    assert.deepEqual(tione.cos("ml-1250000000/", "ap-nanjing"), {
      bucket: "ml-1250000000",
      region: "ap-nanjing",
      paths: [""],
    });
    const here = { bucket: "ml-1250000000", region: "ap-nanjing", paths: ["runs/a/"] };
    for (const place of [
      "cos://ml-1250000000.ap-nanjing/runs/a/",
      "https://ml-1250000000.cos.ap-nanjing.myqcloud.com/runs/a/",
    ])
      assert.deepEqual([tione.cos(place), tione.cos(place, "ap-nanjing")], [here, here]);
    assert.deepEqual(tione.cos("cos://ml-1250000000/", "ap-nanjing").paths, [""]);
    for (const place of ["ml-1250000000", "/runs/", "", "cos://ml-1250000000", "https://example.com/runs/"])
      assert.throws(() => tione.cos(place), /does not name a bucket and a path/);
  });

  it("all build what the schema takes", () => {
    const mounts = [
      tione.mountCos("b-1/data/", "/data"),
      tione.mountCosfs(tione.cos("b-1/data/", "ap-nanjing"), "/data"),
      tione.mountDataset("ds-1", "/data"),
      tione.mountCfs("cfs-1", "/a", "/data"),
      tione.mountCfsTurbo("cfs-2", "/a", "/data"),
      tione.mountHdfs("emr-1", "/a", "/data"),
      tione.mountGooseFS("g-1", "/a", "space", "/data"),
      tione.mountGooseFSx("g-2", "/a", "/data"),
      tione.mountPublicDataSource("dsrc-1", "a", "/data"),
    ];
    assert.deepEqual(
      mounts.map(({ dataSourceType, mappingPath }) => [dataSourceType, mappingPath]),
      ["COS", "COSFS", "DATASET", "CFS", "CFS", "HDFS", "GooseFS", "GooseFSx", "PUBLIC_DATA_SOURCE"].map((type) => [
        type,
        "/data",
      ]),
    );
    const postpaid = [tione.postpaid({ instanceType: "TI.S.2XLARGE16.POST" })];
    const prepaid = [tione.prepaid({ cores: 8, memoryGiB: 16 })];
    tioneJobSpec.parse({
      chargeType: "POSTPAID_BY_HOUR",
      resourceConfigInfos: postpaid,
      imageInfo,
      dataConfigs: mounts,
    });
    tioneJobSpec.parse({ chargeType: "PREPAID", resourceGroupId: "rsg-1", resourceConfigInfos: prepaid, imageInfo });
  });
});
