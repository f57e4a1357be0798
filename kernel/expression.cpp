// Formulas are kept as postfix programs, not as trees: copying, destroying and evaluating them needs no
// recursion, and evaluation runs over columns of lanes.
#include "kernel/expression.hpp"

#include "kernel/core/elementary.hpp"
#include "kernel/errors.hpp"
#include "kernel/properties.hpp"
#include "kernel/random/distributions.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <numbers>
#include <utility>

namespace nest {

namespace {
enum class Op : std::uint8_t {
    constant,
    integer_constant,
    table,
    uniform,
    uniform_int,
    normal,
    lognormal,
    exponential, // leaves
    exp,
    sin,
    cos,
    pow,
    min,
    max,
    exp_distribution,
    gaussian,
    gamma,
    redraw, // of one operand
    add,
    subtract,
    multiply,
    divide,
    compare,
    gaussian2d,
    gabor,      // of two
    conditional // of three
};

constexpr std::array<char const*, 26> names = {
    "constant", "constant",   "table", "uniform", "uniform_int", "normal", "lognormal",        "exponential",
    "exp",      "sin",        "cos",   "pow",     "min",         "max",    "exp_distribution", "gaussian",
    "gamma",    "redraw",     "add",   "sub",     "mul",         "div",    "compare",          "gaussian2d",
    "gabor",    "conditional"};

std::size_t operands(Op op) {
    if (op <= Op::exponential) return 0;
    if (op <= Op::redraw) return 1;
    return op < Op::conditional ? 2 : 3;
}

constexpr std::size_t most_instructions = 4096; // an instruction's number is part of the key of its draws
constexpr std::uint32_t most_redraws = 1000;
constexpr std::size_t chunk = 256;
} // namespace

struct Expression::Instruction {
    Op op;
    double a = 0.0, b = 0.0;
    std::uint32_t begin = 0; // first instruction of the operand of `redraw`
    Doubles values = {};     // of a table: that of entity a + i is values[i]; numbers of a distribution
};

struct Expression::Program {
    std::vector<Instruction> code;
    std::size_t depth = 0; // of the stack of columns
    bool random = false;
};

Expression::Expression(std::shared_ptr<Program const> program)
    : program_(std::move(program)) {}

Expression Expression::leaf(Instruction const& instruction) {
    return Expression(std::make_shared<Program const>(
        Program{{instruction}, 1, instruction.op != Op::constant && instruction.op != Op::integer_constant}));
}

Expression Expression::combine(std::span<Expression const> parts, Instruction const& instruction) {
    Program whole;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        Program const& part = *parts[i].program_;
        auto const offset = static_cast<std::uint32_t>(whole.code.size());
        if (whole.code.size() + part.code.size() >= most_instructions)
            throw KernelException("Parameter expression is too long.");
        for (Instruction moved : part.code) {
            moved.begin += offset;
            whole.code.push_back(moved);
        }
        whole.depth = std::max(whole.depth, i + part.depth);
        whole.random = whole.random || part.random;
    }
    whole.code.push_back(instruction);
    return Expression(std::make_shared<Program const>(std::move(whole)));
}

// ---------------------------------------------------------------- making formulas

Expression Expression::constant(double value) { return leaf({Op::constant, value}); }
Expression Expression::constant(std::int64_t value) {
    return leaf({Op::integer_constant, static_cast<double>(value)});
}

Expression Expression::uniform(double min, double max) {
    if (!(min < max)) throw BadProperty("nest::UniformParameter: min < max required.");
    return leaf({Op::uniform, min, max});
}
Expression Expression::uniform_int(std::int64_t max) {
    if (max <= 0) throw BadProperty("nest::UniformIntParameter: max > 0 required.");
    return leaf({Op::uniform_int, static_cast<double>(max)});
}
Expression Expression::normal(double mean, double std) {
    if (!(std > 0.0)) throw BadProperty("nest::NormalParameter: std > 0 required.");
    return leaf({Op::normal, mean, std});
}
Expression Expression::lognormal(double mean, double std) {
    if (!(std > 0.0)) throw BadProperty("nest::LognormalParameter: std > 0 required.");
    return leaf({Op::lognormal, mean, std});
}
Expression Expression::exponential(double beta) { return leaf({Op::exponential, beta}); }

