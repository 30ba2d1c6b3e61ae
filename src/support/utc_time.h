// The clock, in UTC and ISO 8601: the only one that reports, logs and names of files use.
#pragma once

#include <string>

namespace si {

// Seconds since 1970; what SOURCE_DATE_EPOCH says where it is set (https://reproducible-builds.org/specs/).
long long utc_now();

std::string utc_iso(long long seconds);    // "2025-10-27T19:48:02Z"
std::string utc_stamp(long long seconds);  // "20251027T194802Z", for names of files

}  // namespace si
