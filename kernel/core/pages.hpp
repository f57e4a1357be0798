// Large arrays of plain numbers, zeroed, on huge pages where the system offers them. Memory is taken page by
// page when it is first touched, by the thread that touches it.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace nest {

void* map_pages(std::size_t bytes); // zeroed, aligned to 64 bytes at least; null for no bytes
void unmap_pages(void* pages, std::size_t bytes);

template <class T> class Pages {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    Pages() = default;
    explicit Pages(std::size_t size)
        : data_(static_cast<T*>(map_pages(size * sizeof(T))))
        , size_(size) {}
    Pages(Pages&& other) noexcept
        : data_(std::exchange(other.data_, nullptr))
        , size_(std::exchange(other.size_, 0)) {}
    Pages& operator=(Pages&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~Pages() { unmap_pages(data_, size_ * sizeof(T)); }

    T* data() { return data_; }
    T const* data() const { return data_; }
    std::size_t size() const { return size_; }
    std::size_t bytes() const { return size_ * sizeof(T); }
    bool empty() const { return size_ == 0; }
    T& operator[](std::size_t i) { return data_[i]; }
    T const& operator[](std::size_t i) const { return data_[i]; }
    T* begin() { return data_; }
    T* end() { return data_ + size_; }
    T const* begin() const { return data_; }
    T const* end() const { return data_ + size_; }

private:
    T* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace nest