Expression operator+(Expression const& a, Expression const& b) {
    return Expression::combine(std::array{a, b}, {Op::add});
}
Expression operator-(Expression const& a, Expression const& b) {
    return Expression::combine(std::array{a, b}, {Op::subtract});
}
Expression operator*(Expression const& a, Expression const& b) {
    return Expression::combine(std::array{a, b}, {Op::multiply});
}
Expression operator/(Expression const& a, Expression const& b) {
    return Expression::combine(std::array{a, b}, {Op::divide});
}
Expression Expression::compare(Expression const& a, Expression const& b, Comparison how) {
    return combine(std::array{a, b}, {Op::compare, static_cast<double>(how)});
}
Expression Expression::conditional(Expression const& condition, Expression const& then,
                                   Expression const& otherwise) {
    return combine(std::array{condition, then, otherwise}, {Op::conditional});
}
Expression Expression::min(double other) const { return combine(std::array{*this}, {Op::min, other}); }
Expression Expression::max(double other) const { return combine(std::array{*this}, {Op::max, other}); }
Expression Expression::exp() const { return combine(std::array{*this}, {Op::exp}); }
Expression Expression::sin() const { return combine(std::array{*this}, {Op::sin}); }
Expression Expression::cos() const { return combine(std::array{*this}, {Op::cos}); }
Expression Expression::pow(double exponent) const { return combine(std::array{*this}, {Op::pow, exponent}); }

Expression Expression::redraw(double min, double max) const {
    if (!(min <= max)) throw BadParameterValue("min <= max required.");
    return combine(std::array{*this}, {Op::redraw, min, max});
}

