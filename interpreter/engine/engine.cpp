// Making an engine; types, messages, frames.
#include "interpreter/engine.hpp"

#include <algorithm>

#include "interpreter/engine/frames.hpp"

namespace sli {
namespace {

struct TypeName {
    Type type;
    std::string_view name;
};
constexpr TypeName type_table[] = {
    {Type::integer, "integertype"},
    {Type::real, "doubletype"},
    {Type::boolean, "booltype"},
    {Type::name, "nametype"},
    {Type::literal, "literaltype"},
    {Type::symbol, "symboltype"},
    {Type::command, "functiontype"},
    {Type::string, "stringtype"},
    {Type::array, "arraytype"},
    {Type::procedure, "proceduretype"},
    {Type::literal_procedure, "literalproceduretype"},
    {Type::int_vector, "intvectortype"},
    {Type::double_vector, "doublevectortype"},
    {Type::dictionary, "dictionarytype"},
    {Type::trie, "trietype"},
    {Type::istream, "istreamtype"},
    {Type::xistream, "xistreamtype"},
    {Type::ostream, "ostreamtype"},
    {Type::regex, "regextype"},
    {Type::frame, "callbacktype"},
    {Type::any, "anytype"},
};

} // namespace

EngineNames::EngineNames(NameTable& table)
    : mark(table.intern("mark"))
    , errordict(table.intern("errordict"))
    , systemdict(table.intern("systemdict"))
    , userdict(table.intern("userdict"))
    , newerror(table.intern("newerror"))
    , errorname(table.intern("errorname"))
    , commandname(table.intern("commandname"))
    , command(table.intern("command"))
    , message(table.intern("message"))
    , recordstacks(table.intern("recordstacks"))
    , ostack(table.intern("ostack"))
    , estack(table.intern("estack"))
    , dstack(table.intern("dstack"))
    , stop(table.intern("stop"))
    , interpreter(table.intern("SLIInterpreter::execute"))
    , parse(table.intern("::parse"))
    , quitbyerror(table.intern("quitbyerror"))
    , statusdict(table.intern("statusdict"))
    , exitcode(table.intern("exitcode")) {}

Engine::Engine(NameTable& names, HostStreams streams)
    : names_(names)
    , known_(names)
    , streams_(streams)
    , reader_(names, streams.out)
    , dictionaries_(names)
    , systemdict_(Value::make<Dictionary>())
    , userdict_(Value::make<Dictionary>())
    , errordict_(Value::make<Dictionary>()) {
    for (auto const& [type, name] : type_table) {
        NameId const id = intern(name);
        type_names_.resize(std::max(type_names_.size(), std::size_t(type) + 1));
        type_names_[std::size_t(type)] = id;
        types_by_name_[id] = type;
    }
    dictionaries_.push(systemdict_);
    dictionaries_.push(userdict_);
    define_permanent();
}

void Engine::define_permanent() {
    systemdict().set(known_.systemdict, systemdict_);
    systemdict().set(known_.userdict, userdict_);
    systemdict().set(known_.errordict, errordict_);
    errordict().set(known_.newerror, Value(false));
    errordict().set(known_.recordstacks, Value(true));
    errordict().set(known_.quitbyerror, Value(false));
}

// Dictionaries may contain themselves and each other; emptying them breaks the cycles.
Engine::~Engine() {
    cut(0);
    std::vector<Value> open = std::move(retired_);
    open.insert(open.end(), {systemdict_, userdict_, errordict_});
    open.insert(open.end(), dictionaries_.values().begin(), dictionaries_.values().end());
    for (std::size_t depth = 0; depth < operands_.size(); ++depth)
        if (operands_.top(depth).is(Type::dictionary)) open.push_back(operands_.top(depth));
    operands_.clear();
    dictionaries_.cut(0);
    while (!open.empty()) {
        Value const value = std::move(open.back());
        open.pop_back();
        if (value.is(Type::dictionary)) {
            auto& dictionary = value.object<Dictionary>();
            dictionary.for_each([&](NameId, Value const& inner) { open.push_back(inner); });
            dictionary.clear();
        }
        // A variant whose procedure was bound may hold its own overload set.
        if (value.is(Type::trie)) value.object<Overloads>().assign({}, -1);
    }
}

NameId Engine::type_name(Type type) const {
    auto const i = std::size_t(type);
    return i < type_names_.size() ? type_names_[i] : NameId{};
}

Type Engine::type_named(NameId name) const {
    auto const found = types_by_name_.find(name);
    return found == types_by_name_.end() ? Type::none : found->second;
}

void Engine::add_type(OpaqueType const& type) {
    NameId const name = intern(type.name);
    Type const present = type_named(name);
    bool const is_built_in = type.code < Type::opaque && present == type.code;
    if (is_built_in) return;
    auto const i = std::size_t(type.code);
    type_names_.resize(std::max(type_names_.size(), i + 1));
    if (present != Type::none || type.code < Type::opaque || type_names_[i] != NameId{})
        throw Error(ErrorKind::naming_conflict, "The type " + std::string(type.name) + " exists already.");
    type_names_[i] = name;
    types_by_name_[name] = type.code;
}

void Engine::message(int level, std::string_view from, std::string_view text) const {
    if (message_sink_) message_sink_(level, from, text);
}

void Engine::set_observer(Observer* observer) {
    observer_ = observer;
    change_loop_ = true;
    tank_ -= fuel_ - 1; // look at the next call or turn
    fuel_ = 1;
}

Frame& Engine::add_frame(FrameType const& type) {
    if (next_frame_ == frames_limit_) grow_frames();
    Frame& frame = *next_frame_++;
    frame.type = &type;
    return frame;
}

void Engine::grow_frames() {
    std::size_t const used = frames();
    if (used < frames_size_ && used < limits.frames) return apply_limits(); // the limit was raised
    if (used >= limits.frames)
        throw Error(ErrorKind::estack_overflow)
            .with_hint("more than " + std::to_string(limits.frames) +
                       " procedures and loops inside each other");
    std::size_t const larger = std::min(limits.frames, std::max<std::size_t>(2 * used, 256));
    auto larger_stack = std::make_unique<Frame[]>(larger);
    std::move(frames_.get(), next_frame_, larger_stack.get());
    frames_ = std::move(larger_stack);
    next_frame_ = frames_.get() + used;
    frames_limit_ = frames_.get() + larger;
    frames_size_ = larger;
}

// Frames above the top hold no values, so that a new one needs no clearing.
void Engine::pop_frame() {
    Frame& frame = *--next_frame_;
    frame.body = Value();
    if (frame.type != &procedure_frame) frame.state = {};
}

void Engine::cut(std::size_t depth) {
    while (frames() > depth) pop_frame();
}

void Engine::enter(Value procedure) {
    if (procedure.object<Array>().items.empty()) return;
    bool const done = frames() > 0 && top().next == top().end && top().type == &procedure_frame;
    Frame& frame = done ? top() : add_frame(procedure_frame);
    frame.body.swap(procedure);
    frame.restart();
}

Frame& Engine::enter(FrameType const& type, Value body) {
    Frame& frame = add_frame(type);
    frame.body = std::move(body);
    frame.next = frame.end = nullptr;
    return frame;
}

void Engine::execute(Value value) {
    switch (value.opcode()) {
    case Opcode::push:
    case Opcode::push_shared:
        return push(std::move(value));
    case Opcode::literal_procedure:
        return push(value.as(Type::procedure));
    case Opcode::procedure:
        return enter(std::move(value));
    case Opcode::source:
        return enter_source(std::move(value));
    default:
        enter(make_procedure({std::move(value)})); // names, tries, builtins: run by the loop
    }
}

} // namespace sli
