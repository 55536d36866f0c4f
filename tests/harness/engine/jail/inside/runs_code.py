"""Stands in for the agent: runs the code it is sent, in a jail, and answers with what `answer` is then, as JSON."""

import json
import socket
import traceback


def serve(sock: socket.socket) -> None:
    stream = sock.makefile("rwb")
    namespace = {"__name__": "__main__", "sock": sock}
    for line in stream:
        namespace.pop("answer", None)
        try:
            exec(compile(json.loads(line), "<attack>", "exec"), namespace)
            answer = {"answer": namespace.get("answer")}
        except BaseException as error:
            answer = {"error": type(error).__name__, "text": str(error), "trace": traceback.format_exc()}
        stream.write(json.dumps(answer).encode() + b"\n")
        stream.flush()
