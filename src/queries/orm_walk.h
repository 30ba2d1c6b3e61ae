// Walks one module and notes its references to models. See orm_references.h.
#pragma once

#include <deque>
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "queries/orm_references.h"

namespace si {

// What an expression is worth as far as models go.
struct OrmShape {
  enum class Kind : std::uint8_t {
    kNothing,
    kClass,  // the class itself, or an alias of it
    kInstance,
    kQuery,      // Query or Select; `index` is the one entity it gives, `head` what filter_by() is about
    kObjects,    // a result or list of instances
    kRows,       // the result of execute(select(Class)): rows, scalars() of it objects
    kStatement,  // insert(Class), update(Class), delete(Class)
    kTable,
    kColumns,
    kNone,  // None: fits any other
  };
  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
  Kind kind = Kind::kNothing;
  std::size_t index = kNobody;  // of the class or table; kNobody: not one certain entity
  std::size_t head = kNobody;
  bool alias = false;   // kClass: made by aliased()
  bool select = false;  // kQuery: select(), which gives rows
  bool is(Kind what) const { return kind == what; }
  friend bool operator==(const OrmShape&, const OrmShape&) = default;
};

class OrmWalk {
 public:
  OrmWalk(LiveModels& models, OrmReferences& out, const std::set<std::string, std::less<>>& packages)
      : models_(models), out_(out), packages_(packages) {}
  void walk(const python::Module& module);

 private:
  // How a function binds one of its names.
  struct Source {
    enum class How : std::uint8_t { kValue, kItem, kAnnotation, kUnknown } how = How::kUnknown;
    const python::Node* node = nullptr;
  };
  struct Frame {
    python::Scope* scope = nullptr;
    std::map<std::string_view, std::vector<Source>> locals;
    std::map<std::string_view, OrmShape> shapes;
    std::set<std::string_view> busy;
  };

  void visit(const python::Node& node, const python::Scope& scope);
  void visit_children(const python::Node& node, const python::Scope& scope);
  void visit_function(const python::Node& node, const python::Scope& scope);
  void visit_class(const python::Node& node, const python::Scope& scope);
  void note_validators(const python::Node& node, const python::Scope& body);
  void visit_annotation(const python::Node& node, const python::Scope& scope);
  void visit_comprehension(const python::Node& node, const python::Scope& scope);
  void visit_target(const python::Node& target, const python::Scope& scope, const python::Node* value = nullptr);
  void visit_attribute(const python::Node& node, const python::Scope& scope);
  void visit_call(const python::Node& node, const python::Scope& scope);
  void visit_keys(const OrmShape& of, const python::Node& node, const char* context);
  void note_construction(const python::Node& call, std::size_t index);
  void note_insert(const python::Node& statement, const python::Scope& scope);
  void note_conflict(const python::Node& elements, std::size_t index, const python::Scope& scope);
  void give_literal(OrmReference& reference, const python::Node* value) const;
  OrmShape infer(const python::Node* node, const python::Scope& scope);
  OrmShape infer_call(const python::Node& node, const python::Scope& scope);
  OrmShape infer_method(const python::Node& node, const python::Node& callee, const python::Scope& scope);
  OrmShape infer_entities(const python::Node& call, const python::Scope& scope, bool select);
  OrmShape infer_join(const OrmShape& query, const python::Node& call, const python::Scope& scope);
  OrmShape local_shape(Frame& frame, std::string_view name, const python::Scope& scope);
  OrmShape annotated_shape(const python::Node* annotation, const python::Scope& scope);
  OrmShape outer_shape(const python::Node& node, const python::Scope& scope);
  Frame* frame_of(std::string_view name);
  // Whether a dotted name may lead to a class, a table or SQLAlchemy, by what binds its parts: nothing is evaluated.
  bool may_lead(const python::Node& node, const python::Scope& scope);
  bool binding_leads(const python::Binding& binding, const python::Module& module,
                     const std::vector<std::string>& rest);
  bool name_leads(const python::Module& module, const std::vector<std::string>& parts);
  std::string called(const python::Node* callee, const python::Scope& scope);
  OrmReference& note(OrmReferenceKind kind, std::size_t index, std::string_view name, const char* context,
                     const python::Node& at);
  Location place(const python::Node& node, std::size_t name_bytes) const;

  LiveModels& models_;
  OrmReferences& out_;
  const std::set<std::string, std::less<>>& packages_;
  const python::Module* module_ = nullptr;
  std::deque<python::Scope> scopes_;
  std::vector<Frame*> frames_;
  std::deque<Frame> all_frames_;
  std::unordered_map<const python::Node*, const python::Scope*> class_scopes_;
  std::set<std::string_view> guarded_;                                   // names that hasattr() asks for in this module
  std::map<std::pair<const python::Module*, std::string>, bool> leads_;  // name_leads(), by the dotted name
  int guards_ = 0;                                                       // inside of `try … except AttributeError`
  int depth_ = 0;
};

}  // namespace si
