"""The bot decides and never does.

One rule holds for every module in here: no flask, redis, rq, sqlalchemy, wechatpy, requests, and no settings.
Time, ids and look-ups come in as arguments; what shall happen goes out as values (`effects`). So every
conversation can be tested as a pure function.
"""

import os

# The matrices in here are small: threads of a matrix library would only wait for each other, and each costs memory.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
