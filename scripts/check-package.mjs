// Runs publint without the rule that the program begins with `#!/usr/bin/env`. The program begins
// with `#!/bin/sh`, because Node.js must not read NODE_OPTIONS first (src/launcher/launcher.sh).
import { readFile } from 'node:fs/promises'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const { messages, pkg } = await publint({ strict: true })
const program = await readFile(pkg.bin.assume, 'utf8')
const ruledOut = program.startsWith('#!/bin/sh\n') ? 'BIN_FILE_NOT_EXECUTABLE' : undefined
const complaints = messages.filter(({ code }) => code !== ruledOut)
for (const message of complaints) console.log(formatMessage(message, pkg))
process.exitCode = complaints.length === 0 ? 0 : 1
