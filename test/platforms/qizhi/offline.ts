import type { Where } from "../../../src/jobs/platform";
import { createIo, type Io } from "../../../src/net/io";
import { createLimiters } from "../../../src/net/limiter";
import { QizhiTester } from "../../emulator/qizhi-client";
import { fakeClock, type FakeClock } from "../../fake-clock";

export const WORKSPACE = "ws-0a1b2c3d-0000-4000-8000-000000000001";
export const TRAINING = "lcg-0a1b2c3d-0000-4000-8000-000000000003";
export const SPEC = "0a1b2c3d-0000-4000-8000-000000000004";
export const TWINS = ["lcg-0a1b2c3d-0000-4000-8000-000000000023", "lcg-0a1b2c3d-0000-4000-8000-000000000024"];

/** What our client needs to talk with an emulator. */
export interface Offline {
  readonly tester: QizhiTester;
  readonly where: Where;
  readonly io: Io;
  /** The same without a session of the console. */
  readonly plainIo: Io;
  readonly clock: FakeClock;
  settle<T>(promise: Promise<T>): Promise<T>;
  /** Submits a job on so many machines of a group; the training group unless told otherwise. */
  submit(instances: number, members?: object): Promise<string>;
}

export async function offline(): Promise<Offline> {
  const tester = await QizhiTester.start();
  const clock = fakeClock();
  const ioWith = (session?: string) => {
    const env = { PULUMI_TRAINING_EMULATOR: tester.url, QIZHI_CONSOLE_SESSION: session };
    const limiters = createLimiters(clock);
    return createIo({ clock, env: () => env, random: () => 0.5, write: () => undefined, limiters });
  };
  return {
    tester,
    where: { settings: {}, region: "sii" },
    io: ioWith("a person's own"),
    plainIo: ioWith(),
    clock,
    settle: (promise) => clock.settle(promise),
    submit: (instance_count, members = {}) =>
      tester.create({
        workspace_id: WORKSPACE,
        logic_compute_group_id: TRAINING,
        framework_config: [
          {
            image: "registry.example.invalid/base/pytorch:2.4",
            image_type: "SOURCE_PUBLIC",
            instance_count,
            shm_gi: 64,
            spec_id: SPEC,
          },
        ],
        ...members,
      }),
  };
}
