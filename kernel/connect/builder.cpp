#include "kernel/connect/builder.hpp"

#include "kernel/connect/limits.hpp"
#include "kernel/connect/passes.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nest {

namespace {

constexpr std::size_t most_pairs_compared = 64;

} // namespace

TableBuilder::TableBuilder(World const& world, Shard& shard, std::size_t synapse)
    : world_(world)
    , shard_(shard)
    , synapse_(synapse) {}

void TableBuilder::absorb(EdgeTable const& older, std::vector<EdgeEdit> edits) {
    older_.push_back(&older);
    edits_.push_back(std::move(edits));
}

// ---------------------------------------------------------------- shape

void TableBuilder::find_extents() {
    first_source_ = std::numeric_limits<NodeId>::max();
    last_source_ = 0;
    std::vector<char> used;
    auto const use = [&](Step least, Step largest) {
        if (used.size() <= static_cast<std::size_t>(largest))
            used.resize(static_cast<std::size_t>(largest) + 1, 0);
        std::fill(used.begin() + least, used.begin() + largest + 1, 1);
    };
    for (PendingEdges const& p : pending_) {
        first_source_ = std::min(first_source_, p.call->sources.first());
        last_source_ = std::max(last_source_, p.call->sources.last());
        use(p.spec().least_delay, p.spec().largest_delay);
    }
    for (EdgeTable const* older : older_) {
        first_source_ = std::min(first_source_, older->first_source());
        last_source_ = std::max(last_source_, older->last_source());
        for (std::size_t r = 0; r < older->runs(); ++r) use(older->run(r).delay, older->run(r).delay);
    }
    for (auto const& edits : edits_)
        for (EdgeEdit const& edit : edits)
            if (edit.delay > 0) use(edit.delay, edit.delay);
    least_delay_ = std::ranges::find(used, 1) - used.begin();
    largest_delay_ = static_cast<Step>(used.size()) - 1;
    delay_used_.assign(used.begin() + least_delay_, used.end());
    delay_index_.clear();
    std::uint32_t index = 0;
    for (char const in_use : delay_used_) {
        delay_index_.push_back(index);
        if (in_use) ++index;
    }
    tiles_ = shard_.slots.tiles();
    keys_ = index * tiles_;
}

namespace {

// May edges of both specifications lie in one run?
bool may_share_run(PendingEdges const& a, PendingEdges const& b) {
    NodeCollection const &x = a.call->sources, &y = b.call->sources;
    bool const sources = x.first() <= y.last() && y.first() <= x.last();
    bool const delays =
        a.spec().least_delay <= b.spec().largest_delay && b.spec().least_delay <= a.spec().largest_delay;
    return sources && delays;
}

} // namespace

void TableBuilder::choose_weight_form() {
    weights_ = Weights::table;
    if (table_->traits().plastic || table_->traits().common_weight) return;
    bool const all_fixed =
        std::ranges::all_of(pending_, [](auto const& p) { return p.spec().weight.constant(); });
    if (!all_fixed || !older_.empty() || pending_.size() > most_pairs_compared) {
        weights_ = Weights::edge;
        return;
    }
    for (std::size_t a = 1; a < pending_.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            if (pending_[a].spec().weight.number() == pending_[b].spec().weight.number()) continue;
            weights_ = Weights::run;
            if (!may_share_run(pending_[a], pending_[b])) continue;
            weights_ = Weights::edge;
            return;
        }
    }
}

void TableBuilder::name_origins() {
    for (EdgeTable const* older : older_) {
        older_origin_.push_back(static_cast<std::uint32_t>(table_->origins_.size()));
        table_->origins_.insert(table_->origins_.end(), older->origins_.begin(), older->origins_.end());
    }
    new_origin_ = static_cast<std::uint32_t>(table_->origins_.size());
    for (PendingEdges const& p : pending_)
        table_->origins_.push_back({p.call->ordinal, static_cast<std::uint32_t>(p.specification),
                                    p.call->sources.first(), p.call->sources.last(), p.call->targets.first(),
                                    p.call->targets.last()});
    auto const& all = table_->origins_;
    origins_ = all.size() > most_pairs_compared;
    for (std::size_t a = 1; !origins_ && a < all.size(); ++a)
        for (std::size_t b = 0; b < a; ++b) origins_ = origins_ || all[a].overlaps(all[b]);
}

