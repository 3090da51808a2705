// Programs that try to break out of a sandbox, or to harm who runs it. Each prints what the kernel
// answered; what the right answer is stands in the tables of HostileTests.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef int (*attack_function)(int count, char **words);

struct attack {
  const char *name;
  attack_function run;
};

// One list for each file of attacks; a nameless entry ends it.
extern const struct attack connection_attacks[], descriptor_attacks[], difference_attacks[],
    file_attacks[], memory_attacks[], process_attacks[], resident_attacks[], socket_attacks[], system_call_attacks[];

// Prints "success" or the name of `errno`, depending on whether `result` is -1; returns 0.
int answer(long result);
// Prints nothing for the answers that were expected, else `subject` and the answer.
void complain_unless(const char *subject, long result, int expected, int or_else);
