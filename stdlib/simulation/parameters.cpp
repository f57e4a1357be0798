// Parameters: numbers that are drawn or computed for every node or connection.
#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

using nest::Expression;

Expression create(Engine& engine, Dictionary const& definition) {
    return Expression::create(to_properties(engine, definition));
}
Expression constant(Real value) { return Expression::constant(value); }

Expression add(Expression const& a, Expression const& b) { return a + b; }
Expression sub(Expression const& a, Expression const& b) { return a - b; }
Expression mul(Expression const& a, Expression const& b) { return a * b; }
Expression div(Expression const& a, Expression const& b) { return a / b; }
Expression exponential(Expression const& a) { return a.exp(); }
Expression sine(Expression const& a) { return a.sin(); }
Expression cosine(Expression const& a) { return a.cos(); }
Expression power(Expression const& a, Real exponent) { return a.pow(exponent); }
Expression at_most(Expression const& a, Real other) { return a.min(other); }
Expression at_least(Expression const& a, Real other) { return a.max(other); }
Expression redraw(Expression const& a, Real min, Real max) { return a.redraw(min, max); }

Expression compare(Engine& engine, Expression const& a, Expression const& b, Dictionary const& how) {
    auto const given = to_properties(engine, how);
    auto const* comparator = given.find("comparator");
    if (!comparator) throw nest::BadParameter("A comparator has to be specified.");
    auto const code = nest::to_integer(*comparator, "comparator");
    if (code < 0 || code > 5)
        throw nest::BadParameter("Comparator specification has to be in the range 0-5.");
    return Expression::compare(a, b, static_cast<Expression::Comparison>(code));
}

Expression conditional(Expression const& condition, Expression const& then, Expression const& otherwise) {
    return Expression::conditional(condition, then, otherwise);
}

Real value(Engine& engine, Expression const& expression) { return simulation(engine).draw(expression); }
bool is_spatial(Expression const& expression) { return expression.spatial(); }

std::vector<Value> apply(Engine& engine, Expression const& expression, nest::NodeCollection const& nodes) {
    require_valid(nodes);
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(nodes.size()));
    for (double const drawn : simulation(engine).draw(expression, nodes)) values.emplace_back(drawn);
    return values;
}

constexpr Builtin create_variants[] = {kernel<create>("CreateParameter_D"),
                                       kernel<constant>("CreateParameter_d")};
constexpr Builtin redraw_variants[] = {kernel<redraw>("redraw_P_d_d")};
constexpr Builtin compare_variants[] = {kernel<compare>("compare_P_P_D")};
constexpr Builtin conditional_variants[] = {kernel<conditional>("conditional_P_P_P")};
constexpr Builtin value_variants[] = {kernel<value>("GetValue_P")};
constexpr Builtin spatial_variants[] = {kernel<is_spatial>("IsSpatial_P")};
constexpr Builtin apply_variants[] = {kernel<apply>("Apply_P_g")};

constexpr Builtin add_variants[] = {
    kernel<add>("add_P_P"),
};
constexpr Builtin sub_variants[] = {
    kernel<sub>("sub_P_P"),
};
constexpr Builtin mul_variants[] = {
    kernel<mul>("mul_P_P"),
};
constexpr Builtin div_variants[] = {
    kernel<div>("div_P_P"),
};
constexpr Builtin exp_variants[] = {
    kernel<exponential>("exp_P"),
};
constexpr Builtin sin_variants[] = {
    kernel<sine>("sin_P"),
};
constexpr Builtin cos_variants[] = {
    kernel<cosine>("cos_P"),
};
constexpr Builtin pow_variants[] = {
    kernel<power>("pow_P_d"),
};
constexpr Builtin min_variants[] = {
    kernel<at_most>("min_P_d"),
};
constexpr Builtin max_variants[] = {
    kernel<at_least>("max_P_d"),
};

constexpr Command commands[] = {
    {"CreateParameter", "definition -> parameter", "From << /type << .. >> >>, or a constant from a double.",
     create_variants},
    {"redraw", "parameter min max -> parameter", "Draws again until the value lies between the limits.",
     redraw_variants},
    {"compare", "parameter parameter << /comparator n >> -> parameter",
     "1 or 0; n: 0 <, 1 <=, 2 ==, 3 !=, 4 >=, 5 >.", compare_variants},
    {"conditional", "condition parameter parameter -> parameter",
     "The first parameter where the condition is not zero, else the second.", conditional_variants},
    {"GetValue", "parameter -> double", "Draws one value.", value_variants},
    {"ParameterIsSpatial", "parameter -> bool", "Does it depend on positions?", spatial_variants},
    {"Apply", "parameter nodes -> array", "A value for every node.", apply_variants},
    {"add", "parameter parameter -> parameter", "Sum.", add_variants},
    {"sub", "parameter parameter -> parameter", "Difference.", sub_variants},
    {"mul", "parameter parameter -> parameter", "Product.", mul_variants},
    {"div", "parameter parameter -> parameter", "Quotient.", div_variants},
    {"exp", "parameter -> parameter", "Exponential function.", exp_variants},
    {"sin", "parameter -> parameter", "Sine.", sin_variants},
    {"cos", "parameter -> parameter", "Cosine.", cos_variants},
    {"pow", "parameter exponent -> parameter", "Power.", pow_variants},
    {"min", "parameter limit -> parameter", "The smaller of value and limit.", min_variants},
    {"max", "parameter limit -> parameter", "The larger of value and limit.", max_variants},
};

} // namespace

nest::Properties drawn_once(nest::Simulation& kernel, nest::Properties wanted) {
    for (std::string const& key : wanted.keys())
        if (auto const* expression = wanted.at(key).get_if<Expression>()) {
            bool const whole = expression->integral();
            double const value = kernel.draw(*expression);
            wanted.set(key, whole ? nest::Property(static_cast<Integer>(value)) : nest::Property(value));
        }
    return wanted;
}

extern Module const simulation_parameters{"parameters", commands};

} // namespace sli
