// Runs a program and tells what it cost, from outside.
//
// usage: measure PROGRAM ARGUMENT…
// Throws the program's standard output away. Prints one line: nanoseconds from start to end, microseconds of user and system
// time together, the most memory held at a time in KiB, and the exit status (128 and the number of the signal that ended it).
//
// A program of its own, and a small one: Linux counts towards a program's peak what the one that started it held.
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: measure PROGRAM ARGUMENT...\n");
    return 64;
  }
  long long start = nanoseconds();
  pid_t program = fork();
  if (program == 0) {
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0) dup2(nowhere, STDOUT_FILENO);
    execvp(argv[1], argv + 1);
    perror(argv[1]);
    _exit(127);
  }
  int status = 0;
  struct rusage used;
  if (program < 0 || wait4(program, &status, 0, &used) != program) {
    perror("measure");
    return 1;
  }
  long long wall = nanoseconds() - start;
  long long peak = used.ru_maxrss;
#ifdef __APPLE__
  peak /= 1024;
#endif
  printf("%lld %lld %lld %d\n", wall, microseconds(used.ru_utime) + microseconds(used.ru_stime), peak,
         WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
  return 0;
}
