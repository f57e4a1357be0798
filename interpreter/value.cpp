#include "interpreter/value.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <vector>

#include "interpreter/command.hpp"
#include "interpreter/objects.hpp"

namespace sli {
namespace {

// Objects whose last owner went while another object was being destroyed; per thread, because an
// interpreter lives on one thread at a time.
thread_local Object* dying = nullptr;
thread_local bool burying = false;

bool is_list(Value const& v) {
    return v.is(Type::array) || v.is(Type::procedure) || v.is(Type::literal_procedure);
}

bool equal_opaque(Opaque const& a, Opaque const& b) {
    if (&a == &b) return true;
    return a.descriptor == b.descriptor && a.descriptor->equal && a.descriptor->equal(a, b);
}

// Everything but lists, which the caller takes apart.
bool equal_single(Value const& a, Value const& b) {
    switch (a.type()) {
    case Type::none:
        return true;
    case Type::integer:
        return a.integer() == b.integer();
    case Type::real:
        return a.real() == b.real();
    case Type::boolean:
        return a.boolean() == b.boolean();
    case Type::name:
    case Type::literal:
    case Type::symbol:
        return a.id() == b.id();
    case Type::command:
        return &a.builtin() == &b.builtin();
    case Type::string:
        return a.object<String>().text == b.object<String>().text;
    case Type::regex:
        return equal_opaque(a.object<Opaque>(), b.object<Opaque>());
    default:
        if (a.type() >= Type::opaque) return equal_opaque(a.object<Opaque>(), b.object<Opaque>());
        return a.address() == b.address();
    }
}

} // namespace

void Value::destroy(Object* object) noexcept {
    object->next_dead_ = dying;
    dying = object;
    if (burying) return;
    burying = true;
    while (dying) {
        Object* const next = dying;
        dying = next->next_dead_;
        delete next;
    }
    burying = false;
}

bool equal(Value const& a, Value const& b) {
    if (a.type() != b.type()) return false;
    if (!is_list(a)) return equal_single(a, b);
    struct Pair {
        std::span<Value const> left, right;
    };
    std::vector<Pair> open{{{&a, 1}, {&b, 1}}};
    // Shared lists met before: compared already, they need not be compared on every way to them.
    std::set<std::pair<Object const*, Object const*>> met;
    while (!open.empty()) {
        Pair& pair = open.back();
        if (pair.left.empty()) {
            open.pop_back();
            continue;
        }
        Value const& x = pair.left.front();
        Value const& y = pair.right.front();
        pair = {pair.left.subspan(1), pair.right.subspan(1)};
        if (x.type() != y.type()) return false;
        if (!is_list(x)) {
            if (!equal_single(x, y)) return false;
        } else if (x.address() != y.address()) {
            auto const &p = x.object<Array>().items, &q = y.object<Array>().items;
            if (p.size() != q.size()) return false;
            bool const shared = x.address()->owners() > 1 && y.address()->owners() > 1;
            if (!shared || met.emplace(x.address(), y.address()).second) open.push_back({p, q});
        }
    }
    return true;
}

} // namespace sli
