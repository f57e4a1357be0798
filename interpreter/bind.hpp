// bind<function>("name"): a builtin from a C++ function. The signature, the check of the operands, the
// pop, the push follow from the function's type. Included by engine.hpp.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "interpreter/engine.hpp"

namespace sli {

// Operands and results that are not simply C++ types.
struct Literal {
    NameId id;
};
struct Name {
    NameId id;
};
struct Procedure { // the elements of a procedure, and the value to enter
    Array const& code;
    Value const& value;
};
struct LiteralProcedure {
    Array const& code;
    Value const& value;
};

// How a C++ parameter type takes an operand: the SLI type it insists on, and how to get it.
// References stay valid while the function runs: operands leave the stack after it has returned.
template <class T> struct Operand;
template <> struct Operand<Integer> {
    static constexpr Type type = Type::integer;
    static Integer get(Value& v) { return v.integer(); }
};
template <> struct Operand<Real> {
    static constexpr Type type = Type::real;
    static Real get(Value& v) { return v.real(); }
};
template <> struct Operand<bool> {
    static constexpr Type type = Type::boolean;
    static bool get(Value& v) { return v.boolean(); }
};
template <> struct Operand<Literal> {
    static constexpr Type type = Type::literal;
    static Literal get(Value& v) { return {v.id()}; }
};
template <> struct Operand<Name> {
    static constexpr Type type = Type::name;
    static Name get(Value& v) { return {v.id()}; }
};
template <> struct Operand<std::string_view> {
    static constexpr Type type = Type::string;
    static std::string_view get(Value& v) { return v.object<String>().text; }
};
template <> struct Operand<Procedure> {
    static constexpr Type type = Type::procedure;
    static Procedure get(Value& v) { return {v.object<Array>(), v}; }
};
template <> struct Operand<LiteralProcedure> {
    static constexpr Type type = Type::literal_procedure;
    static LiteralProcedure get(Value& v) { return {v.object<Array>(), v}; }
};
template <> struct Operand<Value> { // anything
    static constexpr Type type = Type::any;
    static Value get(Value& v) { return v; }
};
template <> struct Operand<Value const&> {
    static constexpr Type type = Type::any;
    static Value const& get(Value& v) { return v; }
};
// Objects: by const reference, or by reference those that are shared on purpose.
template <class T>
requires std::derived_from<std::remove_const_t<T>, Object>
struct Operand<T&> {
    static constexpr Type type = std::remove_const_t<T>::type;
    static_assert(std::is_const_v<T> || !(type == Type::string || type == Type::array),
                  "strings and arrays are values: take Engine& and use Value::unique to change one");
    static T& get(Value& v) { return v.object<std::remove_const_t<T>>(); }
};
// Things behind opaque values, by reference or as an owner.
template <class T>
concept IsOpaque = requires {
    OpaqueTraits<std::remove_const_t<T>>::type;
};
template <IsOpaque T> struct Operand<T&> {
    static constexpr Type type = OpaqueTraits<std::remove_const_t<T>>::type.code;
    static T& get(Value& v) { return v.object<Opaque>().template as<std::remove_const_t<T>>(); }
};
template <IsOpaque T> struct Operand<std::shared_ptr<T>> {
    static constexpr Type type = OpaqueTraits<std::remove_const_t<T>>::type.code;
    static std::shared_ptr<T> get(Value& v) {
        return std::static_pointer_cast<std::remove_const_t<T>>(v.object<Opaque>().handle);
    }
};

// How a result becomes a value, or several: tuples are pushed in order, an empty optional pushes
// `false`, a full one its content and `true`.
inline void push_result(Engine& e, Value v) { e.push(std::move(v)); }
inline void push_result(Engine& e, std::integral auto i) {
    e.push(Value(i)); // bool stays bool
}
inline void push_result(Engine& e, Real r) { e.push(Value(r)); }
inline void push_result(Engine& e, Literal l) { e.push(Value::literal(l.id)); }
inline void push_result(Engine& e, Name n) { e.push(Value::name(n.id)); }
inline void push_result(Engine& e, std::string s) { e.push(Value::make<String>(std::move(s))); }
inline void push_result(Engine& e, std::string_view s) { e.push(make_string(s)); }
inline void push_result(Engine& e, char const* s) { e.push(make_string(s)); }
inline void push_result(Engine& e, std::vector<Value> a) { e.push(make_array(std::move(a))); }
template <class... Ts> void push_result(Engine& e, std::tuple<Ts...> results) {
    std::apply([&](auto&&... one) { (push_result(e, std::forward<decltype(one)>(one)), ...); },
               std::move(results));
}
template <class T> void push_result(Engine& e, Attempt<T> result) {
    push_result(e, std::get<T>(std::move(result)));
}
template <class T> void push_result(Engine& e, std::optional<T> result) {
    bool const there = result.has_value();
    if (there) push_result(e, *std::move(result));
    e.push(Value(there));
}

template <class T>
requires(!std::same_as<std::remove_cvref_t<T>, Value>) void Engine::push(T&& result) {
    push_result(*this, std::forward<T>(result));
}

template <class T> decltype(auto) Engine::operand(std::size_t depth) {
    using Shape = std::conditional_t<std::derived_from<T, Object> || IsOpaque<T>, T const&, T>;
    Value& v = operand(depth);
    if (Operand<Shape>::type != Type::any && v.type() != Operand<Shape>::type) throw_argument_type(depth + 1);
    return Operand<Shape>::get(v);
}

template <class... Operands> consteval Signature signature_of() {
    static_assert(sizeof...(Operands) <= 8);
    Signature s;
    s.arity = sizeof...(Operands);
    std::size_t depth = sizeof...(Operands);
    ((s.types[--depth] = Operand<Operands>::type), ...);
    return s;
}

// Throws StackUnderflow or ArgumentType if the operands are not as the signature says.
void check_operands(Engine& engine, Signature const& signature);

// A view of an operand must not outlive it.
template <class T> T keep(T result) { return result; }
inline std::string keep(std::string_view view) { return std::string(view); }

template <class T> constexpr bool is_attempt = false;
template <class T> constexpr bool is_attempt<Attempt<T>> = true;

// Takes operands and results off the function's type; with Engine& as first parameter the function
// gets the engine as well. It may set up frames, but what it pushed itself would be dropped with its
// operands: it returns its results.
template <bool with_engine, class Result, class... Operands> struct Shape {
    static constexpr Signature signature = signature_of<Operands...>();
    template <auto function> static void run(Engine& engine) {
        check_operands(engine, signature);
        apply<function>(engine, std::index_sequence_for<Operands...>{});
    }

private:
    template <auto function, std::size_t... I> static void apply(Engine& engine, std::index_sequence<I...>) {
        constexpr std::size_t n = sizeof...(Operands);
        OperandStack& stack = engine.operands();
        auto const call = [&]() -> Result {
            if constexpr (with_engine)
                return function(engine, Operand<Operands>::get(stack.top(n - 1 - I))...);
            else
                return function(Operand<Operands>::get(stack.top(n - 1 - I))...);
        };
        if constexpr (std::is_void_v<Result>) {
            call();
            stack.drop(n);
        } else {
            auto result = keep(call());
            if constexpr (is_attempt<Result>)
                if (auto* const failure = std::get_if<Failure>(&result))
                    return engine.raise(std::move(*failure));
            stack.drop(n);
            push_result(engine, std::move(result));
        }
    }
};
template <class Result, class... Operands>
Shape<false, Result, Operands...> shape_of(Result (*)(Operands...));
template <class Result, class... Operands>
Shape<true, Result, Operands...> shape_of(Result (*)(Engine&, Operands...));
template <auto function> using ShapeOf = decltype(shape_of(function));

template <auto function> consteval Builtin bind(std::string_view name = {}, Opcode opcode = Opcode::call) {
    return {name, ShapeOf<function>::signature, ShapeOf<function>::template run<function>, opcode};
}

// A builtin of odd shape: takes the engine, checks and moves its operands itself. As a variant of an
// overload set it states its operand types, bottom first.
template <void (*function)(Engine&)>
consteval Builtin raw(std::string_view name = {}, Opcode opcode = Opcode::call) {
    return {name, {}, function, opcode};
}
template <void (*function)(Engine&)>
consteval Builtin raw(std::string_view name, std::initializer_list<Type> types,
                      Opcode opcode = Opcode::call) {
    Signature s;
    s.arity = std::uint8_t(types.size());
    std::size_t depth = types.size();
    for (Type type : types) s.types[--depth] = type;
    return {name, s, function, opcode};
}

} // namespace sli
