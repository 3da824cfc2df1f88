import { expect, test } from 'vitest'
import { open, promptAfter } from '../../support/shells/at-the-prompt.ts'
import { bash, describeIn } from '../../support/shells/shells.ts'

describeIn(bash, () => {
  test.each([
    ['a string', ['PROMPT_COMMAND="seen=yes"']],
    ['a string that ends in ;', ['PROMPT_COMMAND="seen=yes;"']],
    ['a string that ends in a comment', ['PROMPT_COMMAND="seen=yes # of course"']],
    ['an array', ['PROMPT_COMMAND=("seen=yes" ":")']],
    ['something readonly', ['readonly PROMPT_COMMAND="seen=yes"']],
  ])('still runs a PROMPT_COMMAND that is %s', async (name, before) => {
    const terminal = await open(bash, { before })
    const prompt = await promptAfter(terminal, 'echo')
    if (name === 'something readonly') expect(prompt).not.toContain('dev')
    else expect(prompt).toContain('(dev 59m) ~~> ')
    expect((await terminal.run('echo "seen $seen"')).output).toContain('\nseen yes\n')
  })

  test('uses precmd_functions of bash-preexec, and does not change PROMPT_COMMAND', async () => {
    const before = [
      '__bp_imported=defined',
      'precmd_functions=()',
      'invoke() { local f; for f in "${precmd_functions[@]}"; do "$f"; done; }',
      'PROMPT_COMMAND=invoke',
    ]
    const after = ['theirs() { PS1="theirs~~> "; }', 'precmd_functions+=(theirs)']
    const terminal = await open(bash, { before, after })
    // The segment returns at the third prompt, after the wrapper has found that it was overwritten.
    await terminal.run('echo')
    expect(await promptAfter(terminal, 'echo')).toContain('(dev 59m) theirs~~> ')
    expect((await terminal.run('echo "[$PROMPT_COMMAND]"')).output).toContain('\n[invoke]\n')
  })

  test('does not move when bash-preexec puts its own hooks first and last', async () => {
    // bash-preexec, loaded after the wrapper, wraps the existing PROMPT_COMMAND at the first prompt.
    const after = [
      '__bp_imported=defined',
      'first() { :; }; last() { interactive=on; }',
      "wrap() { PROMPT_COMMAND=$'first\\n'${PROMPT_COMMAND%$'\\n'wrap}$'\\nlast'; first; last; }",
      "PROMPT_COMMAND+=$'\\nwrap'",
    ]
    const terminal = await open(bash, { after })
    expect(await promptAfter(terminal, 'echo')).toContain('(dev 59m) ~~> ')
    expect((await terminal.run('echo "[${PROMPT_COMMAND//$\'\\n\'/, }]"')).output).toContain(
      '\n[first, __assume_prompt, last]\n',
    )
  })
})
