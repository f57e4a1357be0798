// Value: what the operand stack, arrays, dictionaries and procedures hold.
#pragma once

#include <cassert>
#include <concepts>
#include <cstdint>
#include <memory>
#include <utility>

#include "interpreter/opcode.hpp"

namespace sli {

using Integer = std::int64_t;
using Real = double;
enum class NameId : std::uint32_t {}; // of one interpreter's NameTable (names.hpp)

// The types of SLI, one byte each. From `string` on a value refers to a shared object. Codes from
// `opaque` on belong to modules (OpaqueType in objects.hpp), so a type is always one comparison.
enum class Type : std::uint8_t {
    none, // no value: below the bottom of the stack, after a move
    integer,
    real,
    boolean,
    name,    // executable: looked up when run
    literal, // /x; a mark is the literal /mark
    symbol,
    command,
    string,
    array,
    procedure,
    literal_procedure, // as the scanner reads { }: running it pushes a procedure
    int_vector,
    double_vector,
    dictionary,
    trie,
    istream,
    xistream, // executable input stream
    ostream,
    regex, // an Opaque
    frame, // an element of execstack
    any,   // in type lists only: matches everything
    opaque = 32
};
constexpr bool is_shared(Type type) { return type >= Type::string; }
constexpr Type opaque_code(int offset) { return Type(int(Type::opaque) + offset); }

class Value;
struct Builtin;

// Base of what values refer to. Objects are born in Value::make, count their owners without
// atomics (an interpreter belongs to one thread at a time) and die with the last one; destroying
// nested objects does not recurse.
class Object {
public:
    Object() = default;
    Object(Object const&)
        : Object() {}
    Object& operator=(Object const&) { return *this; }
    std::uint64_t owners() const { return owners_; }

protected:
    virtual ~Object() = default;

private:
    friend class Value;
    union {
        std::uint64_t owners_ = 0;
        Object* next_dead_; // in the queue of the dying (value.cpp)
    };
};

// One SLI value: 16 bytes, copied freely. Strings, arrays and procedures copy on write (`unique`);
// everything else that is referred to is shared on purpose.
class Value {
public:
    Value() noexcept
        : payload_{.integer = 0} {}
    template <std::integral I>
    requires(!std::same_as<I, bool>) explicit Value(I i) noexcept
        : payload_{.integer = static_cast<Integer>(i)}
        , tag_(word(Type::integer)) {}
    explicit Value(Real r) noexcept
        : payload_{.real = r}
        , tag_(word(Type::real)) {}
    explicit Value(std::same_as<bool> auto b) noexcept
        : payload_{.integer = b}
        , tag_(word(Type::boolean)) {}
    Value(Value const& other) noexcept
        : payload_(other.payload_)
        , tag_(other.tag_) {
        if (is_shared(type())) ++payload_.object->owners_;
    }
    Value(Value&& other) noexcept
        : payload_(other.payload_)
        , tag_(other.tag_) {
        other.tag_ = 0;
    }
    Value& operator=(Value const& other) noexcept {
        Value copy(other);
        swap(copy);
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        Value taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~Value() {
        if (is_shared(type())) release();
    }

    static Value literal(NameId id) { return {Type::literal, id, Opcode::push}; }
    static Value name(NameId id) { return {Type::name, id, Opcode::name}; }
    static Value symbol(NameId id) { return {Type::symbol, id, Opcode::push}; }
    static Value command(Builtin const& builtin); // command.hpp
    // A new object of class T and the only reference to it.
    template <class T, class... Arguments> static Value make(Arguments&&... arguments) {
        return Value(T::type, *new T(std::forward<Arguments>(arguments)...));
    }
    Value(Type type, Object& object) noexcept
        : payload_{.object = &object}
        , tag_(word(type, opcode_of(type))) {
        ++object.owners_;
    }

    Type type() const { return static_cast<Type>(tag_ & 0xFFU); }
    bool is(Type wanted) const { return type() == wanted; }
    bool is_number() const { return type() == Type::integer || type() == Type::real; }
    Opcode opcode() const { return static_cast<Opcode>(tag_ >> 8U & 0xFFU); }

    Integer integer() const { return assert(is(Type::integer)), payload_.integer; }
    Real real() const { return assert(is(Type::real)), payload_.real; }
    bool boolean() const { return assert(is(Type::boolean)), payload_.integer != 0; }
    Real number() const { return is(Type::integer) ? static_cast<Real>(payload_.integer) : real(); }
    NameId id() const { return assert(is(Type::name) || is(Type::literal) || is(Type::symbol)), name_id(); }
    bool is_literal(NameId id) const { return is(Type::literal) && name_id() == id; }
    Builtin const& builtin() const { return assert(is(Type::command)), *payload_.builtin; }

    template <class T> T& object() const {
        return assert(is_shared(type())), static_cast<T&>(*payload_.object);
    }
    // For writing to a string, array or procedure: copies the object first if somebody else has it.
    template <class T> T& unique() {
        if (payload_.object->owners_ > 1) *this = Value(type(), *new T(object<T>()));
        return object<T>();
    }
    Object* address() const { return is_shared(type()) ? payload_.object : nullptr; }
    // The same object under another type: array, procedure and literal procedure share a class, so do
    // input streams and executable ones.
    Value as(Type type) const { return {type, *payload_.object}; }

    // For places that refer to nothing: copies a value that is known to be held inline, or shared.
    static void copy_inline(Value const& from, Value* to) noexcept {
        to->payload_ = from.payload_;
        to->tag_ = from.tag_;
    }
    static void copy_shared(Value const& from, Value* to) noexcept {
        ++from.payload_.object->owners_;
        copy_inline(from, to);
    }

    void swap(Value& other) noexcept {
        std::swap(payload_, other.payload_);
        std::swap(tag_, other.tag_);
    }

private:
    friend class Engine;
    Value(Type type, NameId id, Opcode opcode) noexcept
        : payload_{.integer = 0}
        , tag_(word(type, opcode, id)) {}
    Value(Builtin const* builtin, Opcode opcode) noexcept
        : payload_{.builtin = builtin}
        , tag_(word(Type::command, opcode)) {}
    static constexpr Opcode opcode_of(Type type) {
        switch (type) {
        case Type::procedure:
            return Opcode::procedure;
        case Type::literal_procedure:
            return Opcode::literal_procedure;
        case Type::trie:
            return Opcode::trie;
        case Type::xistream:
            return Opcode::source;
        default:
            return Opcode::push_shared;
        }
    }
    void release() noexcept {
        if (--payload_.object->owners_ == 0) destroy(payload_.object);
    }
    static void destroy(Object* object) noexcept;

    union Payload {
        Integer integer;
        Real real;
        Object* object;
        Builtin const* builtin;
    } payload_;
    // Type, opcode and name id in one machine word, always written as a whole: a byte written and then
    // read with its neighbours costs the processor more than the copy.
    static constexpr std::uint64_t word(Type type, Opcode opcode = Opcode::push, NameId id = {}) {
        return std::uint64_t(type) | std::uint64_t(opcode) << 8U | std::uint64_t(id) << 32U;
    }
    NameId name_id() const { return static_cast<NameId>(tag_ >> 32U); }
    std::uint64_t tag_ = 0;
};
static_assert(sizeof(Value) == 16);

// Equality of `eq`: same type and same value; arrays and procedures element by element; dictionaries,
// streams, tries and vectors by identity; opaque ones as their type says. Does not recurse.
bool equal(Value const& a, Value const& b);

} // namespace sli
