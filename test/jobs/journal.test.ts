import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJournal } from "../../src/jobs/journal";

const MARKER = "abcdefghijklmnopqrst";
const ENTRY = { name: "sft", attempt: 1, signedAt: "2026-01-01T12:00:00.000Z" };

describe("the journal", () => {
  let home: string;
  let directory: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "journal-"));
    directory = join(home, "journal");
  });
  afterEach(() => rm(home, { recursive: true }));

  it("remembers across processes, and forgets when told", async () => {
    await openJournal(directory).write(MARKER, ENTRY);
    await openJournal(directory).write(MARKER, { ...ENTRY, jobId: "train-1" });
    assert.deepEqual(await openJournal(directory).read(MARKER), { ...ENTRY, jobId: "train-1" });
    await openJournal(directory).remove(MARKER);
    assert.equal(await openJournal(directory).read(MARKER), undefined);
    assert.deepEqual(await readdir(directory), []);
  });

  it("keeps its files to their owner", async () => {
    await openJournal(directory).write(MARKER, ENTRY);
    assert.equal((await stat(directory)).mode & 0o777, 0o700);
    assert.equal((await stat(join(directory, `${MARKER}.json`))).mode & 0o777, 0o600);
  });

  it("does not follow a link that somebody put in its place", async () => {
    await openJournal(directory).write(MARKER, ENTRY);
    const secret = join(home, "secret");
    await writeFile(secret, JSON.stringify({ ...ENTRY, jobId: "train-of-another" }));
    await rm(join(directory, `${MARKER}.json`));
    await symlink(secret, join(directory, `${MARKER}.json`));
    await assert.rejects(openJournal(directory).read(MARKER), /cannot be used \(ELOOP\)/);
  });

  it("takes no text for a marker that could lead out of its directory", async () => {
    await assert.rejects(openJournal(directory).read("../../../etc/passwd"), TypeError);
  });

  it("stops at an entry it cannot read rather than forget a job", async () => {
    await openJournal(directory).write(MARKER, ENTRY);
    await writeFile(join(directory, `${MARKER}.json`), JSON.stringify({ later: true }));
    await assert.rejects(openJournal(directory).read(MARKER), /another directory/);
  });
});
