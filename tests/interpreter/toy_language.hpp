// A few commands, enough to run programs in the tests of the interpreter: it knows none itself.
#pragma once

#include <sstream>
#include <string>

#include "interpreter/interpreter.hpp"

namespace toy {

using namespace sli;

inline Integer add(Integer a, Integer b) {
    Integer sum;
    if (__builtin_add_overflow(a, b, &sum)) throw_overflow("add");
    return sum;
}
inline Real add_reals(Real a, Real b) { return a + b; }
inline Integer sub(Integer a, Integer b) { return a - b; }
inline Integer div(Integer a, Integer b) {
    if (b == 0) throw Error(ErrorKind::division_by_zero);
    return a / b;
}
inline bool lt(Integer a, Integer b) { return a < b; }
inline bool eq(Value const& a, Value const& b) { return equal(a, b); }
inline void dup(Engine& e) { e.push(Value(e.operand(0))); }
inline void pop(Engine& e) { e.drop(1); }
inline void exch(Engine& e) { e.operand(1).swap(e.operand(0)); }
inline void clear(Engine& e) { e.operands().clear(); }
inline void def(Engine& e) {
    NameId const name = e.operand<Literal>(1).id;
    e.define(name, e.pop());
    e.drop(1);
}
inline void begin(Engine& e) {
    e.operand<Dictionary>(0);
    e.dictionaries().push(e.pop());
}
inline void end(Engine& e) {
    if (e.dictionaries().height() <= 2) throw Error(ErrorKind::dict_stack_underflow);
    e.dictionaries().pop();
}
inline Value dict(Engine&, Literal) { return Value::make<Dictionary>(); }
inline void if_(Engine& e) {
    bool const chosen = e.operand<bool>(1);
    Value action = e.pop();
    e.drop(1);
    if (chosen) e.execute(std::move(action));
}
inline void ifelse(Engine& e) {
    bool const chosen = e.operand<bool>(2);
    Value no = e.pop(), yes = e.pop();
    e.drop(1);
    e.execute(std::move(chosen ? yes : no));
}
inline void exec(Engine& e) { e.execute(e.pop()); }
inline void exit(Engine& e) { e.exit_loop(); }
inline void stop(Engine& e) { e.stop(); }
inline void quit(Engine& e) { e.quit(); }
inline Then not_stopped(Engine& e, Frame&) { return e.push(Value(false)), Then::leave; }
inline constexpr FrameType stopped_frame{"::stopped", FrameKind::stopped, not_stopped};
inline void stopped(Engine& e) {
    Value action = e.pop();
    e.enter(stopped_frame);
    e.execute(std::move(action));
}
inline Then again(Engine&, Frame& frame) { return frame.restart(), Then::run_body; }
inline constexpr FrameType loop_frame{"::loop", FrameKind::loop, again};
inline void loop(Engine& e) {
    e.operand<Procedure>(0);
    e.enter(loop_frame, e.pop());
}
inline Then next_turn(Engine& e, Frame& frame) {
    auto& [counter, step, limit] = frame.state;
    if (counter.integer() > limit.integer()) return Then::leave;
    e.push(counter);
    counter = Value(counter.integer() + step.integer());
    return frame.restart(), Then::run_body;
}
inline constexpr FrameType for_frame{"::for", FrameKind::loop, next_turn};
inline void for_integers(Engine& e) {
    e.operand<Procedure>(0);
    Value body = e.pop(), limit = e.pop(), step = e.pop(), start = e.pop();
    e.enter(for_frame, std::move(body)).state = {std::move(start), std::move(step), std::move(limit)};
}
inline void array(Engine& e) {
    std::size_t n = 0;
    while (!e.operand(n).is_literal(e.known().mark)) ++n;
    std::vector<Value> items(n);
    while (n > 0) items[--n] = e.pop();
    e.replace(1, make_array(std::move(items)));
}
inline void append(Engine& e) {
    e.operand<Array>(1);
    Value item = e.pop();
    e.operand(0).unique<Array>().items.push_back(std::move(item));
}
inline void show(Engine& e) {
    print_pretty(e.streams().out, e.operand(0), e);
    e.streams().out << '\n';
    e.drop(1);
}
inline Integer count(Engine& e, Literal) { return Integer(e.count()); }
inline void raise(Engine& e) {
    Value const error = e.pop(), command = e.pop();
    e.raise(command.id(), error.id());
}
inline void interrupt(Engine& e) { e.interrupt(static_cast<int>(e.pop().integer())); }
inline Name to_name(Literal l) { return {l.id}; }

inline constexpr Builtin add_variants[] = {bind<add>("add_ii", Opcode::add_ii),
                                           bind<add_reals>("add_dd", Opcode::add_dd)};
inline constexpr Builtin sub_variants[] = {bind<sub>("sub_ii", Opcode::sub_ii)};
inline constexpr Builtin lt_variants[] = {bind<lt>("lt_ii", Opcode::lt_ii)};
inline constexpr Builtin eq_variants[] = {bind<eq>("eq_", Opcode::eq)};
inline constexpr Builtin div_variants[] = {bind<div>("div_ii")};
inline constexpr Builtin def_variants[] = {raw<def>("def_", {Type::literal, Type::any}, Opcode::def)};
inline constexpr Builtin for_variants[] = {
    raw<for_integers>("for_i", {Type::integer, Type::integer, Type::integer, Type::procedure})};
inline constexpr Command commands[] = {
    {"add", "a b -> sum", "", add_variants},
    {"sub", "a b -> difference", "", sub_variants},
    {"div", "a b -> quotient", "", div_variants},
    {"lt", "a b -> bool", "", lt_variants},
    {"eq", "a b -> bool", "", eq_variants},
    {"def", "name value ->", "", def_variants},
    {"for", "start step limit proc ->", "", for_variants},
    {"dup", "x -> x x", "", raw<dup>({}, Opcode::dup)},
    {"pop", "x ->", "", raw<pop>({}, Opcode::pop)},
    {"exch", "x y -> y x", "", raw<exch>({}, Opcode::exch)},
    {"clear", "... ->", "", raw<clear>()},
    {"begin", "dict ->", "", raw<begin>()},
    {"end", "->", "", raw<end>()},
    {"dictionary", "name -> dict", "", bind<dict>()},
    {"if", "bool x ->", "", raw<if_>({}, Opcode::if_)},
    {"ifelse", "bool x y ->", "", raw<ifelse>({}, Opcode::ifelse)},
    {"exec", "x ->", "", raw<exec>({}, Opcode::exec)},
    {"exit", "->", "", raw<exit>()},
    {"stop", "->", "", raw<stop>()},
    {"quit", "->", "", raw<quit>()},
    {"stopped", "x -> bool", "", raw<stopped>()},
    {"loop", "proc ->", "", raw<loop>()},
    {"]", "mark ... -> array", "", raw<array>()},
    {"append", "array x -> array", "", raw<append>()},
    {"==", "x ->", "", raw<show>()},
    {"height", "name -> n", "", bind<count>()},
    {"raiseerror", "command error ->", "", raw<raise>()},
    {"interrupt", "signal ->", "", raw<interrupt>()},
    {"cvn", "literal -> name", "", bind<to_name>()},
};
inline void install_marks(Interpreter& interpreter) {
    Engine& e = interpreter.engine();
    e.systemdict().set(e.intern("["), Value::literal(e.known().mark));
    e.systemdict().set(e.known().mark, Value::literal(e.known().mark));
    e.systemdict().set(e.intern("true"), Value(true));
    e.systemdict().set(e.intern("false"), Value(false));
}
inline Module const module{.name = "toy", .commands = commands, .install = install_marks};

// An interpreter with these commands that keeps what it prints.
struct Machine {
    Machine()
        : interpreter({in, out, err}) {
        interpreter.install(module);
    }
    // What a program prints; the stack of operands stays.
    std::string run(std::string const& program) {
        out.str({});
        outcome = interpreter.run(program, "test");
        return out.str();
    }
    std::string error() { return run("errordict begin /errorname cvn exec == /commandname cvn exec == end"); }

    std::istringstream in;
    std::ostringstream out, err;
    Interpreter interpreter;
    Engine& engine = interpreter.engine();
    Outcome outcome = Outcome::finished;
};

} // namespace toy
