// The way of a query: its text as statements (prepare), each parsed and resolved against the schema (resolve), and
// those without holes put before the server, whose word is final. Several ways to build one string are told apart to
// the end: a complaint about a place counts only when every way that has the place earns it.
#include "queries/check.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "queries/read_ahead.h"
#include "queries/server_words.h"
#include "sources/sql/parse_tree.h"
#include "support/parallel.h"
#include "support/strings.h"

namespace si {
namespace {

// A complaint about one statement.
struct Complaint {
  std::size_t statement = 0;
  Finding finding;
};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The last part of a.b.c that begins at `offset`.
std::size_t last_part(std::string_view sql, std::size_t offset) {
  std::size_t at = offset;
  for (;;) {
    std::size_t end = at;
    if (end < sql.size() && sql[end] == '"') {
      end = std::min(sql.find('"', end + 1), sql.size() - 1) + 1;
    } else {
      while (end < sql.size() && is_word(sql[end])) ++end;
    }
    if (end == at) return offset;
    if (end + 1 >= sql.size() || sql[end] != '.' || (!is_word(sql[end + 1]) && sql[end + 1] != '"')) return at;
    at = end + 1;
  }
}

class Checker {
 public:
  Checker(const Extraction& extraction, const Schema& schema, const AskServer& ask, ReadAhead& ahead)
      : extraction_(extraction), schema_(schema), ask_(ask), ahead_(ahead) {}

  Result<QueryCheck> run() {
    read_statements();
    if (ask_) {
      ServerQueue::Answers answers = ahead_.finish();
      if (!answers) return answers.error();
      verdicts_ = std::move(*answers);
    }
    for (const CheckedStatement& statement : out_.statements)
      for (const QualifiedName& made : statement.resolved.makes) {
        const Query& query = query_of(statement);
        made_.insert({query.callee == "script" ? query.place.file : "", made.name});
      }
    if (!ask_) offline_syntax();
    if (Status judged = judge_answers(); !judged) return judged.error();
    judge_offline();
    judge_pasting();
    judge_rows();
    keep_certain();
    count();
    return std::move(out_);
  }

 private:
  const Query& query_of(const CheckedStatement& statement) const { return extraction_.queries[statement.query]; }

  // ---- reading ----

  void read_statements() {
    std::vector<std::vector<StatementReading>> read(extraction_.queries.size());
    in_parallel(read.size(), 0, [&](std::size_t i) { read[i] = ahead_.read(extraction_.queries[i], i); });
    for (std::vector<StatementReading>& readings : read)
      for (StatementReading& reading : readings) {
        const std::size_t index = out_.statements.size();
        if (!reading.tag.empty()) tags_[index] = std::move(reading.tag);
        if (reading.syntax_offset) syntax_offsets_[index] = *reading.syntax_offset;
        if (reading.too_long) too_long_.insert(index);
        if (reading.asked) asked_.push_back({index, reading.shift, *reading.asked});
        out_.statements.push_back(std::move(reading.statement));
      }
  }

  // ---- the server ----

  // A statement that was put before the server; `text` numbers the texts, of which equal ones are asked once.
  struct Asked {
    std::size_t statement = 0, shift = 0, text = 0;
  };

  Status judge_answers() {
    std::vector<std::size_t> doubtful;
    for (std::size_t n = 0; n < asked_.size(); ++n) {
      CheckedStatement& statement = out_.statements[asked_[n].statement];
      const auto& verdict = verdicts_[asked_[n].text];
      if (!verdict) {
        statement.state = CheckState::kFull;
        statement.reason.clear();
        statement.resolved.undecided.clear();  // the server has decided
        std::erase_if(statement.resolved.problems, [](const QueryProblem& p) { return p.server_says_so; });
        continue;
      }
      if (!is_about_the_statement(verdict->sqlstate)) {
        statement.state = CheckState::kNotChecked;
        statement.reason = "the server could not look at it: " + verdict->message;
        continue;
      }
      statement.state = CheckState::kFull;
      statement.reason.clear();
      if (!statement.sql.marks.empty() && hangs_on_parameters(verdict->sqlstate)) {
        doubtful.push_back(n);
        continue;
      }
      server_complaint(asked_[n].statement, *verdict, asked_[n].shift);
    }
    return ask_again(doubtful);
  }

