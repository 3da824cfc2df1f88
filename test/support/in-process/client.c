/*
 * Does the same as client.bash in a tenth of the time: see there. compile-client.ts compiles it if there is a
 * compiler. The files `port` and `program` next to it contain what client.bash has in variables.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The command line, with NULL at its end. */
static char **arguments;

static int server = -1;

static const struct {
  int number;
  const char *name;
} signals[] = {{SIGINT, "INT"}, {SIGTERM, "TERM"}, {SIGHUP, "HUP"}};

static struct sigaction pipe_before;

static void open_closed_streams(void) {
  for (int number = 0; number <= 2; number++)
    if (fcntl(number, F_GETFD) == -1) open("/dev/null", number == 0 ? O_RDONLY : O_WRONLY);
}

/* Reads the first line of a file that is next to this program. */
static int read_beside(const char *name, char *line) {
  char path[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  char file[PATH_MAX];
  if (snprintf(file, sizeof file, "%s/%s", dirname(path), name) >= (int)sizeof file) return 0;
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  length = read(fd, line, PATH_MAX - 1);
  close(fd);
  if (length <= 0) return 0;
  line[length] = 0;
  char *end = strchr(line, '\n');
  if (!end) return 0;
  *end = 0;
  return 1;
}

/* Replaces this process by Node.js, with the original environment and signals of this process. */
static void become_program(void) {
  char program[PATH_MAX];
  if (read_beside("program", program)) {
    arguments[0] = program;
    execv(program, arguments);
  }
  perror("client.c: cannot become the program");
  _exit(70);
}

static int connect_to_tests(void) {
  char port[PATH_MAX];
  if (!read_beside("port", port)) return -1;
  int first = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(first, (struct sockaddr *)&address, sizeof address) < 0) return -1;
  /* The program has file descriptors 3 to 9 only if the shell has given them. */
  int connection = fcntl(first, F_DUPFD_CLOEXEC, 10);
  close(first);
  return connection;
}

/* Writes all bytes, even if the file descriptor is non-blocking. */
static int write_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t count = write(fd, bytes, length);
    if (count < 0 && errno == EAGAIN) {
      struct pollfd until = {.fd = fd, .events = POLLOUT};
      poll(&until, 1, -1);
    } else if (count < 0 && errno != EINTR) {
      return 0;
    } else if (count > 0) {
      bytes += count;
      length -= (size_t)count;
    }
  }
  return 1;
}

static void tell(const char *line) {
  if (!write_all(server, line, strlen(line))) return;
}

static void on_signal(int number) {
  int before = errno;
  for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) {
    if (signals[index].number != number) continue;
    char line[20] = "signal ";
    strcat(strcat(line, signals[index].name), "\n");
    tell(line);
  }
  errno = before;
}

/* As in bash, a signal that was ignored at the start stays ignored. */
static void catch_signals(void) {
  struct sigaction ignore = {.sa_handler = SIG_IGN}, action = {.sa_handler = on_signal};
  action.sa_flags = SA_RESTART;
  sigaction(SIGPIPE, &ignore, &pipe_before);
  for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) {
    struct sigaction before;
    sigaction(signals[index].number, NULL, &before);
    if (before.sa_handler != SIG_IGN) sigaction(signals[index].number, &action, NULL);
  }
}

/* The bytes from the tests that are not read yet. */
static char received[65536];
static size_t begin, end;

static void receive(void) {
  ssize_t count;
  do count = read(server, received, sizeof received);
  while (count < 0 && errno == EINTR);
  if (count <= 0) {
    fputs("the tests ended before the program\n", stderr);
    _exit(70);
  }
  begin = 0;
  end = (size_t)count;
}

static void receive_line(char *line, size_t size) {
  for (size_t length = 0; length < size; length++) {
    if (begin == end) receive();
    line[length] = received[begin++];
    if (line[length] == '\n') {
      line[length] = 0;
      return;
    }
  }
  _exit(70);
}

/* Copies bytes from the tests. Reads all of them, even if the first ones cannot be written. */
static int hand_on(int fd, size_t length) {
  int is_written = 1;
  while (length > 0) {
    if (begin == end) receive();
    size_t count = end - begin < length ? end - begin : length;
    is_written = is_written && write_all(fd, received + begin, count);
    begin += count;
    length -= count;
  }
  return is_written;
}

int main(int count, char **values) {
  (void)count;
  arguments = values;
  open_closed_streams();
  server = connect_to_tests();
  if (server < 0) become_program();
  catch_signals();

  char line[200];
  /* One word precedes the command line of the core. */
  snprintf(line, sizeof line, "run %d %d %d 1\n", getpid(), getppid(), server);
  tell(line);
  for (;;) {
    receive_line(line, sizeof line);
    char request[20] = "";
    int number = 0;
    size_t length = 0;
    sscanf(line, "%19s %d %zu", request, &number, &length);
    if (!strcmp(request, "write")) {
      tell(hand_on(number, length) ? "written\n" : "failed\n");
    } else if (!strcmp(request, "exit")) {
      _exit(number);
    } else if (!strcmp(request, "alone")) {
      sigaction(SIGPIPE, &pipe_before, NULL);
      become_program();
    }
  }
}
