import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import { call, replyError, submit, type Action } from "../../src/net/call";
import { PlatformError, type ErrorKind } from "../../src/net/errors";
import { createIo, type Io } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import { fakeClock, type FakeClock } from "../fake-clock";
import { openGate } from "../gates";
import { closedPort, reply, wire, type Wire } from "./wire";

interface World {
  readonly io: Io;
  readonly clock: FakeClock;
  readonly server: Wire;
  readonly lines: readonly string[];
  /** Times that attempts were signed with. */
  readonly signed: readonly number[];
  action(changes?: Partial<Action<string>>): Action<string>;
  /** Runs to the end, letting time pass as needed. */
  run<T>(promise: Promise<T>): Promise<T>;
  errorOf(promise: Promise<unknown>): Promise<PlatformError>;
}

/** Answers one after the other; the last one is repeated. A function does to the socket what it likes. */
type Answer = string | ((socket: Parameters<Parameters<typeof wire>[0]>[0]) => void);

async function within(answers: readonly Answer[], use: (world: World) => Promise<void>, random = 0.5): Promise<void> {
  const server = await wire((socket, _, count) => {
    const answer = answers[Math.min(count, answers.length) - 1] ?? "";
    if (typeof answer === "string") socket.end(answer);
    else answer(socket);
  });
  const clock = fakeClock();
  const lines: string[] = [];
  const signed: number[] = [];
  const io = createIo({
    clock,
    env: () => ({ PULUMI_TRAINING_DEBUG: "1" }),
    random: () => random,
    write: (line) => void lines.push(line),
    limiters: createLimiters(clock),
  });
  try {
    await use({
      io,
      clock,
      server,
      lines,
      signed,
      action: (changes) => ({
        platform: "tione",
        name: "Do",
        scope: "tione/ap-guangzhou/1",
        lane: "read",
        rate: { start: 50, floor: 1, ceiling: 50 },
        prepare(wallMs) {
          signed.push(wallMs);
          return {
            method: "POST",
            url: server.url,
            headers: { authorization: "TOP-SECRET" },
            body: '{"env":"TOP-SECRET"}',
          };
        },
        decode,
        ...changes,
      }),
      run: (promise) => clock.settle(promise),
      errorOf: async (promise) => {
        const error: unknown = await clock.settle(promise).then(
          () => assert.fail("it succeeded"),
          (thrown: unknown) => thrown,
        );
        assert.ok(error instanceof PlatformError, String(error));
        return error;
      },
    });
    assert.doesNotMatch(lines.join("\n"), /TOP-SECRET/);
  } finally {
    await server.close();
  }
}

/** A small platform: `{"id": …}` is a success, `{"error": kind}` a failure of that kind. */
function decode(answer: Parameters<Action<string>["decode"]>[0]): string {
  const { error, id } = (answer.text.startsWith("{") ? JSON.parse(answer.text) : {}) as {
    error?: ErrorKind;
    id?: string;
  };
  if (error)
    throw new PlatformError(error, `it is ${error}`, {
      platform: "tione",
      action: "Do",
      code: "Code.Sub",
      requestId: "r-1",
    });
  if (answer.status !== 200) throw replyError(answer, "tione", "Do");
  if (id === undefined) throw new SyntaxError(answer.text);
  return id;
}

const ok = reply(200, '{"id":"job-1"}');
const error = (kind: ErrorKind, status = 200, headers = {}) => reply(status, JSON.stringify({ error: kind }), headers);
const html = (status: number) => reply(status, "<html><title>gateway</title></html>");
const reset: Answer = (socket) => socket.resetAndDestroy();

