/** What people type who know granted, aws-vault, awsume or the AWS CLI, and what does it here. */
const elsewhere: Readonly<Record<string, string>> = {
  '-c': 'to open the console, for example: assume console prod',
  '--console': 'to open the console, for example: assume console prod',
  '-s': 'to open the page of a service, for example: assume console prod --service s3',
  '--url': 'to print the URL of the console, for example: assume console prod --url',
  '--stdout': 'to print the URL of the console, for example: assume console prod --url',
  '--exec': 'to run a program, for example: assume exec prod -- aws s3 ls',
  '--un': 'to drop the session: assume unset',
  '-k': 'to drop the session: assume unset',
  '--kill-refresher': 'to drop the session: assume unset',
  '--env': 'for a .env file, for example: assume prod --format dotenv',
  '-e': 'for a .env file, for example: assume prod --format dotenv',
  '-l': 'to list the profiles: assume list',
  '--list-profiles': 'to list the profiles: assume list',
  '--chain': 'name the source_profile of the role in ~/.aws/config',
  '--role': 'name the user and the role without an option, for example: assume Bob admin',
  '--role-arn': 'name the ARN without an option, after assume',
  '--user': 'name the user and the role without an option, for example: assume Bob admin',
  '--mfa-token': 'the MFA code is the last word, for example: assume prod 123456',
  '-t': 'the MFA code follows the target, for example: assume exec prod 123456 -- aws s3 ls',
  '--mfa-serial': 'the option is --serial-number',
  '--session-duration': 'the option is --duration',
  '--duration-seconds': 'the option is --duration',
  '--role-session-name': 'the option is --session-name',
  '--ec2-server':
    'to run a program with renewed credentials, for example: assume exec --server prod -- ./job',
  '--ecs-server':
    'to run a program with renewed credentials, for example: assume exec --server prod -- ./job',
  '--no-session': 'a profile without a role gives its own keys',
  '-a': 'to renew sessions in the prompt, set auto_refresh in ~/.config/assume/config',
  '--auto-refresh': 'to renew sessions in the prompt, set auto_refresh in ~/.config/assume/config',
  '-V': 'for the version: assume --version',
}

/** The hint for an option that another tool has. */
export const optionElsewhere = (name: string): string | undefined =>
  Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined
