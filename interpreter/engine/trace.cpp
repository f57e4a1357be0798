// Looking at the execution stack: as an array, as positions in source texts, as a report for people.
#include <algorithm>
#include <numeric>

#include "interpreter/engine.hpp"
#include "interpreter/engine/frames.hpp"

namespace sli {
namespace {

SourcePosition position_in(Frame const& frame) {
    if (frame.type == &source_frame)
        return {frame.state[0].object<InputStream>().buffer().keep(), std::size_t(frame.state[1].integer())};
    if (!frame.body.is(Type::procedure) && !frame.body.is(Type::literal_procedure)) return {};
    auto const& code = frame.body.object<Array>();
    if (!code.source || code.source->offsets.size() != code.items.size() || code.items.empty()) return {};
    auto const next = frame.next ? frame.next - code.items.data() : 0;
    auto const at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(next - 1, 0));
    return {code.source->source, code.source->offsets[at]};
}

// Edit distance, up to a limit that is worth suggesting.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            std::size_t const change = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::vector<SourcePosition> Engine::backtrace() const {
    std::vector<SourcePosition> positions;
    for (std::size_t depth = frames(); depth > 0; --depth)
        if (auto position = position_in(frames_[depth - 1])) positions.push_back(std::move(position));
    return positions;
}

SourcePosition Engine::where() const {
    SourcePosition in_library;
    constexpr std::size_t far_enough = 1000; // frames to look through
    for (std::size_t depth = frames(); depth > 0 && frames() - depth < far_enough; --depth)
        if (auto position = position_in(frames_[depth - 1])) {
            if (!position.source->library) return position;
            if (!in_library) in_library = std::move(position);
        }
    return in_library;
}

// The closest of all names that are bound now, if it is close at all.
std::string Engine::similar_name(std::string_view unknown) const {
    std::string best;
    std::size_t least = std::max<std::size_t>(1, unknown.size() / 3) + 1;
    for (Value const& dictionary : dictionaries_.values())
        dictionary.object<Dictionary>().for_each([&](NameId id, Value const&) {
            std::string const& name = text(id);
            if (name.size() + least <= unknown.size() || unknown.size() + least <= name.size()) return;
            if (std::size_t const d = distance(unknown, name); d < least) {
                least = d;
                best = name;
            }
        });
    return best;
}

namespace {

// Who called whom, innermost first, as recorded with the error; the innermost place is shown already.
std::string callers(Value const* recorded) {
    if (!recorded || !recorded->is(Type::array)) return {};
    constexpr std::size_t most = 8;
    std::string text, last;
    std::size_t shown = 0;
    auto const& frames = recorded->object<Array>().items;
    for (auto frame = frames.rbegin(); frame != frames.rend() && shown <= most; ++frame) {
        if (!frame->is(Type::frame)) continue;
        SourcePosition const at = position_in(frame->object<FrameObject>().frame);
        if (!at || at.source->library || at.text() == last) continue;
        last = at.text();
        if (shown++ > 0) text += shown <= most ? "  called at " + last + "\n" : "  ...\n";
    }
    return text;
}

} // namespace

std::string Engine::report() const {
    ErrorRecord record = last_error_;
    if (record.hint.empty() && !record.culprit.empty())
        if (std::string const similar = similar_name(record.culprit); !similar.empty())
            record.hint = "Did you mean '" + similar + "'?";
    return describe(record) + callers(errordict().find(known_.estack));
}

Value Engine::execution_stack() const {
    std::vector<Value> frames;
    frames.reserve(this->frames());
    for (std::size_t i = 0; i < this->frames(); ++i) frames.push_back(Value::make<FrameObject>(frames_[i]));
    return make_array(std::move(frames));
}

// Frames of hosts stay: what they wait for is in C++.
void Engine::restore_execution_stack(Array const& frames) {
    for (Value const& value : frames.items)
        if (!value.is(Type::frame)) throw_argument_type(1);
    std::size_t host = this->frames();
    while (host > 0 && frames_[host - 1].type->kind != FrameKind::host) --host;
    auto first = frames.items.end();
    while (first != frames.items.begin() &&
           (first - 1)->object<FrameObject>().frame.type->kind != FrameKind::host)
        --first;
    std::vector<Value> const kept(first, frames.items.end()); // `frames` may be held by a frame that goes
    cut(host);
    for (Value const& value : kept) {
        Frame const& from = value.object<FrameObject>().frame;
        Frame& frame = enter(*from.type, from.body);
        frame.state = from.state;
        frame.next = from.next;
        frame.end = from.end;
    }
}

} // namespace sli
