import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/**
 * As much of HashiCorp Vault's transit engine as Pulumi's secrets provider `hashivault` asks: it keeps the key of a stack. The
 * secrets of the state are encrypted by that key as with any provider. (A passphrase is turned into a key by a million rounds of
 * a hash at each start of the CLI, which is a third of what a run costs.)
 */
export class Vault {
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Vault> {
    const server = createServer((request, response) => {
      void json(request).then((body) => {
        const data = transit(request.url ?? "", body as Record<string, string>); // both calls take an object of texts
        response.writeHead(data ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify({ data }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Vault(server);
  }

  /** What the CLI needs to find it. */
  get environment(): NodeJS.ProcessEnv {
    const { port } = this.server.address() as AddressInfo; // it listens on a port
    return { VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: "a token of the tests" };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const SEALED = "vault:v1:";

function transit(path: string, { plaintext = "", ciphertext = "" }: Record<string, string>): object | undefined {
  if (path.startsWith("/v1/transit/encrypt/")) return { ciphertext: SEALED + plaintext };
  if (path.startsWith("/v1/transit/decrypt/")) return { plaintext: ciphertext.slice(SEALED.length) };
  return undefined;
}
