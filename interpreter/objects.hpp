// What values refer to. Dictionaries have a header of their own, and so have overload sets (command.hpp).
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/streams.hpp"
#include "interpreter/value.hpp"

namespace sli {

struct String final : Object {
    static constexpr Type type = Type::string;
    explicit String(std::string_view chars)
        : text(chars) {}
    explicit String(std::string&& chars)
        : text(std::move(chars)) {}
    explicit String(char const* chars)
        : text(chars) {}
    std::string text;
};

// Where in a text the elements of a procedure stand: one offset per element.
struct SourceMap {
    std::shared_ptr<SourceText const> source;
    std::vector<std::uint32_t> offsets;
};

// The elements of an array, a procedure or a literal procedure: the type is the value's.
struct Array final : Object {
    static constexpr Type type = Type::array;
    Array() = default;
    explicit Array(std::vector<Value> elements)
        : items(std::move(elements)) {}
    Array(Array const& other)
        : Object(other)
        , items(other.items) {} // a changed procedure has no source
    std::vector<Value> items;
    std::unique_ptr<SourceMap const> source;
};

inline Value make_string(std::string_view text) { return Value::make<String>(text); }
inline Value make_array(std::vector<Value> items) { return Value::make<Array>(std::move(items)); }
inline Value make_procedure(std::vector<Value> items) {
    return make_array(std::move(items)).as(Type::procedure);
}

// Elements of one machine type, shared by reference. A vector may be a snapshot that the kernel or
// Python sees as well: `items` reads, `edit` copies first if anybody else could notice.
template <class T, Type code> class Column final : public Object {
public:
    static constexpr Type type = code;
    using Items = std::vector<T>;
    Column()
        : items_(std::make_shared<Items>()) {}
    explicit Column(Items items)
        : items_(std::make_shared<Items>(std::move(items))) {}
    explicit Column(std::shared_ptr<Items const> snapshot)
        : items_(std::move(snapshot))
        , frozen_(true) {}
    Column(Column const& other)
        : Object(other)
        , items_(other.items_)
        , frozen_(true) {}

    Items const& items() const { return *items_; }
    Items& edit() {
        if (frozen_ || items_.use_count() > 1) items_ = std::make_shared<Items>(*items_);
        frozen_ = false;
        return const_cast<Items&>(*items_); // ours alone, and born mutable
    }
    std::shared_ptr<Items const> snapshot() const { return items_; }

private:
    std::shared_ptr<Items const> items_;
    bool frozen_ = false;
};
using IntVector = Column<Integer, Type::int_vector>;
using DoubleVector = Column<Real, Type::double_vector>;

struct Opaque;

// A type whose meaning belongs to a module. The descriptor is static; its code is chosen by the
// module (opaque_code(n), or Type::regex) and refused at installation if another type has it.
struct OpaqueType {
    Type code;
    std::string_view name;                                  // as `type` shows it
    void (*print)(std::ostream&, Opaque const&) = nullptr;  // `=`;  none: <name>
    void (*pretty)(std::ostream&, Opaque const&) = nullptr; // `==`; none: <lockPTR[n]->name(0x..)>
    bool (*equal)(Opaque const&, Opaque const&) = nullptr;  // none: identity
};

// Names the descriptor of T, so that commands can take T as an operand. A module specialises it:
// template <> struct OpaqueTraits<nest::Mask> { static constexpr OpaqueType type{opaque_code(3), "masktype"};
// };
template <class T> struct OpaqueTraits;

// A handle to something that is not SLI's, shared.
struct Opaque final : Object {
    Opaque(OpaqueType const& kind, std::shared_ptr<void> thing)
        : descriptor(&kind)
        , handle(std::move(thing)) {}
    OpaqueType const* descriptor;
    std::shared_ptr<void> handle;
    template <class T> T& as() const { return *static_cast<T*>(handle.get()); }
};

template <class T> Value make_opaque(std::shared_ptr<T> handle) {
    using Plain = std::remove_const_t<T>;
    OpaqueType const& kind = OpaqueTraits<Plain>::type;
    return {kind.code, *new Opaque(kind, std::const_pointer_cast<Plain>(std::move(handle)))};
}

} // namespace sli
