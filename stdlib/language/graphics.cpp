// Grey images, indices of rectangles, coordinates at edges, patches of two-dimensional functions.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <numbers>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

[[noreturn]] void bad_image(std::string_view name, std::string_view why) {
    throw Error("BadIO", std::nullopt).with_hint(fmt::format("\"{}\": {}", name, why));
}

// The next word of a PGM header or of a plain body; comments run to the end of the line.
Integer next_number(std::istream& in, std::string_view name) {
    while (in >> std::ws && in.peek() == '#') in.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    Integer number = 0;
    if (!(in >> number) || number < 0) bad_image(name, "a number is missing");
    return number;
}

// (file) readPGM -> array max height width
std::tuple<Items, Integer, Integer, Integer> read_pgm(std::string_view name) {
    std::ifstream in{std::string(name), std::ios::binary};
    if (!in) throw Error("FileOpenError", std::nullopt).with_hint(fmt::format("cannot read \"{}\"", name));
    std::string kind;
    in >> kind;
    if (kind != "P2" && kind != "P5") bad_image(name, "this is no PGM image");
    Integer const width = next_number(in, name), height = next_number(in, name), max = next_number(in, name);
    Integer size;
    if (__builtin_mul_overflow(width, height, &size)) bad_image(name, "the image is too large");
    check_length(std::size_t(size));
    if (kind == "P5" && max > 255) bad_image(name, "more than one byte per pixel");
    if (kind == "P5") in.get();
    Items pixels;
    for (Integer i = 0; i < size; ++i) {
        Integer const pixel = kind == "P2" ? next_number(in, name) : Integer{in.get()};
        if (!in) bad_image(name, "the file ends within the image");
        pixels.push_back(Value(pixel));
    }
    return {std::move(pixels), max, height, width};
}

// (file) array max height width writePGM -
void write_pgm(std::string_view name, Array const& pixels, Integer max, Integer height, Integer width) {
    Integer size;
    if (height < 0 || width < 0 || __builtin_mul_overflow(width, height, &size) ||
        std::size_t(size) != pixels.items.size())
        throw Error(ErrorKind::range_check)
            .with_hint(fmt::format("{} pixels for {} rows of {}", pixels.items.size(), height, width));
    std::ostringstream text;
    text << "P2\n" << width << ' ' << height << '\n' << max << '\n';
    for (std::size_t i = 0; i < pixels.items.size(); ++i) {
        Value const& pixel = pixels.items[i];
        if (!pixel.is(Type::integer) || pixel.integer() < 0 || pixel.integer() > max)
            throw Error(ErrorKind::range_check).with_hint("pixels are integers from 0 to the maximum");
        text << pixel.integer() << ((i + 1) % std::size_t(width) == 0 ? '\n' : ' ');
    }
    std::ofstream out{std::string(name)};
    if (!(out << text.str()))
        throw Error("FileOpenError", std::nullopt).with_hint(fmt::format("cannot write \"{}\"", name));
}

// --- rectangles
Integer sum(Integer a, Integer b) {
    Integer c;
    if (__builtin_add_overflow(a, b, &c)) throw_overflow("area");
    return c;
}
Integer difference(Integer a, Integer b) {
    Integer c;
    if (__builtin_sub_overflow(a, b, &c)) throw_overflow("area");
    return c;
}
Integer index_of(Integer y, Integer x, Integer width) {
    Integer row;
    if (__builtin_mul_overflow(y, width, &row)) throw_overflow("cv1d");
    return sum(row, x);
}

// Calls visit(y, x) for a rectangle of height h and width w whose point (by, bx) lies on (ay, ax).
void each_point(Integer ay, Integer ax, Integer h, Integer w, Integer by, Integer bx, auto const& visit) {
    Integer size;
    if (__builtin_mul_overflow(std::max<Integer>(h, 0), std::max<Integer>(w, 0), &size))
        throw_overflow("area");
    check_length(std::size_t(size));
    Integer const top = difference(ay, by), left = difference(ax, bx);
    for (Integer y = 0; y < h; ++y)
        for (Integer x = 0; x < w; ++x) visit(sum(top, y), sum(left, x));
}
// w ay ax h aw by bx area -> array
Items area(Integer width, Integer ay, Integer ax, Integer h, Integer w, Integer by, Integer bx) {
    Items indices;
    each_point(ay, ax, h, w, by, bx,
               [&](Integer y, Integer x) { indices.push_back(Value(index_of(y, x, width))); });
    return indices;
}
// ay ax h aw by bx area2 -> array
Items area2(Integer ay, Integer ax, Integer h, Integer w, Integer by, Integer bx) {
    Items pairs;
    each_point(ay, ax, h, w, by, bx, [&](Integer y, Integer x) {
        pairs.push_back(Value(y));
        pairs.push_back(Value(x));
    });
    return pairs;
}
std::tuple<Integer, Integer> coordinates(Integer index, Integer width) {
    if (width == 0) throw Error(ErrorKind::division_by_zero).with_hint("the width is 0");
    if (width == -1) throw Error(ErrorKind::range_check).with_hint("the width is negative");
    return {index / width, index % width};
}

