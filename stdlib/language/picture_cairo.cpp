// Pictures as PNG, drawn by cairo: a shared object of its own (cmake/pictures.cmake), which picture_png.cpp
// loads when the first picture is written. No start pays for cairo and what it brings.
#include <algorithm>
#include <cairo.h>
#include <memory>

#include "stdlib/language/picture_layout.hpp"

namespace sli {

namespace {

constexpr int pixels = 2; // per unit
constexpr std::size_t at_a_time =
    1000; // points of one path: cairo becomes slow with the crossings of long ones

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

double byte(unsigned colour, int number) { return ((colour >> 8 * number) & 0xff) / 255.0; }

// Without control characters, and without what is no UTF-8: cairo would draw nothing after it.
std::string readable(cairo_t* cairo, std::string text) {
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    cairo_glyph_t* glyphs = nullptr;
    int count = 0;
    auto const status = cairo_scaled_font_text_to_glyphs(cairo_get_scaled_font(cairo), 0, 0, text.data(),
                                                         static_cast<int>(text.size()), &glyphs, &count,
                                                         nullptr, nullptr, nullptr);
    cairo_glyph_free(glyphs);
    if (status == CAIRO_STATUS_INVALID_STRING)
        std::ranges::replace_if(
            text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
    return text;
}

class CairoPen final : public Pen {
public:
    explicit CairoPen(cairo_t* cairo)
        : cairo_(cairo) {
        cairo_scale(cairo_, pixels, pixels);
        cairo_set_source_rgb(cairo_, 1, 1, 1);
        cairo_paint(cairo_);
        cairo_select_font_face(cairo_, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(cairo_, 13);
    }
    void frame(Point corner, Point size) override {
        cairo_rectangle(cairo_, corner.x, corner.y, size.x, size.y);
        stroke(0x888888, 1.0);
    }
    void text(Point at, Anchor anchor, std::string const& text) override {
        std::string const shown = readable(cairo_, text);
        cairo_text_extents_t extents;
        cairo_text_extents(cairo_, shown.c_str(), &extents);
        double const share = anchor == Anchor::start ? 0.0 : anchor == Anchor::middle ? 0.5 : 1.0;
        cairo_move_to(cairo_, at.x - share * extents.x_advance, at.y);
        cairo_set_source_rgb(cairo_, 0, 0, 0);
        cairo_show_text(cairo_, shown.c_str());
    }
    void curve(std::vector<Point> const& points, unsigned colour, std::string const&) override {
        bool connected = false;
        for (std::size_t i = 0; i < points.size(); ++i) {
            Point const& p = points[i];
            if (p.drawn()) connected ? cairo_line_to(cairo_, p.x, p.y) : cairo_move_to(cairo_, p.x, p.y);
            connected = p.drawn();
            if (i % at_a_time != at_a_time - 1) continue;
            stroke(colour, 1.2);
            if (connected) cairo_move_to(cairo_, p.x, p.y);
        }
        stroke(colour, 1.2);
    }
    void dots(std::vector<Point> const& points, unsigned colour) override {
        cairo_set_line_cap(cairo_, CAIRO_LINE_CAP_ROUND);
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (points[i].drawn()) {
                cairo_move_to(cairo_, points[i].x, points[i].y);
                cairo_close_path(cairo_); // a point, as the round cap draws it
            }
            if (i % at_a_time == at_a_time - 1) stroke(colour, 1.5);
        }
        stroke(colour, 1.5);
    }

private:
    void stroke(unsigned colour, double width) {
        cairo_set_source_rgb(cairo_, byte(colour, 2), byte(colour, 1), byte(colour, 0));
        cairo_set_line_width(cairo_, width);
        cairo_stroke(cairo_);
    }

    cairo_t* cairo_;
};

cairo_status_t append(void* file, unsigned char const* bytes, unsigned count) {
    static_cast<std::string*>(file)->append(reinterpret_cast<char const*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

} // namespace

// The bytes of the file are appended; what went wrong, or null.
extern "C" __attribute__((visibility("default"))) char const* aerie_draw_png(Picture const& picture,
                                                                             std::string& file) {
    Surface const surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                                     pixels * static_cast<int>(picture_width),
                                                     pixels * static_cast<int>(picture_height)),
                          &cairo_surface_destroy);
    Context const cairo(cairo_create(surface.get()), &cairo_destroy);
    CairoPen pen(cairo.get());
    draw(picture, pen);
    cairo_status_t status = cairo_status(cairo.get());
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface.get(), append, &file);
    return status == CAIRO_STATUS_SUCCESS ? nullptr : cairo_status_to_string(status);
}

} // namespace sli
