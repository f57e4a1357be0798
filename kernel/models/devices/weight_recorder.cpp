// weight_recorder: stores sender, target and weight of every spike that the synapse models naming it
// transmit. `senders` and `targets`, where given, restrict it to spikes from and to these nodes.
#include "kernel/catalogue.hpp"

#include <algorithm>

namespace nest {

namespace {

// Node ids, given as a collection or as a list; ascending.
class IdsParameter final : public TypedField<Integers> {
public:
    IdsParameter(Schema& owner, std::string_view name, std::string_view doc)
        : TypedField(owner, Role::parameter, name, Unit::none,
                     std::make_shared<std::vector<std::int64_t> const>(), any, Access::read_write, doc) {}

    void check(Property const& value) const override { TypedField::check(ids(value)); }
    void assign(std::size_t lane, Property const& value) override { TypedField::assign(lane, ids(value)); }
    void assign_all(Property const& value) override { TypedField::assign_all(ids(value)); }

private:
    static Property ids(Property const& value) {
        if (!value.holds<NodeCollection>()) {
            std::vector<std::int64_t> list = *to_integers(value);
            std::ranges::sort(list);
            return Property(std::move(list));
        }
        return Property(to_nodes(value).ids());
    }
};

class WeightRecorder final : public RecorderModel {
    IdsParameter senders{*this, "senders", "Only spikes of these nodes; empty: of all."};
    IdsParameter targets{*this, "targets", "Only spikes to these nodes; empty: to all."};

    Records records() const override { return Records::weights; }
    Words quantities() const override { return {"weights"}; }
    Words integers() const override { return {"targets", "receptors", "ports"}; }
    bool shows(std::string_view key) const override {
        if (key == "senders") return !senders[0]->empty();
        if (key == "targets") return !targets[0]->empty();
        return has_key(key);
    }
};

} // namespace

extern RecorderFactory const weight_recorder = make<RecorderModel, WeightRecorder>;

} // namespace nest
