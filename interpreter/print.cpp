#include "interpreter/print.hpp"

#include <ostream>
#include <sstream>
#include <vector>

#include "interpreter/engine.hpp"

namespace sli {
namespace {

void address_form(std::ostream& out, Value const& value, std::string_view type) {
    out << "<lockPTR[" << value.address()->owners() << "]->" << type << '('
        << static_cast<void const*>(value.address()) << ")>";
}

// The scientific flag is set and then cleared, as the reference does: with `fixed` this gives
// hexadecimal digits, and `scientific` set before is gone afterwards.
void scientific(std::ostream& out, Real number) {
    out.setf(std::ios_base::scientific);
    out << number;
    out.unsetf(std::ios_base::scientific);
}

void one(std::ostream& out, Integer i) { out << i; }
void one(std::ostream& out, Real r) { scientific(out, r); }

// At most 30 elements; dots follow when there are 30 or more.
template <class Items> void vector_form(std::ostream& out, Items const& items, char bracket) {
    constexpr std::size_t most = 30;
    out << '<' << bracket << ' ';
    for (std::size_t i = 0; i < std::min(items.size(), most); ++i) {
        one(out, items[i]);
        out << ' ';
    }
    if (items.size() >= most) out << "... ";
    out << bracket << '>';
}

// Forms that `=` and `==` share. False: the value has two.
bool common_form(std::ostream& out, Value const& value, Engine const& engine) {
    switch (value.type()) {
    case Type::none:
        return true;
    case Type::integer:
        out << value.integer();
        return true;
    case Type::boolean:
        out << (value.boolean() ? "true" : "false");
        return true;
    case Type::name:
        out << engine.text(value.id());
        return true;
    case Type::symbol:
        out << '/' << engine.text(value.id());
        return true;
    case Type::command:
        out << '-' << value.builtin().name << '-';
        return true;
    case Type::trie:
        out << '+' << engine.text(value.object<Overloads>().name) << '+';
        return true;
    default:
        return false;
    }
}

bool is_opaque(Type type) { return type == Type::regex || type >= Type::opaque; }

void pretty_single(std::ostream& out, Value const& value, Engine const& engine) {
    if (common_form(out, value, engine)) return;
    std::string const& type = engine.text(engine.type_name(value.type()));
    switch (value.type()) {
    case Type::real:
        return scientific(out, value.real());
    case Type::literal:
        out << '/' << engine.text(value.id());
        return;
    case Type::string:
        out << '(' << value.object<String>().text << ')';
        return;
    case Type::int_vector:
        return vector_form(out, value.object<IntVector>().items(), '#');
    case Type::double_vector:
        return vector_form(out, value.object<DoubleVector>().items(), '.');
    case Type::frame:
        out << '<' << type << '>';
        return;
    default:
        break;
    }
    if (is_opaque(value.type()))
        if (auto const& opaque = value.object<Opaque>(); opaque.descriptor->pretty)
            return opaque.descriptor->pretty(out, opaque);
    address_form(out, value, type);
}

// Bounds what one value prints as: lists that hold the same list many times make much of little.
class Meter {
public:
    explicit Meter(Engine const& engine)
        : patience_(engine)
        , most_(engine.limits.output) {}
    void count(Value const& value) {
        patience_.turn();
        printed_ += value.is(Type::string) ? value.object<String>().text.size() + 1 : 1;
        if (printed_ > most_)
            throw Error(ErrorKind::output_overflow)
                .with_hint("more than " + std::to_string(most_) + " elements and characters in one value");
    }

private:
    Patience patience_;
    std::size_t most_, printed_ = 0;
};

// Brackets of a list type, or none.
std::string_view opening(Type type) {
    if (type == Type::array) return "[";
    if (type == Type::procedure) return "{";
    return type == Type::literal_procedure ? "/{" : "";
}

} // namespace

void print(std::ostream& out, Value const& value, Engine const& engine) {
    if (common_form(out, value, engine)) return;
    switch (value.type()) {
    case Type::real:
        out << value.real();
        return;
    case Type::literal:
        out << engine.text(value.id());
        return;
    case Type::string:
        out << value.object<String>().text;
        return;
    default:
        break;
    }
    if (is_opaque(value.type()))
        if (auto const& opaque = value.object<Opaque>(); opaque.descriptor->print)
            return opaque.descriptor->print(out, opaque);
    out << '<' << engine.text(engine.type_name(value.type())) << '>';
}

void print_pretty(std::ostream& out, Value const& value, Engine const& engine) {
    struct Open {
        Value const *next, *end;
        char close;
    };
    std::vector<Open> open;
    Meter meter(engine);
    auto const begin = [&](Value const& v) {
        meter.count(v);
        std::string_view const bracket = opening(v.type());
        if (bracket.empty()) return pretty_single(out, v, engine);
        auto const& items = v.object<Array>().items;
        out << bracket;
        open.push_back({items.data(), items.data() + items.size(), bracket == "[" ? ']' : '}'});
    };
    begin(value);
    while (!open.empty() && out) {
        Open& list = open.back();
        if (list.next == list.end) {
            out << list.close;
            open.pop_back();
            if (!open.empty() && open.back().next != open.back().end) out << ' ';
            continue;
        }
        Value const& item = *list.next++;
        bool const more = list.next != list.end;
        bool const nested = !opening(item.type()).empty();
        begin(item);
        if (more && !nested) out << ' ';
    }
}

std::string printed(Value const& value, Engine const& engine) {
    std::ostringstream out;
    print(out, value, engine);
    return std::move(out).str();
}

std::string pretty_printed(Value const& value, Engine const& engine) {
    std::ostringstream out;
    print_pretty(out, value, engine);
    return std::move(out).str();
}

} // namespace sli
