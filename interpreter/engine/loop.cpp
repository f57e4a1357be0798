// The loop: runs values until the frames above a floor are used up. Longer than other functions, like
// every interpreter's; each case is a few lines. What the short cuts do is promised in opcode.hpp.
#include <new>

#include "interpreter/engine.hpp"
#include "interpreter/engine/frames.hpp"

namespace sli {
namespace {

// A stream is read one value at a time: the value stands in a body of its own.
Then next_from_source(Engine& engine, Frame& frame) {
    Value value;
    ReadResult const result = engine.reader().next(frame.state[0].object<InputStream>(), value);
    frame.state[1] = Value(engine.reader().value_offset());
    if (result == ReadResult::end) return Then::leave;
    if (result == ReadResult::broken) throw Error(ErrorKind::syntax_error);
    frame.body.unique<Array>().items[0] = std::move(value);
    frame.restart();
    return Then::run_body;
}

constexpr std::uint32_t tankful = 10'000; // calls and loop turns between two looks at the world

constexpr std::uint16_t types(Type top, Type below) {
    return static_cast<std::uint16_t>(std::uint32_t(top) | std::uint32_t(below) << 8U);
}
constexpr auto two_integers = types(Type::integer, Type::integer);
constexpr auto two_reals = types(Type::real, Type::real);
constexpr auto two_booleans = types(Type::boolean, Type::boolean);

} // namespace

FrameType const procedure_frame{"::executeprocedure", FrameKind::procedure};
FrameType const source_frame{"::parse", FrameKind::source, next_from_source};

void Engine::enter_source(Value input) {
    Frame& frame = enter(source_frame, make_array({Value()}));
    frame.state[0] = std::move(input);
}

// Signals, limits and changes of the loop are looked at here, now and then.
void Engine::refuel() {
    cycles_ += tank_;
    fuel_ = tank_ = change_loop_ ? 1 : tankful;
    if (limits.steps != 0 && cycles_ >= limits.steps)
        throw Error(ErrorKind::interrupted)
            .with_hint("the limit of " + std::to_string(limits.steps) + " steps is reached");
    check_interrupt();
}

Value const& Engine::select(Value const& trie) {
    auto& set = trie.object<Overloads>();
    builtin_ = nullptr;
    culprit_ = trie;
    auto const selection = set.find(operands_.top_, operands_.size());
    culprit_ = Value();
    if (selection.depth <= 2)
        set.remember(types(operands_.top_[-1].type(), operands_.top_[-2].type()), *selection.leaf);
    return *selection.leaf;
}

void Engine::loop(std::size_t floor) {
    while (depth_ > floor) {
        try {
            change_loop_ = false;
            if (observer_)
                steps<true>(floor);
            else
                steps<false>(floor);
        } catch (Error const& error) {
            handle(error);
        } catch (std::bad_alloc const&) {
            handle(Error(ErrorKind::memory_exhausted).with_hint("no more memory"));
        } catch (std::length_error const&) {
            handle(Error(ErrorKind::memory_exhausted).with_hint("more elements than memory can hold"));
        } catch (std::exception const& other) {
            handle(Error(ErrorKind::cpp_exception, other.what()));
        }
    }
}

// ip runs over the top frame's body, sp is one past the topmost operand. Both live in registers;
// `save` writes them back before anything that may look at the engine or throw, `load` fetches them
// after anything that may have changed frames or operands.
template <bool observed> void Engine::steps(std::size_t floor) {
    Value const *ip, *end, *value;
    Value* sp;
    Frame* frame;
    auto const save = [&]() __attribute__((always_inline)) {
        frame->next = ip;
        operands_.top_ = sp;
    };
    auto const load = [&]() __attribute__((always_inline)) {
        frame = &frames_[depth_ - 1];
        ip = frame->next;
        end = frame->end;
        sp = operands_.top_;
    };
    auto const drop = [&](Value & cell) __attribute__((always_inline)) {
        Value const dropped = std::move(cell);
    };
    auto const room = [&]() __attribute__((always_inline)) {
        if (sp == operands_.limit_) [[unlikely]] {
            save();
            operands_.grow();
            sp = operands_.top_;
        }
    };
    auto const top_types = [&]() __attribute__((always_inline)) {
        return types(sp[-1].type(), sp[-2].type());
    };
    // For results that replace two operands held inline.
    auto const result = [&](auto x) __attribute__((always_inline)) { std::construct_at(--sp - 1, x); };

    load();
    for (;;) {
        if (ip == end) {
            if (frame->type->resume) {
                save();
                builtin_ = nullptr;
                burn();
                if (change_loop_) [[unlikely]]
                    return;
                if (frame->type->resume(*this, *frame) == Then::leave) pop_frame();
            } else {
                operands_.top_ = sp;
                pop_frame();
            }
            if (depth_ <= floor) return;
            load();
            continue;
        }
        value = ip++;
        if constexpr (observed) {
            save();
            observer_->before(*this, *value);
        }
    run:
        switch (value->opcode()) {
        case Opcode::push:
        case Opcode::push_shared:
            room();
            std::construct_at(sp++, *value);
            continue;
        case Opcode::literal_procedure:
            room();
            std::construct_at(sp++, value->as(Type::procedure));
            continue;
        case Opcode::name: {
            auto const id = std::size_t(value->tag_.id);
            auto const& bound = dictionaries_.bound_;
            Value const* found = id < bound.size() ? bound[id] : nullptr;
            if (!found) [[unlikely]] {
                save();
                builtin_ = nullptr;
                found = dictionaries_.search(value->tag_.id);
                if (!found) throw_undefined(value->tag_.id);
            }
            if (found->opcode() == Opcode::name) [[unlikely]] {
                save();
                burn(); // a name may lead to itself
            }
            value = found;
            goto run;
        }
        case Opcode::procedure: {
            auto const& items = value->object<Array>().items;
            if (items.empty()) continue;
            save();
            if (ip != end || frame->type != &procedure_frame) {
                if (depth_ == capacity_) [[unlikely]] {
                    Value const procedure = *value;
                    add_frame(procedure_frame).body = procedure;
                } else {
                    frame = &frames_[depth_++];
                    frame->type = &procedure_frame;
                    std::construct_at(&frame->body, *value);
                }
                frame = &frames_[depth_ - 1];
            } else {
                frame->body = Value(*value);
            }
            ip = frame->next = items.data();
            end = frame->end = ip + items.size();
            if (--fuel_ == 0) [[unlikely]] {
                refuel();
                if (change_loop_) return;
            }
            continue;
        }
        case Opcode::trie: {
            auto& set = value->object<Overloads>();
            Value const* leaf = set.recall(top_types());
            if (!leaf) [[unlikely]] {
                save();
                leaf = &select(*value);
            }
            if (leaf->opcode() == Opcode::trie || leaf->opcode() == Opcode::name) [[unlikely]] {
                save();
                burn();
            }
            value = leaf;
            goto run;
        }
        case Opcode::source:
            save();
            enter_source(*value);
            load();
            continue;
        case Opcode::call:
            break;

        case Opcode::pop:
            if (sp[-1].is(Type::none)) break;
            drop(*--sp);
            continue;
        case Opcode::dup:
            if (sp[-1].is(Type::none)) break;
            room();
            std::construct_at(sp, sp[-1]);
            ++sp;
            continue;
        case Opcode::exch:
            if (sp[-2].is(Type::none)) break;
            sp[-1].swap(sp[-2]);
            continue;
        case Opcode::over:
            if (sp[-2].is(Type::none)) break;
            room();
            std::construct_at(sp, sp[-2]);
            ++sp;
            continue;
        case Opcode::index: {
            if (!sp[-1].is(Type::integer)) break;
            auto const depth = static_cast<std::uint64_t>(sp[-1].payload_.integer);
            if (depth + 1 >= static_cast<std::uint64_t>(sp - operands_.bottom_)) break;
            std::construct_at(sp - 1, sp[-2 - std::ptrdiff_t(depth)]);
            continue;
        }
        case Opcode::rollu:
            if (sp - operands_.bottom_ < 3) break;
            sp[-1].swap(sp[-2]);
            sp[-2].swap(sp[-3]);
            continue;
        case Opcode::rolld:
            if (sp - operands_.bottom_ < 3) break;
            sp[-3].swap(sp[-2]);
            sp[-2].swap(sp[-1]);
            continue;

        case Opcode::add_ii:
        case Opcode::sub_ii:
        case Opcode::mul_ii: {
            if (top_types() != two_integers) break;
            Integer const a = sp[-2].payload_.integer, b = sp[-1].payload_.integer;
            Integer sum;
            bool overflow;
            if (value->opcode() == Opcode::add_ii)
                overflow = __builtin_add_overflow(a, b, &sum);
            else if (value->opcode() == Opcode::sub_ii)
                overflow = __builtin_sub_overflow(a, b, &sum);
            else
                overflow = __builtin_mul_overflow(a, b, &sum);
            if (overflow) break;
            (--sp)[-1].payload_.integer = sum;
            continue;
        }
        case Opcode::add_dd:
            if (top_types() != two_reals) break;
            --sp;
            sp[-1].payload_.real += sp[0].payload_.real;
            continue;
        case Opcode::sub_dd:
            if (top_types() != two_reals) break;
            --sp;
            sp[-1].payload_.real -= sp[0].payload_.real;
            continue;
        case Opcode::mul_dd:
            if (top_types() != two_reals) break;
            --sp;
            sp[-1].payload_.real *= sp[0].payload_.real;
            continue;
        case Opcode::div_dd:
            if (top_types() != two_reals || sp[-1].payload_.real == 0.0) break;
            --sp;
            sp[-1].payload_.real /= sp[0].payload_.real;
            continue;
        case Opcode::mod:
            if (top_types() != two_integers || static_cast<std::uint64_t>(sp[-1].payload_.integer) + 1 <= 1)
                break;
            --sp;
            sp[-1].payload_.integer %= sp[0].payload_.integer;
            continue;
        case Opcode::neg_i:
            if (!sp[-1].is(Type::integer) ||
                __builtin_sub_overflow(Integer{0}, sp[-1].payload_.integer, &sp[-1].payload_.integer))
                break;
            continue;
        case Opcode::neg_d:
            if (!sp[-1].is(Type::real)) break;
            sp[-1].payload_.real = -sp[-1].payload_.real;
            continue;
        case Opcode::lt_ii:
            if (top_types() != two_integers) break;
            result(sp[-2].payload_.integer < sp[-1].payload_.integer);
            continue;
        case Opcode::lt_dd:
            if (top_types() != two_reals) break;
            result(sp[-2].payload_.real < sp[-1].payload_.real);
            continue;
        case Opcode::gt_ii:
            if (top_types() != two_integers) break;
            result(sp[-2].payload_.integer > sp[-1].payload_.integer);
            continue;
        case Opcode::gt_dd:
            if (top_types() != two_reals) break;
            result(sp[-2].payload_.real > sp[-1].payload_.real);
            continue;
        case Opcode::leq_ii:
            if (top_types() != two_integers) break;
            result(sp[-2].payload_.integer <= sp[-1].payload_.integer);
            continue;
        case Opcode::leq_dd:
            if (top_types() != two_reals) break;
            result(sp[-2].payload_.real <= sp[-1].payload_.real);
            continue;
        case Opcode::geq_ii:
            if (top_types() != two_integers) break;
            result(sp[-2].payload_.integer >= sp[-1].payload_.integer);
            continue;
        case Opcode::geq_dd:
            if (top_types() != two_reals) break;
            result(sp[-2].payload_.real >= sp[-1].payload_.real);
            continue;
        case Opcode::eq:
        case Opcode::neq: {
            Value const &a = sp[-2], &b = sp[-1];
            if (a.is(Type::none) || is_shared(a.type()) || is_shared(b.type())) break;
            result(equal(a, b) == (value->opcode() == Opcode::eq));
            continue;
        }
        case Opcode::and_bb:
            if (top_types() != two_booleans) break;
            --sp;
            sp[-1].payload_.integer &= sp[0].payload_.integer;
            continue;
        case Opcode::or_bb:
            if (top_types() != two_booleans) break;
            --sp;
            sp[-1].payload_.integer |= sp[0].payload_.integer;
            continue;
        case Opcode::not_b:
            if (!sp[-1].is(Type::boolean)) break;
            sp[-1].payload_.integer ^= 1;
            continue;

        case Opcode::exec: {
            if (!sp[-1].is(Type::procedure)) break;
            Value procedure = std::move(*--sp);
            save();
            enter(std::move(procedure));
            burn();
            load();
            continue;
        }
        case Opcode::if_: {
            if (top_types() != types(Type::procedure, Type::boolean)) break;
            Value procedure = std::move(*--sp);
            bool const chosen = (--sp)->payload_.integer != 0;
            if (!chosen) continue;
            save();
            enter(std::move(procedure));
            load();
            continue;
        }
        case Opcode::ifelse: {
            if (top_types() != types(Type::procedure, Type::procedure) || !sp[-3].is(Type::boolean)) break;
            bool const first = sp[-3].payload_.integer != 0;
            sp -= 3;
            Value procedure = std::move(first ? sp[1] : sp[2]);
            drop(first ? sp[2] : sp[1]);
            save();
            enter(std::move(procedure));
            load();
            continue;
        }
        case Opcode::def: {
            if (!sp[-2].is(Type::literal)) break;
            auto& dictionary = dictionaries_.top();
            if (Value* const slot = dictionary.find(sp[-2].tag_.id)) {
                sp -= 2;
                *slot = std::move(sp[1]);
            } else {
                save();
                dictionary.set(sp[-2].tag_.id, sp[-1]);
                drop(sp[-1]);
                sp -= 2;
            }
            continue;
        }
        case Opcode::get_a: {
            if (top_types() != types(Type::integer, Type::array)) break;
            auto const& items = sp[-2].object<Array>().items;
            auto const i = static_cast<std::uint64_t>(sp[-1].payload_.integer);
            if (i >= items.size()) break;
            Value item = items[i];
            (--sp)[-1] = std::move(item);
            continue;
        }
        }
        // A builtin, or a case that its short cut does not cover.
        save();
        builtin_ = value->payload_.builtin;
        builtin_->run(*this);
        if (depth_ <= floor) return;
        load();
    }
}

} // namespace sli
