// What a page of the lab does in the reader's browser. `visit` is sent there as its own source text, so it may use
// nothing but its argument and what browsers have: no import, no other function of this file. It carries out moves,
// reports what it saw, and goes on to the next page; what reached the target is recorded there, not here.

/** Text is shown while the move is made; `ticket` says in the report which attempt it is about. */
export type Move = { cell: string; ticket: string; text: string } & (
  | {
      kind: "fetch";
      url: string;
      method: string;
      mode: "cors" | "no-cors";
      credentials: "omit" | "include";
      json?: boolean;
    }
  | { kind: "image"; url: string }
  /** Sets cookies, asks what comes back, and takes them away again. */
  | { kind: "cookies"; set: string; ask: string; clear: string }
  | { kind: "read-local"; key: string }
  | { kind: "read-cookie"; name: string }
  | { kind: "send-local"; key: string; url: string }
  /** Waits until the policy of the page has refused a script. */
  | { kind: "refused-script" }
  /** This very page is the answer to a form or a link. */
  | { kind: "answer"; status: number; text: string }
);

/** How the page is left: by going on, or by a form or link that is itself a move. */
export interface Leave {
  how: "go" | "form" | "link";
  url: string;
  /** A name in localStorage that is not left behind. */
  forget?: string;
}

export interface Visit {
  report: string;
  /** Cells that were tried before this page, and of all. */
  before: number;
  of: number;
  moves: Move[];
  leave: Leave | null;
}

/** `read`: what the script could read, for the server to compare; `text` is shown to people. */
export type Sight = { read: string; status: number | null; text: string };

export async function visit({ report, before, of, moves, leave }: Visit): Promise<void> {
  const refusals: string[] = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    refusals.push(`The browser refused it by ${event.effectiveDirective}.`);
  });
  const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const say = (text: string): void => {
    const line = document.getElementById("progress");
    if (line) line.textContent = text;
  };
  const options = (method: string, mode: RequestMode, credentials: RequestCredentials): RequestInit => ({
    method,
    mode,
    credentials,
    cache: "no-store",
    signal: AbortSignal.timeout(8000),
  });

  async function ask(url: string, init: RequestInit): Promise<Sight> {
    try {
      const response = await fetch(url, init);
      if (response.type === "opaque")
        return { read: "", status: null, text: "An opaque answer: neither status nor text can be read." };
      const read = (await response.text()).slice(0, 200);
      return { read, status: response.status, text: read };
    } catch (error) {
      return { read: "", status: null, text: String(error).slice(0, 200) };
    }
  }

  function picture(url: string): Promise<Sight> {
    return new Promise((resolve) => {
      const seen = (text: string) => () => resolve({ read: "", status: null, text });
      const image = new Image();
      image.addEventListener("load", seen("A picture came."));
      image.addEventListener("error", seen("No picture came."));
      image.src = url;
    });
  }

  async function make(move: Move): Promise<Sight> {
    switch (move.kind) {
      case "fetch": {
        const init = options(move.method, move.mode, move.credentials);
        const json = move.json ? { headers: { "content-type": "application/json" }, body: "{}" } : {};
        return ask(move.url, { ...init, ...json });
      }
      case "image":
        return picture(move.url);
      case "cookies": {
        await ask(move.set, options("POST", "cors", "include"));
        const seen = await ask(move.ask, options("GET", "cors", "include"));
        await ask(move.clear, options("POST", "cors", "include"));
        return seen;
      }
      case "read-local": {
        const read = localStorage.getItem(move.key) ?? "";
        return { read, status: null, text: `localStorage: ${read.length} characters read.` };
      }
      case "read-cookie": {
        const read = document.cookie.split("; ").find((pair) => pair.startsWith(`${move.name}=`)) ?? "";
        const what = read ? "is" : "is not";
        return { read, status: null, text: `${move.name} ${what} in document.cookie.` };
      }
      case "send-local": {
        const init = options("POST", "no-cors", "omit");
        return ask(move.url, { ...init, body: localStorage.getItem(move.key) ?? "" });
      }
      case "refused-script": {
        for (let waited = 0; waited < 1500 && refusals.length === 0; waited += 50) await pause(50);
        const text = refusals[0] ?? "The browser refused no script.";
        return { read: "", status: null, text };
      }
      case "answer":
        return { read: "", status: move.status, text: move.text };
    }
  }

  function go({ how, url, forget }: Leave): void {
    if (forget) localStorage.removeItem(forget);
    if (how === "go") {
      location.replace(url);
    } else if (how === "link") {
      const link = document.createElement("a");
      link.href = url;
      document.body.append(link);
      link.click();
    } else {
      const form = document.createElement("form");
      form.method = "POST";
      form.action = url;
      document.body.append(form);
      form.submit();
    }
  }

  for (const [index, move] of moves.entries()) {
    say(`${before + index + 1} of ${of}: ${move.text}`);
    const body = JSON.stringify({ ticket: move.ticket, saw: await make(move) });
    const init = options("POST", "same-origin", "omit");
    const told = await ask(report, { ...init, headers: { "content-type": "application/json" }, body });
    // 409: another window was first.
    if (told.status !== 204 && told.status !== 409) {
      say("The server takes no more: the run is over. You may close this window.");
      return;
    }
  }
  if (leave) go(leave);
}