// --- coordinate pairs outside of a rectangle: `change` moves a coordinate, or says none to drop the pair
Items at_edge(Array const& pairs, Integer height, Integer width, auto const& change) {
    if (height < 1 || width < 1 || pairs.items.size() % 2 != 0)
        throw Error(ErrorKind::range_check).with_hint("expected pairs of coordinates, height and width");
    Items result;
    for (std::size_t i = 0; i < pairs.items.size(); i += 2) {
        Value const &y = pairs.items[i], &x = pairs.items[i + 1];
        if (!y.is(Type::integer) || !x.is(Type::integer))
            throw Error(ErrorKind::argument_type).with_hint("coordinates are integers");
        std::optional<Integer> const row = change(y.integer(), height), column = change(x.integer(), width);
        if (!row || !column) continue;
        result.push_back(Value(*row));
        result.push_back(Value(*column));
    }
    return result;
}
Items edge_truncate(Array const& pairs, Integer height, Integer width) {
    return at_edge(pairs, height, width, [](Integer at, Integer size) {
        return at >= 0 && at < size ? std::optional(at) : std::nullopt;
    });
}
Items edge_clip(Array const& pairs, Integer height, Integer width) {
    return at_edge(pairs, height, width, [](Integer at, Integer size) {
        return std::optional(std::clamp<Integer>(at, 0, size - 1));
    });
}
Items edge_wrap(Array const& pairs, Integer height, Integer width) {
    return at_edge(pairs, height, width, [](Integer at, Integer size) {
        Integer const rest = at % size;
        return std::optional(rest < 0 ? rest + size : rest);
    });
}

// --- patches. Points on a grid that includes its borders, in coordinates turned by an angle (degrees).
struct Grid {
    Integer rows, columns;
    Real x_min, x_max, y_min, y_max;
};
Items sampled(Grid const& g, Real orientation, auto const& function) {
    if (g.rows < 2 || g.columns < 2 || !(g.x_max > g.x_min) || !(g.y_max > g.y_min))
        throw Error(ErrorKind::range_check)
            .with_hint("a patch has two rows and columns at least, and max > min");
    check_length(std::size_t(g.rows));
    check_length(std::size_t(g.columns));
    Real const angle = orientation * std::numbers::pi / 180.0;
    Real const dx = (g.x_max - g.x_min) / Real(g.columns - 1), dy = (g.y_max - g.y_min) / Real(g.rows - 1);
    Items matrix;
    for (Integer i = 0; i < g.rows; ++i) {
        Items row;
        for (Integer j = 0; j < g.columns; ++j) {
            Real const x = g.x_min + Real(j) * dx, y = g.y_min + Real(i) * dy;
            row.push_back(Value(function(x * std::cos(angle) - y * std::sin(angle),
                                         x * std::sin(angle) + y * std::cos(angle))));
        }
        matrix.push_back(make_array(std::move(row)));
    }
    return matrix;
}
Real gaussian(Real x, Real y, Real sigma, Real gamma) {
    return std::exp(-(x * x + gamma * gamma * y * y) / (2.0 * sigma * sigma));
}

// The number at a depth; integers count as doubles.
Real number(Engine& engine, std::size_t depth) {
    if (!engine.operand(depth).is_number()) throw_argument_type(depth + 1);
    return engine.operand(depth).number();
}
Grid grid(Engine& engine, std::size_t depth) {
    return {engine.operand<Integer>(depth), engine.operand<Integer>(depth - 1), number(engine, depth - 2),
            number(engine, depth - 3),      number(engine, depth - 4),          number(engine, depth - 5)};
}
// rows cols x_min x_max y_min y_max lambda orientation phase sigma gamma gabor_ -> matrix
void gabor(Engine& engine) {
    Grid const g = grid(engine, 10);
    Real const lambda = number(engine, 4), phase = number(engine, 2), sigma = number(engine, 1),
               gamma = number(engine, 0);
    engine.replace(11, make_array(sampled(g, number(engine, 3), [&](Real x, Real y) {
                       return gaussian(x, y, sigma, gamma) *
                              std::cos(2.0 * std::numbers::pi * x / lambda + phase);
                   })));
}
// rows cols x_min x_max y_min y_max orientation sigma gamma gauss2d_ -> matrix
void gauss2d(Engine& engine) {
    Grid const g = grid(engine, 8);
    Real const sigma = number(engine, 1), gamma = number(engine, 0);
    engine.replace(9, make_array(sampled(g, number(engine, 2),
                                         [&](Real x, Real y) { return gaussian(x, y, sigma, gamma); })));
}

constexpr Command commands[] = {
    {"readPGM", "file -> array max height width", "Reads a grey image.", bind<read_pgm>()},
    {"writePGM", "file array max height width ->", "Writes a grey image as plain PGM.", bind<write_pgm>()},
    {"area", "w ay ax h aw by bx -> array",
     "Indices, in an array of width w, of a rectangle h x aw whose point (by, bx) lies on (ay, ax).",
     bind<area>()},
    {"area2", "ay ax h aw by bx -> array", "Coordinates y x of the points of a rectangle.", bind<area2>()},
    {"cv1d", "y x w -> index", "Index of a point in an array of width w.", bind<index_of>()},
    {"cv2d", "index w -> y x", "Coordinates of an index in an array of width w.", bind<coordinates>()},
    {":edgetruncate", "pairs height width -> pairs", "Drops the points outside of a rectangle.",
     bind<edge_truncate>()},
    {":edgeclip", "pairs height width -> pairs", "Moves the points outside to the edge.", bind<edge_clip>()},
    {":edgewrap", "pairs height width -> pairs", "Wraps the points outside around.", bind<edge_wrap>()},
    {"gabor_", "rows cols x_min x_max y_min y_max lambda orientation phase sigma gamma -> matrix",
     "A wave under a Gaussian, sampled on a grid.", raw<gabor>()},
    {"gauss2d_", "rows cols x_min x_max y_min y_max orientation sigma gamma -> matrix",
     "A Gaussian, sampled on a grid.", raw<gauss2d>()},
};

} // namespace

extern Module const graphics{"graphics", commands};

} // namespace sli
