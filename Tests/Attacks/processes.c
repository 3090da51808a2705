// Processes that multiply, will not die, or go for others.
#include "attacks.h"

#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

static void sleep_for_ever(void) {
  for (;;) pause();
}

// Forks until it is refused, then says what the refusal was and fails.
static int multiply(int count, char **words) {
  (void)count, (void)words;
  for (;;) {
    pid_t process = fork();
    if (process == 0) sleep_for_ever();
    if (process < 0) {
      answer(-1);
      return 3;
    }
  }
}

static void *idle(void *nothing) {
  sleep_for_ever();
  return nothing;
}

static int multiply_threads(int count, char **words) {
  (void)count, (void)words;
  for (;;) {
    pthread_t thread;
    int code = pthread_create(&thread, NULL, idle, NULL);
    if (code) {
      puts(strerrorname_np(code));
      return 3;
    }
  }
}

// All of them fork all the time.
static int explode(int count, char **words) {
  (void)count, (void)words;
  for (;;) fork();
}

static void ignore_everything(void) {
  for (int number = 1; number < 65; number++) signal(number, SIG_IGN);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
}

static int ignore_signals(int count, char **words) {
  (void)count, (void)words;
  ignore_everything();
  sleep_for_ever();
  return 0;
}

static int spin(int count, char **words) {
  (void)count, (void)words;
  ignore_everything();
  for (volatile unsigned long turns = 0;; turns++) {}
}

static int stop_itself(int count, char **words) {
  (void)count, (void)words;
  for (;;) raise(SIGSTOP);
}

// A daemon in a session of its own that ignores all signals and holds every stream open.
static int leave_daemon(int count, char **words) {
  (void)count, (void)words;
  if (fork() == 0) {
    setsid();
    if (fork()) _exit(0);
    ignore_everything();
    sleep_for_ever();
  }
  wait(NULL);
  puts("main is done");
  return 0;
}

// Many orphans, which the first process has to reap, and a status of their own each.
static int leave_orphans(int count, char **words) {
  (void)count, (void)words;
  for (int turn = 0; turn < 200; turn++) {
    if (fork() == 0) {
      if (fork() == 0) _exit(99);
      _exit(98);
    }
    wait(NULL);
  }
  return 7;
}

// Every signal to every process that can be named.
static int kill_all(int count, char **words) {
  (void)count, (void)words;
  for (int number = 1; number < 65; number++) {
    // Those that would end this process as well if they came back.
    signal(number, SIG_IGN);
    kill(1, number);
    kill(-1, number);
    kill(0, 0);
    siginfo_t forged = {.si_signo = number, .si_code = SI_QUEUE};
    syscall(SYS_rt_sigqueueinfo, 1, number, &forged);
  }
  int handle = (int)syscall(SYS_pidfd_open, 1, 0);
  if (handle >= 0) syscall(SYS_pidfd_send_signal, handle, SIGKILL, NULL, 0);
  for (int turn = 0; turn < 20000; turn++) kill(1, SIGCHLD);
  puts("still here");
  return 0;
}

// argument: a process of the host
static int kill_numbered(int count, char **words) {
  if (count != 1) return 64;
  return answer(kill((pid_t)strtol(words[0], NULL, 10), SIGKILL));
}

// Limits and priorities of the first process are not the job's to change.
static int strangle_first_process(int count, char **words) {
  (void)count, (void)words;
  const struct rlimit nothing = {0, 0};
  for (int resource = 0; resource < 16; resource++)
    complain_unless("prlimit", prlimit(1, resource, &nothing, NULL), EPERM, EPERM);
  return 0;
}

// What the kernel writes of a crash, and whom it starts for it, is decided by this limit: one byte
// is the only value at which neither a file nor a helper of the host sees the job's memory.
static int show_core_limit(int count, char **words) {
  (void)count, (void)words;
  struct rlimit limit;
  getrlimit(RLIMIT_CORE, &limit);
  printf("%lu %lu\n", (unsigned long)limit.rlim_cur, (unsigned long)limit.rlim_max);
  return 0;
}

const struct attack process_attacks[] = {
    {"multiply", multiply},
    {"multiply-threads", multiply_threads},
    {"explode", explode},
    {"ignore-signals", ignore_signals},
    {"spin", spin},
    {"stop-itself", stop_itself},
    {"leave-daemon", leave_daemon},
    {"leave-orphans", leave_orphans},
    {"kill-all", kill_all},
    {"kill-numbered", kill_numbered},
    {"strangle-first-process", strangle_first_process},
    {"show-core-limit", show_core_limit},
    {NULL, NULL},
};
