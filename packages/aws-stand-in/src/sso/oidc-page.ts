import type { OidcState } from './oidc-state.ts'

/** What a person sees who opens the verification URI; its buttons post to it. */
export function devicePage(userCode: string, { devices }: OidcState): string {
  const device = devices.find((each) => each.userCode === userCode)
  if (!device) return page(`<form>Code <input name="user_code"> <button>Next</button></form>`)
  if (device.decision) return page('<p>Done. You can close this page.</p>')
  // Neither holds a character that means something in HTML.
  return page(`<p>May the program with the code <b>${userCode}</b> act for you?</p>
<form method="post">
<input type="hidden" name="user_code" value="${userCode}">
<button name="answer" value="allow">Allow</button>
<button name="answer" value="deny">Deny</button>
</form>`)
}

const page = (content: string) =>
  `<!doctype html><meta charset="utf-8"><title>IAM Identity Center of the stand-in</title>${content}\n`
