// Commands that move operands about. All of them check first and raise by name, so that
// errordict/message stays as it was.
#include <algorithm>
#include <fmt/format.h>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"
#include "interpreter/print.hpp"

namespace sli {
namespace {

void require(Engine& engine, std::size_t operands) {
    if (engine.count() >= operands) return;
    throw Error(ErrorKind::stack_underflow)
        .with_hint(fmt::format("{} operands expected, {} present", operands, engine.count()));
}

// A number of operands below the topmost `above`, given at depth `depth`.
std::size_t counted(Engine& engine, std::size_t depth, std::size_t above) {
    require(engine, depth + 1);
    Integer const n = engine.operand<Integer>(depth);
    if (n < 0 || std::uint64_t(n) > engine.count() - above)
        throw Error(ErrorKind::stack_underflow)
            .with_hint(fmt::format("{} operands asked for, {} below", n, engine.count() - above));
    return std::size_t(n);
}

void pop(Engine& engine) {
    require(engine, 1);
    engine.drop(1);
}

void npop(Engine& engine) {
    std::size_t const n = counted(engine, 0, 1);
    engine.drop(n + 1);
}

void dup(Engine& engine) {
    require(engine, 1);
    engine.push(Value(engine.operand(0)));
}

void exch(Engine& engine) {
    require(engine, 2);
    engine.operand(0).swap(engine.operand(1));
}

void over(Engine& engine) {
    require(engine, 2);
    engine.push(Value(engine.operand(1)));
}

void index(Engine& engine) {
    require(engine, 1);
    Integer const depth = engine.operand<Integer>(0);
    if (depth < 0 || std::uint64_t(depth) + 1 >= engine.count())
        throw Error(ErrorKind::stack_underflow)
            .with_hint(fmt::format("no operand at depth {}: {} below", depth, engine.count() - 1));
    engine.replace(1, Value(engine.operand(std::size_t(depth) + 1)));
}

void copy(Engine& engine) {
    std::size_t const n = counted(engine, 0, 1);
    engine.drop(1);
    for (std::size_t i = 0; i < n; ++i) engine.push(Value(engine.operand(n - 1)));
}

void rotate_top(Engine& engine, std::size_t n, std::size_t upwards) {
    auto const top = engine.operands().values().last(n);
    std::rotate(top.begin(), top.end() - std::ptrdiff_t(upwards), top.end());
}

// The reference does nothing for steps below -n; so do we.
void roll(Engine& engine) {
    require(engine, 2);
    Integer const steps = engine.operand<Integer>(0), n = engine.operand<Integer>(1);
    if (n < 0) throw Error(ErrorKind::range_check).with_hint(fmt::format("cannot roll {} operands", n));
    auto const size = counted(engine, 1, 2);
    engine.drop(2);
    if (n < 2 || steps < -n) return;
    rotate_top(engine, size, std::size_t((steps % n + n) % n));
}

void rollu(Engine& engine) {
    require(engine, 3);
    rotate_top(engine, 3, 1);
}

void rolld(Engine& engine) {
    require(engine, 3);
    rotate_top(engine, 3, 2);
}

void rot(Engine& engine) {
    if (engine.count() > 1) rotate_top(engine, engine.count(), 1);
}

void count(Engine& engine) { engine.push(Integer(engine.count())); }
void clear(Engine& engine) { engine.operands().clear(); }

void counttomark(Engine& engine) {
    NameId const mark = engine.known().mark;
    for (std::size_t depth = 0; depth < engine.count(); ++depth)
        if (engine.operand(depth).is_literal(mark)) return engine.push(Integer(depth));
    throw Error(ErrorKind::unmatched_mark).with_hint("there is no mark on the stack");
}

std::vector<Value> all_operands(Engine& engine) {
    auto const values = engine.operands().values();
    return {values.begin(), values.end()};
}

void operandstack(Engine& engine) { engine.push(all_operands(engine)); }

void restoreostack(Engine& engine) {
    require(engine, 1);
    engine.operand<Array>(0);
    Value const saved = engine.pop();
    engine.operands().clear();
    for (Value const& value : saved.object<Array>().items) engine.push(Value(value));
}

void execstack(Engine& engine) { engine.push(engine.execution_stack()); }

void restoreestack(Engine& engine) {
    require(engine, 1);
    engine.operand<Array>(0);
    Value const saved = engine.pop();
    engine.restore_execution_stack(saved.object<Array>());
}

void dump(Engine& engine, std::vector<Value> const& values) {
    std::ostream& out = engine.streams().out;
    for (std::size_t i = values.size(); i-- > 0;) {
        out << (i + 1 == values.size() ? "--> " : "    ");
        print_pretty(out, values[i], engine);
        out << '\n';
    }
    out.flush();
}

void ostackdump(Engine& engine) { dump(engine, all_operands(engine)); }

void estackdump(Engine& engine) {
    Value const frames = engine.execution_stack();
    dump(engine, frames.object<Array>().items);
}

constexpr Command commands[] = {
    {"pop", "x ->", "Drops the topmost operand.", raw<pop>("", Opcode::pop)},
    {"pop_", "x ->", "Drops the topmost operand.", raw<pop>("pop", Opcode::pop)},
    {";", "x ->", "Drops the topmost operand.", raw<pop>("", Opcode::pop)},
    {";_", "x ->", "Drops the topmost operand.", raw<pop>(";", Opcode::pop)},
    {"npop", "x1 .. xn n ->", "Drops n operands.", raw<npop>()},
    {"dup", "x -> x x", "Copies the topmost operand.", raw<dup>("", Opcode::dup)},
    {"dup_", "x -> x x", "Copies the topmost operand.", raw<dup>("dup", Opcode::dup)},
    {"exch", "x y -> y x", "Exchanges the two topmost operands.", raw<exch>("", Opcode::exch)},
    {"exch_", "x y -> y x", "Exchanges the two topmost operands.", raw<exch>("exch", Opcode::exch)},
    {"over", "x y -> x y x", "Copies the second operand to the top.", raw<over>("", Opcode::over)},
    {"index", "xn .. x0 n -> xn .. x0 xn", "Copies the operand at depth n; 0 is the top.",
     raw<index>("", Opcode::index)},
    {"pick", "xn .. x0 n -> xn .. x0 xn", "Copies the operand at depth n; 0 is the top.",
     raw<index>("", Opcode::index)},
    {"copy", "x1 .. xn n -> x1 .. xn x1 .. xn", "Copies the n topmost operands.", raw<copy>()},
    {"roll", "x1 .. xn n k -> ..", "Rotates the n topmost operands k steps: upwards for positive k.",
     raw<roll>()},
    {"rollu", "x y z -> z x y", "Rotates three operands one step upwards.", raw<rollu>("", Opcode::rollu)},
    {"rolld", "x y z -> y z x", "Rotates three operands one step downwards.", raw<rolld>("", Opcode::rolld)},
    {"rot", "x1 .. xn -> xn x1 ..", "Rotates the whole stack one step upwards.", raw<rot>()},
    {"count", "-> n", "Number of operands.", raw<count>()},
    {"clear", "x1 .. xn ->", "Empties the operand stack.", raw<clear>()},
    {"counttomark", "mark x1 .. xn -> mark x1 .. xn n", "Number of operands above the topmost mark.",
     raw<counttomark>()},
    {"operandstack", "x1 .. xn -> x1 .. xn [x1 .. xn]", "All operands as an array, bottom first.",
     raw<operandstack>()},
    {"restoreostack", ".. [x1 .. xn] -> x1 .. xn", "Replaces the operand stack by the elements of an array.",
     raw<restoreostack>()},
    {"execstack", "-> array", "The execution stack as an array of frames, bottom first.", raw<execstack>()},
    {"restoreestack", "array ->", "Replaces the execution stack by what execstack returned.",
     raw<restoreestack>()},
    {"ostackdump", "->", "Prints the operand stack, top first.", raw<ostackdump>()},
    {"estackdump", "->", "Prints the execution stack, top first.", raw<estackdump>()},
};

} // namespace

extern Module const stack{"stack", commands};

} // namespace sli