void TableBuilder::choose_labels() {
    labels_ = false;
    std::int64_t const label = pending_.empty() ? -1 : pending_.front().spec().label;
    for (PendingEdges const& p : pending_) labels_ = labels_ || p.spec().label != label;
    for (EdgeTable const* older : older_)
        labels_ = labels_ || older->labels_.size() > 1 || older->labels_[0] != label;
    table_->labels_.assign(1, label);
}

// Which properties need a column: those that change, are drawn or differ between specifications.
void TableBuilder::choose_columns() {
    auto const& fields = table_->model_->fields();
    for (std::size_t f = 0; f < fields.size(); ++f) {
        bool const of_edges = fields[f]->role() != Role::shared && fields[f]->role() != Role::derived;
        if (of_edges && fields[f] != &table_->model_->weight && fields[f] != table_->model_->pre_trace() &&
            NumberColumn(*fields[f]))
            choose_column(f);
    }
}

void TableBuilder::choose_column(std::size_t f) {
    Field& field = *table_->model_->fields()[f];
    std::vector<double> seen;
    bool differ = false;
    for (PendingEdges const& p : pending_) {
        auto const extra = std::ranges::find(p.spec().extra, f, &EdgeSpecification::Extra::field);
        if (extra == p.spec().extra.end()) continue;
        if (extra->value.constant())
            seen.push_back(extra->value.number());
        else
            differ = true;
    }
    for (EdgeTable const* older : older_) {
        Field& values = *older->model_->fields()[f];
        if (values.uniform())
            seen.push_back(NumberColumn(values).get(0));
        else
            differ = true;
    }
    if (!seen.empty()) NumberColumn(field).put_all(seen.front());
    bool const changes =
        table_->traits().plastic && (field.role() == Role::state || field.role() == Role::scratch);
    if (differ || changes || std::ranges::any_of(seen, [&](double x) { return x != seen.front(); }))
        columns_.push_back(f);
}

// Draws at an edge depend on its number among the edges of its model into one target.
void TableBuilder::number_edges() {
    if (!table_->traits().stochastic) return;
    table_->numbers_.assign(table_->size(), 0);
    table_->repetitions_.assign(table_->runs(), 0);
    stochastic_ = &shard_.stochastic_edges[synapse_];
    stochastic_->resize(std::max(stochastic_->size(), shard_.slots.size(0)), 0);
}

// ---------------------------------------------------------------- the passes

// An edge of an older table, and where it goes now.
struct TableBuilder::Older {
    EdgeTable const& table;
    std::size_t number; // of the table
    NodeId source;
    std::size_t run;
    std::size_t edge;
    Step delay;
    Place place;
};

template <class Visit> void TableBuilder::for_each_older(Visit visit) {
    for (std::size_t t = 0; t < older_.size(); ++t) {
        EdgeTable const& table = *older_[t];
        auto edit = edits_[t].begin();
        for (NodeId source = table.first_source(); source <= table.last_source(); ++source) {
            RunRange const runs = table.runs_of(source);
            for (std::uint32_t r = runs.begin; r < runs.end; ++r) {
                for (std::size_t e = table.run(r).first; e < table.run(r + 1).first; ++e) {
                    Older edge{table, t, source, r, e, table.run(r).delay, table.place(e, r)};
                    if (edit != edits_[t].end() && edit->edge == e) {
                        EdgeEdit const& with = *edit++;
                        if (with.drop) continue;
                        if (with.delay > 0) edge.delay = with.delay;
                        if (with.moved) edge.place = with.place;
                    }
                    visit(edge);
                }
            }
        }
    }
}

void TableBuilder::count() {
    auto const sources = static_cast<std::size_t>(last_source_ - first_source_ + 1);
    cells_ = Pages<std::uint32_t>(sources * keys_);
    for_each_older([&](Older const& old) { ++cells_[cell(old.source, old.delay, old.place.tile)]; });
    for (PendingEdges const& p : pending_) Counting(*this, p).replay();
}

