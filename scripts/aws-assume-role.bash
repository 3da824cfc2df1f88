#!/usr/bin/env bash
# The script of 2020 that assume replaces. The bench compares both. Usage: aws-assume-role USER ROLE MFA
# The script overwrites the files in ~/.aws, so run it with a HOME of its own.
set -euo pipefail

user=$1
role=$2
code=$3
account=123456789012

# The last run has replaced the user's credentials by its session. This restores them.
cd "$HOME/.aws"
if [[ -e credentials.mine ]]; then cp credentials.mine credentials; fi
cp credentials credentials.mine

session=$(aws sts assume-role --role-arn "arn:aws:iam::$account:role/$role" \
  --role-session-name "$user" --serial-number "arn:aws:iam::$account:mfa/$user" \
  --token-code "$code" --duration-seconds 14400)

cat >credentials <<EOF
[default]
aws_access_key_id = $(jq -r .Credentials.AccessKeyId <<<"$session")
aws_secret_access_key = $(jq -r .Credentials.SecretAccessKey <<<"$session")
aws_session_token = $(jq -r .Credentials.SessionToken <<<"$session")
EOF
cat >config <<EOF
[default]
region = us-east-1
EOF
