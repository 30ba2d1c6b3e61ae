// What a private server may touch of the machine: a script that is given as a database runs there with all rights.
#pragma once

namespace si {

// Confines the calling process, for good and with all it will start: writing only below `folder` (and to shared
// memory), reading only there, below `installation` and of the system's libraries, starting only `program`, no TCP.
// As far as the kernel can (Landlock, Linux 5.13; TCP from 6.7): on an older one nothing happens. Calls nothing that is
// forbidden between fork() and exec().
void confine_server(const char* folder, const char* program, const char* installation);

}  // namespace si
