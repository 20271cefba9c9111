// Signs up, asks, cuts the stream, resumes it where it was, and says yes to a mail. No package; Node 20 or newer.
// node examples/client.mjs http://127.0.0.1:8000 ann@example.com correct-horse-9

const [SITE, EMAIL, PASSWORD] = process.argv.slice(2)
let token = ""

// The response; an error's body is {"error": {"code", "message"}}.
async function call(method, path, { body, headers = {}, signal } = {}) {
  const response = await fetch(SITE + path, {
    method, signal,
    headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${response.status}: ${(await response.json()).error.message}`)
  return response
}

const answer = async (method, path, body) => (await call(method, path, { body })).json()

// {id, name, data} of each event; heartbeats and comments have no id and are passed over.
async function* events(response) {
  let text = ""
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + part).split("\n\n")
    text = blocks.pop()
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)))
      if (fields.id) yield { id: Number(fields.id), name: fields.event, data: JSON.parse(fields.data) }
    }
  }
}

// Every event of the answer once, whatever becomes of the connection; this one is cut on purpose after two.
async function* ask(userMessage) {
  let cut = new AbortController(), seen = 0
  let response = await call("POST", "/agents/chat-stream", { body: { userMessage }, signal: cut.signal })
  const run = response.headers.get("X-Run-Id")
  while (true) {
    try {
      for await (const { id, name, data } of events(response)) {
        seen = id
        yield [name, data]
        if (name === "done") return
        if (seen === 2) cut.abort()
      }
    } catch (error) { if (error.name !== "AbortError") throw error }
    response = await call("GET", `/agents/runs/${run}/events`, { headers: { "Last-Event-ID": String(seen) } })
  }
}

token = (await answer("POST", "/auth/signup", { email: EMAIL, password: PASSWORD })).access_token
for await (const [name, data] of ask("Find me 3-bedroom homes in Portland under $900,000")) {
  process.stdout.write(name === "content" ? data.chunk : `[${name}]\n`)
}

for await (const [name, data] of ask(`Send L001 to ${EMAIL}`)) {
  if (name !== "approval") continue
  const decided = await answer("POST", `/approvals/${data.approvalId}`, { decision: "approve" })
  console.log(`[${decided.status}] ${decided.result?.message ?? ""}`)
}
