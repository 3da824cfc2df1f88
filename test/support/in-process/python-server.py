"""Runs `aws …` and `python3 -c …` in processes that have already loaded the modules of the AWS CLI.

Each connection is one command line, with the protocol of client.bash. Prints the port.
"""

import functools
import gc
import io
import os
import select
import socket
import sys
import tempfile
import traceback

# Modules derive paths from HOME when they are loaded, but each run has its own home directory. run() opens that
# directory as this file descriptor.
HOME_DESCRIPTOR = 99
os.environ['HOME'] = f'/proc/self/fd/{HOME_DESCRIPTOR}'

import awscli.clidriver  # noqa: E402
import awscli.customizations.assumerole  # noqa: E402
import awscli.handlers  # noqa: E402, F401
import botocore.credentials  # noqa: E402
import botocore.hooks  # noqa: E402
import botocore.loaders  # noqa: E402
import botocore.tokens  # noqa: E402

# A program may start another program here, so several run at the same time.
WORKERS = 5

# The packages that exist before a run. Others are removed after it, such as boto3 with its default session.
LOADED_PACKAGES = {name.partition('.')[0] for name in sys.modules}

# The AWS CLI sets this variable when it is loaded.
DATA_PATH = os.environ['AWS_DATA_PATH']


def main():
    cache_constants()
    load_models()
    # Otherwise a worker that collects garbage copies the memory of all modules.
    gc.freeze()

    server = socket.create_server(('127.0.0.1', 0), backlog=64)
    server.setblocking(False)
    # start-python.ts reads once. With PYTHONUNBUFFERED, print would write the line in several parts.
    os.write(1, b'%d\n' % server.getsockname()[1])
    for _ in range(WORKERS):
        if os.fork() == 0:
            work(server)
            os._exit(0)
    for _ in range(WORKERS):
        os.wait()


def cache_constants():
    """Without this, each session parses the models of the services, and inspects and renames its handlers."""
    load = functools.lru_cache(maxsize=None)(botocore.loaders.JSONFileLoader().load_file)
    botocore.loaders.JSONFileLoader.load_file = lambda _, path: load(path)
    list_services = botocore.loaders.Loader.list_available_services
    services = {}

    def listed(self, type_name):
        if type_name not in services:
            services[type_name] = list_services(self, type_name)
        return services[type_name]

    botocore.loaders.Loader.list_available_services = listed
    # The AWS CLI registers only its own handlers, which all accept keyword arguments.
    botocore.hooks.accepts_kwargs = lambda _: True
    aliaser = botocore.hooks.EventAliaser
    aliaser._alias_event_name = aliaser(None)._alias_event_name


def load_models():
    loader = awscli.clidriver.create_clidriver().session.get_component('data_loader')
    for service in ('iam', 'sts'):
        for kind in ('service-2', 'endpoint-rule-set-1'):
            loader.list_available_services(kind)
            loader.load_service_model(service, kind)
    loader.load_data('endpoints')
    loader.load_data('partitions')


def work(server):
    """Works until stdin ends. It ends with the tests, however they end."""
    while True:
        if sys.__stdin__ in select.select([sys.__stdin__, server], [], [])[0]:
            return
        try:
            connection, _ = server.accept()
        except BlockingIOError:
            continue
        connection.setblocking(True)
        with connection:
            try:
                serve(connection)
            except OSError:
                # The client has been killed.
                pass


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
    """Runs the command line of the caller. Returns its exit status."""
    with open(f'{caller}/cmdline', 'rb') as file:
        # The first two words are bash and its option.
        program, *arguments = map(os.fsdecode, file.read().split(b'\0')[2:-1])
    with open(f'{caller}/environ', 'rb') as file:
        entries = [entry.partition(b'=') for entry in file.read().split(b'\0')[:-1]]
    os.environb.clear()
    os.environb.update({name: value for name, _, value in entries})
    with open(f'{caller}/status') as file:
        os.umask(next(int(line.split()[1], 8) for line in file if line.startswith('Umask:')))
    os.chdir(f'{caller}/cwd')
    try:
        home = os.open(os.path.expanduser('~'), os.O_PATH)
    except FileNotFoundError:
        home = deleted_folder()
    os.dup2(home, HOME_DESCRIPTOR, inheritable=False)
    os.close(home)
    sys.stdin = open(os.devnull)
    sys.stdout, sys.stderr = text_to(output), text_to(errors)
    try:
        if os.path.basename(program) == 'aws':
            os.environ['AWS_DATA_PATH'] = DATA_PATH
            sys.argv = ['aws', *arguments]
            status = awscli.clidriver.main()
        else:
            _, script, *sys.argv[1:] = arguments
            sys.argv[0] = '-c'
            status = exec(compile(script, '<string>', 'exec'), {'__name__': '__main__'})
    except SystemExit as error:
        status = error.code
    except Exception:
        traceback.print_exc()
        status = 1
    finally:
        os.chdir('/')
        forget_packages()
    return status or 0


def forget_packages():
    for name in list(sys.modules):
        if name.partition('.')[0] not in LOADED_PACKAGES:
            del sys.modules[name]


def deleted_folder():
    """The home directory for a run whose HOME does not exist. No path in this directory exists."""
    path = tempfile.mkdtemp()
    descriptor = os.open(path, os.O_PATH)
    os.rmdir(path)
    return descriptor


def text_to(stream):
    return io.TextIOWrapper(stream, encoding='utf-8', write_through=True)


main()