  // A driver that writes values into the text gives them other types than $1 has: a complaint stays only when it stays
  // with values of every kind.
  Status ask_again(const std::vector<std::size_t>& doubtful) {
    if (doubtful.empty()) return Done{};
    std::vector<std::string> texts;
    const auto& values = parameter_values();
    for (const std::size_t n : doubtful)
      for (const std::string_view value : values) {
        const PreparedSql& sql = out_.statements[asked_[n].statement].sql;
        const auto tag = tags_.find(asked_[n].statement);
        texts.push_back(inner_query(with_values(sql, value), tag == tags_.end() ? "" : tag->second).text);
      }
    const ServerQueue::Answers answers = ask_(texts);
    if (!answers) return answers.error();
    std::size_t at = 0;
    for (const std::size_t n : doubtful) {
      bool stays = true;
      for (std::size_t v = 0; v < values.size(); ++v, ++at)
        stays = stays && (*answers)[at] && (*answers)[at]->sqlstate == verdicts_[asked_[n].text]->sqlstate;
      if (stays)
        server_complaint(asked_[n].statement, *verdicts_[asked_[n].text], asked_[n].shift);
      else
        std::erase_if(out_.statements[asked_[n].statement].resolved.problems,
                      [](const QueryProblem& p) { return p.server_says_so; });
    }
    return Done{};
  }

  void server_complaint(std::size_t index, const StatementError& error, std::size_t shift) {
    CheckedStatement& statement = out_.statements[index];
    const std::string& sql = statement.sql.sql;
    const bool placed = error.position > 0;
    const std::size_t offset =
        placed ? std::min(
                     sql.size(),
                     byte_offset(std::string_view(sql).substr(std::min(shift, sql.size())), error.position - 1) + shift)
               : 0;
    const std::string word = placed ? word_at(sql, offset) : "";
    const std::string rule = rule_of(error.sqlstate, word);
    if (rule == "query-syntax" && !query_of(statement).certain) {
      statement.state = CheckState::kNotChecked;
      statement.reason = "it may be no SQL";
      return;
    }
    // Our own words for it, where we found the same.
    std::vector<QueryProblem> same;
    bool known = false;
    for (const QueryProblem& problem : statement.resolved.problems) {
      if (!problem.server_says_so) continue;
      known = known || (problem.rule == rule && (!placed || problem.offset == offset));
      same.push_back(problem);
    }
    std::erase_if(statement.resolved.problems, [](const QueryProblem& p) { return p.server_says_so; });
    if (rule != "query-unknown-table") statement.resolved.undecided.clear();
    if (known) {
      for (const QueryProblem& problem : same) complain(index, problem);
      return;
    }
    if (rule == "query-unknown-table" && may_be_elsewhere(word, statement)) {
      statement.state = CheckState::kNotChecked;
      statement.reason = "it is on a table that is made or found only when it runs";
      return;
    }
    QueryProblem problem;
    problem.rule = rule;
    problem.object.kind = "query";
    problem.object.name = query_of(statement).place.file;
    problem.offset = offset;
    problem.message = "the server refuses it: " + error.message + (error.hint.empty() ? "" : " (" + error.hint + ")");
    complain(index, problem, placed);
  }

  // What code makes is there for all of it; a script makes its tables for itself.
  bool is_made(const std::string& table, const CheckedStatement& statement) const {
    return made_.contains({"", table}) || made_.contains({query_of(statement).place.file, table});
  }

  bool may_be_elsewhere(const std::string& word, const CheckedStatement& statement) const {
    if (is_made(word, statement)) return true;
    return std::any_of(statement.resolved.undecided.begin(), statement.resolved.undecided.end(),
                       [](const std::string& why) {
                         return why.find(" is in schema ") != std::string::npos ||
                                why.find(" is a migration tool's own") != std::string::npos;
                       });
  }

  // ---- without a server ----

  void offline_syntax() {
    // A newer server's grammar takes what ours does not know.
    const int server = std::atoi(schema_.source.server_version.c_str());
    for (const auto& [index, offset] : syntax_offsets_) {
      CheckedStatement& statement = out_.statements[index];
      if (too_long_.contains(index) || statement.sql.has_holes() || !statement.sql.problem.empty()) continue;
      if (server == 0 || server > parser_major_version()) {
        statement.reason = "it does not parse, and the server's grammar is newer than ours";
        continue;
      }
      if (!query_of(statement).certain) {
        statement.reason = "it may be no SQL";
        continue;
      }
      bool stays = true;
      for (const std::string_view value : parameter_values())
        if (!statement.sql.marks.empty()) stays = stays && !ParseTree(with_values(statement.sql, value)).ok();
      if (!stays) continue;
      QueryProblem problem;
      problem.rule = "query-syntax";
      problem.object.kind = "query";
      problem.object.name = query_of(statement).place.file;
      problem.offset = offset;
      problem.message = "it does not parse: " + statement.reason;
      statement.state = CheckState::kFull;
      complain(index, problem);
    }
  }

