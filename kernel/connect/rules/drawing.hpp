// What rules share: walking over the targets of a share, and drawing partners.
#pragma once

#include "kernel/connect/rule.hpp"
#include "kernel/errors.hpp"
#include "kernel/random/distributions.hpp"

#include <cstdint>
#include <vector>

namespace nest::rules {

inline constexpr std::uint32_t nobody = 0xffffffff;

// Positions are 32 bits wide in the builder.
inline std::uint32_t count_of(NodeCollection const& nodes) {
    if (nodes.size() >= nobody) throw KernelException("A collection is too large to be connected.");
    return static_cast<std::uint32_t>(nodes.size());
}

inline double pairs_of(NodeCollection const& sources, NodeCollection const& targets) {
    return static_cast<double>(sources.size()) * static_cast<double>(targets.size());
}

// Position of a node among others; `nobody` if it is not there.
inline std::uint32_t position(NodeCollection const& nodes, NodeId id) {
    auto const found = nodes.find(id);
    return found ? static_cast<std::uint32_t>(*found) : nobody;
}

// Calls visit(position, id) for the nodes that belong to the share.
template <class Visit> void for_each_of(NodeCollection const& nodes, Share share, Visit visit) {
    std::int64_t at = 0;
    for (NodeId const id : nodes) {
        if (share.has(id)) visit(at, id);
        ++at;
    }
}

// Draws partners out of `n`: with or without repetition, never the forbidden one.
class Partners {
public:
    Partners(std::uint32_t n, bool repetition)
        : n_(n)
        , repetition_(repetition) {
        if (!repetition) last_use_.resize(n);
    }

    // `count` positions; the forbidden one may be `nobody`.
    std::vector<std::uint32_t> const& draw(Rng& rng, std::int64_t count, std::uint32_t forbidden) {
        drawn_.clear();
        std::uint32_t const available = forbidden == nobody ? n_ : n_ - 1;
        if (count > 0 && (repetition_ ? available == 0 : count > available))
            throw BadProperty("A node needs more partners than there are without autapses and multapses.");
        if (repetition_)
            draw_any(rng, count, forbidden);
        else
            draw_distinct(rng, count, forbidden);
        return drawn_;
    }

private:
    void draw_any(Rng& rng, std::int64_t count, std::uint32_t forbidden) {
        drawn_.resize(static_cast<std::size_t>(count));
        for (std::uint32_t& partner : drawn_) {
            do partner = static_cast<std::uint32_t>(rng.below(n_));
            while (partner == forbidden);
        }
    }
    void draw_distinct(Rng& rng, std::int64_t count, std::uint32_t forbidden) {
        ++use_;
        for (std::int64_t left = count; left > 0;) {
            auto const partner = static_cast<std::uint32_t>(rng.below(n_));
            if (partner == forbidden || last_use_[partner] == use_) continue;
            last_use_[partner] = use_;
            drawn_.push_back(partner);
            --left;
        }
    }

    std::uint32_t n_;
    bool repetition_;
    std::vector<std::uint32_t> drawn_;
    std::vector<std::uint64_t> last_use_; // per partner: the draw that took it last
    std::uint64_t use_ = 0;
};

// Refuses a constant number of partners per node that cannot be met; `what` is "Indegree" or "Outdegree".
// `nodes` look for their partners among `others`.
struct DegreeRequest {
    char const* what;
    Expression const& degree;
    NodeCollection const& nodes;
    NodeCollection const& others;
    bool multapses;
    bool autapses;
};
void check_degree(DegreeRequest const& request);

// The degrees of all nodes, in the order of the collection: constant, or drawn per node.
std::vector<std::int64_t> degrees(char const* what, Expression const& degree, NodeCollection const& nodes,
                                  std::uint32_t partners, bool multapses, RandomStreams const& random,
                                  std::uint64_t call);

// The sum of all degrees; refuses drawn ones that cannot be met.
double sum_of(DegreeRequest const& request, RandomStreams const& random, std::uint64_t call);

// The mean of a Parameter over pairs, from some thousand of them.
double mean_of(Expression const& of_pair, std::uint32_t sources, std::uint32_t targets,
               RandomStreams const& random, std::uint64_t call);

} // namespace nest::rules
