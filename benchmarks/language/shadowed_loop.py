total = 0


def twice():
    total = 1
    return total + total


for i in range(1, 3000001):
    if i % 1000 == 0:
        twice()
    total = total + i
print(total)
