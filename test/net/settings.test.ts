import assert from "node:assert/strict";
import { parseSettings, refuseUnread } from "../../src/net/settings";

const problemOf = (text: string) => {
  let message = "";
  assert.throws(
    () => parseSettings(text, "training:tione"),
    (error: Error) => {
      message = error.message;
      return true;
    },
  );
  return message;
};

describe("a platform's settings", () => {
  it("are none when nothing is configured", () => {
    assert.deepEqual(parseSettings(undefined, "training:tione"), {});
    assert.deepEqual(parseSettings("", "training:tione"), {});
  });

  it("are read from the JSON that Pulumi hands over", () => {
    const settings = {
      region: "ap-guangzhou",
      profile: "prod eu",
      endpoint: "https://tione.example",
      caFile: "/ca.pem",
      proxy: "http://proxy:3128",
      projectId: "p-1",
    };
    assert.deepEqual(parseSettings(JSON.stringify(settings), "training:tione"), settings);
  });

  it("take flags as Pulumi writes them, true or the text", () => {
    const text = '{"allowCustomEndpoint":"true","assumeUniqueNames":false}';
    assert.deepEqual(parseSettings(text, "training:tione"), { allowCustomEndpoint: true, assumeUniqueNames: false });
  });

  it("that are misspelled are named, with those there are", () => {
    assert.match(
      problemOf('{"regoin":"x"}'),
      /training:tione has no setting "regoin"; it has region, profile, .*; did you mean "region"\?$/,
    );
  });

  it("that are wrong are named, with the command that sets them", () => {
    assert.match(
      problemOf('{"region":"../x"}'),
      /training:tione\.region must be .*pulumi config set --path training:tione\.region <region>/,
    );
    assert.match(
      problemOf('{"allowCustomEndpoint":"yes"}'),
      /training:tione\.allowCustomEndpoint must be true or false/,
    );
    assert.match(problemOf('{"profile":"../../etc/passwd"}'), /training:tione\.profile must be .* not a path/);
  });

  it("that are no record say how to set one", () => {
    for (const text of ["ap-guangzhou", "{", "[]", "7", "null"]) {
      assert.match(
        problemOf(text),
        /training:tione must be a record .*pulumi config set --path training:tione\.region/,
        text,
      );
    }
  });

  it("never show a value, nor take a password", () => {
    for (const text of [
      '{"proxy":"http://u:hunter2@proxy"}',
      '{"endpoint":"https://u:hunter2@x"}',
      '{"secretKey":"hunter2"}',
      "hunter2",
    ]) {
      assert.doesNotMatch(problemOf(text), /hunter2/);
    }
  });
});

describe("keys of the configuration that nobody reads", () => {
  const platforms = ["tione", "modelarts", "qizhi"];
  const refuse = (key: string, project = "fleet") =>
    refuseUnread({ keys: [key, "fleet:x", "aws:region"], project }, platforms);

  for (const [key, way] of [
    [
      "training:tione.region",
      "it was set without --path; write `pulumi config set --path training:tione.region <region>`",
    ],
    ["training:tion.region", "write `pulumi config set --path training:tione.region <region>`"],
    ["training:tion", "write `pulumi config set --path training:tione.region <region>`"],
    ["training:Tione.profil", "write `pulumi config set --path training:tione.profile …`"],
    ["training:modelarts-v1", "write `pulumi config set --path training:modelarts.region <region>`"],
    [
      "training:region",
      "write `pulumi config set --path training:<platform>.region <region>`, where <platform> is tione, modelarts, qizhi",
    ],
  ] as const) {
    it(`are refused, with what was meant: ${key}`, () => {
      assert.throws(
        () => refuse(key),
        ({ message }: Error) =>
          message.startsWith(`nothing reads the setting ${key}`) &&
          message.includes(way) &&
          message.endsWith(`remove it with \`pulumi config rm ${key}\``),
      );
    });
  }

  it("are let be where a platform reads them, and where a project of this name has its own", () => {
    refuse("training:qizhi");
    refuse("training:region", "training");
    refuse("training:learning-rate", "training");
    assert.throws(() => refuse("training:tione.region", "training"), /set without --path/);
  });
});
