"""How botocore reads files: JSON cases on stdin, JSON readings on stdout, "refused" for an error."""

import json
import os
import sys
import tempfile

from botocore.configloader import load_config, raw_config_parse
from botocore.exceptions import ConfigParseError


def read(case, folder):
    paths = {}
    for name in ("config", "credentials"):
        paths[name] = os.path.join(folder, name)
        with open(paths[name], "wb") as file:
            file.write(case[name].encode("utf-8"))
    try:
        config = load_config(paths["config"])
        # As Session.full_config does.
        for name, values in raw_config_parse(paths["credentials"]).items():
            config["profiles"].setdefault(name, {}).update(values)
    except ConfigParseError:
        return "refused"
    return {key: config[key] for key in ("profiles", "sso_sessions", "services")}


with tempfile.TemporaryDirectory() as folder:
    print(json.dumps([read(case, folder) for case in json.load(sys.stdin)]))
