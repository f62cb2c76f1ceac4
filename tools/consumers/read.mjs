// Reads reports with the packages that others read them with, and prints what
// these make of them. Usage: node read.mjs MESSAGES.ndjson CTRF.json
import { readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CucumberHtmlStream } from '@cucumber/html-formatter'
import { PrettyPrinter } from '@cucumber/pretty-formatter'
import { parseEnvelope } from '@cucumber/messages'
import { Query } from '@cucumber/query'
import * as ctrf from 'ctrf'

const [messages, common] = process.argv.slice(2).map((name) => readFileSync(name, 'utf8'))
const envelopes = messages.trimEnd().split('\n').map((line) => parseEnvelope(line))

class Text extends Writable {
  text = ''
  _write(chunk, _, done) {
    this.text += chunk
    done()
  }
}

const query = new Query()
const pretty = new Text()
const printer = new PrettyPrinter({ stream: pretty })
for (const envelope of envelopes) {
  query.update(envelope)
  printer.update(envelope)
}
const page = new Text()
await pipeline(envelopes, new CucumberHtmlStream(), page)

console.log(
  JSON.stringify({
    started: query.countTestCasesStarted(),
    statuses: query.countMostSevereTestStepResultStatus(),
    pretty: pretty.text,
    page: page.text.includes('<html') && page.text.includes('</html>'),
    embedded: embedded(page.text),
    ctrf: ctrf.validate(JSON.parse(common)),
    ctrfSummary: ctrf.calculateSummary(ctrf.parse(common).results.tests),
  }),
)

// How many messages the page's own script finds in it.
function embedded(page) {
  const script = page.match(/window\.CUCUMBER_MESSAGES = \[.*?\];?\s*<\/script>/s)?.[0].replace(/<\/script>/, '') ?? ''
  const window = {}
  new Function('window', script)(window)
  return window.CUCUMBER_MESSAGES?.length ?? 0
}