// Turns counts into runs, and the cells into the place of the next edge.
std::size_t TableBuilder::make_runs() {
    auto const sources = static_cast<std::size_t>(last_source_ - first_source_ + 1);
    table_->first_source_ = first_source_;
    table_->run_of_.reserve(sources + 1);
    std::size_t edges = 0;
    for (std::size_t s = 0; s < sources; ++s) {
        table_->run_of_.push_back(static_cast<std::uint32_t>(table_->runs_.size()));
        make_runs_of(s, edges);
    }
    table_->run_of_.push_back(static_cast<std::uint32_t>(table_->runs_.size()));
    table_->runs_.push_back({static_cast<std::uint32_t>(edges), 0, 0});
    return edges;
}

void TableBuilder::make_runs_of(std::size_t source, std::size_t& edges) {
    for (Step d = least_delay_; d <= largest_delay_; ++d) {
        if (!delay_used_[static_cast<std::size_t>(d - least_delay_)]) continue;
        for (std::uint16_t tile = 0; tile < tiles_; ++tile) {
            std::uint32_t& n = cells_[cell(first_source_ + static_cast<NodeId>(source), d, tile)];
            if (n == 0) continue;
            table_->runs_.push_back({static_cast<std::uint32_t>(edges), static_cast<std::uint32_t>(d), tile});
            edges += std::exchange(n, static_cast<std::uint32_t>(edges));
            if (edges > most_edges) throw KernelException("Too many connections of one model on one thread.");
        }
    }
}

void TableBuilder::place_older() {
    for_each_older([&](Older const& old) {
        EdgeTable const& older = old.table;
        std::uint32_t const at = cells_[cell(old.source, old.delay, old.place.tile)]++;
        table_->slots_[at] = old.place.offset;
        if (table_->traits_.plastic) {
            table_->pre_trace_[at] = older.pre_trace(old.edge, old.run);
            table_->pre_last_[at] = older.pre_last(old.edge, old.run);
        }
        double const weight = older.weight(old.edge, old.run);
        if (!table_->weights_.empty()) table_->weights_[at] = weight;
        if (table_->traits_.plastic && !table_->traits_.common_weight) table_->model_->weight.v[at] = weight;
        if (labels_) table_->labels_[at] = older.label(old.edge);
        if (origins_) {
            NodeId const target = shard_.target_of(older.place(old.edge, old.run));
            auto const index = &older.origin(old.edge, old.source, target) - older.origins_.data();
            table_->origin_of_[at] = older_origin_[old.number] + static_cast<std::uint32_t>(index);
        }
        for (std::size_t const f : columns_)
            NumberColumn(*table_->model_->fields()[f])
                .put(at, NumberColumn(*older.model_->fields()[f]).get(old.edge));
        if (stochastic_) table_->numbers_[at] = older.numbers_[old.edge];
    });
}

bool TableBuilder::bare() const {
    return !labels_ && !origins_ && columns_.empty() && !pre_column_ && !weight_column_ && !stochastic_;
}

void TableBuilder::place() {
    place_older();
    EdgeTable& table = *table_;
    if (weights_ == Weights::edge && bare() && table.size() > Staging::worth_it)
        staging_.emplace(cells_.data(), cells_.size(), table.slots_.data(), table.weights_.data());
    for (std::size_t i = 0; i < pending_.size(); ++i)
        Placing(*this, pending_[i], new_origin_ + static_cast<std::uint32_t>(i)).replay();
    if (staging_) staging_->empty();
    staging_.reset();
}

std::unique_ptr<EdgeTable> TableBuilder::build() {
    if (older_.empty() && pending_.empty()) return nullptr;
    table_ = world_.empty_table(synapse_);
    find_extents();
    choose_weight_form();
    choose_labels();
    choose_columns();
    name_origins();
    count();
    std::size_t const edges = make_runs();
    if (edges == 0) return nullptr;
    table_->slots_ = Pages<std::uint16_t>(edges);
    if (weights_ == Weights::edge) table_->weights_ = Pages<double>(edges);
    table_->model_->set_lanes(edges);
    fill_weights(edges);
    if (labels_) table_->labels_.assign(edges, -1);
    if (origins_) table_->origin_of_.assign(edges, 0);
    for (std::size_t const f : columns_) table_->model_->fields()[f]->spread();
    set_run_weights();
    make_pre_traces();
    number_edges();
    place();
    cells_ = {};
    if (table_->traits_.needs_history) watch_targets();
    return std::move(table_);
}

