// Runs experiments described in tests/reference/traces and compares with their results.
#pragma once

#include "kernel/simulation.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace trace {

using Json = nlohmann::json;
using namespace nest;

inline double number(Json const& j) {
    if (!j.is_string()) return j.get<double>();
    double const inf = std::numeric_limits<double>::infinity();
    return j == "inf" ? inf : j == "-inf" ? -inf : std::nan("");
}

inline bool flat(Json const& j) {
    return std::all_of(j.begin(), j.end(), [](Json const& x) { return x.is_number(); });
}

inline std::vector<double> doubles(Json const& j) {
    std::vector<double> values;
    for (Json const& x : j)
        if (x.is_array())
            for (double const y : doubles(x)) values.push_back(y);
        else
            values.push_back(number(x));
    return values;
}

class Experiment {
public:
    explicit Experiment(Json const& file, std::int64_t threads = 0)
        : description_(file.at("experiment"))
        , results_(file.at("results")) {
        if (threads > 0) simulation_.set_kernel_status({{"local_num_threads", threads}});
        set_kernel(threads > 0);
        copy_models(false);
        for (Json const& node : description_.value("nodes", Json::array())) create(node);
        copy_models(true);
        for (Json const& connection : description_.value("connections", Json::array())) connect(connection);
        for (Json const& record : description_.at("record")) add_record(record);
        Json const& simulate = description_.at("simulate");
        if (simulate.is_array())
            for (Json const& action : simulate) act(action);
        else
            act(simulate);
    }

    void compare() {
        Json const& records = description_.at("record");
        for (std::size_t i = 0; i < records.size(); ++i) {
            INFO("record " << i << " " << records[i].dump());
            compare(records[i], results_.at(std::to_string(i)), recorders_[i]);
        }
    }

private:
    Property value(Json const& j) {
        if (j.is_boolean()) return Property(j.get<bool>());
        if (j.is_number_integer()) return Property(j.get<std::int64_t>());
        if (j.is_number()) return Property(j.get<double>());
        if (j.is_string() && (j == "inf" || j == "-inf")) return Property(number(j));
        if (j.is_string()) return Property(Literal{j.get<std::string>()});
        if (j.is_object() && j.contains("$node")) return Property(nodes_.at(j["$node"]));
        if (j.is_object()) return Property(properties(j));
        if (!j.empty() && j[0].is_string()) {
            PropertyList words;
            for (Json const& x : j) words.emplace_back(Literal{x.get<std::string>()});
            return Property(std::move(words));
        }
        bool const whole =
            std::all_of(j.begin(), j.end(), [](Json const& x) { return x.is_number_integer(); });
        if (whole && !j.empty()) return Property(j.get<std::vector<std::int64_t>>());
        return Property(doubles(j));
    }
    Properties properties(Json const& j) {
        Properties p;
        for (auto const& [key, x] : j.items()) p.set(key, value(x));
        return p;
    }
    void set_kernel(bool keep_threads) {
        Properties kernel = properties(description_.value("kernel", Json::object()));
        if (keep_threads) kernel.erase("local_num_threads"), kernel.erase("total_num_virtual_procs");
        simulation_.set_kernel_status(kernel);
        for (Json const& d : description_.value("set_defaults", Json::array()))
            simulation_.set_defaults(d["model"].get<std::string>(), properties(d["params"]));
    }
    void copy_models(bool with_nodes) {
        for (Json const& c : description_.value("copy_models", Json::array())) {
            Json const params = c.value("params", Json::object());
            if ((params.dump().find("$node") != std::string::npos) != with_nodes) continue;
            simulation_.copy_model(c["existing"].get<std::string>(), c["new"].get<std::string>(),
                                   properties(params));
        }
    }
    void create(Json const& node) {
        auto const created = simulation_.create(node["model"].get<std::string>(), node.value("n", 1));
        nodes_[node["id"]] = created;
        set(created, node.value("params", Json::object()));
    }
    void set(NodeCollection const& nodes, Json const& params) {
        auto const defaults = simulation_.status(nodes.first());
        std::vector<Properties> each(static_cast<std::size_t>(nodes.size()));
        for (auto const& [key, x] : params.items()) {
            Property const* const known = defaults.find(key);
            bool const scalar =
                known && (known->holds<double>() || known->holds<std::int64_t>() || known->holds<bool>());
            for (std::size_t i = 0; i < each.size(); ++i)
                each[i].set(key, value(scalar && x.is_array() ? x[i] : x));
        }
        for (auto& p : each)
            for (auto const& [key, x] : Properties(p))
                if (defaults.contains(key) && x.holds<Integers>() && !defaults.at(key).holds<Integers>())
                    p.set(key, to_doubles(x));
        simulation_.set(nodes, each);
    }
    NodeCollection collection(Json const& j) {
        if (j.is_string()) return nodes_.at(j);
        return nodes_.at(j["id"]).slice(j["slice"][0], j["slice"][1]);
    }
    void connect(Json const& c) {
        auto const rule = c.value("conn_spec", Json("all_to_all"));
        Properties const conn = rule.is_string() ? Properties{{"rule", value(rule)}} : properties(rule);
        auto const syn = c.value("syn_spec", Json("static_synapse"));
        std::vector<Properties> specs;
        for (Json const& s : syn.is_array() ? syn : Json::array({syn})) {
            specs.push_back(s.is_string() ? Properties{{"synapse_model", value(s)}} : properties(s));
            if (!specs.back().contains("synapse_model")) specs.back().set("synapse_model", "static_synapse");
        }
        simulation_.connect(collection(c["pre"]), collection(c["post"]), conn, specs);
    }
    void add_record(Json const& record) {
        NodeCollection device;
        Properties const plain{{"synapse_model", "static_synapse"}}, all{{"rule", "all_to_all"}};
        if (record["kind"] == "multimeter") {
            Properties p{{"record_from", value(record["from"])}};
            if (record.contains("interval")) p.set("interval", value(record["interval"]));
            device = simulation_.create("multimeter", 1, p);
            simulation_.connect(device, collection(record["of"]), all, std::array{plain});
        } else if (record["kind"] == "spike_recorder") {
            device = simulation_.create("spike_recorder", 1);
            simulation_.connect(collection(record["of"]), device, all, std::array{plain});
        } else if (record["kind"] == "events") {
            device = collection(record["of"]);
        }
        recorders_.push_back(device);
    }
    void act(Json const& action) {
        if (action.is_number())
            simulation_.simulate(action.get<double>());
        else if (action.contains("set"))
            set(nodes_.at(action["set"]), action["params"]);
        else if (action.contains("connect"))
            connect(action["connect"]);
        else if (action.contains("set_kernel"))
            simulation_.set_kernel_status(properties(action["set_kernel"]));
        else if (action.contains("set_connections")) {
            Json const& of = action["set_connections"];
            auto const list =
                simulation_.connections({collection(of["pre"]), collection(of["post"]), {}, {}});
            simulation_.set(*list, properties(action["params"]));
        }
    }

