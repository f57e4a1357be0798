// The connection rules, by name.
#include "kernel/catalogue.hpp"

namespace nest {

namespace rules {
extern RuleFactory const all_to_all, fixed_indegree, fixed_outdegree, fixed_total_number, one_to_one, pairs,
    pairwise_bernoulli, pairwise_poisson, symmetric_pairwise_bernoulli;
} // namespace rules

std::span<RuleRow const> rule_catalogue() {
    static RuleRow const rows[] = {
        {"pairwise_poisson", rules::pairwise_poisson},
        {"one_to_one", rules::one_to_one},
        {"all_to_all", rules::all_to_all},
        {"fixed_indegree", rules::fixed_indegree},
        {"fixed_outdegree", rules::fixed_outdegree},
        {"pairwise_bernoulli", rules::pairwise_bernoulli},
        {"symmetric_pairwise_bernoulli", rules::symmetric_pairwise_bernoulli},
        {"fixed_total_number", rules::fixed_total_number},
        {"pairs", rules::pairs},
    };
    return rows;
}

} // namespace nest