namespace {
// Reads the keys of one definition and refuses those it does not know.
class Keys {
public:
    Keys(std::string const& type, Properties const& given)
        : type_(type)
        , given_(given) {}
    double number(std::string_view key) {
        known_.emplace_back(key);
        return to_double(given_.at(key), key);
    }
    double number(std::string_view key, double otherwise) {
        known_.emplace_back(key);
        Property const* value = given_.find(key);
        return value ? to_double(*value, key) : otherwise;
    }
    std::int64_t integer(std::string_view key, std::int64_t otherwise) {
        known_.emplace_back(key);
        Property const* value = given_.find(key);
        return value ? to_integer(*value, key) : otherwise;
    }
    Expression parameter(std::string_view key) {
        known_.emplace_back(key);
        Property const& value = given_.at(key);
        if (!value.holds<Expression>()) throw TypeMismatch("parametertype", nest::type_name(value), key);
        return to_expression(value, key);
    }
    double positive(std::string_view key, char const* what) {
        double const value = number(key);
        if (!(value > 0.0))
            throw BadProperty(
                fmt::format("{} > 0 required for {} parameter, got {}={:f}", key, what, key, value));
        return value;
    }
    Doubles vector(std::string_view key) {
        known_.emplace_back(key);
        return to_doubles(given_.at(key), key);
    }
    bool is_integer(std::string_view key) const { return given_.at(key).holds<std::int64_t>(); }
    void finish() const {
        std::vector<std::string> unused;
        for (auto const& [key, value] : given_)
            if (std::find(known_.begin(), known_.end(), key) == known_.end())
                unused.push_back(type_ + "::" + key);
        if (!unused.empty()) throw UnusedKeys(unused);
    }

private:
    std::string const& type_;
    Properties const& given_;
    std::vector<std::string> known_;
};

// Distributions over distance; their numbers are prepared so that calculating takes as little as possible.
struct Distribution {
    Op op;
    std::vector<Expression> operands;
    std::vector<double> numbers;
};

Distribution exp_distribution(Keys& k) {
    return {
        Op::exp_distribution, {k.parameter("x")}, {-1.0 / k.positive("beta", "exponential distribution")}};
}

Distribution gaussian(Keys& k) {
    double const mean = k.number("mean"), std = k.positive("std", "gaussian distribution");
    return {Op::gaussian, {k.parameter("x")}, {mean, -0.5 / (std * std)}};
}

Distribution gamma(Keys& k) {
    constexpr auto what = "gamma distribution";
    double const kappa = k.positive("kappa", what), theta = k.positive("theta", what);
    double const scale = elementary::exp(-elementary::log_gamma(kappa)) / elementary::pow(theta, kappa);
    return {Op::gamma, {k.parameter("x")}, {kappa - 1.0, -1.0 / theta, scale}};
}

Distribution gaussian2d(Keys& k) {
    constexpr auto what = "gaussian2d distribution";
    double const mean_x = k.number("mean_x"), mean_y = k.number("mean_y");
    double const std_x = k.positive("std_x", what), std_y = k.positive("std_y", what);
    double const rho = k.number("rho");
    if (!(rho > -1.0 && rho < 1.0))
        throw BadProperty(
            fmt::format("-1 < rho < 1 required for gaussian2d distribution parameter, got rho={:f}", rho));
    double const rest = 1.0 - rho * rho;
    return {Op::gaussian2d,
            {k.parameter("x"), k.parameter("y")},
            {mean_x, mean_y, 0.5 / (rest * std_x * std_x), 0.5 / (rest * std_y * std_y),
             rho / (rest * std_x * std_y)}};
}

Distribution gabor(Keys& k) {
    constexpr auto what = "gabor function";
    constexpr double degree = std::numbers::pi / 180.0;
    double const theta = k.number("theta") * degree, psi = k.number("psi") * degree;
    double const gamma = k.positive("gamma", what), std = k.positive("std", what),
                 lam = k.positive("lam", what);
    return {Op::gabor,
            {k.parameter("x"), k.parameter("y")},
            {elementary::cos(theta), elementary::sin(theta), gamma * gamma, 0.5 / (std * std),
             2.0 * std::numbers::pi / lam, psi}};
}

struct DistributionKind {
    char const* name;
    Distribution (*read)(Keys&);
};
constexpr DistributionKind distributions[] = {{"exp_distribution", exp_distribution},
                                              {"gaussian", gaussian},
                                              {"gamma", gamma},
                                              {"gaussian2d", gaussian2d},
                                              {"gabor", gabor}};

struct Kind {
    char const* name;
    Expression (*make)(Keys&);
};
constexpr Kind kinds[] = {
    {"constant",
     [](Keys& k) {
         double const value = k.number("value");
         return k.is_integer("value") ? Expression::constant(static_cast<std::int64_t>(value))
                                      : Expression::constant(value);
     }},
    {"uniform",
     [](Keys& k) {
         double const min = k.number("min", 0.0);
         return Expression::uniform(min, k.number("max", 1.0));
     }},
    {"uniform_int", [](Keys& k) { return Expression::uniform_int(k.integer("max", 1)); }},
    {"normal",
     [](Keys& k) {
         double const mean = k.number("mean", 0.0);
         return Expression::normal(mean, k.number("std", 1.0));
     }},
    {"lognormal",
     [](Keys& k) {
         double const mean = k.number("mean", 0.0);
         return Expression::lognormal(mean, k.number("std", 1.0));
     }},
    {"exponential", [](Keys& k) { return Expression::exponential(k.number("beta", 1.0)); }},
};
} // namespace

Expression Expression::create(Properties const& definition) {
    if (definition.size() != 1)
        throw BadProperty("Parameter definition dictionary must contain one single key only.");
    auto const& [type, inner] = *definition.begin();
    if (type == "table") { // not drawn but given: a value for each node (by id) or edge (by ordinal)
        Keys keys(type, to_map(inner, type));
        Doubles const values = keys.vector("values");
        std::int64_t const first = keys.integer("first", 0);
        keys.finish();
        if (first < 0) throw BadProperty("A table begins with a node id or an ordinal, not below zero.");
        return leaf({Op::table, static_cast<double>(first), 0.0, 0, values});
    }
    for (DistributionKind const& distribution : distributions) {
        if (distribution.name != type) continue;
        Keys keys(type, to_map(inner, type));
        auto const [op, parts, numbers] = distribution.read(keys);
        keys.finish();
        return combine(parts, {op, 0.0, 0.0, 0, std::make_shared<std::vector<double> const>(numbers)});
    }
    auto const kind =
        std::find_if(std::begin(kinds), std::end(kinds), [&](Kind const& k) { return k.name == type; });
    if (kind == std::end(kinds)) {
        std::vector<std::string> known;
        for (Kind const& k : kinds) known.emplace_back(k.name);
        for (DistributionKind const& k : distributions) known.emplace_back(k.name);
        throw DictError(fmt::format("Key '/{}' does not exist in dictionary.", type),
                        did_you_mean(type, known));
    }
    if (inner.holds<double>()) return constant(to_double(inner)); // a plain number stands for itself
    Keys keys(type, to_map(inner, type));
    Expression const made = kind->make(keys);
    keys.finish();
    return made;
}

