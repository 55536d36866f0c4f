"""Preloaded in a test: like matplotlib while it makes its list of fonts on a slow machine."""

import threading

threading.Timer(1000, print).start()
