import assert from "node:assert/strict";
import { createIo } from "../../src/net/io";
import { fakeClock } from "../fake-clock";
import { BOUNDS, reply, wire } from "./wire";

function ioWith(env: Record<string, string>) {
  const lines: string[] = [];
  const clock = fakeClock();
  const io = createIo({ clock, env: () => env, random: () => 0.5, write: (line) => void lines.push(line) });
  return { io, lines };
}

describe("the outside world", () => {
  it("has no emulator and keeps silent unless told otherwise", () => {
    const { io, lines } = ioWith({});
    io.debug("x");
    assert.deepEqual([io.emulator, lines], [undefined, []]);
  });

  it("writes a line per attempt when PULUMI_TRAINING_DEBUG is set", () => {
    for (const [value, expected] of [
      ["1", 1],
      ["0", 0],
      ["", 0],
    ] as const) {
      // prettier-ignore
      const { io, lines } = ioWith({ PULUMI_TRAINING_DEBUG: value });
      io.debug("tione DescribeTrainingTask: done");
      assert.equal(lines.length, expected, value);
    }
  });

  it("refuses an emulator on another machine", () => {
    for (const url of [
      "https://127.0.0.1:1",
      "http://emulator.example",
      "http://127.0.0.1.example",
      "http://u:p@127.0.0.1",
      "41234",
    ]) {
      assert.throws(
        () => ioWith({ PULUMI_TRAINING_EMULATOR: url }),
        /PULUMI_TRAINING_EMULATOR must be an http URL of this machine/,
        url,
      );
    }
  });

  it("sends to the emulator only, once there is one", async () => {
    const emulator = await wire((socket) => socket.end(reply(200, "ok")));
    const cloud = await wire((socket) => socket.end(reply(200, "charged")));
    const { io } = ioWith({ PULUMI_TRAINING_EMULATOR: emulator.url });
    const request = { method: "GET", headers: {}, bounds: BOUNDS } as const;
    assert.equal((await io.http({ ...request, url: `${io.emulator}/x` })).text, "ok");
    assert.throws(() => io.http({ ...request, url: cloud.url }), /nothing is sent to 127\.0\.0\.1/);
    assert.equal(cloud.connections, 0);
    await Promise.all([emulator.close(), cloud.close()]);
  });

  it("has one set of limiters in a process, however often it is asked for", () => {
    assert.equal(ioWith({}).io.limiters, ioWith({}).io.limiters);
  });
});