// ---------------------------------------------------------------- evaluation

namespace {
struct Lanes {
    philox::Word const* low;
    philox::Word const* high; // or null
    std::size_t count;
};

class Evaluation {
public:
    Evaluation(DrawSite const& site, std::span<Expression::Instruction const> code)
        : site_(site)
        , code_(code)
        , ordinal_(key_field(site.ordinal)) {
        if (site.parameter >= 4096) throw KernelException("Too many parameters in one call.");
    }

    // Runs [begin, end) on a stack of columns of `lanes.count` numbers; the result is the lowest column.
    // `attempt` numbers the tries of enclosing redraws.
    void run(std::size_t begin, std::size_t end, Lanes const& lanes, std::uint32_t attempt,
             double* stack) const {
        double* top = stack; // one past the uppermost column
        for (std::size_t at = begin; at < end; ++at) {
            Expression::Instruction const& instruction = code_[at];
            std::size_t const taken = operands(instruction.op);
            double* const column = top - taken * lanes.count;
            top = column + lanes.count;
            if (taken == 0)
                draw(at, lanes, attempt, column);
            else if (instruction.op == Op::redraw)
                redraw(at, lanes, attempt, column);
            else
                calculate(checked(instruction), column, lanes.count);
        }
    }

private:
    void draw(std::size_t at, Lanes const& lanes, std::uint32_t attempt, double* x) const;
    void redraw(std::size_t at, Lanes const& lanes, std::uint32_t attempt, double* x) const;
    static void calculate(Expression::Instruction const& instruction, double* x, std::size_t n);
    Expression::Instruction const& checked(Expression::Instruction const& instruction) const;