  void judge_offline() {
    for (std::size_t i = 0; i < out_.statements.size(); ++i)
      for (const QueryProblem& problem : out_.statements[i].resolved.problems) complain(i, problem);
  }

  // A row of `SELECT *` into another number of names.
  void judge_rows() {
    for (std::size_t i = 0; i < out_.statements.size(); ++i) {
      const CheckedStatement& statement = out_.statements[i];
      const Query& query = query_of(statement);
      if (!query.row || query.variants.size() != 1 || statement.state != CheckState::kFull) continue;
      const ResolvedStatement& resolved = statement.resolved;
      if (!resolved.star_width || *resolved.star_width == query.row->width) continue;
      QueryProblem problem;
      problem.rule = "query-fixed-row";
      problem.object.kind = "query";
      problem.object.name = query.place.file;
      problem.offset = resolved.star_offset;
      problem.message = "SELECT * gives " + std::to_string(*resolved.star_width) + " columns, and " +
                        std::to_string(query.row->width) + " names take them";
      problem.server_says_so = false;
      complain(i, problem);
    }
  }

  // Text from outside, pasted into a literal.
  void judge_pasting() {
    for (std::size_t i = 0; i < out_.statements.size(); ++i) {
      const CheckedStatement& statement = out_.statements[i];
      if (statement.state == CheckState::kNotChecked) continue;
      for (const PreparedHole& hole : statement.sql.holes) {
        const bool request = hole.origin == HoleOrigin::kRequest;
        if (!request && !(hole.origin == HoleOrigin::kArgument && hole.in_literal)) continue;
        QueryProblem problem;
        problem.rule = "query-injection";
        problem.object.kind = "query";
        problem.object.name = query_of(statement).place.file;
        problem.offset = hole.offset;
        problem.message = std::string(request ? "a value of the request" : "an argument of the function") +
                          " is pasted into the SQL: whoever chooses it chooses the statement; pass it as a parameter";
        problem.server_says_so = false;
        complain(i, problem);
      }
    }
  }

  // ---- findings ----

  static Severity severity_of(std::string_view rule) {
    if (rule == "query-without-where" || rule == "query-fixed-row") return Severity::kInfo;
    if (rule == "query-injection" || rule == "query-null-comparison") return Severity::kWarning;
    return Severity::kCritical;
  }

  void complain(std::size_t index, const QueryProblem& problem, bool placed = true) {
    const CheckedStatement& statement = out_.statements[index];
    if (problem.rule == "query-unknown-table" && is_made(problem.object.table, statement)) {
      out_.statements[index].resolved.undecided.push_back("table " + problem.object.table +
                                                          " is made by the code itself");
      return;
    }
    Complaint& made = complaints_.emplace_back();
    made.statement = index;
    Finding& finding = made.finding;
    finding.rule = problem.rule;
    finding.severity = severity_of(problem.rule);
    finding.object = problem.object;
    if (finding.object.kind.empty()) finding.object.kind = "query";
    if (finding.object.name.empty()) finding.object.name = query_of(statement).place.file;
    finding.message = problem.message;
    if (!problem.suggestion.empty()) finding.expected = problem.suggestion;
    const std::string& sql = statement.sql.sql;
    const bool table_before_dot =
        problem.rule == "query-unknown-table" && problem.message.find(": nothing in FROM") != std::string::npos;
    const std::size_t offset = table_before_dot ? problem.offset : last_part(sql, problem.offset);
    if (placed) {
      finding.actual = word_at(sql, offset);
      finding.location = statement.sql.word_place(offset);
    }
    if (!finding.location.known()) finding.location = query_of(statement).place;
  }

  // Does the text of a statement have the characters at a place?
  static bool covers(const BuiltText& text, const Location& place) {
    return std::any_of(text.begin(), text.end(), [&](const TextPiece& piece) {
      if (piece.document == nullptr || piece.document->path() != place.file) return false;
      const SourceSpan span = piece.document->span(piece.begin, piece.end);
      const auto begin = std::tie(span.line, span.column), end = std::tie(span.end_line, span.end_column);
      const auto at = std::tie(place.span.line, place.span.column);
      return begin <= at && at < end;
    });
  }

