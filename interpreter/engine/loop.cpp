// The loop: runs values until the frames above a floor are used up. Longer than other functions, like
// every interpreter's; each case is a few lines. What the short cuts do is promised in opcode.hpp.
#include <algorithm>
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

// The types of the topmost operands, bottom first, for people.
std::string types_found(Engine const& engine) {
    constexpr std::size_t enough = 4;
    std::size_t const count = engine.count();
    std::string found = count > enough ? "... " : count == 0 ? "nothing" : "";
    for (std::size_t depth = std::min(count, enough); depth > 0; --depth)
        found +=
            engine.text(engine.type_name(engine.operands().top(depth - 1).type())) + (depth > 1 ? " " : "");
    return found;
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
    restock();
    apply_limits();
    if (lookout_) lookout_(*this);
    if (limits.steps != 0 && cycles_ >= limits.steps)
        throw Error(ErrorKind::interrupted)
            .with_hint("the limit of " + std::to_string(limits.steps) + " steps is reached");
    check_interrupt();
}

Value const* Engine::select(Value const& trie) {
    auto& set = trie.object<Overloads>();
    std::uint16_t const top = types(operands_.top_[-1].type(), operands_.top_[-2].type());
    if (Value const* const recent = set.recall(top)) return recent;
    auto const [leaf, depth] = set.find(operands_.top_, operands_.size());
    if (!leaf) {
        builtin_ = nullptr;
        culprit_ = trie;
        Failure failure = set.mismatch(depth, operands_.size());
        failure.hint = "on the stack: " + types_found(*this);
        raise(std::move(failure));
    } else if (depth <= 2) {
        set.remember(top, *leaf);
    }
    return leaf;
}

// The variant for the operands. One with a short cut is tried first next time, by the set and by the
// name that led to it: the short cut looks at the types itself.
Value const* Engine::choose(Value const& trie, Value const& cell) {
    auto& set = trie.object<Overloads>();
    Value const* const selected = select(trie);
    if (!selected) return nullptr;
    Value const& leaf = *selected;
    Opcode const opcode = leaf.opcode();
    if (opcode == Opcode::trie || opcode == Opcode::name) burn(); // may lead back here
    if (opcode <= Opcode::bound) return &leaf;
    if (opcode != set.opcode_ && !set.is_variant_for_all(opcode, leaf)) return &leaf;
    set.opcode_ = opcode;
    set.watcher_ = &dictionaries_;
    if (cell.is(Type::name))
        if (Binding& binding = dictionaries_.binding(cell.id()); binding.slot == &trie)
            binding.opcode = opcode;
    return &leaf;
}