    DrawSite const& site_;
    std::span<Expression::Instruction const> code_;
    philox::Word ordinal_;
};

// (0, 2^64) times n over 2^64; the few words that would make some results likelier are replaced.
double bounded(philox::Words const& w, std::uint64_t n) {
    __extension__ typedef unsigned __int128 Wide;
    Wide product = static_cast<Wide>(std::uint64_t{w[1]} << 32 | w[0]) * n;
    if (static_cast<std::uint64_t>(product) < (0 - n) % n)
        product = static_cast<Wide>(std::uint64_t{w[3]} << 32 | w[2]) * n;
    return static_cast<double>(static_cast<std::uint64_t>(product >> 64));
}

void look_up(std::vector<double> const& table, std::uint64_t first, Lanes const& lanes, double* x) {
    for (std::size_t i = 0; i < lanes.count; ++i) {
        std::uint64_t const entity = std::uint64_t{lanes.high ? lanes.high[i] : 0} << 32 | lanes.low[i];
        if (entity < first || entity - first >= table.size())
            throw BadParameterValue(fmt::format("The table has no value for {}, only for {} from {} on.",
                                                entity, table.size(), first));
        x[i] = table[entity - first];
    }
}

void Evaluation::draw(std::size_t at, Lanes const& lanes, std::uint32_t attempt, double* x) const {
    auto const& [op, a, b, begin, table] = code_[at];
    std::span<double> const values(x, lanes.count);
    if (op == Op::constant || op == Op::integer_constant) return std::fill(values.begin(), values.end(), a);
    if (op == Op::table) return look_up(*table, static_cast<std::uint64_t>(a), lanes, x);
    philox::Key const key = site_.random.key(site_.purpose, std::uint64_t{site_.parameter} << 12 | at);
    philox::Words const counter{attempt, 0, 0, ordinal_};
    switch (op) {
    case Op::uniform_int:
        for (std::size_t i = 0; i < lanes.count; ++i)
            x[i] =
                bounded(philox::block({attempt, lanes.low[i], lanes.high ? lanes.high[i] : 0, ordinal_}, key),
                        static_cast<std::uint64_t>(a));
        return;
    case Op::uniform:
        fill_uniform(counter, key, lanes.low, lanes.high, values);
        for (double& v : values) v = a + (b - a) * v;
        return;
    case Op::exponential:
        fill_uniform(counter, key, lanes.low, lanes.high, values);
        for (double& v : values) v = -a * elementary::log1p(-v);
        return;
    default:
        fill_normal(counter, key, lanes.low, lanes.high, values);
        for (double& v : values) v = a + b * v;
        if (op == Op::lognormal)
            for (double& v : values) v = elementary::exp(v);
    }
}

void Evaluation::redraw(std::size_t at, Lanes const& lanes, std::uint32_t attempt, double* x) const {
    auto const& [op, min, max, begin, table] = code_[at];
    if (attempt > std::numeric_limits<std::uint32_t>::max() / (most_redraws + 1) - 1)
        throw KernelException("Redraws are nested too deeply.");
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < lanes.count; ++i)
        if (!(x[i] >= min && x[i] <= max)) open.push_back(i);
    std::vector<philox::Word> low, high;
    std::vector<double> stack;
    for (std::uint32_t k = 1; !open.empty(); ++k) {
        if (k >= most_redraws) throw KernelException("Number of redraws exceeded limit of 1000");
        low.clear();
        high.clear();
        for (std::size_t i : open) {
            low.push_back(lanes.low[i]);
            if (lanes.high) high.push_back(lanes.high[i]);
        }
        stack.resize((at - begin) * open.size());
        run(begin, at, {low.data(), lanes.high ? high.data() : nullptr, open.size()},
            attempt * (most_redraws + 1) + k, stack.data());
        std::size_t still = 0;
        for (std::size_t j = 0; j < open.size(); ++j) {
            x[open[j]] = stack[j];
            if (!(stack[j] >= min && stack[j] <= max)) open[still++] = open[j];
        }
        open.resize(still);
    }
}

// Distributions over distance have a meaning only where there are two ends.
Expression::Instruction const& Evaluation::checked(Expression::Instruction const& instruction) const {
    if (site_.purpose == Purpose::rule || site_.purpose == Purpose::edge) return instruction;
    auto const refuse = [](char const* what) {
        throw BadParameterValue(fmt::format("{} parameter can only be used when connecting.", what));
    };
    switch (instruction.op) {
    case Op::exp_distribution:
        refuse("Exponential distribution");
        break;
    case Op::gaussian:
        refuse("Gaussian distribution");
        break;
    case Op::gamma:
        refuse("Gamma distribution");
        break;
    case Op::gaussian2d:
        refuse("Gaussian 2D");
        break;
    case Op::gabor:
        refuse("Gabor");
        break;
    default:
        break;
    }
    return instruction;
}

bool holds(Expression::Comparison how, double a, double b) {
    using enum Expression::Comparison;
    switch (how) {
    case less:
        return a < b;
    case less_equal:
        return a <= b;
    case equal:
        return a == b;
    case not_equal:
        return a != b;
    case greater_equal:
        return a >= b;
    case greater:
        return a > b;
    }
    return false;
}

