#include "stdlib/language/infix_grammar.hpp"

#include <vector>

#include <boost/spirit/home/x3.hpp>

namespace sli {
namespace {

namespace x3 = boost::spirit::x3;

// Collects SLI text in postfix order. The grammar never goes back behind something it has written.
struct Writer {
    std::string text;
    std::vector<std::string> waiting; // commands and variables that come after their operands
    std::vector<std::size_t> counts;  // of unary minus, of powers, of assignments
    struct Function {
        std::string outside;
        std::size_t arguments = 1;
    };
    std::vector<Function> functions; // those that are open

    void add(std::string_view word) { text.append(word).append(" "); }
    void add_literal(std::string_view name) {
        text.append("/");
        add(name);
    }
    void add_argument(std::size_t n) { text.append("#").append(std::to_string(n)).append(" "); }
    void open_function() {
        functions.push_back({std::move(text)});
        text.clear();
    }
    void close_function() {
        Function function = std::move(functions.back());
        functions.pop_back();
        std::string const body = std::move(text);
        text = std::move(function.outside);
        add("{ << >> begin");
        for (std::size_t n = function.arguments; n > 0; --n) {
            text.append("/");
            add_argument(n);
            add("Set");
        }
        text.append(body).append("end } ");
    }
};

struct WriterTag;
template <class Context> Writer& writer(Context const& context) { return x3::get<WriterTag>(context).get(); }
template <class Context> std::string matched(Context const& context) {
    auto const& range = x3::_attr(context);
    return {range.begin(), range.end()};
}

// --- actions
auto const write = [](auto& context) { writer(context).add(matched(context)); };
auto const write_literal = [](auto& context) { writer(context).add_literal(matched(context)); };
auto word(char const* text) {
    return x3::eps[([text](auto& context) { writer(context).add(text); })];
}
auto const write_string = [](auto& context) {
    std::string text = "(";
    for (char const c : matched(context))
        text += c == '(' || c == ')' || c == '\\' ? std::string{'\\', c} : std::string{c};
    writer(context).add(text + ")");
};
auto const write_argument = [](auto& context) {
    Writer& w = writer(context);
    std::string const digits = matched(context);
    std::size_t const n = digits.empty() ? 1 : std::stoul(digits);
    if (w.functions.empty() || n < 1) throw InfixError("SyntaxError", "# stands outside of { }");
    w.functions.back().arguments = std::max(w.functions.back().arguments, n);
    w.add_argument(n);
};
auto const later = [](auto& context) { writer(context).waiting.push_back(matched(context)); };
auto const now = x3::eps[([](auto& context) {
    Writer& w = writer(context);
    w.add(w.waiting.back());
    w.waiting.pop_back();
})];
auto const assign_now = [](Writer& w) {
    w.add("dup");
    w.add_literal(w.waiting.back());
    w.add("Set");
    w.waiting.pop_back();
};
auto const begin_count = x3::eps[([](auto& context) { writer(context).counts.push_back(0); })];
auto const count = x3::eps[([](auto& context) { ++writer(context).counts.back(); })];
template <class Action> auto end_count(Action each) {
    return x3::eps[([each](auto& context) {
        Writer& w = writer(context);
        for (std::size_t n = w.counts.back(); n > 0; --n) each(w);
        w.counts.pop_back();
    })];
}
auto const open_function = x3::eps[([](auto& context) { writer(context).open_function(); })];
auto const close_function = x3::eps[([](auto& context) { writer(context).close_function(); })];

auto refuse(char const* error, char const* expected) {
    return x3::eps[([=](auto&) { throw InfixError(error, std::string(expected) + " expected"); })];
}
auto const value_expected = refuse("SyntaxError", "a value");
template <class Parser> auto needed(Parser parser) { return parser | value_expected; }

// --- tokens
auto const letter = x3::alpha | x3::char_('_');
auto const name = x3::raw[x3::lexeme[letter >> *(letter | x3::digit)]];
auto const exponent = x3::char_("eE") >> -x3::char_("+-") >> +x3::digit;
auto const number =
    x3::raw[x3::lexeme[(+x3::digit >> -('.' >> *x3::digit) | '.' >> +x3::digit) >> -exponent]];
auto const quoted = x3::lexeme['"' >> x3::raw[*(x3::char_ - '"')][write_string] >> '"'];
auto const argument = x3::lexeme['#' >> x3::raw[x3::repeat(0, 3)[x3::digit]][write_argument]];
auto const literal = x3::lexeme['/' >> x3::raw[letter >> *(letter | x3::digit)][write_literal]];

// --- grammar
x3::rule<struct sequence_tag> const sequence{"sequence"};
x3::rule<struct assignment_tag> const assignment{"assignment"};

auto const end_of_array = x3::lit(']') | refuse("EndArrayExpectedError", "]");
auto const end_of_dictionary = x3::lit(">>") | refuse("EndDictionaryExpectedError", ">>");
auto const colon = x3::lit(':') | refuse("ColonExpectedError", ":");
auto const end_of_group = x3::lit(')') | refuse("SyntaxError", ")");
auto const end_of_function = x3::lit('}') | refuse("SyntaxError", "}");

auto const values = assignment >> *(',' >> needed(assignment));
auto const entry = -x3::lit('/') >> name[write_literal] >> colon >> needed(assignment);
auto const dictionary = x3::lit("<<") >> word("<<") >>
                        -(entry >> *(',' >> needed(entry))) >> end_of_dictionary >> word(">>");
auto const array = x3::lit('[') >> word("[") >> -values >> end_of_array >> word("]");
auto const function = x3::lit('{') >> open_function >> -sequence >> end_of_function >> close_function;
auto const call = name[later] >> -('(' >> -values >> end_of_group) >> now;
auto const group = '(' >> needed(sequence) >> end_of_group;
auto const primary =
    number[write] | quoted | argument | group | dictionary | array | function | literal | call;

auto const minus = begin_count >> *('-' >> count | x3::lit('+'));
auto const unary = minus >> primary >> end_count([](Writer& w) { w.add("neg"); });
auto const power = unary >> begin_count >> *((x3::lit("**") | '^') >> count >> needed(unary)) >>
                   end_count([](Writer& w) { w.add("pow"); });

auto const division = x3::lexeme['/' >> !x3::lit('/')];
auto const product = power >>
                     *('*' >> needed(power) >> word("mul") | division >> needed(power) >> word("div"));
auto const sum = product >> *('+' >> needed(product) >> word("add") | '-' >> needed(product) >> word("sub"));
auto const less = x3::lexeme['<' >> !x3::lit('<')], greater = x3::lexeme['>' >> !x3::lit('>')];
auto const comparison = sum >> *("==" >> needed(sum) >> word("eq") | "!=" >> needed(sum) >> word("neq") |
                                 "<=" >> needed(sum) >> word("leq") | ">=" >> needed(sum) >> word("geq") |
                                 less >> needed(sum) >> word("lt") | greater >> needed(sum) >> word("gt"));
auto const pipe = comparison >> *("//" >> (function >> word("exec") | needed(call)));

auto const target = x3::lexeme[name >> x3::omit[*x3::space] >> '=' >> !x3::lit('=')];
auto const assignment_def = begin_count >> *(&target >> name[later] >> '=' >> count) >> pipe >>
                            end_count(assign_now);
auto const end = &(x3::eoi | x3::lit(')') | x3::lit('}'));
auto const sequence_def = assignment >> *(';' >> word("pop") >> (end | needed(assignment)));

BOOST_SPIRIT_DEFINE(sequence, assignment)

// The parser recurses where a formula nests.
void check_nesting(std::string_view formula) {
    constexpr std::size_t most = 200;
    std::size_t depth = 0;
    for (char const c : formula) {
        if (c == '(' || c == '[' || c == '{' || c == '<') ++depth;
        if ((c == ')' || c == ']' || c == '}' || c == '>') && depth > 0) --depth;
        if (depth > most) throw InfixError("SyntaxError", "the formula is nested too deeply");
    }
}

} // namespace

std::string compile_infix(std::string_view formula) {
    check_nesting(formula);
    Writer result;
    auto at = formula.begin();
    auto const grammar = x3::with<WriterTag>(std::ref(result))[-sequence];
    bool const parsed = x3::phrase_parse(at, formula.end(), grammar, x3::space);
    if (!parsed || at != formula.end())
        throw InfixError("SyntaxError",
                         "cannot go on at \"" + std::string(at, formula.end()).substr(0, 40) + "\"");
    return result.text;
}

} // namespace sli
