import assert from "node:assert/strict";
import { parseSettings } from "../../src/net/settings";

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
    assert.match(problemOf('{"regoin":"x"}'), /training:tione has no setting "regoin"; it has region, profile/);
  });

  it("that are wrong are named, with the command that sets them", () => {
    assert.match(
      problemOf('{"region":"../x"}'),
      /training:tione\.region must be .*pulumi config set --path training:tione\.region ap-guangzhou/,
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
