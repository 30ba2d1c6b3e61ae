// Exit status 70: what goes wrong in the program itself has a message and the documented status, too.
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>

namespace si {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool kSanitized = true;  // AddressSanitizer has handlers and a map of the memory of its own
#else
constexpr bool kSanitized = false;
#endif

std::string read_to_end(int fd) {
  std::string text;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::read(fd, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(n));
  return text;
}

// The program, reading a snapshot from `input`, with its messages going to `errors`.
pid_t start(const int (&input)[2], const int (&errors)[2]) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::dup2(input[0], 0);
  ::dup2(errors[1], 2);
  for (const int fd : {input[0], input[1], errors[0], errors[1]}) ::close(fd);
  ::execl(SI_PROGRAM, "schema-inspector", "introspect", "--db", "snapshot:-", nullptr);
  ::_exit(9);
}

TEST(Failure, ACrashHasAMessage) {
  if (kSanitized) GTEST_SKIP();
  int input[2], errors[2];
  ASSERT_EQ(::pipe(input), 0);
  ASSERT_EQ(::pipe(errors), 0);
  const pid_t child = start(input, errors);
  ::close(input[0]);
  ::close(errors[1]);
  ASSERT_EQ(::write(input[1], "{", 1), 1);
  // What is not read yet: none when the program is well under way and waits for more.
  for (int left = 1, tries = 0; left > 0 && tries < 2000; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_EQ(::ioctl(input[1], FIONREAD, &left), 0);
  }
  ::kill(child, SIGSEGV);
  const std::string message = read_to_end(errors[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(input[1]);
  ::close(errors[0]);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 70);
  EXPECT_EQ(message,
            "schema-inspector: a mistake of the program itself: it crashed\n"
            "  hint: please report it with the command line and, if you can, the files it was given\n");
}

TEST(Failure, TooLittleMemoryHasAMessage) {
  if (kSanitized) GTEST_SKIP();
  const std::string messages = testing::TempDir() + "/si-out-of-memory";
  const std::string command = "bash -c 'ulimit -v 700000; head -c 900000000 /dev/zero | \"" + std::string(SI_PROGRAM) +
                              "\" introspect --db snapshot:- 2>\"" + messages + "\"; exit ${PIPESTATUS[1]}'";
  const int status = std::system(command.c_str());
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 70);
  EXPECT_EQ(std::system(("grep -qx 'schema-inspector: out of memory' \"" + messages + "\"").c_str()), 0);
  ::unlink(messages.c_str());
}

}  // namespace
}  // namespace si
