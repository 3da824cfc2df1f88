import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import manifest from '../../../package.json' with { type: 'json' }
import { shellWords } from '../../../src/cli/wrapper-line.ts'
import { isPlainName } from '../../../src/model/command-name.ts'
import { program } from '../../support/program.ts'
import { describeIn, shells } from '../../support/shells/shells.ts'
import { onTerminal } from '../../support/terminal/on-terminal.ts'
import { TestAws } from '../../support/test-aws.ts'

describe('assume init', () => {
  it.each(shells.map((shell) => [shell.name, shell] as const))(
    '%s prints one line with absolute paths of existing files',
    async (name, shell) => {
      const testAws = await TestAws.open()
      const { stdout, ...others } = await testAws.assume(['init', name])
      expect(others).toEqual({ stderr: '', exitCode: 0, calls: [] })
      expect(stdout).toMatch(/^[^\n]+;\n$/)
      const paths = [...stdout.matchAll(/'([^']+)'/g)].map(([, path]) => path ?? '')
      expect(paths).toEqual([process.execPath, program, shell.wrapper])
      expect(paths.filter((path) => !existsSync(path))).toEqual([])
    },
  )

  it.each(['tcsh', '', '../bash', 'BASH', 'bash.bak', 'pwsh'])(
    'refuses %j, for which there is no wrapper',
    async (name) => {
      const testAws = await TestAws.open()
      expect(await testAws.assume(['init', name])).toEqual({
        stdout: '',
        stderr: `assume: there is no wrapper for "${name}"; there are wrappers for bash, zsh and fish\n  hint: assume init bash\n`,
        exitCode: 2,
        calls: [],
      })
    },
  )

  it('names the shell of the user in the hint', async () => {
    const testAws = await TestAws.open()
    const hintIn = async (env: Record<string, string>) =>
      (await testAws.assume(['init', 'pwsh'], { env })).stderr.split('\n')[1]
    expect(await hintIn({ SHELL: '/usr/bin/zsh' })).toBe('  hint: assume init zsh')
    expect(await hintIn({ SHELL: '/usr/bin/zsh', ASSUME_SHELL: 'fish' })).toBe(
      '  hint: assume init fish',
    )
    expect(await hintIn({ SHELL: '/bin/tcsh' })).toBe('  hint: assume init bash')
  })

  for (const shell of shells) {
    describeIn(shell, () => {
      it('is named in the hint as the parent process, also if the login shell differs', async () => {
        const testAws = await TestAws.open()
        const login = shell.name === 'fish' ? '/bin/bash' : '/usr/bin/fish'
        const line = `'${process.execPath}' '${program}' init pwsh; true`
        const { stderr } = await execa(shell.name, [...shell.script, '-c', line], {
          env: { PATH: process.env.PATH ?? '', ...testAws.home.env, SHELL: login },
          extendEnv: false,
        })
        expect(stderr.split('\n')[1]).toBe(`  hint: assume init ${shell.name}`)
      })
    })
  }

  it('requires the name of a shell', async () => {
    const testAws = await TestAws.open()
    expect(await testAws.assume(['init'])).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/^assume: assume init needs SHELL\n/),
      exitCode: 2,
    })
  })
})

describe('assume init, if the prompt theme shows no session', () => {
  const p10k = { '.zshrc': 'source ~/powerlevel10k/powerlevel10k.zsh-theme\n' }
  const tideItems = (items: string) => ({
    '.config/fish/fish_variables': `SETUVAR tide_right_prompt_items:${items}\n`,
  })
  const toP10k = "echo 'POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS+=(assume)' >> ~/.p10k.zsh"
  const toTide = 'set -U -a tide_right_prompt_items assume; tide reload'

  it.each<[string, Record<string, string>, string, string | undefined]>([
    ['powerlevel10k, for zsh', p10k, 'init zsh', toP10k],
    ['powerlevel10k, for bash', p10k, 'init bash', undefined],
    ['powerlevel10k, if stdout is not a terminal', p10k, 'init zsh | cat', undefined],
    ['powerlevel10k, if stderr is not a terminal', p10k, 'init zsh 2>err; cat err', undefined],
    [
      'powerlevel10k with the segment of assume',
      { ...p10k, '.p10k.zsh': 'POWERLEVEL9K_LEFT_PROMPT_ELEMENTS=(\n  dir\n  assume\n)\n' },
      'init zsh',
      undefined,
    ],
    ['tide, for fish', tideItems('status\\x1eaws'), 'init fish', toTide],
    ['tide, for zsh', tideItems('status\\x1eaws'), 'init zsh', undefined],
    [
      'tide with the segment of assume',
      tideItems('status\\x1eassume\\x1eaws'),
      'init fish',
      undefined,
    ],
    ['tide with only the segment of assume', tideItems('assume'), 'init fish', undefined],
    ['no theme', {}, 'init zsh', undefined],
  ])('%s', async (_, files, words, line) => {
    const testAws = await TestAws.open({ files })
    const { shown } = await onTerminal(testAws, [`assume ${words}`])
    expect(shown).toMatch(/^(set -g )?__assume_node/)
    expect(/ hint: (.*)\n/.exec(shown)?.[1]).toBe(line)
    expect(shown.includes('shows no segment of assume')).toBe(line !== undefined)
  })
})

