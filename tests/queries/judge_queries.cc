// Plants changes under the queries of a project and compares what check-queries finds with what the server refuses.
//
//   judge-queries FOLDER SCHEMA.sql COUNT SEED [HELPER…]
//   judge-queries --spans FILE…            file, first and last line of each string of a query found in FILEs
//
// Each change renames away a table or column that some statement names (for a query that is the same as dropping it).
// The server's own verdict on every statement without holes, before and after, is the truth. Prints the figures as one
// JSON object; exits with 1 when a goal is missed.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "queries/check.h"
#include "queries/server_words.h"
#include "sources/postgres/statement_check.h"
#include "support/json_writer.h"

namespace si {
namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::uint64_t next(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

[[noreturn]] void fail(const Error& error) {
  std::cerr << error.message << "\n";
  std::exit(2);
}
template <typename T>
T take(Result<T> result) {
  if (!result) fail(result.error());
  return std::move(*result);
}

struct Change {
  QualifiedName table;
  std::string column;  // empty: the table
};

struct Figures {
  std::size_t queries = 0, statements = 0, whole = 0, around = 0, unchecked = 0, references = 0;
  std::size_t own_findings = 0;                      // on the project's own schema, before any change
  std::size_t offline_errors = 0, offline_only = 0;  // … said offline; of those where the server takes the statement
  std::size_t planted = 0, refused = 0, found = 0, right_characters = 0, offline_found = 0, offline_false = 0,
              extra = 0;
};

class Judge {
 public:
  Judge(const std::string& folder, const std::string& ddl, const std::vector<std::string>& helpers)
      : server_(take(EmbeddedServer::start())), source_(take(server_.create_database("judged", content_of(ddl), ddl))) {
    ExtractOptions options;
    options.root = folder;
    options.helpers = helpers;
    options.exclude = {"*" + ddl.substr(ddl.rfind('/') + 1)};  // the truth itself
    extraction_ = take(extract_queries(options));
  }

  Figures run(std::size_t count, std::uint64_t seed) {
    const Schema own = read();
    const QueryCheck before = take(check_queries(extraction_, own, ask()));
    const QueryCheck offline = take(check_queries(extraction_, own, nullptr));
    figures_.queries = before.coverage.queries;
    figures_.whole = before.coverage.full;
    figures_.around = before.coverage.around_holes;
    figures_.unchecked = before.coverage.not_checked;
    figures_.references = before.coverage.references;
    figures_.own_findings = before.findings.size();
    for (const Finding& finding : before.findings) {
      own_.insert(key(finding));
      std::cerr << "own: " << finding.location.file << ":" << finding.location.span.line << ": " << finding.rule << ": "
                << finding.message << "\n";
    }
    const std::vector<bool> taken = verdicts(before);
    figures_.statements = static_cast<std::size_t>(std::count(taken.begin(), taken.end(), true));
    compare_offline(offline, before, "on its own schema");
    std::vector<Change> candidates = changes(offline);
    for (std::size_t i = 0; i < count && !candidates.empty(); ++i) {
      const std::size_t at = next(seed) % candidates.size();
      plant(candidates[at], before, taken);
      candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(at));  // each once
    }
    return figures_;
  }

 private:
  // Without the message: what a finding suggests may be what was renamed away.
  using Key = std::tuple<std::string, Location, std::string>;
  static Key key(const Finding& finding) { return {finding.rule, finding.location, finding.actual.value_or("")}; }

  Schema read() { return take(read_database(source_, {})); }

  StatementChecker& checker() {
    checker_.emplace_back(take(StatementChecker::open(source_, {})));
    if (checker_.size() > 1) checker_.erase(checker_.begin());
    return checker_.back();
  }

  AskServer ask() {
    return [this](const std::vector<std::string>& texts) -> Result<std::vector<std::optional<StatementError>>> {
      auto answers = take(checker().check(texts));
      std::vector<std::optional<StatementError>> out(answers.size());
      for (std::size_t i = 0; i < out.size(); ++i)
        if (answers[i])
          out[i] = StatementError{answers[i]->sqlstate, answers[i]->message, answers[i]->hint,
                                  static_cast<std::size_t>(answers[i]->position)};
      return out;
    };
  }

  // Which statements the server takes as they are.
  std::vector<bool> verdicts(const QueryCheck& check) {
    std::vector<std::string> texts;
    for (const CheckedStatement& statement : check.statements)
      texts.push_back(statement.sql.has_holes() || !statement.sql.problem.empty() ? "SELECT nothing_here"
                                                                                  : statement.sql.sql);
    const auto answers = take(checker().check(texts));
    std::vector<bool> taken;
    for (const auto& answer : answers) taken.push_back(!answer);
    return taken;
  }

  static std::vector<Change> changes(const QueryCheck& check) {
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    for (const CheckedStatement& statement : check.statements)
      for (const QueryReference& reference : statement.resolved.references)
        if (reference.column != "*") seen.insert({reference.table.schema, reference.table.name, reference.column});
    std::vector<Change> out;
    for (const auto& [schema, table, column] : seen) out.push_back({{schema, table}, column});
    return out;
  }

  // What is said offline of statements that the server takes.
  void compare_offline(const QueryCheck& offline, const QueryCheck& server, std::string_view when) {
    std::set<Location> refused;
    for (const Finding& finding : server.findings) refused.insert(finding.location);
    for (const Finding& finding : offline.findings) {
      if (finding.rule != "query-unknown-table" && finding.rule != "query-unknown-column" &&
          finding.rule != "query-ambiguous" && finding.rule != "query-syntax" && finding.rule != "query-type")
        continue;
      ++figures_.offline_errors;
      if (refused.contains(finding.location)) continue;
      ++figures_.offline_only;
      std::cerr << "only offline, " << when << ": " << finding.location.file << ":" << finding.location.span.line
                << ": " << finding.message << "\n";
    }
  }

  bool change(const std::string& sql) {
    Connection connection = take(Connection::open(source_, 10));
    return !connection.run_batch({sql}, 10000, [](std::size_t, const Rows&) {});
  }

  void plant(const Change& target, const QueryCheck& before, const std::vector<bool>& taken) {
    const std::string table = to_string(target.table), name = "zz_renamed_away";
    const bool column = !target.column.empty();
    const QualifiedName moved{target.table.schema, name};
    const std::string there =
        column ? fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", table, quote_identifier(target.column), name)
               : fmt::format("ALTER TABLE {} RENAME TO {}", table, name);
    const std::string back =
        column ? fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", table, name, quote_identifier(target.column))
               : fmt::format("ALTER TABLE {} RENAME TO {}", to_string(moved), quote_identifier(target.table.name));
    if (!change(there)) return;  // a view's column
    ++figures_.planted;
    const Schema schema = read();
    const QueryCheck after = take(check_queries(extraction_, schema, ask()));
    const QueryCheck offline = take(check_queries(extraction_, schema, nullptr));
    const std::vector<bool> now = verdicts(before);
    const std::string& gone = column ? target.column : target.table.name;
    std::set<std::size_t> refused;
    for (std::size_t i = 0; i < now.size(); ++i)
      if (taken[i] && !now[i]) refused.insert(before.statements[i].query);
    judge(after, refused, gone, true);
    judge(offline, refused, gone, false);
    if (!change(back)) {
      std::cerr << "cannot undo " << there << "\n";
      std::exit(2);
    }
  }

  // The query whose text a finding's place lies in.
  std::set<std::size_t> queries_at(const Location& place) const {
    std::set<std::size_t> out;
    for (std::size_t q = 0; q < extraction_.queries.size(); ++q)
      for (const BuiltText& text : extraction_.queries[q].variants)
        for (const TextPiece& piece : text) {
          if (piece.document == nullptr || piece.document->path() != place.file) continue;
          const SourceSpan span = piece.document->span(piece.begin, piece.end);
          if (std::tie(span.line, span.column) <= std::tie(place.span.line, place.span.column) &&
              std::tie(place.span.line, place.span.column) < std::tie(span.end_line, span.end_column))
            out.insert(q);
        }
    return out;
  }

  void judge(const QueryCheck& check, const std::set<std::size_t>& refused, const std::string& gone, bool server) {
    std::set<std::size_t> found;
    for (const Finding& finding : check.findings) {
      if (own_.contains(key(finding)) || finding.rule == "query-injection" || finding.rule == "query-without-where" ||
          finding.rule == "query-null-comparison" || finding.rule == "query-conflict-target" ||
          finding.rule == "query-insert-missing-not-null")
        continue;
      const std::set<std::size_t> queries = queries_at(finding.location);
      const bool is_refused =
          std::any_of(queries.begin(), queries.end(), [&](std::size_t q) { return refused.contains(q); });
      const bool right = finding.actual && *finding.actual == gone;
      if (is_refused) found.insert(queries.begin(), queries.end());
      if (server && is_refused) figures_.right_characters += right ? 1 : 0, ++placed_;
      if (server && is_refused && !right)
        std::cerr << "wrong characters (" << gone << "): " << finding.location.file << ":" << finding.location.span.line
                  << ": " << finding.actual.value_or("?") << ": " << finding.message << "\n";
      if (!is_refused && !right) {
        ++(server ? figures_.extra : figures_.offline_false);
        std::cerr << (server ? "extra: " : "extra offline: ") << finding.location.file << ":"
                  << finding.location.span.line << ": " << finding.message << " (" << gone << " is gone)\n";
      }
    }
    for (const std::size_t q : refused) {
      if (server) ++figures_.refused;
      if (found.contains(q)) {
        ++(server ? figures_.found : figures_.offline_found);
      } else {
        std::cerr << (server ? "missed: " : "missed offline: ") << extraction_.queries[q].place.file << ":"
                  << extraction_.queries[q].place.span.line << " (" << gone << " is gone)\n";
      }
    }
    figures_.right_characters += 0;
  }

  EmbeddedServer server_;
  DatabaseSource source_;
  std::vector<StatementChecker> checker_;
  Extraction extraction_;
  std::set<Key> own_;
  Figures figures_;

 public:
  std::size_t placed_ = 0;  // findings on refused statements
};

}  // namespace
}  // namespace si