// The weights of plastic edges lie in the model. Where all begin alike they are not put one by one.
void TableBuilder::fill_weights(std::size_t edges) {
    if (!table_->traits_.plastic || table_->traits_.common_weight) return;
    weight_column_ = !older_.empty();
    for (PendingEdges const& p : pending_)
        weight_column_ = weight_column_ || !p.spec().weight.constant() ||
                         p.spec().weight.number() != pending_.front().spec().weight.number();
    double const start = weight_column_ ? 0.0 : pending_.front().spec().weight.number();
    table_->model_->weight.v.assign(padded(edges), start);
}

// Traces are kept per run as long as all edges of the table start alike.
void TableBuilder::make_pre_traces() {
    if (!table_->traits_.plastic) return;
    State* const shown = table_->model_->pre_trace();
    double start = 0.0;
    auto const& fields = table_->model_->fields();
    pre_column_ = !older_.empty() || std::ranges::any_of(columns_, [&](std::size_t f) {
        return fields[f]->role() == Role::parameter;
    });
    if (shown) {
        pre_field_ =
            static_cast<std::size_t>(std::ranges::find(fields, static_cast<Field*>(shown)) - fields.begin());
        for (std::size_t i = 0; i < pending_.size(); ++i) {
            auto const& extra = pending_[i].spec().extra;
            auto const given = std::ranges::find(extra, *pre_field_, &EdgeSpecification::Extra::field);
            if (!given->value.constant())
                pre_column_ = true;
            else if (i == 0)
                start = given->value.number();
            else
                pre_column_ = pre_column_ || given->value.number() != start;
        }
    }
    table_->shared_pre_ = !pre_column_;
    table_->pre_trace_.assign(pre_column_ ? table_->size() : table_->runs(), start);
    table_->pre_last_.assign(table_->pre_trace_.size(), 0);
    pre_column_ = pre_column_ && pre_field_;
}

void TableBuilder::watch_targets() {
    shard_.history.reach(shard_.slots.size(0));
    std::vector<std::vector<char>> seen(tiles_);
    for (std::size_t r = 0; r < table_->runs(); ++r) {
        std::uint16_t const* const slots = table_->slots(r);
        auto& of_tile = seen[table_->run(r).tile];
        of_tile.resize(std::size_t{1} << 16, 0);
        for (std::size_t i = 0; i < table_->run_size(r); ++i) of_tile[slots[i]] = 1;
    }
    for (std::uint16_t tile = 0; tile < tiles_; ++tile) {
        for (std::size_t offset = 0; offset < seen[tile].size(); ++offset) {
            if (!seen[tile][offset]) continue;
            SlotMap::Slot const slot = shard_.slots.locate({tile, static_cast<std::uint16_t>(offset)});
            std::size_t const lane = shard_.cohorts[slot.owner]->history_lane(slot.lane);
            if (table_->traits_.needs_triplet)
                shard_.history.watch_triplets(lane);
            else
                shard_.history.watch(lane);
        }
    }
}

void TableBuilder::set_run_weights() {
    if (table_->traits().common_weight) return table_->set_common_weight(table_->model().weight[0]);
    if (weights_ == Weights::table && !pending_.empty() && pending_.front().spec().weight.constant())
        table_->run_weights_.assign(1, pending_.front().spec().weight.number());
    if (weights_ != Weights::run) return;
    table_->run_weights_.assign(table_->runs(), 0.0);
    for (PendingEdges const& p : pending_) {
        for (NodeId s = p.call->sources.first(); s <= p.call->sources.last(); ++s) {
            RunRange const runs = table_->runs_of(s);
            for (std::uint32_t r = runs.begin; r < runs.end; ++r)
                if (table_->run(r).delay >= p.spec().least_delay &&
                    table_->run(r).delay <= p.spec().largest_delay)
                    table_->run_weights_[r] = p.spec().weight.number();
        }
    }
}

} // namespace nest