// x holds the first operand and takes the result; further operands lie in the columns behind it.
void Evaluation::calculate(Expression::Instruction const& instruction, double* x, std::size_t n) {
    auto const& [op, a, b, begin, table] = instruction;
    double const* const y = x + n;
    double const* const z = y + n;
    auto const each = [&](auto f) {
        for (std::size_t i = 0; i < n; ++i) x[i] = f(i);
    };
    switch (op) {
    case Op::exp:
        return each([&](std::size_t i) { return elementary::exp(x[i]); });
    case Op::sin:
        return each([&](std::size_t i) { return elementary::sin(x[i]); });
    case Op::cos:
        return each([&](std::size_t i) { return elementary::cos(x[i]); });
    case Op::pow:
        return each([&, e = a](std::size_t i) { return elementary::pow(x[i], e); });
    case Op::min:
        return each([&, o = a](std::size_t i) { return std::min(x[i], o); });
    case Op::max:
        return each([&, o = a](std::size_t i) { return std::max(x[i], o); });
    case Op::add:
        return each([&](std::size_t i) { return x[i] + y[i]; });
    case Op::subtract:
        return each([&](std::size_t i) { return x[i] - y[i]; });
    case Op::multiply:
        return each([&](std::size_t i) { return x[i] * y[i]; });
    case Op::divide:
        return each([&](std::size_t i) { return x[i] / y[i]; });
    case Op::compare: {
        auto const how = static_cast<Expression::Comparison>(a);
        return each([&](std::size_t i) { return holds(how, x[i], y[i]) ? 1.0 : 0.0; });
    }
    case Op::exp_distribution:
        return each([&, c = table->data()](std::size_t i) { return elementary::exp(c[0] * x[i]); });
    case Op::gaussian:
        return each([&, c = table->data()](std::size_t i) {
            double const d = x[i] - c[0];
            return elementary::exp(c[1] * d * d);
        });
    case Op::gamma:
        return each([&, c = table->data()](std::size_t i) {
            return c[2] * elementary::pow(x[i], c[0]) * elementary::exp(c[1] * x[i]);
        });
    case Op::gaussian2d:
        return each([&, c = table->data()](std::size_t i) {
            double const dx = x[i] - c[0], dy = y[i] - c[1];
            return elementary::exp(c[4] * dx * dy - c[2] * dx * dx - c[3] * dy * dy);
        });
    case Op::gabor:
        return each([&, c = table->data()](std::size_t i) {
            double const along = x[i] * c[0] + y[i] * c[1], across = y[i] * c[0] - x[i] * c[1];
            double const wave = elementary::cos(c[4] * across + c[5]);
            return elementary::exp(-c[3] * (c[2] * along * along + across * across)) * std::max(wave, 0.0);
        });
    default:
        return each([&](std::size_t i) { return x[i] != 0.0 ? y[i] : z[i]; });
    }
}
} // namespace

double Expression::value(DrawSite const& site, std::uint64_t entity) const {
    if (!program_->random && program_->code.size() == 1) return program_->code[0].a;
    auto const low = static_cast<philox::Word>(entity), high = static_cast<philox::Word>(entity >> 32);
    double result = 0.0;
    values(site, {&low, 1}, {&high, 1}, {&result, 1});
    return result;
}

void Expression::values(DrawSite const& site, std::span<philox::Word const> low,
                        std::span<philox::Word const> high, std::span<double> result) const {
    Evaluation const evaluation(site, program_->code);
    std::array<double, 16> few; // room for single lanes
    std::vector<double> many;
    std::size_t const room = program_->depth * std::min(chunk, low.size());
    if (room > few.size()) many.resize(room);
    double* const stack = room > few.size() ? many.data() : few.data();
    for (std::size_t from = 0; from < low.size(); from += chunk) {
        std::size_t const n = std::min(chunk, low.size() - from);
        Lanes const lanes{low.data() + from, high.empty() ? nullptr : high.data() + from, n};
        evaluation.run(0, program_->code.size(), lanes, 0, stack);
        std::copy_n(stack, n, result.begin() + static_cast<std::ptrdiff_t>(from));
    }
}

bool Expression::random() const { return program_->random; }

bool Expression::integral() const {
    Op const op = program_->code.back().op;
    return op == Op::uniform_int || op == Op::integer_constant;
}

std::optional<double> Expression::constant_value() const {
    if (program_->random) return std::nullopt;
    RandomStreams const none;
    return value({none, Purpose::apply}, 0);
}

std::string Expression::text() const {
    auto const& [op, a, b, begin, table] = program_->code.back();
    std::string const name = names[static_cast<std::size_t>(op)];
    if (operands(op) > 0) return fmt::format("Parameter {}(...)", name);
    if (op == Op::uniform || op == Op::normal || op == Op::lognormal)
        return fmt::format("Parameter {}({:g}, {:g})", name, a, b);
    return fmt::format("Parameter {}({:g})", name, a);
}

} // namespace nest
