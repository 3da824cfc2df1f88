"""Runs command lines of the AWS CLI in children of this process, which has its modules loaded already.

Each connection is one command line, by the protocol of client.bash. Prints the port.
"""

import functools
import gc
import io
import os
import select
import signal
import socket
import sys
import traceback

import awscli.clidriver
import awscli.handlers  # noqa: F401
import botocore.hooks
import botocore.loaders

# The AWS CLI sets it when it is loaded.
DATA_PATH = os.environ['AWS_DATA_PATH']


def main():
    remember_what_never_changes()
    loader = awscli.clidriver.create_clidriver().session.get_component('data_loader')
    for service in ('iam', 'sts'):
        for kind in ('service-2', 'endpoint-rule-set-1'):
            loader.list_available_services(kind)
            loader.load_service_model(service, kind)
    loader.load_data('endpoints')
    loader.load_data('partitions')
    # A child that collects garbage would copy all of it.
    gc.freeze()

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    server = socket.create_server(('127.0.0.1', 0), backlog=64)
    print(server.getsockname()[1], flush=True)
    while True:
        # The tests have ended, in whatever way, when stdin has.
        if sys.stdin in select.select([sys.stdin, server], [], [])[0]:
            return
        connection, _ = server.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            server.close()
            serve(connection)
            os._exit(0)
        connection.close()


def remember_what_never_changes():
    """Each child would parse the models of the services, and look at all handlers, once more."""
    cached = functools.lru_cache(maxsize=None)
    load = cached(botocore.loaders.JSONFileLoader().load_file)
    botocore.loaders.JSONFileLoader.load_file = lambda _, path: load(path)
    list_services = botocore.loaders.Loader.list_available_services
    services = {}

    def listed(self, type_name):
        if type_name not in services:
            services[type_name] = list_services(self, type_name)
        return services[type_name]

    botocore.loaders.Loader.list_available_services = listed
    botocore.hooks.accepts_kwargs = cached(botocore.hooks.accepts_kwargs)


def serve(connection):
    lines = connection.makefile('rb')
    _, pid, *_ = lines.readline().split()
    output, errors = io.BytesIO(), io.BytesIO()
    status = run(f'/proc/{int(pid)}', output, errors)
    for number, stream in ((2, errors), (1, output)):
        text = stream.getvalue()
        if text:
            connection.sendall(b'write %d %d\n' % (number, len(text)) + text)
            lines.readline()
    connection.sendall(b'exit %d\n' % status)


def run(caller, output, errors):
    """As the program `aws` does."""
    with open(f'{caller}/cmdline', 'rb') as file:
        # bash, its option and the script come first.
        sys.argv = ['aws', *map(os.fsdecode, file.read().split(b'\0')[3:-1])]
    with open(f'{caller}/environ', 'rb') as file:
        entries = [entry.partition(b'=') for entry in file.read().split(b'\0')[:-1]]
    os.environb.clear()
    os.environb.update({name: value for name, _, value in entries})
    os.environ['AWS_DATA_PATH'] = DATA_PATH
    with open(f'{caller}/status') as file:
        os.umask(next(int(line.split()[1], 8) for line in file if line.startswith('Umask:')))
    os.chdir(f'{caller}/cwd')
    sys.stdin = open(os.devnull)
    sys.stdout, sys.stderr = text_to(output), text_to(errors)
    try:
        status = awscli.clidriver.main()
    except SystemExit as error:
        status = error.code
    except Exception:
        traceback.print_exc()
        status = 70
    return status or 0


def text_to(stream):
    return io.TextIOWrapper(stream, encoding='utf-8', write_through=True)


main()
