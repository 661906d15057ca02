#!/usr/bin/env python3
"""A polling loop on the official SDK. usage: poll_openai.py COUNT; prints CPU seconds and resident megabytes."""
import os
import resource
import sys

from openai import OpenAI

client = OpenAI()
count = int(sys.argv[1])
for _ in range(20):
    client.fine_tuning.jobs.list(limit=100)
before = resource.getrusage(resource.RUSAGE_SELF)
for _ in range(count):
    statuses = {job.id: job.status for job in client.fine_tuning.jobs.list(limit=100).data}
after = resource.getrusage(resource.RUSAGE_SELF)
with open("/proc/self/statm") as file:
    pages = int(file.read().split()[1])
cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(cpu, pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
