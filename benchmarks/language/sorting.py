numbers, x = [], 12345
for i in range(1000000):
    x = (1103515245 * x + 12345) % 2147483648
    numbers.append(x)
numbers.sort()
print(numbers[0])
