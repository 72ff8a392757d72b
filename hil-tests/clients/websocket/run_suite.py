"""Runs the Autobahn WebSocket suite's fuzzing client as its argument says: a specification in JSON.

For Jython 2.7, with the suite on the class path. The results are index.json below the specification's outdir.
"""
import json
import sys

from autobahntestsuite import wstest



def octets(value):
    """The same with byte strings for text, the only strings that the suite's sockets take."""
    if isinstance(value, dict):
        return dict((octets(k), octets(v)) for k, v in value.items())
    if isinstance(value, list):
        return [octets(v) for v in value]
    return value.encode('utf-8') if isinstance(value, unicode) else value


wstest.start({'mode': 'fuzzingclient', 'debug': False}, octets(json.loads(sys.argv[1])))
