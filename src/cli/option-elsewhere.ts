/** What people type who know granted, aws-vault, awsume or the AWS CLI, and what does it here. */
const elsewhere: Readonly<Record<string, string>> = {
  '-c': 'to open the console: assume console PROFILE',
  '--console': 'to open the console: assume console PROFILE',
  '-s': 'to open the page of a service: assume console PROFILE --service s3',
  '--url': 'to print the URL of the console: assume console PROFILE --url',
  '--stdout': 'to print the URL of the console: assume console PROFILE --url',
  '--exec': 'to run a program: assume exec PROFILE -- PROGRAM',
  '--un': 'to drop the session: assume unset',
  '-k': 'to drop the session: assume unset',
  '--kill-refresher': 'to drop the session: assume unset',
  '--env': 'for a .env file: assume PROFILE --format dotenv',
  '-e': 'for a .env file: assume PROFILE --format dotenv',
  '-l': 'to list the profiles: assume list',
  '--list-profiles': 'to list the profiles: assume list',
  '--chain': 'name the source_profile of the role in ~/.aws/config, or: assume USER ROLE',
  '--role': 'name the role without an option: assume USER ROLE, or assume ROLE_ARN',
  '--role-arn': 'name the role without an option: assume ROLE_ARN',
  '--user': 'name the profile of the user without an option: assume USER ROLE',
  '--mfa-token': 'the MFA code is the last word: assume PROFILE 123456',
  '--mfa-serial': 'the option is --serial-number ARN',
  '--session-duration': 'the option is --duration TIME',
  '--duration-seconds': 'the option is --duration TIME',
  '--role-session-name': 'the option is --session-name NAME',
  '--ec2-server':
    'to run a program with renewed credentials: assume exec --server PROFILE -- PROGRAM',
  '--ecs-server':
    'to run a program with renewed credentials: assume exec --server PROFILE -- PROGRAM',
  '--no-session': 'a profile without a role gives its own keys: assume PROFILE',
  '-a': 'to renew sessions in the prompt, set auto_refresh in ~/.config/assume/config',
  '--auto-refresh': 'to renew sessions in the prompt, set auto_refresh in ~/.config/assume/config',
  '-V': 'for the version: assume --version',
}

/** The hint for an option that another tool has. */
export const optionElsewhere = (name: string): string | undefined =>
  Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined
