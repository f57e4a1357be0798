// Pictures from lists of numbers: in the terminal, or as SVG or PNG.
#include <cstdlib>
#include <map>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/picture.hpp"

namespace sli {

namespace {

std::vector<double> numbers(Engine& engine, Value const& list) {
    if (list.is(Type::double_vector)) {
        auto const& items = list.object<DoubleVector>().items();
        return {items.begin(), items.end()};
    }
    std::vector<double> found;
    if (list.is(Type::int_vector))
        for (Integer const i : list.object<IntVector>().items()) found.push_back(static_cast<double>(i));
    else if (list.is(Type::array))
        for (Value const& item : list.object<Array>().items) {
            if (item.is(Type::real))
                found.push_back(item.real());
            else if (item.is(Type::integer))
                found.push_back(static_cast<double>(item.integer()));
            else
                throw_type_mismatch("doubletype", engine.text(engine.type_name(item.type())));
        }
    else
        throw_type_mismatch("arraytype", engine.text(engine.type_name(list.type())));
    return found;
}

std::string text_of(Value const& value) {
    return value.is(Type::string) ? value.object<String>().text : std::string();
}

Series series_of(Engine& engine, Value const& entry) {
    if (!entry.is(Type::array) || entry.object<Array>().items.size() != 3)
        throw Error(ErrorKind::range_check).with_hint("each series is an array [x y (label)]");
    auto const& items = entry.object<Array>().items;
    Series series{numbers(engine, items[0]), numbers(engine, items[1]), text_of(items[2])};
    if (series.x.size() != series.y.size())
        throw Error("ArraysMustHaveEqualLength", std::nullopt)
            .with_hint(fmt::format("{} abscissae for {} ordinates", series.x.size(), series.y.size()));
    return series;
}

// [[x y (label)] ...] dots (title) (x label) (y label)
Picture picture(Engine& engine) {
    Picture made;
    Value const& all = engine.operand(4);
    if (!all.is(Type::array) || !engine.operand(3).is(Type::boolean)) throw_argument_type(0);
    for (Value const& entry : all.object<Array>().items) made.series.push_back(series_of(engine, entry));
    made.dots = engine.operand(3).boolean();
    made.title = text_of(engine.operand(2));
    made.x_label = text_of(engine.operand(1));
    made.y_label = text_of(engine.operand(0));
    return made;
}

// Columns and rows of the terminal, or 80 by 24; COLUMNS overrides.
std::pair<std::size_t, std::size_t> terminal_size() {
    winsize size{};
    bool const known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    std::size_t columns = known ? size.ws_col : 80;
    if (char const* wanted = std::getenv("COLUMNS"))
        if (int const given = std::atoi(wanted); given >= 20 && given <= 1000)
            columns = static_cast<std::size_t>(given);
    std::size_t const rows = known && size.ws_row > 0 ? size.ws_row : 24;
    return {std::min<std::size_t>(columns, 160), std::min<std::size_t>(rows, 18)};
}

void draw_text(Engine& engine) {
    auto const [columns, rows] = terminal_size();
    engine.replace(5, make_string(as_text(picture(engine), columns, rows)));
}
void draw_svg(Engine& engine) { engine.replace(5, make_string(as_svg(picture(engine)))); }
void draw_png(Engine& engine) { engine.replace(5, make_string(as_png(picture(engine)))); }

// times values ids :bysender: one series for each id, in the order of their first appearance
void by_sender(Engine& engine) {
    auto const times = numbers(engine, engine.operand(2)), values = numbers(engine, engine.operand(1));
    auto const senders = numbers(engine, engine.operand(0));
    if (times.size() != values.size() || times.size() != senders.size())
        throw Error("ArraysMustHaveEqualLength", std::nullopt)
            .with_hint(
                fmt::format("{} times, {} values, {} senders", times.size(), values.size(), senders.size()));
    std::map<double, std::size_t> place;
    std::vector<Series> series;
    for (std::size_t i = 0; i < senders.size(); ++i) {
        auto const [at, fresh] = place.try_emplace(senders[i], series.size());
        if (fresh) series.push_back({{}, {}, fmt::format("{}", senders[i])});
        series[at->second].x.push_back(times[i]);
        series[at->second].y.push_back(values[i]);
    }
    std::vector<Value> made;
    for (Series& one : series)
        made.push_back(make_array({Value::make<DoubleVector>(std::move(one.x)),
                                   Value::make<DoubleVector>(std::move(one.y)), make_string(one.label)}));
    engine.replace(3, make_array(std::move(made)));
}

constexpr Command commands[] = {
    {":bysender", "times values ids -> [[times values (id)] ...]", "What belongs to each id, for a picture.",
     raw<by_sender>()},
    {":drawtext", "[[x y (label)] ...] dots (title) (x) (y) -> (text)",
     "Draws curves or dots with characters, as wide as the terminal.", raw<draw_text>()},
    {":drawsvg", "[[x y (label)] ...] dots (title) (x) (y) -> (text)",
     "Draws curves or dots as an SVG document.", raw<draw_svg>()},
    {":drawpng", "[[x y (label)] ...] dots (title) (x) (y) -> (bytes)", "Draws curves or dots as a PNG file.",
     raw<draw_png>()},
};

} // namespace

extern Module const pictures{"pictures", commands};

} // namespace sli
