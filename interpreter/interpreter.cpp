#include "interpreter/interpreter.hpp"

#include <algorithm>
#include <sstream>

namespace sli {

Interpreter::Interpreter(HostStreams streams)
    : engine_(names_, streams) {}

Interpreter::~Interpreter() = default;

namespace {

void define_new(Engine& engine, std::string_view name, Value value) {
    NameId const id = engine.intern(name);
    if (engine.systemdict().contains(id))
        throw Error(ErrorKind::naming_conflict, "The command " + std::string(name) + " exists already.");
    engine.systemdict().set(id, std::move(value));
}

// The set that a table adds variants to: modules may share a name (length of arrays, of dictionaries).
Value overloads_named(Engine& engine, std::string_view name) {
    NameId const id = engine.intern(name);
    Value const* const present = engine.systemdict().find(id);
    if (present && present->is(Type::trie)) return *present;
    auto set = Value::make<Overloads>(id);
    define_new(engine, name, set);
    return set;
}

// A variant is defined under its own name by the first command that lists it: two sets may share one,
// and a table may list it again for further operand types.
void define_variant(Engine& engine, Command const& command, Builtin const& builtin) {
    auto const first = std::find_if(command.variants.begin(), command.variants.end(),
                                    [&](Builtin const& other) { return other.name == builtin.name; });
    Value const* const present = engine.systemdict().find(engine.intern(builtin.name));
    bool const is_shared_by_two_sets =
        present && present->is(Type::command) && &present->builtin() == &builtin;
    if (!is_shared_by_two_sets && &*first == &builtin)
        define_new(engine, builtin.name, Value::command(builtin));
}

std::vector<Type> operand_types(Builtin const& builtin) {
    std::vector<Type> types;
    for (std::size_t depth = builtin.signature.arity; depth > 0; --depth)
        types.push_back(builtin.signature.types[depth - 1]);
    if (types.empty())
        throw Error(ErrorKind::naming_conflict,
                    "The variant " + std::string(builtin.name) + " states no operand types.");
    return types;
}

void define_overloads(Engine& engine, Command const& command) {
    Value const set = overloads_named(engine, command.name);
    for (Builtin const& builtin : command.variants) {
        define_variant(engine, command, builtin);
        if (set.object<Overloads>().insert(operand_types(builtin), Value::command(builtin)) ==
            Overloads::Insertion::ambiguous)
            throw Error(ErrorKind::naming_conflict,
                        "The variant " + std::string(builtin.name) + " is shadowed by a longer one.");
    }
}

} // namespace

void Interpreter::install(Module const& module) {
    for (OpaqueType const* type : module.types) engine_.add_type(*type);
    for (Command const& command : module.commands) {
        if (command.variants.empty())
            define_new(engine_, command.name, Value::command(command.single));
        else
            define_overloads(engine_, command);
    }
    modules_.push_back(&module);
    if (module.install) module.install(*this);
}

Outcome Interpreter::run(std::string_view text, std::string name) {
    return engine_.run(
        Value::make<InputStream>(std::make_unique<std::istringstream>(std::string(text)), std::move(name))
            .as(Type::xistream));
}

Outcome Interpreter::run(std::istream& input, std::string name) {
    return engine_.run(Value::make<InputStream>(input, std::move(name)).as(Type::xistream));
}

Value const& Interpreter::phrase(std::string_view text) {
    constexpr std::size_t enough = 10'000; // phrases that are worth keeping
    std::string key(text);
    if (auto const found = phrases_.find(key); found != phrases_.end()) return found->second;
    if (phrases_.size() >= enough) phrases_.clear();
    Value procedure = engine_.reader().procedure(text, "phrase");
    if (procedure.is(Type::none)) throw Error(ErrorKind::syntax_error, "The phrase is not complete: " + key);
    return phrases_.emplace(std::move(key), std::move(procedure)).first->second;
}

Value Interpreter::call(std::string_view text, std::vector<Value> operands) {
    Value const procedure = phrase(text);
    std::size_t const height = engine_.count(), dictionaries = engine_.dictionaries().height();
    for (Value& operand : operands) engine_.push(std::move(operand));
    Outcome const outcome = engine_.run(procedure);
    Value result = engine_.count() > height ? engine_.pop() : Value();
    if (outcome != Outcome::stopped) return result;
    if (engine_.count() > height) engine_.drop(engine_.count() - height);
    engine_.dictionaries().cut(std::max(dictionaries, std::size_t{2}));
    engine_.errordict().set(engine_.known().newerror, Value(false));
    throw SliError(engine_.last_error());
}

} // namespace sli