namespace si {
namespace {

int print_spans(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    ExtractOptions options;
    options.root = file.substr(0, file.rfind('/'));
    options.paths = {file};
    const Extraction extraction = take(extract_queries(options));
    for (const Query& query : extraction.queries) {
      fmt::print("{}\t{}\t{}\n", file, query.place.span.line, query.place.span.line);
      for (const BuiltText& text : query.variants)
        for (const TextPiece& piece : text) {
          if (piece.document == nullptr || piece.hole || !file.ends_with(piece.document->path())) continue;
          const SourceSpan span = piece.document->span(piece.begin, piece.end);
          fmt::print("{}\t{}\t{}\n", file, span.line, span.end_line);
        }
    }
  }
  return 0;
}

}  // namespace
}  // namespace si

int main(int argc, char** argv) {
  using namespace si;
  if (argc > 2 && std::string(argv[1]) == "--spans") return print_spans({argv + 2, argv + argc});
  if (argc < 5) return 2;
  Judge judge(argv[1], argv[2], {argv + 5, argv + argc});
  const Figures f = judge.run(static_cast<std::size_t>(std::atoi(argv[3])), std::strtoull(argv[4], nullptr, 10));
  JsonWriter json(true);
  json.begin_object().member("queries", f.queries).member("whole", f.whole).member("around_holes", f.around);
  json.member("not_checked", f.unchecked).member("references", f.references).member("own_findings", f.own_findings);
  json.member("offline_errors", f.offline_errors).member("only_offline", f.offline_only);
  json.member("planted", f.planted).member("refused", f.refused).member("found", f.found);
  json.member("findings_there", judge.placed_).member("right_characters", f.right_characters);
  json.member("found_offline", f.offline_found).member("false_offline", f.offline_false).member("extra", f.extra);
  json.end_object();
  std::cout << json.take() << std::endl;
  const bool good = f.found == f.refused && f.extra == 0 && f.offline_only == 0 && f.offline_false == 0 &&
                    f.right_characters == judge.placed_ && f.offline_found * 100 >= f.refused * 95;
  return good ? 0 : 1;
}
