#include "support/utc_time.h"

#include <cstdlib>
#include <ctime>

namespace si {
namespace {

std::string formatted(long long seconds, const char* format) {
  const std::time_t time = static_cast<std::time_t>(seconds);
  std::tm parts = {};
  ::gmtime_r(&time, &parts);
  char buffer[32];
  return {buffer, std::strftime(buffer, sizeof buffer, format, &parts)};
}

}  // namespace

long long utc_now() {
  if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH"); fixed != nullptr && *fixed != '\0') {
    char* end = nullptr;
    const long long seconds = std::strtoll(fixed, &end, 10);
    if (*end == '\0' && seconds >= 0) return seconds;
  }
  return static_cast<long long>(std::time(nullptr));
}

std::string utc_iso(long long seconds) { return formatted(seconds, "%Y-%m-%dT%H:%M:%SZ"); }

std::string utc_stamp(long long seconds) { return formatted(seconds, "%Y%m%dT%H%M%SZ"); }

}  // namespace si