void Engine::loop(std::size_t floor) {
    while (frames() > floor) {
        try {
            change_loop_ = false;
            if (observer_)
                steps<true>(floor);
            else
                steps<false>(floor);
        } catch (Error const& error) {
            handle(error);
        } catch (std::bad_alloc const&) {
            handle_exhaustion("no more memory");
        } catch (std::length_error const&) {
            handle_exhaustion("more elements than memory can hold");
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
    Opcode opcode;
    Binding* bindings;
    Frame* bottom;
    auto const save = [&]() __attribute__((always_inline)) {
        frame->next = ip;
        next_frame_ = frame + 1;
        operands_.top_ = sp;
    };
    auto const load = [&]() __attribute__((always_inline)) {
        frame = next_frame_ - 1;
        ip = frame->next;
        end = frame->end;
        sp = operands_.top_;
        bindings = dictionaries_.bindings_.data();
    };
    auto const left = [&]() __attribute__((always_inline)) { return next_frame_ <= frames_.get() + floor; };
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
    auto const result = [&](bool x) __attribute__((always_inline)) {
        Value::copy_inline(Value(x), --sp - 1);
    };
    // Starts the elements of a procedure, in place of a procedure that has nothing left to do.
    auto const enter_code = [&](Value const& code) __attribute__((always_inline)) {
        auto const& items = code.object<Array>().items;
        if (items.empty()) return;
        if (ip == end && frame->type == &procedure_frame) {
            frame->body = code;
        } else {
            frame->next = ip;
            if (++frame == frames_limit_) [[unlikely]] {
                --frame;
                save();
                grow_frames();
                frame = next_frame_;
                bottom = frames_.get() + floor;
            }
            frame->type = &procedure_frame;
            Value::copy_shared(code, &frame->body);
        }
        ip = items.data();
        end = frame->end = ip + items.size();
    };
    auto const code_at = [&](Value const* at) __attribute__((always_inline)) {
        if (at >= end) return Opcode::push;
        return at->opcode() == Opcode::name ? bindings[std::size_t(at->name_id())].opcode : at->opcode();
    };

    load();
    bottom = frames_.get() + floor;
    for (;;) {
        if (ip == end) {
            if (frame->type == &procedure_frame) {
                drop(frame->body);
                if (--frame < bottom) {
                    next_frame_ = frame + 1;
                    operands_.top_ = sp;
                    return;
                }
                ip = frame->next;
                end = frame->end;
                continue;
            }
            save();
            if (frame->type->resume) {
                builtin_ = nullptr;
                burn();
                if (change_loop_) [[unlikely]]
                    return;
                if (frame->type->resume(*this, *frame) == Then::leave) pop_frame();
            } else {
                pop_frame();
            }
            if (left()) return;
            bottom = frames_.get() + floor;
            load();
            continue;
        }
        value = ip++;
        if constexpr (observed) {
            save();
            if (observer_) observer_->before(*this, *value); // it may have gone since the last call or turn
        }
        opcode = value->opcode();
        if (opcode == Opcode::name) {
        name:
            Binding const& binding = bindings[std::size_t(value->name_id())];
            opcode = binding.opcode;
            if (opcode == Opcode::unbound) [[unlikely]] {
                save();
                builtin_ = nullptr;
                if (dictionaries_.search(value->name_id())) goto name;
                raise_undefined(value->name_id());
                if (left()) return;
                bottom = frames_.get() + floor;
                load();
                continue;
            }
            value = binding.slot;
        }
    run:
        switch (opcode) {
        case Opcode::push:
            room();
            Value::copy_inline(*value, sp++);
            continue;
        case Opcode::push_shared:
            room();
            std::construct_at(sp++, *value);
            continue;
        case Opcode::literal_procedure: {
            // A procedure that `if` or `ifelse` is about to choose need not go over the stack.
            if (!observed && sp[-1].is(Type::boolean)) {
                Opcode const next = code_at(ip);
                if (next == Opcode::if_) {
                    ++ip;
                    if ((--sp)->payload_.integer != 0) enter_code(*value);
                    continue;
                }
                if (next == Opcode::literal_procedure && code_at(ip + 1) == Opcode::ifelse) {
                    Value const& chosen = (--sp)->payload_.integer != 0 ? *value : *ip;
                    ip += 2;
                    enter_code(chosen);
                    continue;
                }
            }
            room();
            std::construct_at(sp++, value->as(Type::procedure));
            continue;
        }
        case Opcode::name:
            goto name;
        case Opcode::bound:
            opcode = value->opcode();
            if (opcode == Opcode::name) {
                save();
                burn(); // it may lead to itself
            }
            goto run;
        case Opcode::procedure:
            enter_code(*value);
            if (--fuel_ == 0) [[unlikely]] {
                save();
                refuel();
                if (change_loop_) return;
            }
            continue;
        case Opcode::trie:
            opcode = value->object<Overloads>().opcode_;
            if (opcode != Opcode::trie) goto run;
            break;
        case Opcode::source:
            save();
            enter_source(*value);
            bottom = frames_.get() + floor;
            load();
            continue;
        case Opcode::call:
            break;
        default:
            __builtin_unreachable();

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
            if (depth >= static_cast<std::uint64_t>(sp - operands_.bottom_ - 1)) break;
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
            if (opcode == Opcode::add_ii)
                overflow = __builtin_add_overflow(a, b, &sum);
            else if (opcode == Opcode::sub_ii)
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
            bool const same = a.is(Type::integer) && b.is(Type::integer)
                                  ? a.payload_.integer == b.payload_.integer
                                  : equal(a, b);
            result(same == (opcode == Opcode::eq));
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
            Value const procedure = std::move(*--sp);
            enter_code(procedure);
            if (--fuel_ == 0) [[unlikely]] {
                save();
                refuel();
                if (change_loop_) return;
            }
            continue;
        }
        case Opcode::if_: {
            if (top_types() != types(Type::procedure, Type::boolean)) break;
            Value const procedure = std::move(*--sp);
            if ((--sp)->payload_.integer != 0) enter_code(procedure);
            continue;
        }
        case Opcode::ifelse: {
            if (top_types() != types(Type::procedure, Type::procedure) || !sp[-3].is(Type::boolean)) break;
            Value const no = std::move(*--sp), yes = std::move(*--sp);
            enter_code((--sp)->payload_.integer != 0 ? yes : no);
            continue;
        }
        case Opcode::def: {
            if (!sp[-2].is(Type::literal)) break;
            Binding& own = bindings[std::size_t(sp[-2].name_id())];
            if (!own.slot || own.place + 1 != dictionaries_.stack_.size()) break;
            sp -= 2;
            auto& slot = const_cast<Value&>(*own.slot); // of the top dictionary
            slot = std::move(sp[1]);
            own.opcode = opcode_of_bound(slot);
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
        // A builtin, an overload set, or a case that the short cut does not cover.
        save();
        if (value->is(Type::trie)) {
            value = choose(*value, ip[-1]);
            if (value) [[likely]] {
                opcode = value->opcode();
                goto run;
            }
            if (left()) return;
            bottom = frames_.get() + floor;
            load();
            continue;
        }
        builtin_ = value->payload_.builtin;
        builtin_->run(*this);
        if (interrupted()) [[unlikely]]
            check_interrupt();
        if (left()) return;
        bottom = frames_.get() + floor;
        load();
    }
}

} // namespace sli
