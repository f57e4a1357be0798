// What the reference simulator says about its models (tests/reference/*_models.json), and how to compare.
#pragma once

#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace reference {

using Json = nlohmann::ordered_json;
using namespace nest;

inline Json read(std::string const& file) {
    std::ifstream stream(NEST_TESTS "/reference/" + file);
    REQUIRE(stream);
    return Json::parse(stream);
}

inline double number(Json const& j) {
    if (!j.is_string()) return j.get<double>();
    return j == "inf" ? HUGE_VAL : -HUGE_VAL;
}

// Is this the value, of the type, that `figure` = [type, value] says?
inline bool is(Property const& p, Json const& figure) {
    std::string const type = figure[0];
    Json const& value = figure[1];
    auto const numbers = [&](auto const& column) {
        return column->size() == value.size() &&
               std::equal(column->begin(), column->end(), value.begin(),
                          [](auto x, Json const& y) { return static_cast<double>(x) == number(y); });
    };
    if (type == "double") return p.holds<double>() && *p.get_if<double>() == number(value);
    if (type == "integer") return p == Property(value.get<std::int64_t>());
    if (type == "bool") return p == Property(value.get<bool>());
    if (type == "literal") return p == Property(Literal{value.get<std::string>()});
    if (type == "string") return p == Property(value.get<std::string>());
    if (type == "doublevector") return p.holds<Doubles>() && numbers(*p.get_if<Doubles>());
    if (type == "intvector") return p.holds<Integers>() && numbers(*p.get_if<Integers>());
    if (type == "nodecollection") return p.holds<NodeCollection>() && p.get_if<NodeCollection>()->empty();
    if (type == "dictionary")
        return p.holds<PropertyMap>() && (*p.get_if<PropertyMap>())->size() == value.size();
    auto const* const list = p.get_if<PropertyList>();
    if (type != "array" || !list || list->size() != value.size()) return false;
    for (std::size_t i = 0; i < list->size(); ++i) {
        char const* const element = value[i].is_array()    ? "array"
                                    : value[i].is_string() ? "literal"
                                                           : "double";
        if (!is((*list)[i], Json::array({element, value[i]}))) return false;
    }
    return true;
}

inline Property property(Json const& figure) {
    std::string const type = figure[0];
    Json const& value = figure[1];
    if (type == "double") return number(value);
    if (type == "integer") return value.get<std::int64_t>();
    if (type == "bool") return value.get<bool>();
    if (type == "literal") return Literal{value.get<std::string>()};
    if (type == "string") return value.get<std::string>();
    if (type == "doublevector") return value.get<std::vector<double>>();
    if (type == "intvector") return value.get<std::vector<std::int64_t>>();
    if (type == "dictionary") return Properties{};
    if (type == "nodecollection") return NodeCollection{};
    PropertyList list;
    for (Json const& x : value)
        list.push_back(x.is_array()    ? property(Json::array({"array", x}))
                       : x.is_string() ? Property(Literal{x.get<std::string>()})
                                       : Property(x.get<double>()));
    return Property(std::move(list));
}

// The name under which an action fails, or "ok".
template <class Action> std::string outcome(Action action) {
    try {
        action();
        return "ok";
    } catch (DictError const&) {
        return "DictError";
    } catch (KernelError const& error) {
        return error.name();
    }
}

// Keys that tell about the program, not about a model.
inline bool is_about_the_program(std::string const& key) {
    for (auto const* other : {"available", "capacity", "elementsize", "instantiations", "model_id", "sizeof",
                              "synapse_modelid", "archiver_length"})
        if (key == other) return true;
    return false;
}

inline void check_defaults(Properties const& mine, Json const& figures) {
    for (auto const& [key, figure] : figures.items()) {
        INFO(key << " should be " << figure.dump());
        if (is_about_the_program(key)) continue;
        CHECKED_IF(mine.contains(key)) {
            INFO("but is " << type_name(mine.at(key)) << " " << brief(mine.at(key)));
            CHECK(is(mine.at(key), figure));
        }
    }
    for (auto const& [key, value] : mine) {
        INFO(key << " does not exist in the reference");
        CHECK((figures.contains(key) || is_about_the_program(key)));
    }
}

// Do our models exist in the reference, in its order? Returns how many of its models are missing.
inline std::size_t check_names(std::vector<std::string> const& mine, Json const& models) {
    auto theirs = models.begin();
    for (std::string const& name : mine) {
        INFO(name << " is unknown or stands in a wrong place");
        while (theirs != models.end() && theirs.key() != name) ++theirs;
        REQUIRE(theirs != models.end());
    }
    return models.size() - mine.size();
}

} // namespace reference
