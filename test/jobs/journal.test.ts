import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { amendEntry, openJournal, type JournalEntry } from "../../src/jobs/journal";

const ORIGIN = { resource: "resourceabcd", marker: "abcdefghijklmnopqrst" };
const ENTRY = { ...ORIGIN, name: "sft", attempt: 1, signedAt: "2026-01-01T12:00:00.000Z", pid: 4242 };
const FILE = join(ORIGIN.resource, `${ORIGIN.marker}.json`);

describe("the journal", () => {
  let home: string;
  let directory: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "journal-"));
    directory = join(home, "journal");
  });
  afterEach(() => rm(home, { recursive: true }));

  it("remembers across processes, and forgets when told", async () => {
    await openJournal(directory).write(ENTRY);
    await openJournal(directory).write({ ...ENTRY, jobId: "train-1" });
    assert.deepEqual(await openJournal(directory).read(ORIGIN), { ...ENTRY, jobId: "train-1" });
    await openJournal(directory).remove(ORIGIN);
    assert.equal(await openJournal(directory).read(ORIGIN), undefined);
    assert.deepEqual(await readdir(directory), []);
  });

  it("keeps its files to their owner", async () => {
    await openJournal(directory).write(ENTRY);
    assert.equal((await stat(directory)).mode & 0o777, 0o700);
    assert.equal((await stat(join(directory, FILE))).mode & 0o777, 0o600);
  });

  it("does not follow a link that somebody put in its place", async () => {
    await openJournal(directory).write(ENTRY);
    const secret = join(home, "secret");
    await writeFile(secret, JSON.stringify({ ...ENTRY, jobId: "train-of-another" }));
    await rm(join(directory, FILE));
    await symlink(secret, join(directory, FILE));
    await assert.rejects(openJournal(directory).read(ORIGIN), /cannot be read \(ELOOP\)/);
  });

  it("takes no text for a marker that could lead out of its directory", async () => {
    await assert.rejects(openJournal(directory).read({ ...ORIGIN, marker: "../../../etc/passwd" }), TypeError);
    await assert.rejects(openJournal(directory).read({ ...ORIGIN, resource: "../../../etc" }), TypeError);
    await assert.rejects(openJournal(directory).ofResource("../../../etc"), TypeError);
  });

  it("stops at an entry it cannot read rather than forget a job, and names the file", async () => {
    await openJournal(directory).write(ENTRY);
    for (const text of [JSON.stringify({ later: true }), JSON.stringify(ENTRY).slice(0, -5), "", "null"]) {
      await writeFile(join(directory, FILE), text);
      const names = new RegExp(`${FILE} cannot be read .*console and then delete the file`);
      await assert.rejects(openJournal(directory).read(ORIGIN), names);
      await assert.rejects(openJournal(directory).ofResource(ORIGIN.resource), names);
    }
  });

  it("finds every submission of a resource, and of the machine", async () => {
    const later = { ...ENTRY, marker: "bbbbbbbbbbbbbbbbbbbb" };
    const other = { ...ENTRY, resource: "otherresourc" };
    for (const entry of [ENTRY, later, other]) await openJournal(directory).write(entry);
    const byMarker = (entries: readonly JournalEntry[]) => [...entries].sort((a, b) => (a.marker < b.marker ? -1 : 1));
    assert.deepEqual(byMarker(await openJournal(directory).ofResource(ORIGIN.resource)), [ENTRY, later]);
    assert.equal((await openJournal(directory).all()).length, 3);
    assert.deepEqual(await openJournal(directory).ofResource("nobodyoursxx"), []);
  });

  it("reads the entries of versions that kept them all in one folder", async () => {
    await mkdir(directory);
    const { name, attempt, signedAt } = ENTRY;
    await writeFile(
      join(directory, `${ORIGIN.marker}.json`),
      JSON.stringify({ name, attempt, signedAt, jobId: "train-1" }),
    );
    assert.deepEqual(await openJournal(directory).read(ORIGIN), {
      ...ORIGIN,
      name,
      attempt,
      signedAt,
      jobId: "train-1",
    });
    await openJournal(directory).remove(ORIGIN);
    assert.equal(await openJournal(directory).read(ORIGIN), undefined);
  });

  it("adds to an entry that is there, and makes none", async () => {
    const journal = openJournal(directory);
    await amendEntry(journal, ORIGIN, { isHeld: true });
    assert.equal(await journal.read(ORIGIN), undefined);
    await journal.write(ENTRY);
    await amendEntry(journal, ORIGIN, { isHeld: true, ended: "succeeded" });
    assert.deepEqual(await journal.read(ORIGIN), { ...ENTRY, isHeld: true, ended: "succeeded" });
  });
});
