#!/usr/bin/env python3
"""Writes the service models of the stand-in: packages/aws-stand-in/src/service-model/models.json.

The models are from botocore, under the Apache License 2.0. With --print the script prints the new
content and does not write the file.
"""

import json
import pathlib
import sys

import botocore
import botocore.session

FILE = pathlib.Path(__file__).parent.parent / 'packages/aws-stand-in/src/service-model/models.json'

# Every operation that the stand-in supports. It supports every operation that assume calls.
OPERATIONS = {
    'iam': [
        'AttachRolePolicy',
        'AttachUserPolicy',
        'CreateAccessKey',
        'CreatePolicy',
        'CreateRole',
        'CreateUser',
        'CreateVirtualMFADevice',
        'DeactivateMFADevice',
        'DeleteAccessKey',
        'DeletePolicy',
        'DeleteRole',
        'DeleteUser',
        'DeleteVirtualMFADevice',
        'DetachRolePolicy',
        'DetachUserPolicy',
        'EnableMFADevice',
        'GetLoginProfile',
        'GetPolicy',
        'GetPolicyVersion',
        'GetRole',
        'GetUser',
        'ListAccessKeys',
        'ListAttachedRolePolicies',
        'ListAttachedUserPolicies',
        'ListGroupsForUser',
        'ListInstanceProfilesForRole',
        'ListMFADevices',
        'ListPolicies',
        'ListRolePolicies',
        'ListRoles',
        'ListUserPolicies',
        'ListUsers',
        'ListVirtualMFADevices',
        'UpdateAssumeRolePolicy',
    ],
    'organizations': [
        'ListAccounts',
        'ListAccountsForParent',
        'ListOrganizationalUnitsForParent',
        'ListRoots',
    ],
    'signin': ['CreateOAuth2Token'],
    'sso': ['GetRoleCredentials', 'ListAccountRoles', 'ListAccounts', 'Logout'],
    'sso-oidc': ['CreateToken', 'RegisterClient', 'StartDeviceAuthorization'],
    'sts': [
        'AssumeRole',
        'AssumeRoleWithWebIdentity',
        'GetCallerIdentity',
        'GetFederationToken',
        'GetSessionToken',
    ],
}

SHAPE_KEYS = ('type', 'required', 'payload', 'min', 'max', 'pattern', 'enum', 'sensitive')
MEMBER_KEYS = ('shape', 'location', 'locationName')


def main():
    text = content()
    if sys.argv[1:] == ['--print']:
        sys.stdout.write(text)
    else:
        FILE.write_text(text)


def content():
    services = [f' {json.dumps(name)}: {service(name)}' for name in OPERATIONS]
    source = json.dumps(f'botocore {botocore.__version__}, Apache License 2.0')
    return f'{{"source": {source}, "services": {{\n' + ',\n'.join(services) + '\n}}\n'


def service(name):
    model = botocore.session.get_session().get_component('data_loader')
    model = model.load_service_model(name, 'service-2')
    shapes = {}
    operations = {each: operation(each, model, shapes) for each in OPERATIONS[name]}
    return f'{{"operations": {lines(operations)}, "shapes": {lines(shapes)}}}'


def operation(name, model, shapes):
    described = model['operations'][name]
    selected = {}
    if model['metadata']['protocol'] not in ('query', 'json'):
        selected['http'] = f"{described['http']['method']} {described['http']['requestUri']}"
    if 'input' in described:
        selected['input'] = described['input']['shape']
        add_shape(selected['input'], model['shapes'], shapes)
    return selected


def add_shape(name, all_shapes, shapes):
    if name in shapes:
        return
    described = all_shapes[name]
    selected = {key: described[key] for key in SHAPE_KEYS if key in described}
    shapes[name] = selected
    if 'members' in described:
        selected['members'] = {
            member: {key: value[key] for key in MEMBER_KEYS if key in value}
            for member, value in described['members'].items()
        }
        for member in described['members'].values():
            add_shape(member['shape'], all_shapes, shapes)
    if 'member' in described:
        selected['member'] = described['member']['shape']
        add_shape(selected['member'], all_shapes, shapes)


def lines(table):
    """Formats one entry a line, so that a change of a model changes few lines."""
    entries = [f'  {json.dumps(key)}: {json.dumps(table[key])}' for key in sorted(table)]
    return '{\n' + ',\n'.join(entries) + '\n }'


main()
