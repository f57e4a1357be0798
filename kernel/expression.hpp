// Numbers drawn or computed per node or per edge (the `Parameter` objects of the language).
#pragma once

#include "kernel/random/philox.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nest {

class Properties;
class RandomStreams;
enum class Purpose : std::uint8_t;

// Whose draws: two sites that differ in anything never share a random number.
struct DrawSite {
    RandomStreams const& random;
    Purpose purpose;
    std::int64_t ordinal = 0;    // of the call that connects or sets
    std::uint32_t parameter = 0; // number of the parameter within the call, below 4096
};

// An immutable formula; copies share it. Every occurrence of a distribution draws for itself: p + p adds two
// independent numbers.
class Expression {
public:
    // "Is a compared with b in this way?", in the order of the language's codes.
    enum class Comparison : std::uint8_t { less, less_equal, equal, not_equal, greater_equal, greater };

    static Expression constant(double value);
    static Expression constant(std::int64_t value); // fits properties of integer type
    static Expression uniform(double min, double max);
    static Expression uniform_int(std::int64_t max); // 0 ... max - 1
    static Expression normal(double mean, double std);
    static Expression lognormal(double mean, double std); // of the logarithm
    static Expression exponential(double beta);

    // From << /type << ... >> >>, with the errors of the documented system.
    static Expression create(Properties const& definition);

    friend Expression operator+(Expression const& a, Expression const& b);
    friend Expression operator-(Expression const& a, Expression const& b);
    friend Expression operator*(Expression const& a, Expression const& b);
    friend Expression operator/(Expression const& a, Expression const& b);
    static Expression compare(Expression const& a, Expression const& b, Comparison how); // 1 or 0
    static Expression conditional(Expression const& condition, Expression const& then,
                                  Expression const& otherwise);
    Expression min(double other) const;
    Expression max(double other) const;
    Expression redraw(double min, double max) const; // until min <= value <= max
    Expression exp() const;
    Expression sin() const;
    Expression cos() const;
    Expression pow(double exponent) const;

    bool random() const;
    bool integral() const;                        // every value is a whole number by construction
    std::optional<double> constant_value() const; // if nothing is drawn
    bool spatial() const { return false; }        // depends on positions

    // The value of an entity: a node, or an edge by its ordinal within the call.
    double value(DrawSite const& site, std::uint64_t entity) const;

    // The values of many: entity i is high[i] * 2^32 + low[i]; without `high` the upper half is zero.
    void values(DrawSite const& site, std::span<philox::Word const> low, std::span<philox::Word const> high,
                std::span<double> result) const;

    std::string text() const; // for messages

    // The same formula object.
    friend bool operator==(Expression const& a, Expression const& b) { return a.program_ == b.program_; }

    struct Instruction;
    struct Program;

private:
    explicit Expression(std::shared_ptr<Program const> program);
    static Expression leaf(Instruction const& instruction);
    static Expression combine(std::span<Expression const> operands, Instruction const& instruction);
    std::shared_ptr<Program const> program_;
};

} // namespace nest
