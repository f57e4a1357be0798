// Control flow: conditions, loops without a container, switch, stopped, leaving.
#include <cmath>
#include <fmt/format.h>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"

namespace sli {
namespace {

// `if` and `ifelse` report the construct they stand in, as the reference does.
bool condition(Engine& engine, std::size_t depth) {
    try {
        engine.need(depth + 1);
        Value const& test = engine.operand(depth);
        if (test.is(Type::boolean)) return test.boolean();
        throw Error(ErrorKind::type_mismatch,
                    "Expected datatype: booltype\nProvided datatype: something else")
            .with_hint(fmt::format("provided: {}", engine.text(engine.type_name(test.type()))));
    } catch (Error& error) {
        error.command = engine.construct_name();
        throw;
    }
}

void if_(Engine& engine) {
    bool const test = condition(engine, 1);
    Value action = engine.pop();
    engine.drop(1);
    if (test) engine.execute(std::move(action));
}

void ifelse(Engine& engine) {
    bool const test = condition(engine, 2);
    Value otherwise = engine.pop(), action = engine.pop();
    engine.drop(1);
    engine.execute(std::move(test ? action : otherwise));
}

// --- repeat, repeatany, loop: state[0] counts the turns that are left

Then next_repetition(Engine&, Frame& frame) {
    Integer const left = frame.state[0].integer();
    if (left <= 0) return Then::leave;
    frame.state[0] = Value(left - 1);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType repeat_frame{"::repeat", FrameKind::loop, next_repetition};
constexpr FrameType repeatany_frame{"::repeatany", FrameKind::loop, next_repetition};

void repeat(Engine& engine) {
    engine.operand<Procedure>(0);
    Integer const turns = engine.operand<Integer>(1);
    Value body = engine.pop();
    engine.drop(1);
    engine.enter(repeat_frame, std::move(body)).state[0] = Value(turns);
}

// Runs any object: a procedure body of one element would only be data.
void repeatany(Engine& engine) {
    engine.need(2);
    Integer const turns = engine.operand<Integer>(1);
    Value object = engine.pop();
    engine.drop(1);
    if (!object.is(Type::procedure)) object = make_procedure({std::move(object)});
    engine.enter(repeatany_frame, std::move(object)).state[0] = Value(turns);
}

Then next_round(Engine&, Frame& frame) {
    frame.restart();
    return Then::run_body;
}
constexpr FrameType loop_frame{"::loop", FrameKind::loop, next_round};

void loop(Engine& engine) {
    engine.operand<Procedure>(0);
    engine.enter(loop_frame, engine.pop());
}

// --- for: state = counter, step, limit

Then next_turn(Engine& engine, Frame& frame) {
    auto& [counter, step, limit] = frame.state;
    if (counter.is(Type::none)) return Then::leave;
    Integer const i = counter.integer(), by = step.integer();
    if (by > 0 ? i > limit.integer() : by == 0 || i < limit.integer()) return Then::leave;
    engine.push(counter);
    Integer next;
    counter = __builtin_add_overflow(i, by, &next) ? Value() : Value(next); // nothing can follow
    frame.restart();
    return Then::run_body;
}
constexpr FrameType for_frame{"::for", FrameKind::loop, next_turn};

void for_integers(Engine& engine) {
    engine.operand<Procedure>(0);
    for (std::size_t depth = 1; depth <= 3; ++depth) engine.operand<Integer>(depth);
    Value body = engine.pop(), limit = engine.pop(), step = engine.pop(), start = engine.pop();
    engine.enter(for_frame, std::move(body)).state = {std::move(start), std::move(step), std::move(limit)};
}

// --- for with reals: state = turns done, turns in all, <. start step .>

Then next_real_turn(Engine& engine, Frame& frame) {
    auto& [done, turns, line] = frame.state;
    Integer const k = done.integer();
    if (k >= turns.integer()) return Then::leave;
    auto const& start_and_step = line.object<DoubleVector>().items();
    engine.push(start_and_step[0] + Real(k) * start_and_step[1]);
    done = Value(k + 1);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType for_reals_frame{"::forall_a", FrameKind::loop, next_real_turn};

// Number of values start, start + step, ... up to the limit.
Integer count_of(Real start, Real step, Real limit) {
    if (step == 0.0) throw Error(ErrorKind::division_by_zero).by("Range").with_hint("the step is zero");
    Real const count = 1.0 + std::trunc((limit - start) / step); // as Range counts
    if (!(count < 9e15)) throw Error(ErrorKind::range_check).by("Range").with_hint("too many values");
    return Integer(std::max(count, 0.0));
}

Real number_operand(Engine& engine, std::size_t depth) {
    Value const& value = engine.operand(depth);
    if (!value.is_number()) throw_argument_type(depth + 1);
    return value.number();
}

void for_reals(Engine& engine) {
    engine.operand<Procedure>(0);
    Real const start = number_operand(engine, 3), step = number_operand(engine, 2);
    Integer const turns = count_of(start, step, number_operand(engine, 1));
    Value body = engine.pop();
    engine.drop(3);
    engine.enter(for_reals_frame, std::move(body)).state = {
        Value(Integer(0)), Value(turns), Value::make<DoubleVector>(DoubleVector::Items{start, step})};
}

// --- exec, switch, case

void exec(Engine& engine) {
    engine.need(1);
    engine.execute(engine.pop());
}

// Runs its body once; `exit` leaves it.
Then once(Engine&, Frame& frame) {
    if (frame.state[0].is(Type::boolean)) return Then::leave;
    frame.state[0] = Value(true);
    frame.restart();
    return Then::run_body;
}
constexpr FrameType switch_frame{"switch", FrameKind::loop, once};

// Operands above the topmost mark.
std::size_t actions_above_mark(Engine& engine) {
    NameId const mark = engine.known().mark;
    for (std::size_t depth = 0; depth < engine.count(); ++depth)
        if (engine.operand(depth).is_literal(mark)) return depth;
    throw Error(ErrorKind::unmatched_mark).with_hint("there is no mark on the stack");
}

void run_actions(Engine& engine, std::size_t actions) {
    auto const chosen = engine.operands().values().last(actions);
    Value body = make_procedure({chosen.begin(), chosen.end()});
    engine.drop(actions + 1);
    engine.enter(switch_frame, std::move(body));
}

void switch_(Engine& engine) { run_actions(engine, actions_above_mark(engine)); }

void switchdefault(Engine& engine) {
    std::size_t const actions = actions_above_mark(engine);
    if (actions == 0) throw Error(ErrorKind::stack_underflow).with_hint("there is no default action");
    if (actions > 1) engine.drop(1);
    run_actions(engine, actions > 1 ? actions - 1 : 1);
}

// b {action} case -> {action} if true, else nothing
void case_(Engine& engine) {
    engine.operand<Procedure>(0);
    bool const chosen = engine.operand<bool>(1);
    Value action = engine.pop();
    engine.drop(1);
    if (chosen) engine.push(std::move(action));
}

// --- stopped, leaving

Then not_stopped(Engine& engine, Frame&) {
    engine.push(false);
    return Then::leave;
}
constexpr FrameType stopped_frame{"::stopped", FrameKind::stopped, not_stopped};

void stopped(Engine& engine) {
    engine.need(1);
    Value action = engine.pop();
    engine.enter(stopped_frame);
    engine.execute(std::move(action));
}

void stop(Engine& engine) { engine.stop(); }
void exit(Engine& engine) { engine.exit_loop(); }
void quit(Engine& engine) { engine.quit(); }
void closeinput(Engine& engine) { engine.close_input(); }
void noop(Engine&) {}
void setguard(Integer) {}

constexpr auto integer = Type::integer, real = Type::real, procedure = Type::procedure;
constexpr Builtin exec_variants[] = {raw<exec>("exec_", {Type::any}, Opcode::exec)};
constexpr Builtin repeat_variants[] = {raw<repeat>("repeat_", {integer, procedure})};
constexpr Builtin case_variants[] = {raw<case_>("case_", {Type::boolean, procedure})};
constexpr Builtin for_variants[] = {
    raw<for_integers>("for_i", {integer, integer, integer, procedure}),
    raw<for_reals>("for_a", {real, real, real, procedure}),
    raw<for_reals>("for_idd", {integer, real, real, procedure}),
    raw<for_reals>("for_did", {real, integer, real, procedure}),
    raw<for_reals>("for_ddi", {real, real, integer, procedure}),
    raw<for_reals>("for_iid", {integer, integer, real, procedure}),
    raw<for_reals>("for_idi", {integer, real, integer, procedure}),
    raw<for_reals>("for_dii", {real, integer, integer, procedure}),
};

constexpr Command commands[] = {
    {"if", "b x ->", "Executes x if b is true.", raw<if_>("", Opcode::if_)},
    {"if_", "b x ->", "Executes x if b is true.", raw<if_>("if", Opcode::if_)},
    {"ifelse", "b x y ->", "Executes x if b is true, else y.", raw<ifelse>("", Opcode::ifelse)},
    {"ifelse_", "b x y ->", "Executes x if b is true, else y.", raw<ifelse>("ifelse", Opcode::ifelse)},
    {"repeat", "n {body} ->", "Executes the body n times.", repeat_variants},
    {"repeatany", "n x ->", "Executes any object n times; data are pushed.", raw<repeatany>()},
    {"loop", "{body} ->", "Executes the body until exit.", raw<loop>()},
    {"for", "start step limit {body} ->", "Executes the body with a counter on the stack.", for_variants},
    {"exec", "x ->", "Executes an object.", exec_variants},
    {"switch", "mark x1 .. xn ->", "Executes x1 to xn in this order; exit skips the rest.", raw<switch_>()},
    {"switchdefault", "mark x1 .. xn y ->", "Executes x1 to xn, or y if there are none.",
     raw<switchdefault>()},
    {"case", "b {action} -> {action} or nothing", "Keeps the action for switch if b is true.", case_variants},
    {"stopped", "x -> b", "Executes x; true if a stop or an error came through, else false.", raw<stopped>()},
    {"stop", "->", "Leaves the nearest stopped.", raw<stop>()},
    {"exit", "->", "Leaves the innermost loop.", raw<exit>()},
    {"continue", "->", "Leaves a break session, as exit does.", raw<exit>("exit")},
    {"quit", "->", "Ends the program with statusdict/exitcode.", raw<quit>()},
    {"closeinput", "->", "Ends the file being read.", raw<closeinput>()},
    {"noop", "->", "Does nothing.", raw<noop>()},
    {"setguard", "n ->", "Accepted for compatibility; has no effect.", bind<setguard>()},
    {"removeguard", "->", "Accepted for compatibility; has no effect.", raw<noop>()},
};

} // namespace

extern Module const control{"control", commands};

} // namespace sli