describe('assume init --print-path', () => {
  it.each(shells.map((shell) => [shell.name, shell] as const))('%s', async (name, shell) => {
    const testAws = await TestAws.open()
    expect(await testAws.assume(['init', name, '--print-path'])).toEqual({
      stdout: `${shell.wrapper}\n`,
      stderr: '',
      exitCode: 0,
      calls: [],
    })
  })

  it('is refused with --cmd, because the path does not contain the name', async () => {
    const testAws = await TestAws.open()
    expect(await testAws.assume(['init', 'bash', '--print-path', '--cmd', 'as'])).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(
        /^assume: --cmd and --print-path cannot be used together\n {2}hint: set __assume_cmd /,
      ),
      exitCode: 2,
    })
  })
})

describe('assume init --cmd', () => {
  const refused = async (name: string) => {
    const testAws = await TestAws.open()
    const { stdout, stderr, exitCode } = await testAws.assume(['init', 'bash', `--cmd=${name}`])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    return stderr
  }

  it.each(['', '-', '1a', 'a b', 'a-b', '__x', '$(x)', "a'b", 'a\nb', 'é'])(
    'refuses the invalid name %j',
    async (name) => {
      expect(await refused(name)).toContain('is not a valid name')
    },
  )

  it.each(['test', 'if', 'end', 'eval', 'assume_segment', 'prompt_assume'])(
    'refuses %s, a word of the shells or of assume',
    async (name) => {
      expect(await refused(name)).toContain(`"${name}" is a word of the shells or of assume itself`)
    },
  )

  const wordsOf = {
    bash: 'compgen -b; compgen -k',
    zsh: 'zmodload zsh/parameter; print -l ${(k)builtins} ${(k)dis_builtins} $reswords',
    fish: 'builtin -n',
  }
  for (const shell of shells) {
    describeIn(shell, () => {
      it('has no builtin or keyword that --cmd accepts', async () => {
        const args = [...shell.script, '-c', wordsOf[shell.name]]
        const { stdout } = await execa(shell.name, args)
        const words = stdout.split('\n').filter(isPlainName)
        expect(words.length).toBeGreaterThan(30)
        expect(words.filter((word) => !shellWords().has(word))).toEqual([])
      })
    })
  }
})

for (const shell of shells) {
  describeIn(shell, () => {
    it('loads the wrapper with the line that assume init prints', async () => {
      const testAws = await TestAws.open()
      const { stdout: line } = await testAws.assume(['init', shell.name])
      const [file = '', ...args] = [shell.name, ...shell.script]
      const { stdout } = await execa(file, [...args, '-c', `${line}assume status 2>&1`], {
        env: { PATH: process.env.PATH ?? '', ...testAws.home.env },
        extendEnv: false,
        reject: false,
      })
      expect(stdout).toBe('assume: this shell has no session from assume')
    })
  })
}

describe('assume --version', () => {
  it.each(['--version', '-v'])('%s prints the version of the package', async (option) => {
    const testAws = await TestAws.open()
    expect(await testAws.assume([option])).toEqual({
      stdout: `${manifest.version}\n`,
      stderr: '',
      exitCode: 0,
      calls: [],
    })
  })
})

describe('assume --help', () => {
  it.each([
    [['--help'], 'assume PROFILE [CODE]'],
    [['-h'], 'assume PROFILE [CODE]'],
    [['help'], 'assume PROFILE [CODE]'],
    [['prod', '--help'], 'assume PROFILE [CODE]'],
    [['status', '--help'], '--verify'],
    [['unset', '-h'], '--format'],
    [['whoami', '--help'], 'assume status: '],
    [['ls', '--help'], 'assume list: '],
    [['--unset', '--help'], 'assume unset: '],
    [['-u', '-h'], 'assume unset: '],
    [['help', 'ls'], 'assume list: '],
    [['-', '--help'], 'assume -: '],
    [['init', '--help'], 'assume init'],
    [['help', 'demo'], '--run'],
  ])('%j prints to stdout, without colour and without a call', async (words, text) => {
    const testAws = await TestAws.open()
    const { stdout, ...others } = await testAws.assume(words)
    expect(others).toEqual({ stderr: '', exitCode: 0, calls: [] })
    expect(stdout).toContain(text)
    expect(stdout).not.toContain('\x1b')
  })
})

describe('the program', () => {
  it('runs through a symbolic link', async () => {
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/bin\/sh\n/)
    const testAws = await TestAws.open()
    const link = join(testAws.home.path, 'assume')
    await execa('ln', ['-s', program, link])
    const { stdout } = await execa(link, ['--version'])
    expect(stdout).toBe(manifest.version)
  })

  it('works in a deleted folder, and ignores .aws/config in the current folder', async () => {
    const testAws = await TestAws.open({
      files: { 'here/.aws/config': '[profile evil]\nregion = x\n' },
    })
    const cwd = join(testAws.home.path, 'here')
    expect((await testAws.assume(['evil'], { cwd })).stderr).toContain(
      'there is no profile or command "evil"',
    )
    const script = `mkdir gone; cd gone; rmdir ../gone; exec "$@"`
    const { stdout } = await execa(
      'sh',
      ['-c', script, 'sh', process.execPath, program, 'Bob', '-f', 'process'],
      {
        cwd: testAws.home.path,
        env: { PATH: process.env.PATH ?? '', ...testAws.home.env },
        extendEnv: false,
      },
    )
    expect(JSON.parse(stdout)).toMatchObject({ Version: 1 })
  })
})