describe("a submission", () => {
  it("is done when the platform names the job", async () => {
    await within([ok], async ({ io, action, run }) => {
      assert.deepEqual(await run(submit(io, action())), { kind: "done", value: "job-1" });
    });
  });

  const refusals = [
    "invalid",
    "auth",
    "permission",
    "notFound",
    "nameTaken",
    "notNow",
    "capacity",
    "unsupported",
  ] as const;
  for (const kind of refusals) {
    it(`is refused when the platform says ${kind}, and is not repeated`, async () => {
      await within([error(kind)], async ({ io, action, run, server }) => {
        const outcome = await run(submit(io, action()));
        assert.equal(outcome.kind, "refused");
        assert.equal(server.requests.length, 1);
      });
    });
  }

  for (const status of [301, 307, 400, 401, 403, 404]) {
    it(`is refused by a bare ${status}`, async () => {
      await within([html(status)], async ({ io, action, run }) => {
        assert.equal((await run(submit(io, action()))).kind, "refused");
      });
    });
  }

  const unknown: readonly (readonly [title: string, answer: Answer])[] = [
    ["the platform failed inside", error("internal")],
    ["the platform had passing trouble", error("transient")],
    ["a 500 says no", error("invalid", 500)],
    ["a gateway answers 502", html(502)],
    ["a gateway answers 503", html(503)],
    ["the server answers 408", html(408)],
    ["a success is not JSON", reply(200, "OK")],
    ["a success is a page of HTML", html(200)],
    ["a success is empty", reply(200, "")],
    ["a success has no id", reply(200, "{}")],
    ["a success was cut off", 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{"id":"jo'],
    ["the connection was reset after the request", reset],
    ["the connection was closed after the request", (socket) => socket.end()],
    ["an unasked 100 Continue came", "HTTP/1.1 100 Continue\r\n\r\n"],
  ];
  for (const [title, answer] of unknown) {
    it(`is of unknown fate when ${title}, and is not sent again`, async () => {
      await within([answer, ok], async ({ io, action, run, server }) => {
        assert.equal((await run(submit(io, action()))).kind, "unknown");
        assert.equal(server.requests.length, 1);
      });
    });
  }

  it("is tried three times when nothing can be sent, then reported as not sent", async () => {
    await within([ok], async ({ io, action, run, signed, server }) => {
      const url = `http://127.0.0.1:${await closedPort()}/`;
      const prepare = (wallMs: number) => ({ ...action().prepare(wallMs), url });
      const outcome = await run(submit(io, action({ prepare })));
      assert.equal(outcome.kind, "notSent");
      assert.deepEqual([signed.length, server.requests.length], [3, 0]);
    });
  });

  it("is not sent when there are no credentials, and that is no reason to try again", async () => {
    await within([ok], async ({ io, action, run, server }) => {
      const prepare = () => {
        throw new PlatformError("auth", "no credentials: set TENCENTCLOUD_SECRET_ID", {
          platform: "tione",
          action: "Do",
        });
      };
      const outcome = await run(submit(io, action({ prepare })));
      assert.deepEqual([outcome.kind, server.connections], ["notSent", 0]);
    });
  });

  it("goes through after the platform was too busy seven times", async () => {
    await within([...Array<string>(7).fill(error("throttled")), ok], async ({ io, action, run, server }) => {
      assert.equal((await run(submit(io, action()))).kind, "done");
      assert.equal(server.requests.length, 8);
    });
  });

  it("is refused when the platform is too busy eight times", async () => {
    await within([error("throttled", 503)], async ({ io, action, run, server }) => {
      const outcome = await run(submit(io, action()));
      assert.deepEqual([outcome.kind, server.requests.length], ["refused", 8]);
    });
  });

  it("is repeated as a create whatever lane it names", async () => {
    await within([html(502), ok], async ({ io, action, run, server }) => {
      assert.equal((await run(submit(io, action({ lane: "read" })))).kind, "unknown");
      assert.equal(server.requests.length, 1);
    });
  });

  it("is told from what the server saw: over a hundred mixed faults, refused and not sent mean no job", async () => {
    const jobs = new Set<string>();
    const faults: readonly ((id: string) => { readonly commits: boolean; readonly answer: Answer })[] = [
      () => ({ commits: false, answer: error("capacity") }),
      () => ({ commits: false, answer: error("throttled") }),
      () => ({ commits: false, answer: html(404) }),
      () => ({ commits: true, answer: html(500) }),
      () => ({ commits: true, answer: reset }),
      () => ({ commits: false, answer: reset }),
      () => ({ commits: true, answer: error("internal") }),
      () => ({ commits: true, answer: reply(200, "{") }),
      (id) => ({ commits: true, answer: reply(200, JSON.stringify({ id })) }),
    ];
    let turn = 0;
    const server = await wire((socket, request) => {
      const id = /job-\d+/.exec(request)?.[0] ?? "";
      const { commits, answer } = (faults[turn++ % faults.length] ?? assert.fail())(id);
      if (commits) assert.ok(!jobs.has(id), `${id} was bought twice`);
      if (commits) jobs.add(id);
      if (typeof answer === "string") socket.end(answer);
      else answer(socket);
    });
    await within([ok], async ({ io, action, run }) => {
      for (let n = 0; n < 120; n++) {
        const id = `job-${n}`;
        const prepare = () => ({ method: "POST" as const, url: server.url, headers: {}, body: id });
        const outcome = await run(submit(io, action({ prepare })));
        if (outcome.kind === "done") assert.ok(jobs.has(id));
        if (outcome.kind === "refused" || outcome.kind === "notSent")
          assert.ok(!jobs.has(id), `${outcome.kind}, but ${id} runs`);
      }
    });
    await server.close();
  });
});

describe("a read", () => {
  for (const [title, answer] of [
    ["a gateway's 502", html(502)],
    ["a lost reply", reset],
    ["the platform's own failure", error("internal")],
    ["a reply that is not JSON", reply(200, "<html>")],
    ["too many requests", error("throttled")],
  ] as const) {
    it(`is repeated after ${title}, up to five attempts`, async () => {
      await within([answer, answer, answer, answer, ok], async ({ io, action, run }) => {
        assert.equal(await run(call(io, action())), "job-1");
      });
      await within([answer], async ({ io, action, errorOf, server }) => {
        await errorOf(call(io, action()));
        assert.equal(server.requests.length, 5);
      });
    });
  }

  it("is not repeated after a definite no, and keeps code and request id", async () => {
    await within([error("notFound")], async ({ io, action, errorOf, server }) => {
      const failure = await errorOf(call(io, action()));
      assert.deepEqual([failure.kind, failure.message], ["notFound", "it is notFound (Code.Sub, request r-1)"]);
      assert.equal(server.requests.length, 1);
    });
  });

  it("is signed anew for each attempt, with the time of that attempt", async () => {
    await within([html(502), html(502), ok], async ({ io, action, run, signed }) => {
      await run(call(io, action()));
      assert.equal(signed.length, 3);
      for (const [i, time] of signed.entries()) assert.ok(i === 0 || time > (signed[i - 1] ?? Infinity));
    });
  });

  it("waits as long as Retry-After asks, and at most a tenth longer", async () => {
    await within(
      [error("throttled", 429), html(429), ok].map((text, i) =>
        i === 1 ? reply(429, "", { "retry-after": "40" }) : text,
      ),
      async ({ io, action, run, signed }) => {
        await run(call(io, action()));
        const waited = (signed[2] ?? 0) - (signed[1] ?? 0);
        assert.ok(waited >= 40_000 && waited <= 44_000, String(waited));
      },
    );
  });

  it("tells the user when the platform asks for a day", async () => {
    await within([reply(429, "", { "retry-after": "86400" })], async ({ io, action, errorOf, server }) => {
      assert.match((await errorOf(call(io, action()))).message, /asks to wait 86400s/);
      assert.equal(server.requests.length, 1);
    });
  });

  it("looks up a host that does not exist twice, not more", async () => {
    await within([ok], async ({ io, action, errorOf, signed }) => {
      const prepare = (wallMs: number) => ({ ...action().prepare(wallMs), url: "http://no-such-host.invalid/" });
      const failure = await errorOf(call(io, action({ prepare })));
      if (failure.origin.code === "ENOTFOUND") assert.equal(signed.length, 2); // a machine without any name server says EAI_AGAIN
      assert.match(failure.message, /no-such-host\.invalid/);
    });
  });

  it("ends within its budget of two minutes", async () => {
    await within([reply(429, "", { "retry-after": "50" })], async ({ io, action, errorOf, clock, server }) => {
      const start = clock.now();
      await errorOf(call(io, action()));
      assert.ok(clock.now() - start <= 120_000);
      assert.equal(server.requests.length, 3);
    });
  });

  it("does not quote a reply that it cannot read", async () => {
    await within([reply(200, '{"Envs": TOP-SECRET}')], async ({ io, action, errorOf }) => {
      assert.doesNotMatch((await errorOf(call(io, action()))).message, /TOP-SECRET/);
    });
  });

  it("stops being repeated when too many retries were needed lately", async () => {
    await within(
      [error("internal"), error("throttled"), error("throttled")],
      async ({ io, action, errorOf, server }) => {
        // Throttled calls do not open the breaker, so what ends the retries is the quota.
        for (let i = 0; i < 40; i++) await errorOf(call(io, action()));
        const before = server.requests.length;
        await errorOf(call(io, action()));
        assert.equal(server.requests.length, before + 1);
      },
    );
  });
});

describe("a platform that fails ten times in a row", () => {
  it("is asked once in 30 s, and freely again once it answers", async () => {
    await within([...Array<string>(10).fill(html(500)), ok], async ({ io, action, errorOf, run, clock, server }) => {
      for (let i = 0; i < 2; i++) await errorOf(call(io, action()));
      assert.equal(server.requests.length, 10);
      const start = clock.now();
      assert.equal(await run(call(io, action())), "job-1");
      assert.ok(clock.now() - start > 20_000, "left alone");
      const healed = clock.now();
      assert.equal(await run(call(io, action())), "job-1");
      assert.equal(clock.now(), healed);
    });
  });

  it("is still told to stop a job", async () => {
    await within([...Array<string>(10).fill(html(500)), ok], async ({ io, action, errorOf, run, clock }) => {
      for (let i = 0; i < 2; i++) await errorOf(call(io, action()));
      const start = clock.now();
      await run(call(io, action({ lane: "stop", name: "Stop" })));
      assert.equal(clock.now(), start);
    });
  });

  it("gets no submissions, which are then certainly not sent", async () => {
    await within([html(500)], async ({ io, action, errorOf, run, server }) => {
      for (let i = 0; i < 2; i++) await errorOf(call(io, action()));
      const before = server.requests.length;
      const outcomes = await run(Promise.all([1, 2, 3].map(() => submit(io, action()))));
      const sent = outcomes.filter(({ kind }) => kind === "unknown").length;
      assert.equal(server.requests.length, before + sent);
      assert.ok(outcomes.some(({ kind }) => kind === "notSent"));
    });
  });
});

describe("refused credentials", () => {
  it("are not sent again for a minute, but for a stop", async () => {
    await within([error("auth"), ok], async ({ io, action, errorOf, run, clock, server }) => {
      await errorOf(call(io, action()));
      for (let i = 0; i < 20; i++) assert.equal((await errorOf(call(io, action()))).kind, "auth");
      assert.equal((await run(submit(io, action()))).kind, "notSent");
      assert.equal(server.requests.length, 1);
      assert.equal(await run(call(io, action({ lane: "stop" }))), "job-1");
      assert.equal(await run(call(io, action({ scope: "another account" }))), "job-1");
      await clock.advance(60_000);
      assert.equal(await run(call(io, action())), "job-1");
    });
  });
});

describe("a machine whose clock is off", () => {
  const date = new Date(Date.UTC(2026, 0, 1, 12)).toUTCString();

  for (const lane of ["read", "create"] as const) {
    it(`signs a ${lane} once more with the platform's time, says so once, and remembers`, async () => {
      await within([error("skew", 200, { date }), ok], async ({ io, action, run, clock, signed, lines, server }) => {
        clock.skewMs = 16 * 60_000;
        assert.deepEqual(await run(submit(io, action({ lane }))), { kind: "done", value: "job-1" });
        assert.deepEqual(signed, [clock.now() + clock.skewMs, clock.now()]);
        await run(call(io, action()));
        assert.deepEqual([signed[2], server.requests.length], [clock.now(), 3]);
        assert.equal(lines.filter((line) => line.includes("clock is off")).length, 1);
      });
    });
  }

  it("is refused when the platform's time does not help", async () => {
    await within([error("skew", 200, { date })], async ({ io, action, run, server }) => {
      assert.equal((await run(submit(io, action()))).kind, "refused");
      assert.equal(server.requests.length, 2);
    });
  });
});

describe("a gate", () => {
  const create = { lane: "create", rate: { start: 1, floor: 1, ceiling: 1 } } as const;

  it("opens when it is the request's turn, not when it begins to queue, and once for each attempt", () =>
    within([reply(429, "{}"), reply(200, '"made"')], async ({ io, clock, action, signed, run }) => {
      const openedAt: number[] = [];
      const gate = { ...openGate, open: async () => void openedAt.push(clock.wall()) };
      await run(submit(io, action(create), gate));
      assert.equal(openedAt.length, 2);
      assert.deepEqual(openedAt, signed, "each attempt is signed when the gate opened");
    }));

  it("that is shut while creates queue lets none of them go, and they do not wait for their turns", () =>
    within([reply(200, '"made"')], async ({ io, clock, action, server, run }) => {
      const controller = new AbortController();
      setMaxListeners(0, controller.signal);
      const opened: number[] = [];
      const gate = { signal: controller.signal, open: async () => void opened.push(clock.now()) };
      const submitted = Array.from({ length: 20 }, () => submit(io, action(create), gate));
      const ends = Promise.allSettled(submitted);
      await run(Promise.race(submitted));
      controller.abort(new Error("interrupted"));
      const before = clock.now();
      const results = await ends;
      const kept = results.filter(({ status }) => status === "rejected").length;
      assert.equal(kept, 20 - server.requests.length);
      assert.ok(kept >= 17, `${kept} of 20 were kept here`);
      assert.equal(opened.length, server.requests.length, "what opened was sent");
      assert.equal(clock.now(), before);
    }));

  it("that is shut while it opens lets nothing go", () =>
    within([reply(200, '"made"')], async ({ io, action, server, run }) => {
      const controller = new AbortController();
      const gate = { signal: controller.signal, open: async () => controller.abort(new Error("interrupted")) };
      await assert.rejects(run(submit(io, action(create), gate)), /^Error: interrupted$/);
      assert.equal(server.requests.length, 0);
    }));
});

describe("a stop", () => {
  it("is tried eight times", async () => {
    await within([...Array<string>(7).fill(html(503)), ok], async ({ io, action, run, server }) => {
      assert.equal(await run(call(io, action({ lane: "stop" }))), "job-1");
      assert.equal(server.requests.length, 8);
    });
  });
});

describe("the debug log", () => {
  it("has a line for each attempt: what it was, its code and request, and what comes next", async () => {
    await within([error("internal"), ok], async ({ io, action, run, lines }) => {
      await run(call(io, action()));
      assert.deepEqual(lines, [
        "pulumi-training: tione Do: unknown, internal, Code.Sub, request r-1, again in 250ms",
        "pulumi-training: tione Do: done",
      ]);
    });
  });
});
