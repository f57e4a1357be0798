#include "kernel/connect/rules/drawing.hpp"

#include <cmath>
#include <fmt/format.h>

namespace nest::rules {

namespace {
void check_one(char const* what, double degree, std::uint32_t partners, bool multapses) {
    if (!(degree >= 0.0)) throw BadProperty(fmt::format("{} cannot be less than zero.", what));
    if (!multapses && degree > static_cast<double>(partners))
        throw BadProperty(fmt::format("{} cannot be larger than population size.", what),
                          fmt::format("{:g} partners wanted, {} exist", degree, partners));
    if (degree > 0.0 && partners == 0)
        throw BadProperty(fmt::format("{} cannot be met: nobody is there.", what));
}
} // namespace

void check_degree(DegreeRequest const& request) {
    auto const constant = request.degree.constant_value();
    if (!constant) return;
    if (!request.degree.integral())
        throw TypeMismatch("integertype", "doubletype", request.what, request.degree.text());
    std::uint32_t const partners = count_of(request.others);
    check_one(request.what, *constant, partners, request.multapses);
    // Nodes that are their own partner have one less to choose from.
    bool const too_many = request.multapses ? partners == 1 && *constant > 0.0 : *constant > partners - 1.0;
    if (request.autapses || !too_many) return;
    for (NodeId const id : request.nodes)
        if (request.others.contains(id))
            throw BadProperty(fmt::format("{} cannot be met without autapses.", request.what),
                              fmt::format("node {} needs {:g} partners, {} exist besides itself", id,
                                          *constant, partners - 1));
}

std::vector<std::int64_t> degrees(char const* what, Expression const& degree, NodeCollection const& nodes,
                                  std::uint32_t partners, bool multapses, RandomStreams const& random,
                                  std::uint64_t call) {
    auto const n = static_cast<std::size_t>(nodes.size());
    if (auto const constant = degree.constant_value())
        return std::vector<std::int64_t>(n, static_cast<std::int64_t>(std::llround(*constant)));
    std::vector<philox::Word> ids;
    ids.reserve(n);
    for (NodeId const id : nodes) ids.push_back(key_field(id));
    std::vector<double> drawn(n);
    degree.values({random, Purpose::rule_total, static_cast<std::int64_t>(call)}, ids, {}, drawn);
    std::vector<std::int64_t> result;
    result.reserve(n);
    for (double const d : drawn) {
        double const rounded = std::round(d);
        check_one(what, rounded, partners, multapses);
        if (rounded > 0xffffffffp0) throw BadProperty(fmt::format("{} is too large.", what));
        result.push_back(static_cast<std::int64_t>(rounded));
    }
    return result;
}

double sum_of(DegreeRequest const& request, RandomStreams const& random, std::uint64_t call) {
    if (auto const constant = request.degree.constant_value())
        return *constant * static_cast<double>(request.nodes.size());
    std::uint32_t const partners = count_of(request.others);
    auto const all =
        degrees(request.what, request.degree, request.nodes, partners, request.multapses, random, call);
    double sum = 0.0;
    auto degree = all.begin();
    for (NodeId const id : request.nodes) {
        sum += static_cast<double>(*degree);
        bool const itself = !request.autapses && request.others.contains(id);
        std::int64_t const choice = std::int64_t{partners} - (itself ? 1 : 0);
        if (*degree > 0 && (request.multapses ? choice == 0 : *degree > choice))
            throw BadProperty(
                fmt::format("{} cannot be met without autapses.", request.what),
                fmt::format("node {} needs {} partners, {} exist besides itself", id, *degree, choice));
        ++degree;
    }
    return sum;
}

double mean_of(Expression const& of_pair, std::uint32_t sources, std::uint32_t targets,
               RandomStreams const& random, std::uint64_t call) {
    if (auto const constant = of_pair.constant_value()) return *constant;
    constexpr std::uint64_t wanted = 4096;
    std::uint64_t const pairs = std::uint64_t{sources} * targets, stride = pairs / wanted + 1;
    double sum = 0.0, seen = 0.0;
    for (std::uint64_t pair = 0; pair < pairs; pair += stride, seen += 1.0)
        sum += of_pair.value({random, Purpose::rule_total, static_cast<std::int64_t>(call)}, pair);
    return seen > 0.0 ? sum / seen : 0.0;
}

} // namespace nest::rules
