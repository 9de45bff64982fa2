# shellcheck shell=bash
# Waits until the package repositories answer: a private machine often boots before its NAT forwards.
# WAIT_SECONDS: bound of the wait, default 600. Asks dnf itself, so that any path to its repositories counts.
begin wait-for-network

need WAIT_SECONDS '[0-9]*' 600

repositories_answer() { timeout 120 dnf -q --refresh --setopt=timeout=10 --setopt=retries=1 makecache; }

within repositories_answer
say "the package repositories answer"
