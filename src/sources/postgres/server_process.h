// A PostgreSQL server as a child of a watching process, which takes it down when we end in whatever way.
#pragma once

#include <string>

#include "support/result.h"

namespace si {

// Where initdb and postgres lie: in $SI_POSTGRES_BIN, in the newest /usr/lib/postgresql/*/bin, on the PATH. Fails
// (kDatabase) with the package to install.
Result<std::string> find_server_binaries();

class ServerProcess {
 public:
  // Makes a data directory and starts the server; returns when it takes connections.
  static Result<ServerProcess> start(const std::string& binaries);
  ServerProcess(ServerProcess&& other) noexcept;
  ServerProcess& operator=(ServerProcess&& other) noexcept;
  ~ServerProcess();  // the server and its folder are gone when it returns

  const std::string& folder() const { return folder_; }  // holds the socket of port 5432

 private:
  ServerProcess(std::string folder, int watcher, int lifeline);
  void stop();

  std::string folder_;
  int watcher_ = -1;   // process id
  int lifeline_ = -1;  // the watcher acts when this end of a pipe is closed, by us or by the kernel
};

}  // namespace si