  void keep_certain() {
    std::map<std::tuple<std::size_t, std::string, Location>, std::set<std::size_t>> by_place;
    for (const Complaint& complaint : complaints_)
      by_place[{out_.statements[complaint.statement].query, complaint.finding.rule, complaint.finding.location}].insert(
          out_.statements[complaint.statement].variant);
    // A way that could not be read says nothing for the others or against them.
    std::set<std::pair<std::size_t, std::size_t>> readable;
    for (const CheckedStatement& statement : out_.statements)
      if (statement.state != CheckState::kNotChecked) readable.insert({statement.query, statement.variant});
    for (const Complaint& complaint : complaints_) {
      const CheckedStatement& statement = out_.statements[complaint.statement];
      if (complaint.finding.rule == "query-syntax") readable.erase({statement.query, statement.variant});
    }
    std::set<std::tuple<std::size_t, std::string, Location, ObjectRef>> seen;
    for (Complaint& complaint : complaints_) {
      const CheckedStatement& statement = out_.statements[complaint.statement];
      const Query& query = query_of(statement);
      const Location& place = complaint.finding.location;
      const auto& earned = by_place[{statement.query, complaint.finding.rule, place}];
      bool certain = true;
      const bool in_turn =
          statement.variant < query.certain_variants.size() && query.certain_variants[statement.variant];
      for (std::size_t v = 0; v < query.variants.size() && certain && !in_turn; ++v)
        if (!earned.contains(v) && readable.contains({statement.query, v}) && covers(query.variants[v], place))
          certain = false;
      // Its grammar hangs on how often a loop turns.
      if (statement.sql.sample && complaint.finding.rule == "query-syntax") certain = false;
      if (!certain) continue;
      if (!seen.insert({statement.query, complaint.finding.rule, place, complaint.finding.object}).second) continue;
      out_.findings.push_back(std::move(complaint.finding));
    }
    // A constant that several calls use is one mistake.
    std::set<std::tuple<std::string, Location, std::string>> once;
    std::erase_if(out_.findings, [&](const Finding& finding) {
      return !once.insert({finding.rule, finding.location, finding.message}).second;
    });
  }

  void count() {
    QueryCoverage& coverage = out_.coverage;
    coverage.queries = extraction_.queries.size();
    std::vector<CheckState> best(extraction_.queries.size(), CheckState::kNotChecked);
    std::vector<std::string> reasons(extraction_.queries.size());
    std::vector<bool> any(extraction_.queries.size(), false);
    std::set<std::tuple<Location, std::string>> told;
    for (const CheckedStatement& statement : out_.statements) {
      CheckState& state = best[statement.query];
      // The worst of its statements.
      state = any[statement.query] ? std::max(state, statement.state) : statement.state;
      any[statement.query] = true;
      if (statement.state == CheckState::kNotChecked) reasons[statement.query] = statement.reason;
      if (statement.variant > 0) continue;
      coverage.references += statement.resolved.names;
      coverage.undecided += statement.resolved.undecided.size();
      for (const std::string& why : statement.resolved.undecided) {
        const Location& place = query_of(statement).place;
        if (!told.insert({place, why}).second) continue;
        out_.unresolved.push_back({{}, "", why, place});
      }
    }
    for (std::size_t q = 0; q < best.size(); ++q) {
      const Query& query = extraction_.queries[q];
      if (!query.other.empty()) reasons[q] = query.other;
      switch (best[q]) {
        case CheckState::kFull: ++coverage.full; break;
        case CheckState::kAroundHoles: ++coverage.around_holes; break;
        case CheckState::kNotChecked:
          ++coverage.not_checked;
          if (reasons[q].empty()) reasons[q] = "it is empty";
          ++coverage.reasons[reasons[q]];
          out_.unresolved.push_back({{}, "", "not checked: " + reasons[q], query.place});
          break;
      }
    }
    std::sort(out_.unresolved.begin(), out_.unresolved.end(), [](const Unresolved& a, const Unresolved& b) {
      return std::tie(a.location, a.reason) < std::tie(b.location, b.reason);
    });
  }

  const Extraction& extraction_;
  const Schema& schema_;
  const AskServer& ask_;
  ReadAhead& ahead_;
  QueryCheck out_;
  std::vector<Complaint> complaints_;
  std::set<std::pair<std::string, std::string>> made_;  // tables that the code makes
  std::map<std::size_t, std::size_t> syntax_offsets_;   // by statement
  std::map<std::size_t, std::string> tags_;
  std::set<std::size_t> too_long_;
  std::vector<Asked> asked_;
  std::vector<std::optional<StatementError>> verdicts_;  // by text
};

}  // namespace

Result<QueryCheck> check_queries(const Extraction& extraction, const Schema& schema, const AskServer& ask) {
  ReadAhead ahead;
  ahead.start(schema, ask);
  return check_queries(extraction, schema, ask, ahead);
}

Result<QueryCheck> check_queries(const Extraction& extraction, const Schema& schema, const AskServer& ask,
                                 ReadAhead& ahead) {
  ahead.stop();
  return Checker(extraction, schema, ask, ahead).run();
}

}  // namespace si
