#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "commands/run.h"

// What jemalloc reads its options from, where it serves this program (jemalloc(3), TUNING): memory that is not used
// goes back after a fifth of a second, not after ten.
extern "C" const char* const malloc_conf;
const char* const malloc_conf = "dirty_decay_ms:200";

namespace {

// Also a crash has a message and the documented status. Only what may be called in a signal handler is.
void exit_on_crash(int signal) {
  constexpr std::string_view kMessage =
      "schema-inspector: a mistake of the program itself: it crashed\n"
      "  hint: please report it with the command line and, if you can, the files it was given\n";
  if (signal != SIGABRT) {  // assert() and std::terminate() have said what happened
    const ssize_t written = ::write(2, kMessage.data(), kMessage.size());
    static_cast<void>(written);
  }
  ::_exit(70);
}

void catch_crashes() {
  static char stack[1 << 16];  // the handler of a stack overflow needs one of its own
  stack_t alternative = {};
  alternative.ss_sp = stack;
  alternative.ss_size = sizeof stack;
  ::sigaltstack(&alternative, nullptr);
  struct sigaction action = {};
  action.sa_handler = exit_on_crash;
  action.sa_flags = SA_ONSTACK | static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) ::sigaction(signal, &action, nullptr);
}

// `ps` shows everybody the arguments: a password in one is starred out as soon as they are copied.
void hide_passwords(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const auto star_out = [&](std::size_t begin, std::size_t end) {
      for (std::size_t k = begin; k < end && k < argument.size(); ++k) argv[i][k] = '*';
    };
    const std::size_t scheme = argument.find("://"), at = argument.rfind('@');
    if (scheme != std::string_view::npos && at != std::string_view::npos && scheme < at)
      if (const std::size_t colon = argument.find(':', scheme + 3); colon < at) star_out(colon + 1, at);
    if (const std::size_t keyword = argument.find("password="); keyword != std::string_view::npos)
      star_out(keyword + 9, argument.size());
  }
}

}  // namespace

int main(int argc, char** argv) {
  ::signal(SIGPIPE, SIG_IGN);  // a reader that has gone is seen when writing
#ifndef __SANITIZE_ADDRESS__
  catch_crashes();
#endif
  if (argc < 1) return 2;
  std::vector<std::string> arguments(argv + 1, argv + argc);
  hide_passwords(argc, argv);
  return si::run_program(arguments);
}