    // ---- comparing
    static void close(std::vector<double> const& got, std::vector<double> const& expected,
                      bool exact = false) {
        REQUIRE(got.size() == expected.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            double const tolerance =
                exact ? 1e-12 * std::abs(expected[i]) : 1e-9 * std::max(1.0, std::abs(expected[i]));
            if (std::abs(got[i] - expected[i]) <= tolerance || got[i] == expected[i]) continue;
            INFO("value " << i);
            REQUIRE(got[i] == expected[i]);
        }
    }
    void compare(Json const& record, Json const& result, NodeCollection const& device) {
        std::string const kind = record["kind"];
        if (kind == "multimeter")
            compare_samples(result, device);
        else if (kind == "spike_recorder" || kind == "events")
            compare_events(record, result, device);
        else if (kind == "connections")
            compare_connections(record, result);
        else if (kind == "status")
            compare_status(record, result);
        else if (kind == "kernel")
            for (auto const& [key, x] : result.items()) CHECK(simulation_.kernel_status(key) == value(x));
    }
    Properties events(NodeCollection const& device) {
        return to_map(simulation_.get(device.first(), "events"));
    }
    void compare_samples(Json const& result, NodeCollection const& device) {
        auto const all = events(device);
        auto const senders = *to_integers(all.at("senders"));
        auto const times = *to_doubles(all.at("times"));
        for (auto const& [sender, columns] : result["by_sender"].items()) {
            for (auto const& [key, column] : columns.items()) {
                if (!column.is_array()) continue;
                auto const values = *to_doubles(all.at(key));
                std::vector<double> mine;
                for (std::size_t i = 0; i < senders.size(); ++i)
                    if (senders[i] == std::stoll(sender)) mine.push_back(values[i]);
                INFO(key << " of " << sender);
                close(mine, doubles(column));
            }
            double const h = simulation_.grid().resolution();
            for (std::size_t i = 0; i < senders.size(); ++i)
                if (senders[i] == std::stoll(sender)) {
                    CHECK(times[i] == Approx(columns["first_step"].get<double>() * h));
                    break;
                }
        }
    }
    void compare_events(Json const& record, Json const& result, NodeCollection const& device) {
        auto const all = events(device);
        std::vector<std::pair<double, std::int64_t>> mine, theirs;
        auto const senders = *to_integers(all.at("senders"));
        auto const times =
            all.at("times").holds<Integers>() ? *to_doubles(all.at("times")) : *to_doubles(all.at("times"));
        for (std::size_t i = 0; i < senders.size(); ++i) mine.emplace_back(times[i], senders[i]);
        auto const t = doubles(result["times"]);
        for (std::size_t i = 0; i < t.size(); ++i)
            theirs.emplace_back(t[i], result["senders"][i].get<std::int64_t>());
        if (record.value("sort", false)) std::sort(mine.begin(), mine.end());
        REQUIRE(mine.size() == theirs.size());
        for (std::size_t i = 0; i < mine.size(); ++i) {
            INFO("event " << i);
            REQUIRE(mine[i].second == theirs[i].second);
            REQUIRE(mine[i].first == Approx(theirs[i].first).epsilon(1e-12));
        }
        for (auto const& [key, column] : result.items())
            if (key != "times" && key != "senders" && column.is_array())
                close(*to_doubles(all.at(key)), doubles(column));
    }
    void compare_connections(Json const& record, Json const& result) {
        auto const list =
            simulation_.connections({collection(record["pre"]), collection(record["post"]), {}, {}});
        Json const& final = result["final"];
        std::vector<std::vector<double>> mine(list->size()), theirs(list->size());
        for (auto const& [key, column] : final.items()) {
            if (!column.is_array()) continue;
            REQUIRE(column.size() == list->size());
            for (std::size_t i = 0; i < list->size(); ++i) {
                if (!column[i].is_number()) continue;
                mine[i].push_back(to_double(simulation_.status((*list)[i]).at(key)));
                theirs[i].push_back(column[i].get<double>());
            }
        }
        // The reference sorts tables of more than 16 edges in an order of its own.
        if (record.value("sort", false) || mine.size() > 16)
            std::sort(mine.begin(), mine.end()), std::sort(theirs.begin(), theirs.end());
        for (std::size_t i = 0; i < mine.size(); ++i) close(mine[i], theirs[i]);
    }
    static std::vector<double> flattened(Property const& value) {
        if (value.holds<Doubles>() || value.holds<Integers>()) return *to_doubles(value);
        std::vector<double> all;
        for (Property const& part : std::get<PropertyList>(value))
            for (double const x : flattened(part)) all.push_back(x);
        return all;
    }
    void compare_status(Json const& record, Json const& result) {
        auto const of = collection(record["of"]);
        for (auto const& [key, x] : result.items()) {
            if (Property const whole = simulation_.get(of[0], key);
                of.size() == 1 && x.is_array() && !whole.holds<double>() && !whole.holds<std::int64_t>()) {
                INFO(key);
                close(flattened(whole), doubles(x));
                continue;
            }
            Json const list = x.is_array() ? x : Json::array({x});
            for (std::int64_t i = 0; i < of.size(); ++i) {
                INFO(key << " of " << of[i]);
                if (list[static_cast<std::size_t>(i)].is_number())
                    CHECK(to_double(simulation_.get(of[i], key)) ==
                          Approx(list[static_cast<std::size_t>(i)].get<double>()).epsilon(1e-9));
            }
        }
    }

    Simulation simulation_;
    Json description_;
    Json results_;
    std::map<std::string, NodeCollection> nodes_;
    std::vector<NodeCollection> recorders_;
};

inline Json read(std::string const& path) {
    std::ifstream file(path);
    REQUIRE(file);
    return Json::parse(file);
}

} // namespace trace
